import { parentPort, workerData } from 'node:worker_threads';
import { PulseError } from '../errors.ts';
import { kpiIds } from '../kpi/list.ts';
import { openSource } from '../sources/index.ts';
import { type SyncLog, type SyncReport, syncSource } from '../sources/sync.ts';
import { openStore } from '../store/open.ts';
import { type FromSync, type StopSync, syncStart } from './sync-messages.ts';

/** One sync, in a thread and over connections of its own: reading and publishing hold up nobody who asks. */
const port = parentPort;
if (port === null) throw new Error('runs as a worker thread only');
const start = syncStart.parse(workerData);
const tell = (message: FromSync): void => port.postMessage(message);
const progressEveryMs = 100;

const logAt =
  (level: 'info' | 'warn'): SyncLog['info'] =>
  (values, message) =>
    tell({ kind: 'log', level, values, message });

function throttled(): (done: number, total: number, what: string) => void {
  let toldAt = Number.NEGATIVE_INFINITY;
  return (done, total, what) => {
    const now = performance.now();
    if (now - toldAt < progressEveryMs && done < total) return;
    toldAt = now;
    tell({ kind: 'progress', done, total, what });
  };
}

async function run(signal: AbortSignal): Promise<SyncReport> {
  const store = await openStore({
    address: start.store,
    mode: 'share',
    role: 'sync',
    now: Date.now,
    personKey: start.personKey,
    warn: (message) => logAt('warn')({}, message),
  });
  try {
    return await syncSource({
      source: openSource(start.settings),
      store,
      now: Date.now,
      acceptDeletions: start.acceptDeletions,
      rejectsFile: start.rejectsFile,
      kpiNames: kpiIds,
      onProgress: throttled(),
      log: { info: logAt('info'), warn: logAt('warn') },
      signal,
    });
  } finally {
    await store.close();
  }
}

const causeOf = ({ cause }: PulseError): string | null =>
  cause instanceof Error ? ('code' in cause ? `${cause.name} ${String(cause.code)}` : cause.name) : null;

const stopping = new AbortController();
port.on('message', ({ stop }: StopSync) => stopping.abort(new PulseError(stop.code, stop.params)));
try {
  tell({ kind: 'done', report: await run(stopping.signal) });
} catch (error) {
  tell(
    error instanceof PulseError
      ? { kind: 'failed', code: error.code, params: error.params, cause: causeOf(error) }
      : { kind: 'fault', text: error instanceof Error ? (error.stack ?? error.message) : String(error) },
  );
}
port.close();
