import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { writeFolder } from '../bench/world/folder.ts';
import { worldRecords } from '../bench/world/index.ts';
import { pulse } from '../cli/pulse.ts';
import { put, temporaryFolder } from '../config/folder.ts';
import { environmentOf, startBotProcess, workspace } from '../main/bot.ts';
import { answerTo } from './asking.ts';
import { feltDuringSync } from './small-writes.ts';

const size = { partners: 300, deals: 6_000, registrations: 1_500, events: 60_000 };

/** A generated program's files. */
function generated(): string {
  const data = join(temporaryFolder(), 'data');
  writeFolder(data, worldRecords(size));
  return data;
}

it('a small write during a sync waits 250 ms at most (99 of 100)', async () => {
  const { writes, p99 } = await feltDuringSync(join(temporaryFolder(), 'store.db'), generated());
  expect(writes).toBeGreaterThan(20);
  expect(p99).toBeLessThanOrEqual(250);
}, 60_000);

it('a command is acknowledged long before a running sync has ended', async () => {
  const slack = await workspace();
  const folder = temporaryFolder();
  put(
    folder,
    'partner-pulse.yaml',
    `sync: {every: 24h}\naccess: {everyone: true}\nsources: [{name: exports, kind: files, folder: ${generated()}}]\n`,
  );
  startBotProcess(folder, environmentOf(slack));
  await slack.waitForConnection({ timeoutMs: 20_000 });
  await answerTo(slack, 'revenue', /Sourced revenue/);
  let over = false;
  const syncing = pulse(['sync', '--full'], { cwd: folder }).finally(() => {
    over = true;
  });
  const acks: number[] = [];
  while (!over) {
    const command = { user: 'U0DEV', channel: 'C0GENERAL', command: '/partner-kpi', text: 'help' };
    const { ackMs, error } = await slack.command(command);
    expect(error).toBeUndefined();
    acks.push(ackMs);
    await pause(20);
  }
  expect((await syncing).code).toBe(0);
  acks.sort((a, b) => a - b);
  expect(acks.length).toBeGreaterThan(20);
  // The bench holds it to 50 ms; here other tests may keep the machine busy.
  expect(acks[Math.floor(acks.length * 0.9)]).toBeLessThan(500);
}, 60_000);
