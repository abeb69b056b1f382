import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openStore } from '../../src/store/open.ts';
import { put, temporaryFolder } from '../config/folder.ts';
import { environmentOf, programFolder, startBotProcess, workspace } from '../main/bot.ts';
import { writeProgram } from './program.ts';
import { pulse, pulseHere } from './pulse.ts';
import { schemaChecker } from './schemas.ts';

const check = schemaChecker();
const yaml = 'program: {timeZone: Europe/Berlin}\nbackup: {folder: copies}\n';

/** A folder with a store that was synced once. */
async function synced(text = yaml): Promise<string> {
  const folder = temporaryFolder();
  put(folder, 'partner-pulse.yaml', text);
  writeProgram(folder);
  const run = await pulseHere(['sync'], { cwd: folder });
  expect(run.code, run.stderr).toBe(0);
  return folder;
}

const jobsTold = z.object({
  botRuns: z.boolean(),
  jobs: z.array(
    z.looseObject({
      job: z.string(),
      enabled: z.boolean(),
      nextAt: z.string().nullable(),
      last: z.looseObject({ outcome: z.string() }).nullable(),
    }),
  ),
});

const jobsJson = async (cwd: string) => {
  const run = await pulseHere(['jobs', '--json'], { cwd });
  expect([run.code, run.stderr]).toEqual([0, '']);
  const told: unknown = JSON.parse(run.stdout);
  check('jobs', told);
  return jobsTold.parse(told);
};
const job = ({ jobs }: z.infer<typeof jobsTold>, name: string) => {
  const found = jobs.find((one) => one.job === name);
  if (found === undefined) throw new Error(`no job ${name}`);
  return found;
};

describe('pulse jobs', () => {
  it('lists every job with its schedule and next run, before any has run', async () => {
    const cwd = await synced();
    const told = await jobsJson(cwd);
    expect(told.botRuns).toBe(false);
    expect(told.jobs.map((one) => [one.job, one.enabled])).toEqual([
      ['sync', true],
      ['outbox', true],
      ['waiting', true],
      ['notices', true],
      ['recheck', true],
      ['requests', true],
      ['retention', true],
      ['backup', true],
    ]);
    expect(job(told, 'retention')).toMatchObject({
      schedule: { cron: '20 4 * * *', zone: 'Europe/Berlin' },
      last: null,
    });
    expect(Date.parse(job(told, 'retention').nextAt ?? '')).toBeGreaterThan(Date.now());
    const text = await pulseHere(['jobs', '--lang', 'de'], { cwd, columns: 200 });
    expect(text.stdout).toContain('20 4 * * * (Europe/Berlin)');
    expect(text.stdout).toContain('Es läuft kein Bot: nichts läuft von selbst.');
  });

  it('tells of the last run how it ended, late or not, why, and how far one is', async () => {
    const cwd = await synced();
    const store = await openStore({
      address: join(cwd, 'partner-pulse.db'),
      mode: 'own',
      role: 'test',
      now: Date.now,
      warn: () => undefined,
    });
    const { jobRuns } = store;
    const [due, at] = ['2026-11-23T02:40:00.000Z', '2026-11-23T07:00:00.000Z'];
    await jobRuns.claim('backup', due, at, true);
    await jobRuns.again('backup', due);
    await jobRuns.end('backup', due, { outcome: 'failed', at, code: 'disk-full', params: { file: 'x' } });
    await jobRuns.claim('retention', due, at, false);
    await jobRuns.progress('retention', due, { done: 3, total: 7 });
    await store.close();
    const { stdout } = await pulseHere(['jobs'], { cwd, columns: 200 });
    expect(stdout).toMatch(/backup .* 23 Nov 2026, 08:00 +failed \(2 attempts\), late: disk-full/);
    expect(stdout).toMatch(/retention .* running 3 of 7 +–/);
    const told = await jobsJson(cwd);
    expect(job(told, 'backup').last).toMatchObject({ outcome: 'failed', late: true, attempts: 2, code: 'disk-full' });
    expect(job(told, 'retention').last).toMatchObject({
      outcome: 'running',
      progress: { done: 3, total: 7 },
      endedAt: null,
    });
  });

  it('shows what is off, and each CRM’s check by id', async () => {
    const hubspot = 'sources: [{kind: hubspot, mapping: {ready: hubspot-labels}}]\n';
    const cwd = await synced();
    put(cwd, 'partner-pulse.yaml', `${hubspot}jobs: {retention: {enabled: false}}\n`);
    const { jobs } = await jobsJson(cwd);
    expect(jobs.slice(6)).toMatchObject([
      { job: 'reconciliation/hubspot', schedule: { cron: '10 5 * * *', zone: 'UTC' } },
      { job: 'retention', enabled: false, nextAt: null },
      { job: 'backup', enabled: false, nextAt: null },
    ]);
    expect((await pulseHere(['jobs'], { cwd, columns: 200 })).stdout).toMatch(/backup +off/);
  });
});

describe('pulse run', () => {
  it('does a job here where no bot runs, and notes it', async () => {
    const cwd = await synced();
    const run = await pulseHere(['run', 'backup'], { cwd });
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toMatch(/^backup: done in \d+ seconds?\.\n$/);
    expect(readdirSync(join(cwd, 'copies')).filter((name) => name.endsWith('.db'))).toHaveLength(1);
    const told = await jobsJson(cwd);
    expect(job(told, 'backup').last).toMatchObject({ outcome: 'well', late: false });
    const sync = await pulseHere(['run', 'sync'], { cwd });
    expect([sync.code, job(await jobsJson(cwd), 'sync').last?.outcome]).toEqual([0, 'well']);
  });

  it('refuses what there is not, what is off, and what needs a bot', async () => {
    const cwd = await synced('{}\n');
    const unknown = await pulseHere(['run', 'backups'], { cwd });
    expect([unknown.code, unknown.stdout]).toEqual([2, '']);
    expect(unknown.stderr).toContain(
      'There is no job “backups”. Jobs: sync, outbox, waiting, notices, recheck, requests, retention, backup.',
    );
    const off = await pulseHere(['run', 'backup'], { cwd });
    expect([off.code, off.stderr]).toEqual([2, expect.stringContaining('is off: no backup.folder is set')]);
    const bot = await pulseHere(['run', 'outbox'], { cwd });
    expect([bot.code, bot.stderr]).toEqual([2, expect.stringContaining('only in a running bot')]);
    expect((await pulseHere(['run'], { cwd })).code).toBe(2);
  });

  it('ends with the failure of the job', async () => {
    const cwd = await synced(`${yaml}sources: [{kind: files, name: exports, folder: ./data}]\n`);
    put(cwd, 'data/deals.csv', 'id,name\n"open\n');
    const run = await pulseHere(['run', 'sync'], { cwd });
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain('deals.csv');
    expect(job(await jobsJson(cwd), 'sync').last).toMatchObject({ outcome: 'failed', code: 'bad-file' });
  });

  it('lets a running bot do it', async () => {
    const folder = programFolder(`${yaml}sync: {every: 24h}\n`);
    const slack = await workspace();
    const bot = startBotProcess(folder, environmentOf(slack));
    await slack.waitForConnection({ timeoutMs: 20_000 });
    for (let tries = 0; tries < 400; tries += 1) {
      const run = await pulseHere(['jobs', '--json'], { cwd: folder });
      if (run.code === 0 && job(jobsTold.parse(JSON.parse(run.stdout)), 'sync').last?.outcome === 'well') break;
      await pause(50);
    }
    const run = await pulse(['run', 'backup'], { cwd: folder });
    expect(run.stderr).toContain(`the running bot (process ${bot.process.pid}) does it`);
    expect([run.code, run.stdout]).toEqual([0, expect.stringMatching(/^backup: done in/)]);
    const told = await jobsJson(folder);
    expect([told.botRuns, job(told, 'backup').last?.outcome, job(told, 'sync').nextAt !== null]).toEqual([
      true,
      'well',
      true,
    ]);
    const unknown = await pulse(['run', 'nonsense'], { cwd: folder });
    expect([unknown.code, unknown.stdout]).toEqual([2, '']);
    expect(unknown.stderr).toContain('There is no job “nonsense”');
    bot.process.kill('SIGTERM');
    expect((await bot.outcome).code).toBe(0);
  }, 90_000);
});
