import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { openStore } from '../../../src/store/open.ts';
import type { Row } from '../measure.ts';
import type { CrmSizeName } from './sizes.ts';

const told = z.object({
  url: z.string(),
  secrets: z.record(z.string(), z.string()),
  counts: z.record(z.string(), z.number()),
  now: z.number(),
  calls: z.number(),
});
type Told = z.infer<typeof told>;
const synced = z.object({
  cpuMs: z.number(),
  tookMs: z.number(),
  peakMb: z.number(),
  touched: z.number(),
  records: z.number(),
  rejected: z.number(),
});
type Synced = z.infer<typeof synced> & { readonly calls: number; readonly waitedMs: number };

export interface CrmBench {
  readonly title: string;
  readonly kind: 'salesforce' | 'hubspot';
  readonly size: CrmSizeName;
  /** Settings beside address and login. */
  readonly settings: object;
  /** The fewest calls for a full sync; null: no bar. */
  readonly floor: (counts: Readonly<Record<string, number>>) => number | null;
  readonly fullFactor: number;
  /** Calls that an increment may take, and after how many changes. */
  readonly increment: { readonly changes: number; readonly calls: number };
  readonly dailyLimit: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

async function answered<T>(child: ChildProcess, shape: z.ZodType<T>, order?: object): Promise<T> {
  const over = new AbortController();
  const { signal } = over;
  const answer = once(child, 'message', { signal });
  const ended = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`a process of the bench ended with ${String(code)}`);
  });
  // The one that loses the race is told so below, which is no failure.
  ended.catch(() => undefined);
  if (order !== undefined) child.send(order);
  const [message] = await Promise.race([answer, ended]);
  over.abort();
  return shape.parse(message);
}

const started = (name: string, args: readonly string[]): ChildProcess =>
  fork(join(import.meta.dirname, name), args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });

/** Measures one way of reading one CRM: full, increment, a day later, a check. */
export async function measureCrm(bench: CrmBench, say: (line: string) => void): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pulse-bench-crm-'));
  const service = started('service.ts', [bench.kind, bench.size]);
  try {
    say(`${bench.title}: filling the service …`);
    const first = await answered(service, told);
    const syncing = started('syncing.ts', [JSON.stringify(workOf(bench, first, folder))]);
    try {
      await answered(syncing, z.object({ ready: z.literal(true) }));
      return await rowsOf(bench, { service, syncing, storeFile: join(folder, 'store.db'), first }, say);
    } finally {
      if (syncing.connected) syncing.disconnect();
    }
  } finally {
    if (service.connected) service.disconnect();
    rmSync(folder, { recursive: true, force: true });
  }
}

function workOf({ kind, settings }: CrmBench, { url, secrets }: Told, folder: string): object {
  const { clientId, clientSecret, token } = secrets;
  const address =
    kind === 'salesforce' ? { loginUrl: url, login: { flow: 'client-credentials', clientId } } : { baseUrl: url };
  return {
    settings: { kind, name: 'crm', dailyPercent: 100, ...address, ...settings },
    secrets: kind === 'salesforce' ? { clientSecret } : { token },
    storeFile: join(folder, 'store.db'),
    mirrorFile: join(folder, 'crm.mirror'),
  };
}

interface Running {
  readonly service: ChildProcess;
  readonly syncing: ChildProcess;
  readonly storeFile: string;
  readonly first: Told;
}

async function rowsOf(bench: CrmBench, running: Running, say: (line: string) => void): Promise<readonly Row[]> {
  const { service, first } = running;
  const { counts } = first;
  const step = async (what: string, order: { change: number; advance: number }, reconcile = false): Promise<Synced> => {
    const before = await answered(service, told, order);
    const reader = readers(running.storeFile);
    const result = await answered(running.syncing, synced, { now: before.now, reconcile });
    const waitedMs = await reader.longest();
    const { calls } = await answered(service, told, {});
    say(`${bench.title}: ${what}: ${JSON.stringify({ ...result, calls: calls - before.calls, waitedMs })}`);
    return { ...result, calls: calls - before.calls, waitedMs };
  };
  const full = await step('full', { change: 0, advance: 0 });
  await step('nothing new', { change: 0, advance: 16 * MINUTE });
  // Longer than any overlap, so that only these changes are new.
  const { changes } = bench.increment;
  await step('settling', { change: 0, advance: 65 * MINUTE });
  const increment = await step('increment', { change: changes, advance: MINUTE });
  const daily = await step('a day later', { change: 0, advance: DAY });
  const check = await step('check', { change: 0, advance: MINUTE }, true);
  const read = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const perDay = increment.calls * 95 + daily.calls + check.calls / 7;
  const floor = bench.floor(counts);
  const row = (title: string, unit: string, value: number, bar: Row['bar']): Row => ({
    title: `${bench.title}: ${title}`,
    unit,
    values: [value],
    bar,
  });
  return [
    ...(floor === null
      ? []
      : [
          row(`calls of a full sync (${full.calls}) / fewest (${floor})`, 'ratio', full.calls / floor, {
            atMost: bench.fullFactor,
          }),
        ]),
    row(`calls of an increment with ${changes} changes`, 'calls', increment.calls, { atMost: bench.increment.calls }),
    row('calls of a day / daily limit', '%', (perDay / bench.dailyLimit) * 100, { atMost: 1 }),
    row(`local cost of ${read} rows`, 'µs/row', (full.cpuMs * 1000) / read, { atMost: 40 }),
    row('peak memory of the syncing process', 'MB', Math.max(full.peakMb, check.peakMb), { atMost: 300 }),
    row('full sync', 's', full.tookMs / 1000, null),
    row('increment', 's', increment.tookMs / 1000, null),
    row('longest wait of a reader, full', 'ms', full.waitedMs, { atMost: 50 }),
    row('longest wait of a reader, increment', 'ms', increment.waitedMs, { atMost: 50 }),
    row('rejected rows', 'rows', full.rejected, null),
  ];
}

/** Somebody who reads all the time: how long the longest of it took. */
function readers(address: string): { longest(): Promise<number> } {
  let longest = 0;
  const stop = new AbortController();
  const reading = (async () => {
    const store = await openStore({ address, mode: 'read', role: 'bench', now: Date.now, warn: () => undefined });
    try {
      while (!stop.signal.aborted) {
        const began = performance.now();
        await store.dataVersion();
        await store.sourceStates();
        longest = Math.max(longest, performance.now() - began);
        await pause(5);
      }
    } finally {
      await store.close();
    }
  })();
  return {
    longest: async () => {
      stop.abort();
      await reading;
      return longest;
    },
  };
}
