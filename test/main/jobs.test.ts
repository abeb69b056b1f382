import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { firstSight } from '../../jobs/sights.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { environmentOf, programFolder, startBotProcess, workspace } from './bot.ts';

const minute = 60_000;
const open = (folder: string, mode: 'own' | 'read'): Promise<Store> =>
  openStore({
    address: join(folder, 'partner-pulse.db'),
    mode,
    role: 'test',
    now: Date.now,
    warn: () => undefined,
  });

it('a bot that starts after a job’s time makes it up, late, once, also when it is started again', async () => {
  const missed = new Date(Math.floor(Date.now() / minute) * minute - 10 * minute);
  const cron = `${missed.getUTCMinutes()} ${missed.getUTCHours()} * * *`;
  const folder = programFolder(`sync: {every: 24h}\nbackup: {folder: copies, schedule: "${cron}", zone: UTC}\n`);
  const before = await open(folder, 'own');
  await firstSight(before, 'backup', { cron, zone: 'UTC' }, Date.now() - 2 * 86_400_000);
  await before.close();
  const slack = await workspace();
  for (let start = 0; start < 2; start += 1) {
    const bot = startBotProcess(folder, environmentOf(slack));
    const connections = slack.waitForConnection({ timeoutMs: 40_000 });
    await connections;
    const reader = await open(folder, 'read');
    for (const end = Date.now() + 40_000; Date.now() < end; await pause(50))
      if ((await reader.jobRuns.last('backup'))?.outcome === 'well') break;
    expect(await reader.jobRuns.list({ job: 'backup', last: 9 })).toMatchObject([
      { dueAt: missed.toISOString(), outcome: 'well', late: true, attempts: 1 },
      { outcome: 'missed' },
    ]);
    await reader.close();
    bot.process.kill('SIGTERM');
    expect((await bot.outcome).code).toBe(0);
  }
  expect(readdirSync(join(folder, 'copies')).filter((name) => name.endsWith('.db'))).toHaveLength(1);
}, 120_000);
