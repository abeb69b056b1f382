import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { syncedFolder, writeProgram } from '../cli/program.ts';
import { pulse, type Run } from '../cli/pulse.ts';
import { put, temporaryFolder } from '../config/folder.ts';
import { environmentOf, startBotProcess, workspace } from '../main/bot.ts';
import { answerTo, until } from './asking.ts';

const hour = 3_600_000;
const preload = `--import=${join(import.meta.dirname, 'children', 'clock.js')}`;
const behind = { NODE_OPTIONS: preload, CLOCK_SHIFT_MS: String(-5 * hour) };
const warned = 'the clock is behind the last sync: 5 h';
const tiers = (tier: string): Record<string, string> => ({
  'partners.csv': `id,name,tier\nP1,Acme GmbH,${tier}\nP2,Beta,Gold\nP3,Old,\n`,
});

const syncs = async (folder: string, env: Record<string, string>, ...more: string[]): Promise<Run> => {
  const run = await pulse(['sync', ...more], { cwd: folder, env });
  expect(run.code, run.stderr).toBe(0);
  return run;
};

/** What a partner's tier was, and since when, in the order of time. */
async function tiersOf(folder: string): Promise<readonly (string | null)[]> {
  const address = join(folder, 'partner-pulse.db');
  const store = await openStore({ address, mode: 'read', role: 'test', now: Date.now, warn: () => undefined });
  const { 'partner-history': histories } = await store.readRecords();
  await store.close();
  return histories
    .filter(({ partner, field }) => partner.endsWith('P1') && field === 'tier')
    .toSorted((a, b) => a.validFrom.localeCompare(b.validFrom))
    .map(({ value }) => value);
}

describe('a clock that was set back', () => {
  it('is told by every sync until it stands right, and history is neither lost nor doubled', async () => {
    const folder = temporaryFolder();
    await syncedFolder(folder);
    writeProgram(folder, tiers('Silver'));
    await syncs(folder, {});
    writeProgram(folder, tiers('Bronze'));
    expect((await syncs(folder, behind)).stdout).toContain(warned);
    writeProgram(folder, tiers('Platinum'));
    await syncs(folder, behind);
    await syncs(folder, { ...behind, CLOCK_SHIFT_MS: String(-10 * hour) });
    const again = await syncs(folder, {});
    expect(again.stdout).not.toContain('clock');
    expect(await tiersOf(folder)).toEqual(['Gold', 'Silver', 'Bronze', 'Platinum']);
    for (const command of [['status'], ['kpi', 'sourced-revenue', '--partner', 'P1'], ['scorecard', 'P1']]) {
      const run = await pulse(command, { cwd: folder, env: behind });
      expect(run.code, run.stderr).toBe(0);
    }
  }, 60_000);

  it('is told also where nothing is read again, in German too, and not kept', async () => {
    const folder = temporaryFolder();
    await syncedFolder(folder);
    const german = await syncs(folder, behind, '--lang', 'de');
    expect(german.stdout).toContain('die Uhr steht vor dem letzten Einlesen: 5 h');
    expect((await syncs(folder, {})).stdout).not.toContain('clock');
  }, 60_000);

  it('before a bot starts: it warns, answers, does what commands ask, and nothing that was asked of another', async () => {
    const folder = await syncedFolder(temporaryFolder());
    put(folder, 'partner-pulse.yaml', 'sync: {every: 24h}\naccess: {everyone: true}\n');
    const ledger = new BetterSqlite3(join(folder, 'partner-pulse.db.ledger'));
    const insert =
      "insert into request values ('old', 'sync', ?, ?, '{\"pid\": 1, \"host\": \"h\"}', 'waiting', null, null, null)";
    ledger.prepare(insert).run('{"command": "sync"}', new Date().toISOString());
    const slack = await workspace();
    const bot = startBotProcess(folder, { ...environmentOf(slack), ...behind });
    await slack.waitForConnection({ timeoutMs: 20_000 });
    await answerTo(slack, 'acme', /Acme GmbH/);
    writeProgram(folder, tiers('Silver'));
    for (const env of [behind, {}]) {
      const asked = await syncs(folder, env, '--full');
      expect(asked.stderr).toContain('the running bot');
    }
    expect(ledger.prepare("select state from request where id = 'old'").pluck().get()).toBe('failed');
    ledger.close();
    bot.process.kill('SIGTERM');
    expect(await bot.outcome).toMatchObject({ code: 0, stderr: expect.stringContaining(warned) });
  }, 60_000);

  it('while a bot runs: its syncs go on', async () => {
    const folder = temporaryFolder();
    put(folder, 'partner-pulse.yaml', 'sync: {every: 1s}\naccess: {everyone: true}\n');
    writeProgram(folder);
    const slack = await workspace();
    const env = { ...environmentOf(slack), NODE_OPTIONS: preload, CLOCK_SHIFT_MS_ON_SIGNAL: String(-5 * hour) };
    const bot = startBotProcess(folder, env);
    await slack.waitForConnection({ timeoutMs: 20_000 });
    await answerTo(slack, 'acme', /Acme GmbH/);
    bot.process.kill('SIGUSR2');
    writeProgram(folder, { 'partners.csv': 'id,name\nP1,Omega AG\nP2,Beta\nP3,Old\n' });
    await answerTo(slack, 'P1', /Omega AG/);
    await until(async () => (await pulse(['sync'], { cwd: folder })).code === 0);
    bot.process.kill('SIGTERM');
    expect((await bot.outcome).code).toBe(0);
  }, 60_000);
});
