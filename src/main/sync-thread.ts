import { Worker } from 'node:worker_threads';
import { PulseError } from '../errors.ts';
import type { SyncLog, SyncReport } from '../sources/sync.ts';
import type { SyncAsked, Syncer } from '../sources/syncer.ts';
import type { FromSync, StopSync, SyncStart } from './sync-messages.ts';

export interface SyncThreadOptions {
  readonly store: string;
  readonly personKey: string | undefined;
  readonly log: SyncLog;
}

/** Runs each sync in a thread that lives as long as it, one at a time: the owner's thread stays free, its memory small. */
export function createSyncer(options: SyncThreadOptions): Syncer {
  let last: Promise<unknown> = Promise.resolve();
  return (asked) => {
    const turn = last.then(() => runInThread(options, asked));
    last = turn.catch(() => undefined);
    return turn;
  };
}

async function runInThread({ store, personKey, log }: SyncThreadOptions, asked: SyncAsked): Promise<SyncReport> {
  const { signal, settings, acceptDeletions, rejectsFile } = asked;
  signal.throwIfAborted();
  const start: SyncStart = { store, personKey, settings, acceptDeletions, rejectsFile };
  const worker = new Worker(new URL('./sync-worker.ts', import.meta.url), { workerData: start });
  const stop = (): void => worker.postMessage(stopOf(signal.reason));
  signal.addEventListener('abort', stop, { once: true });
  const ended = Promise.withResolvers<SyncReport>();
  worker.on('message', (message: FromSync) => {
    switch (message.kind) {
      case 'progress':
        return asked.onProgress(message.done, message.total, message.what);
      case 'log':
        return log[message.level](message.values, message.message);
      case 'done':
        return ended.resolve(message.report);
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
