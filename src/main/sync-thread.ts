import { Worker } from 'node:worker_threads';
import { PulseError } from '../errors.ts';
import type { SyncLog } from '../sources/sync.ts';
import type { SyncAsked, Syncer } from '../sources/syncer.ts';
import type { FromSync, OutsideStart, StopSync, SyncStart } from './sync-messages.ts';

export interface SyncThreadOptions {
  readonly store: string;
  readonly personKey: string | undefined;
  /** The reporting zone, of which a source's bare dates are. */
  readonly timeZone: string;
  readonly outside: OutsideStart;
  readonly log: SyncLog;
}

/** Runs each piece of work in a thread that lives as long as it, one at a time: the owner's thread stays free, its memory small. */
export function createSyncer(options: SyncThreadOptions): Syncer {
  const { timeZone } = options;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <R>(run: () => Promise<R>): Promise<R> => {
    const turn = last.then(run);
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    sync: ({ onProgress, signal, ...asked }) =>
      inTurn(async () => {
        const work = { kind: 'sync', timeZone, ...asked } as const;
        const ended = await runInThread(options, work, signal, onProgress);
        if (ended.kind !== 'synced') throw new TypeError(`a sync ended as ${ended.kind}`);
        return ended.report;
      }),
    refresh: (settings, partners, signal) =>
      inTurn(async () => {
        const work = { kind: 'refresh', timeZone, settings, partners } as const;
        const ended = await runInThread(options, work, signal, () => undefined);
        if (ended.kind !== 'refreshed') throw new TypeError(`a refresh ended as ${ended.kind}`);
        return ended.changed;
      }),
    forget: (source, signal) =>
      inTurn(async () => {
        const ended = await runInThread(options, { kind: 'forget', source }, signal, () => undefined);
        if (ended.kind !== 'forgotten') throw new TypeError(`forgetting a source ended as ${ended.kind}`);
        return ended.removed;
      }),
  };
}

type Ended = Extract<FromSync, { readonly kind: 'synced' | 'refreshed' | 'forgotten' }>;

async function runInThread(
  { store, personKey, outside, log }: SyncThreadOptions,
  work: SyncStart['work'],
  signal: AbortSignal,
  onProgress: SyncAsked['onProgress'],
): Promise<Ended> {
  signal.throwIfAborted();
  const start: SyncStart = { store, personKey, outside, work };
  const worker = new Worker(new URL('./sync-worker.ts', import.meta.url), { workerData: start });
  const stop = (): void => worker.postMessage(stopOf(signal.reason));
  signal.addEventListener('abort', stop, { once: true });
  const ended = Promise.withResolvers<Ended>();
  worker.on('message', (message: FromSync) => {
    switch (message.kind) {
      case 'progress':
        return onProgress(message.done, message.total, message.what);
      case 'log':
        return log[message.level](message.values, message.message);
      case 'synced':
      case 'refreshed':
      case 'forgotten':
        return ended.resolve(message);
      case 'failed':
        return ended.reject(new PulseError(message.code, message.params, causeIn(message.cause)));
      case 'fault':
        return ended.reject(new Error(message.text));
    }
  });
  worker.on('error', ended.reject);
  // Promises that have settled stay as they are: this is for a thread that ends without a word.
  worker.on('exit', () => ended.reject(new Error('the thread of the sync ended')));
  try {
    return await ended.promise;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

const causeIn = (cause: string | null): Error | undefined => (cause === null ? undefined : new Error(cause));

function stopOf(reason: unknown): StopSync {
  if (reason instanceof PulseError) return { stop: { code: reason.code, params: reason.params } };
  return { stop: { code: 'interrupted', params: { signal: 'SIGTERM' } } };
}
