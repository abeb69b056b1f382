import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { createSyncer } from '../../src/main/sync-thread.ts';
import { openStore } from '../../src/store/open.ts';

/** What somebody who presses a button meanwhile feels of a sync, in milliseconds. */
export interface Felt {
  readonly seconds: number;
  readonly writes: number;
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
  readonly loopP99: number;
  readonly loopWorst: number;
}

const everyMs = 10;
const quiet = { info: () => undefined, warn: () => undefined };

/** Syncs a folder as the bot does, and meanwhile writes into the ledger again and again. */
export async function feltDuringSync(address: string, folder: string): Promise<Felt> {
  const store = await openStore({ address, mode: 'own', role: 'bot', now: Date.now, warn: () => undefined });
  const syncer = createSyncer({
    store: address,
    personKey: undefined,
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    outside: { beside: address, secrets: {}, named: {}, proxy: null },
    log: quiet,
  });
  const loop = monitorEventLoopDelay({ resolution: 5 });
  const waits: number[] = [];
  const began = performance.now();
  loop.enable();
  let busy = true;
  const syncing = syncer
    .sync({
      settings: { kind: 'files', name: 'exports', folder },
      acceptDeletions: true,
      full: true,
      reconcile: false,
      rejectsFile: null,
      onProgress: () => undefined,
      signal: new AbortController().signal,
    })
    .finally(() => {
      busy = false;
    });
  while (busy) {
    const from = performance.now();
    await store.requests.ask('probe', {}, new Date().toISOString(), { pid: process.pid, host: 'here' });
    waits.push(performance.now() - from);
    await pause(everyMs);
  }
  await syncing;
  loop.disable();
  await store.close();
  waits.sort((a, b) => a - b);
  const at = (share: number): number => waits[Math.min(waits.length - 1, Math.floor(share * waits.length))] ?? 0;
  return {
    seconds: (performance.now() - began) / 1000,
    writes: waits.length,
    p50: at(0.5),
    p99: at(0.99),
    worst: at(1),
    // Its own resolution is part of what it measures.
    loopP99: loop.percentile(99) / 1e6 - 5,
    loopWorst: loop.max / 1e6 - 5,
  };
}
