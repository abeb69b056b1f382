import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeProgram } from '../cli/program.ts';
import { pulse, type Run } from '../cli/pulse.ts';
import { put } from '../config/folder.ts';
import { environmentOf, startBotProcess, workspace } from '../main/bot.ts';
import { answerTo, until } from './asking.ts';
import { hasDisks, SmallDisk, unlessDisks } from './disks.ts';
import { makeOld } from './old-store.ts';
import { faultsIn, stateOf } from './stores.ts';

const yaml = 'program: {timeZone: Europe/Berlin}\naccess: {everyone: true}\n';
const events = (count: number): string =>
  `partner_id,asset_id,kind,at\n${Array.from({ length: count }, (_, row) => `P1,A${row % 50},view,2026-09-01T08:00:00Z\n`).join('')}`;
const rejected = (count: number): string =>
  `id,name,status,created_at\n${Array.from({ length: count }, (_, row) => `D${row},A rather long name,nonsense,x\n`).join('')}`;

/** A synced program on a disk of its own. */
async function programOn(disk: SmallDisk, files: Readonly<Record<string, string>> = {}): Promise<string> {
  put(disk.folder, 'partner-pulse.yaml', yaml);
  writeProgram(disk.folder, files);
  const run = await pulse(['sync'], { cwd: disk.folder });
  expect([0, 3], run.stderr).toContain(run.code);
  return join(disk.folder, 'partner-pulse.db');
}

/** One line with cause, remedy and page. */
function expectFull({ code, stderr, stdout }: Run, file: string): void {
  expect([code, stdout], stderr).toEqual([1, '']);
  expect(stderr.trim().split('\n').at(-1)).toMatch(
    new RegExp(`^partner-pulse: There is no room left on the disk of ${file}.* Make room there.*docs/operations\\.md#`),
  );
  expect(stderr).not.toMatch(/\n\s+at |internal/);
}

async function syncs(folder: string, codes: readonly number[] = [0]): Promise<void> {
  const run = await pulse(['sync'], { cwd: folder });
  expect(codes, run.stderr).toContain(run.code);
}

describe.skipIf(!hasDisks)(`a full disk${unlessDisks}`, () => {
  // From one that has no room for a page to one on which all is staged and only the publication fails.
  it.each([0, 300, 4_000])(
    'leaves the store as it was when a sync meets it (%i KB free)',
    async (free) => {
      const disk = new SmallDisk(32);
      const store = await programOn(disk);
      const before = await stateOf(store);
      writeProgram(disk.folder, {
        'content_events.csv': events(60_000),
        'partners.csv': 'id,name\nP1,Omega\nP2,Beta\nP3,Old\n',
      });
      disk.fill(free);
      expectFull(await pulse(['sync'], { cwd: disk.folder }), disk.folder);
      disk.makeRoom();
      expect(faultsIn(store)).toEqual([]);
      expect(await stateOf(store)).toBe(before);
      await syncs(disk.folder);
      expect(await stateOf(store)).not.toBe(before);
      expect(readdirSync(disk.folder).filter((name) => /staging|partial/.test(name))).toEqual([]);
    },
    60_000,
  );

  it('keeps the list of rejects with the state that it belongs to', async () => {
    const disk = new SmallDisk(32);
    const store = await programOn(disk, { 'deals.csv': rejected(1) });
    const list = `${store}.exports.rejects.csv`;
    const [before, listed] = [await stateOf(store), readFileSync(list, 'utf8')];
    writeProgram(disk.folder, { 'deals.csv': rejected(20_000) });
    disk.fill(700);
    expectFull(await pulse(['sync'], { cwd: disk.folder }), list);
    disk.makeRoom();
    expect([await stateOf(store), readFileSync(list, 'utf8')]).toEqual([before, listed]);
    await syncs(disk.folder, [3]);
    expect(readFileSync(list, 'utf8').split('\n').length).toBeGreaterThan(20_000);
  }, 60_000);

  it('lets a first sync leave nothing that is in its way later', async () => {
    const disk = new SmallDisk(2);
    put(disk.folder, 'partner-pulse.yaml', yaml);
    writeProgram(disk.folder);
    for (const free of [0, 8, 200]) {
      disk.fill(free);
      expectFull(await pulse(['sync'], { cwd: disk.folder }), disk.folder);
      disk.makeRoom();
    }
    await syncs(disk.folder);
  }, 60_000);

  it('stops an update before it begins, since the copy has no room', async () => {
    const disk = new SmallDisk(32);
    const store = await programOn(disk, { 'content_events.csv': events(20_000) });
    await makeOld(store, join(disk.folder, 'old.db'));
    const before = readFileSync(store);
    disk.fill(800);
    expectFull(await pulse(['sync'], { cwd: disk.folder }), `${store}\\.backup-v1-`);
    disk.makeRoom();
    expect(readFileSync(store).equals(before)).toBe(true);
    expect(readdirSync(disk.folder).filter((name) => name.includes('backup'))).toEqual([]);
    await syncs(disk.folder);
  }, 60_000);

  it('leaves no half backup, and none of a part of the store', async () => {
    const disk = new SmallDisk(16);
    await programOn(disk, { 'content_events.csv': events(20_000) });
    disk.fill(700);
    expectFull(await pulse(['backup', 'copy.db'], { cwd: disk.folder }), join(disk.folder, 'copy.db'));
    expect(readdirSync(disk.folder).filter((name) => name.startsWith('copy'))).toEqual([]);
  }, 60_000);

  it('does not end the bot: it answers from the data before, says why, and goes on when there is room', async () => {
    const disk = new SmallDisk(32);
    const store = await programOn(disk);
    put(disk.folder, 'partner-pulse.yaml', `${yaml}sync: {every: 1s}\n`);
    const slack = await workspace();
    const bot = startBotProcess(disk.folder, environmentOf(slack));
    await slack.waitForConnection({ timeoutMs: 20_000 });
    await answerTo(slack, 'acme', /Acme GmbH/);
    disk.fill(500);
    writeProgram(disk.folder, { 'content_events.csv': '' });
    disk.makeRoom();
    writeProgram(disk.folder, { 'content_events.csv': events(60_000) });
    disk.fill(500);
    await answerTo(slack, 'acme', /Acme GmbH.*The last sync failed.*no room left on the disk/s);
    // A command asks for a sync on the full disk: it is told the same, by the bot or since its request has no room.
    disk.fill();
    expectFull(await pulse(['sync'], { cwd: disk.folder }), disk.folder);
    expect((await pulse(['kpi', 'sourced-revenue', '--partner', 'P1'], { cwd: disk.folder })).code).toBe(0);
    disk.makeRoom();
    writeProgram(disk.folder, { 'partners.csv': 'id,name\nP1,Omega AG\nP2,Beta Ltd\nP3,Zeta\n' });
    await answerTo(slack, 'P1', /Omega AG/);
    expect(bot.process.exitCode).toBeNull();
    disk.fill();
    bot.process.kill('SIGTERM');
    const run = await bot.outcome;
    expect(run.code, run.stderr).toBe(0);
    expect(run.stderr).toContain('"code":"disk-full"');
    disk.makeRoom();
    expect(faultsIn(store)).toEqual([]);
    expect(existsSync(`${store}.staging`)).toBe(false);
    await until(async () => (await pulse(['status'], { cwd: disk.folder })).code === 0);
  }, 90_000);
});
