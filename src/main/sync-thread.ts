import { Worker } from 'node:worker_threads';
import { PulseError } from '../errors.ts';
import { kpiIds } from '../kpi/list.ts';
import type { SyncLog } from '../sources/sync.ts';
import type { SyncAsked, Syncer } from '../sources/syncer.ts';
import { writingThreadLimits } from './small-heap.ts';
import type { FromSync, OutsideStart, SyncingWork, SyncStart, ToSync } from './sync-messages.ts';

export interface SyncThreadOptions {
  readonly store: string;
  readonly personKey: string | undefined;
  /** The reporting zone, of which a source's bare dates are. */
  readonly timeZone: string;
  /** The program's currency, to which exchange rates must lead. */
  readonly currency: string;
  /** Engagement older than so many days is forgotten; null: none is. */
  readonly retentionDays?: number | null;
  readonly outside: OutsideStart;
  readonly log: SyncLog;
}

/**
 * Runs each piece of work in a thread, one at a time: the owner's thread stays free. The thread ends with it, so that its memory is given
 * back; only after a CRM it stays, because its connection remembers what need not be asked each time.
 */
export function createSyncer(options: SyncThreadOptions): Syncer {
  const { timeZone, currency } = options;
  const thread = new Thread(options);
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = async <R>(signal: AbortSignal, run: () => Promise<R>): Promise<R> => {
    const turn = last.then(run);
    last = turn.catch(() => undefined);
    // Whoever gives up while others are at work need not wait for them; what is under way has a moment to end by itself.
    const given = Promise.withResolvers<never>();
    const giveUp = (): void => void setTimeout(() => given.reject(signal.reason), endsWithinMs).unref();
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      return await Promise.race([turn, given.promise]);
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  };
  return {
    sync: ({ onProgress, signal, ...asked }) =>
      inTurn(signal, async () => {
        const ended = await thread.run({ kind: 'sync', timeZone, currency, ...asked }, signal, onProgress);
        if (ended.kind !== 'synced') throw new TypeError(`a sync ended as ${ended.kind}`);
        return ended.report;
      }),
    refresh: (settings, partners, signal) =>
      inTurn(signal, async () => {
        const ended = await thread.run(
          { kind: 'refresh', timeZone, currency, settings, partners },
          signal,
          () => undefined,
        );
        if (ended.kind !== 'refreshed') throw new TypeError(`a refresh ended as ${ended.kind}`);
        return ended.changed;
      }),
    decide: (decision, sources, signal) =>
      inTurn(signal, async () => {
        const ended = await thread.run({ kind: 'decide', timeZone, decision, sources }, signal, () => undefined);
        if (ended.kind !== 'decided') throw new TypeError(`a decision ended as ${ended.kind}`);
        return ended.changed;
      }),
    forget: (source, signal) =>
      inTurn(signal, async () => {
        const ended = await thread.run({ kind: 'forget', source }, signal, () => undefined);
        if (ended.kind !== 'forgotten') throw new TypeError(`forgetting a source ended as ${ended.kind}`);
        return ended.removed;
      }),
  };
}

const endsWithinMs = 3_000;

type Ended = Extract<FromSync, { readonly kind: 'synced' | 'refreshed' | 'decided' | 'forgotten' }>;

class Thread {
  readonly #options: SyncThreadOptions;
  #worker: Worker | null = null;

  constructor(options: SyncThreadOptions) {
    this.#options = options;
  }

  async run(work: SyncingWork, signal: AbortSignal, onProgress: SyncAsked['onProgress']): Promise<Ended> {
    signal.throwIfAborted();
    const { log } = this.#options;
    const worker = this.#worker ?? this.#open();
    worker.ref();
    const tell = (message: ToSync): void => worker.postMessage(message);
    const stop = (): void => tell(stopOf(signal.reason));
    signal.addEventListener('abort', stop, { once: true });
    const ended = Promise.withResolvers<Ended>();
    const hear = (message: FromSync): void => {
      switch (message.kind) {
        case 'progress':
          onProgress(message.done, message.total, message.what);
          return;
        case 'log':
          log[message.level](message.values, message.message);
          return;
        case 'synced':
        case 'refreshed':
        case 'decided':
        case 'forgotten':
          ended.resolve(message);
          return;
        case 'failed':
          ended.reject(new PulseError(message.code, message.params, causeIn(message.cause)));
          return;
        case 'fault':
          ended.reject(new Error(message.text));
          return;
      }
    };
    // Promises that have settled stay as they are: this is for a thread that ends without a word.
    const gone = (): void => ended.reject(new Error('the thread of the sync ended'));
    worker.on('message', hear).on('error', ended.reject).on('exit', gone);
    tell({ kind: 'work', work });
    try {
      return await ended.promise;
    } finally {
      signal.removeEventListener('abort', stop);
      worker.off('message', hear).off('error', ended.reject).off('exit', gone);
      if ('settings' in work && work.settings.kind !== 'files') worker.unref();
      else this.#end(worker);
    }
  }

  #open(): Worker {
    const { store, personKey, retentionDays = null, outside } = this.#options;
    const start: SyncStart = { kpiNames: kpiIds, store, personKey, retentionDays, outside };
    const worker = new Worker(new URL('./sync-worker.ts', import.meta.url), {
      workerData: start,
      resourceLimits: writingThreadLimits,
    });
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null;
    });
    // Whoever runs it hears of it; while nobody does, the next one opens another.
    worker.on('error', () => undefined);
    this.#worker = worker;
    return worker;
  }

  #end(worker: Worker): void {
    if (this.#worker === worker) this.#worker = null;
    worker.postMessage({ kind: 'end' } satisfies ToSync);
  }
}

const causeIn = (cause: string | null): Error | undefined => (cause === null ? undefined : new Error(cause));

function stopOf(reason: unknown): ToSync {
  if (reason instanceof PulseError) return { kind: 'stop', code: reason.code, params: reason.params };
  return { kind: 'stop', code: 'interrupted', params: { signal: 'SIGTERM' } };
}
