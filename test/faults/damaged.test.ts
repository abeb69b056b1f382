import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { syncedFolder, writeProgram } from '../cli/program.ts';
import { pulse, pulseHere, type Run } from '../cli/pulse.ts';
import { put, temporaryFolder } from '../config/folder.ts';
import { environmentOf, startBotProcess, workspace } from '../main/bot.ts';
import { answerTo, until } from './asking.ts';
import { stateOf } from './stores.ts';

const pageSize = 4_096;
const garbage = (bytes: number): Buffer => Buffer.from(Array.from({ length: bytes }, (_, at) => (at * 97 + 31) % 256));

/** Where the damage is. */
type Place = readonly [start: number, end: number];

function overwrite(file: string, at: number, bytes: Buffer): Place {
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, bytes, 0, bytes.length, at);
  closeSync(descriptor);
  return [at, at + bytes.length];
}

function cutOff(file: string, at: number): Place {
  truncateSync(file, at);
  return [0, at];
}

/** The page where a table begins. */
function rootOf(file: string, table: string): number {
  const database = new BetterSqlite3(file, { readonly: true });
  try {
    return Number(database.prepare('select rootpage from sqlite_schema where name = ?').pluck().get(table));
  } finally {
    database.close();
  }
}

const pageAt = (page: number): number => (page - 1) * pageSize;

/** A synced program and its store. */
async function synced(): Promise<{ readonly folder: string; readonly store: string }> {
  const folder = await syncedFolder(temporaryFolder());
  return { folder, store: join(folder, 'partner-pulse.db') };
}

function expectTold({ code, stderr, stdout }: Run, says: RegExp, exit = 1): void {
  expect([code, stdout], stderr).toEqual([exit, '']);
  expect(stderr.trim().split('\n')).toEqual([expect.stringMatching(says)]);
  expect(stderr).toMatch(/docs\/[\w-]+\.md/);
}

const damaged = (store: string): RegExp =>
  new RegExp(`^partner-pulse: The store ${store} is damaged\\. .*restore a backup`);

describe('a damaged store is named with its remedy, and kept as it is', () => {
  it.each<[string, (store: string) => Place]>([
    ['its header', (store) => overwrite(store, 0, garbage(100))],
    ['the page sizes in its header', (store) => overwrite(store, 16, garbage(20))],
    ['the page of a table', (store) => overwrite(store, pageAt(rootOf(store, 'partner')), garbage(pageSize))],
    ['its list of tables', (store) => overwrite(store, 100, garbage(pageSize - 100))],
    ['its end, which is gone', (store) => cutOff(store, 5 * pageSize)],
    ['all of it, being something else', (store) => overwrite(store, 0, garbage(statSync(store).size))],
  ])(
    '%s',
    async (where, damage) => {
      const { folder, store } = await synced();
      const [start, end] = damage(store);
      const evidence = readFileSync(store);
      writeProgram(folder, { 'partners.csv': 'id,name\nP1,Omega\nP2,Beta\nP3,Old\n' });
      // Counting reads a table's index alone, so `status` cannot see what only the table has.
      const status = where === 'the page of a table' ? [] : [['status']];
      const reading = [['kpi', 'sourced-revenue'], ...status, ['export', '--json'], ['backup', 'copy.db']];
      for (const command of reading) expectTold(await pulseHere(command, { cwd: folder }), damaged(store));
      expect(readdirSync(folder).filter((name) => name.startsWith('copy'))).toEqual([]);
      expect(readFileSync(store).equals(evidence)).toBe(true);
      expectTold(await pulseHere(['sync'], { cwd: folder }), damaged(store));
      // An owner may note itself where the file is whole.
      expect(readFileSync(store).subarray(start, end).equals(evidence.subarray(start, end))).toBe(true);
    },
    60_000,
  );

  it('and a bot that meets it while it runs goes on answering, and says that its sync failed', async () => {
    const { folder, store } = await synced();
    put(folder, 'partner-pulse.yaml', 'sync: {every: 1s}\naccess: {everyone: true}\n');
    const slack = await workspace();
    const bot = startBotProcess(folder, environmentOf(slack));
    await slack.waitForConnection({ timeoutMs: 20_000 });
    await answerTo(slack, 'acme', /Acme GmbH/);
    overwrite(store, pageAt(rootOf(store, 'deal')), garbage(pageSize));
    writeProgram(folder, { 'deals.csv': 'id,name,status,created_at\nD1,New,open,2026-07-01\n' });
    await answerTo(slack, 'acme', /Acme GmbH.*The last sync failed.*is damaged/s);
    expect(bot.process.exitCode).toBeNull();
    bot.process.kill('SIGTERM');
    const run = await bot.outcome;
    expect([run.code, run.stderr]).toEqual([0, expect.stringContaining('"code":"store-damaged"')]);
    expect(run.stderr).not.toMatch(/\n\s+at /);
  }, 60_000);
});

describe('a damaged file beside the store', () => {
  it('the journal: what it cannot tell is not there, the last whole state is', async () => {
    const { folder, store } = await synced();
    const before = await stateOf(store);
    writeFileSync(`${store}-wal`, garbage(50_000));
    writeFileSync(`${store}-shm`, garbage(32_768));
    expect((await pulseHere(['status'], { cwd: folder })).code).toBe(0);
    expect(await stateOf(store)).toBe(before);
    expect((await pulseHere(['sync', '--full'], { cwd: folder })).code).toBe(0);
    expect(await stateOf(store)).toBe(before);
  });

  it('the lock: it holds nothing, and still lets one owner in only', async () => {
    const { folder, store } = await synced();
    writeFileSync(`${store}.lock`, garbage(20_000));
    const before = statSync(`${store}.lock`).ino;
    expect((await pulseHere(['status'], { cwd: folder })).stdout).toContain('nobody');
    expect((await pulseHere(['sync'], { cwd: folder })).code).toBe(0);
    expect(statSync(`${store}.lock`).ino).toBe(before);
  });

  it('the staged rows: they are read again', async () => {
    const { folder, store } = await synced();
    writeFileSync(`${store}.staging`, garbage(20_000));
    writeFileSync(`${store}.staging-wal`, garbage(20_000));
    expect((await pulseHere(['sync', '--full'], { cwd: folder })).code).toBe(0);
    expect(readdirSync(folder).filter((name) => name.includes('staging'))).toEqual([]);
  });

  it('the key: it is left alone, and the right one is asked for', async () => {
    const { folder, store } = await synced();
    const right = readFileSync(`${store}.key`);
    writeFileSync(`${store}.key`, garbage(64));
    const said =
      /^partner-pulse: The key for person hashes .*partner-pulse\.db\.key\) is not 64.*Put the right key back/;
    expectTold(await pulseHere(['sync'], { cwd: folder }), said, 2);
    expect(readFileSync(`${store}.key`).equals(garbage(64))).toBe(true);
    writeFileSync(`${store}.key`, right);
    expect((await pulseHere(['sync'], { cwd: folder })).code).toBe(0);
  });
});

describe('a damaged ledger', () => {
  const aside = (folder: string): string[] =>
    readdirSync(folder).filter((name) => /\.ledger\.damaged-\d{8}T\d{6}Z$/.test(name));

  it.each<[string, (ledger: string) => Place]>([
    ['its header', (ledger) => overwrite(ledger, 0, garbage(100))],
    ['a page', (ledger) => overwrite(ledger, pageAt(rootOf(ledger, 'request')), garbage(pageSize))],
  ])('(%s) is set aside by the next owner, which says so, and nobody else', async (_, damage) => {
    const { folder, store } = await synced();
    damage(`${store}.ledger`);
    const evidence = readFileSync(`${store}.ledger`);
    expect((await pulseHere(['status'], { cwd: folder })).code).toBe(0);
    const backup = await pulseHere(['backup', 'copy.db'], { cwd: folder });
    expectTold(backup, /^partner-pulse: The ledger .*\.ledger is damaged\. Restart the bot, or run `pulse sync`/);
    const run = await pulseHere(['sync'], { cwd: folder });
    const [name = ''] = aside(folder);
    expect([run.code, run.stderr]).toEqual([
      0,
      expect.stringContaining(`the old one is kept as ${join(folder, name)}`),
    ]);
    expect(readFileSync(join(folder, name)).equals(evidence)).toBe(true);
    expect(await pulseHere(['sync'], { cwd: folder })).toMatchObject({ code: 0, stderr: '' });
    expect((await pulseHere(['backup', 'copy.db'], { cwd: folder })).code).toBe(0);
  });

  it('keeps a running bot from nothing but requests, which are told why', async () => {
    const { folder, store } = await synced();
    put(folder, 'partner-pulse.yaml', 'sync: {every: 1s}\naccess: {everyone: true}\n');
    const slack = await workspace();
    const bot = startBotProcess(folder, environmentOf(slack));
    await slack.waitForConnection({ timeoutMs: 20_000 });
    await answerTo(slack, 'acme', /Acme GmbH/);
    overwrite(`${store}.ledger`, 0, garbage(pageSize));
    truncateSync(`${store}.ledger-wal`, 0);
    const asked = await pulse(['sync'], { cwd: folder });
    expectTold(asked, /^partner-pulse: The ledger .*\.ledger is damaged\. Restart the bot/);
    writeProgram(folder, { 'partners.csv': 'id,name\nP1,Omega AG\nP2,Beta\nP3,Old\n' });
    await answerTo(slack, 'P1', /Omega AG/);
    bot.process.kill('SIGTERM');
    expect((await bot.outcome).code).toBe(0);
    expect(aside(folder)).toEqual([]);
    const next = startBotProcess(folder, environmentOf(slack));
    await until(() => aside(folder).length === 1 && existsSync(`${store}.ledger`));
    await until(async () => (await pulse(['sync'], { cwd: folder })).code === 0);
    next.process.kill('SIGTERM');
    expect((await next.outcome).stderr).toContain('the ledger was damaged');
  }, 60_000);
});
