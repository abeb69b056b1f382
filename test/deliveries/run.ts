// Kills the dispatcher at each boundary in turn while Slack misbehaves: `npm run deliveries -- [ROUNDS] [SEED] [FIRST]`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeliveryRuns } from './runs.ts';
import { boundaries } from './talk.ts';

const [rounds = '500', seed = '1', first = '0'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'pulse-delivery-runs-'));
const runs = await DeliveryRuns.on(join(folder, 'store.db'), Number(seed));
const began = performance.now();
const stop = new AbortController();
// Ended early, it tells of what was done.
process.once('SIGINT', () => stop.abort());
try {
  const tallies = await runs.run(Number(rounds), Number(first), stop.signal);
  const columns = ['history scopes', 'runs', 'messages', 'kills', 'faults', 'lost', 'twice', 'parked'];
  const rows = tallies.map((one) => [
    one.historyScopes ? 'with' : 'without',
    ...[one.runs, one.messages, one.kills, one.faults, one.lost, one.twice, one.parked].map(String),
  ]);
  const line = (cells: readonly string[]): string =>
    cells.map((cell, at) => (at === 0 ? cell.padEnd(14) : cell.padStart(8))).join(' ');
  process.stdout.write(`${[columns, ...rows].map(line).join('\n')}\n`);
  const died = boundaries.map((at) => `${at} ${tallies.reduce((sum, one) => sum + (one.died.get(at) ?? 0), 0)}`);
  process.stdout.write(`died at: ${died.join(', ')}\n`);
  for (const { wrong } of tallies) for (const why of wrong) process.stdout.write(`WRONG ${why}\n`);
  process.stdout.write(`seed ${seed}, ${Math.round((performance.now() - began) / 1000)} s\n`);
  process.exitCode = tallies.some(({ wrong }) => wrong.length > 0) ? 1 : 0;
} finally {
  await runs.close();
  rmSync(folder, { recursive: true, force: true });
}
