import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { writeProgram } from '../cli/program.ts';
import { outcomeOf, pulse, startPulse } from '../cli/pulse.ts';
import { put, temporaryFolder } from '../config/folder.ts';
import { environmentOf, programFolder, type RunningBot, startBotProcess, workspace } from './bot.ts';

const hours = 'sync: {every: 24h}\n';
const partners = (count: number): string =>
  `id,name\n${Array.from({ length: count }, (_, row) => `P${row + 1},Partner ${row + 1}\n`).join('')}`;
/** Enough rows that a sync is still busy when it is looked at. */
const manyEvents = (): Record<string, string> => ({
  'content_events.csv': `partner_id,asset_id,kind,at\n${Array.from({ length: 200_000 }, (_, row) => `P1,A${row % 50},view,2026-09-01T08:00:00Z\n`).join('')}`,
});

const countOf = async (folder: string): Promise<number> => {
  const run = await pulse(['export', '--json'], { cwd: folder });
  return run.stdout.split('\n').filter((line) => line.includes('"record":"partner"')).length;
};

/** A bot that has done its first sync. */
async function runningBot(folder: string): Promise<RunningBot> {
  const slack = await workspace();
  const bot = startBotProcess(folder, environmentOf(slack));
  await slack.waitForConnection({ timeoutMs: 20_000 });
  await until(async () => (await pulse(['export', '--json'], { cwd: folder })).stdout.includes('"record":"partner"'));
  return bot;
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 20_000; performance.now() < end; await pause(20)) if (await holds()) return;
  throw new Error('it never came to that');
}

function requestIn(folder: string, state: string): boolean {
  const ledger = new BetterSqlite3(join(folder, 'partner-pulse.db.ledger'), { readonly: true });
  try {
    return ledger.prepare('select 1 from request where state = ?').get(state) !== undefined;
  } finally {
    ledger.close();
  }
}

describe('pulse sync beside a running bot', () => {
  it('lets the bot do it, shows what it did, and ends with its exit code', async () => {
    const folder = programFolder(hours);
    const bot = await runningBot(folder);
    writeProgram(folder, { 'partners.csv': partners(3) });
    const well = await pulse(['sync'], { cwd: folder });
    expect(well.stderr).toContain(`the running bot (process ${bot.process.pid}) does it`);
    expect([well.code, well.stdout.split('\n')[0]]).toEqual([0, expect.stringMatching(/^Source exports: synced in/)]);
    expect(await countOf(folder)).toBe(3);

    const other = temporaryFolder();
    writeProgram(other, { 'partners.csv': partners(5), 'deals.csv': 'id,name,status,created_at\nD1,One,nonsense,x\n' });
    const from = await pulse(
      ['sync', '--from', 'data', '--store', join(folder, 'partner-pulse.db'), '--rejects', 'bad.csv'],
      {
        cwd: other,
      },
    );
    expect([from.code, from.stdout], from.stderr).toEqual([3, expect.stringContaining(join(other, 'bad.csv'))]);
    expect(await countOf(folder)).toBe(5);

    put(folder, 'data/deals.csv', 'id,name\n"open\n');
    const failed = await pulse(['sync'], { cwd: folder });
    expect([failed.code, failed.stdout]).toEqual([2, '']);
    expect(failed.stderr.trim().split('\n')).toHaveLength(2);
    expect(failed.stderr).toContain('deals.csv');
    bot.process.kill('SIGTERM');
    expect((await bot.outcome).code).toBe(0);
  }, 90_000);

  it('forgets a source that left the configuration, too, and says which ones there are where it is none', async () => {
    const folder = programFolder(hours);
    const other = temporaryFolder();
    writeProgram(other, { 'partners.csv': partners(7) });
    const old = await pulse(['sync', '--from', join(other, 'data'), '--source', 'old'], { cwd: folder });
    expect(old.code, old.stderr).toBe(0);
    const bot = await runningBot(folder);
    const gone = await pulse(['sync', '--forget', 'old'], { cwd: folder });
    expect(gone.stderr).toContain(`the running bot (process ${bot.process.pid}) does it`);
    expect([gone.code, gone.stdout]).toEqual([0, expect.stringMatching(/^Source old: \d+ records removed\.\n$/)]);
    const unknown = await pulse(['sync', '--forget', 'old'], { cwd: folder });
    expect([unknown.code, unknown.stdout]).toEqual([2, '']);
    expect(unknown.stderr).toContain('exports');
  }, 90_000);

  it('leaves the bot at its work when it is stopped, and says so', async () => {
    const folder = programFolder(hours);
    const bot = await runningBot(folder);
    writeProgram(folder, { 'partners.csv': partners(4), ...manyEvents() });
    const child = startPulse(['sync'], { cwd: folder });
    const ended = outcomeOf(child);
    await until(() => requestIn(folder, 'running'));
    child.kill('SIGINT');
    const run = await ended;
    expect([run.code, run.stdout]).toEqual([1, '']);
    expect(run.stderr).toContain(`The bot (process ${bot.process.pid}) goes on with it`);
    await until(() => requestIn(folder, 'done'));
    expect(await countOf(folder)).toBe(4);
  }, 90_000);

  it('does it itself when the bot dies meanwhile', async () => {
    const folder = programFolder(hours);
    const bot = await runningBot(folder);
    writeProgram(folder, { 'partners.csv': partners(6), ...manyEvents() });
    const ended = pulse(['sync'], { cwd: folder });
    await until(() => requestIn(folder, 'running'));
    bot.process.kill('SIGKILL');
    const run = await ended;
    expect([run.code, run.stdout], run.stderr).toEqual([0, expect.stringContaining('200000')]);
    expect(run.stderr).toContain('has ended; doing it here');
    expect(requestIn(folder, 'running')).toBe(false);
    expect(await countOf(folder)).toBe(6);
  }, 90_000);

  it('is told what happened when the bot was restarted meanwhile, and the new one does nothing twice', async () => {
    const folder = programFolder(hours);
    const slack = await workspace();
    const bot = await runningBot(folder);
    bot.process.kill('SIGKILL');
    await bot.outcome;
    const ledger = new BetterSqlite3(join(folder, 'partner-pulse.db.ledger'));
    ledger
      .prepare(
        "insert into request values ('r1', 'sync', '{}', ?, '{\"pid\": 1, \"host\": \"h\"}', 'running', null, null, null)",
      )
      .run(new Date().toISOString());
    ledger.close();
    startBotProcess(folder, environmentOf(slack));
    await until(() => requestIn(folder, 'failed'));
  }, 60_000);

  it('is the only help: a second bot is refused', async () => {
    const folder = programFolder(hours);
    const bot = await runningBot(folder);
    const slack = await workspace();
    const second = await startBotProcess(folder, environmentOf(slack)).outcome;
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(`in use by bot (process ${bot.process.pid} `);
  }, 60_000);
});
