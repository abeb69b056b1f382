import { parentPort, workerData } from 'node:worker_threads';
import { PulseError } from '../errors.ts';
import type { Connections } from '../sources/crm/source.ts';
import { openSource } from '../sources/index.ts';
import { type SyncLog, syncSource } from '../sources/sync.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { mirrorFile, outsideFor, removeBeside, toolsFor } from './outside.ts';
import { keepHeapSmall } from './small-heap.ts';
import {
  type DecideWork,
  type FromSync,
  type RefreshWork,
  type SyncingWork,
  type SyncWork,
  syncStart,
  toSync,
} from './sync-messages.ts';

/** Writing work, one piece after the other, in a thread and over connections of its own: reading and publishing hold up nobody who asks. */
const port = parentPort;
if (port === null) throw new Error('runs as a worker thread only');
const start = syncStart.parse(workerData);
const tell = (message: FromSync): void => port.postMessage(message);
const { proxy } = start.outside;
const dispatcher = proxy === null ? undefined : (await import('./outgoing.ts')).routeThrough(proxy);
const connections: Connections = new Map();
const progressEveryMs = 100;

const logAt =
  (level: 'info' | 'warn'): SyncLog['info'] =>
  (values, message) =>
    tell({ kind: 'log', level, values, message });

const log: SyncLog = { info: logAt('info'), warn: logAt('warn') };

function throttled(): (done: number, total: number, what: string) => void {
  let toldAt = Number.NEGATIVE_INFINITY;
  return (done, total, what) => {
    const now = performance.now();
    if (now - toldAt < progressEveryMs && done < total) return;
    toldAt = now;
    tell({ kind: 'progress', done, total, what });
  };
}

async function run(work: SyncingWork, signal: AbortSignal): Promise<FromSync> {
  const store = await openStore({
    address: start.store,
    mode: 'share',
    role: 'sync',
    now: Date.now,
    personKey: start.personKey,
    warn: (message) => logAt('warn')({}, message),
  });
  try {
    if (work.kind === 'sync') return await sync(work, store, signal);
    if (work.kind === 'refresh') return await refresh(work, store, signal);
    if (work.kind === 'decide') return await carryOutDecision(work, store);
    const removed = await store.forget(work.source);
    connections.delete(work.source);
    removeBeside(start.outside.beside, work.source);
    return { kind: 'forgotten', removed };
  } finally {
    await store.close();
  }
}

async function sync(work: SyncWork, store: Store, signal: AbortSignal): Promise<FromSync> {
  const { settings, timeZone, currency, acceptDeletions, full, reconcile, rejectsFile } = work;
  const report = await syncSource({
    source: openSource(settings, timeZone, toolsFor(start.outside, dispatcher, log)),
    store,
    now: Date.now,
    acceptDeletions,
    full,
    reconcile,
    currency,
    retentionDays: start.retentionDays,
    outside: { ...outsideFor(start.outside, settings.name, dispatcher), connections },
    rejectsFile,
    kpiNames: start.kpiNames,
    onProgress: throttled(),
    log,
    signal,
  });
  return { kind: 'synced', report };
}

async function refresh(work: RefreshWork, store: Store, signal: AbortSignal): Promise<FromSync> {
  const { settings, timeZone, currency, partners } = work;
  const source = openSource(settings, timeZone, toolsFor(start.outside, dispatcher, log));
  if ('records' in source) return { kind: 'refreshed', changed: 0 };
  const changed = await (await import('../sources/crm/sync.ts')).refreshCrm({
    source,
    store,
    now: Date.now,
    outside: { ...outsideFor(start.outside, settings.name, dispatcher), connections },
    partners,
    currency,
    retentionDays: start.retentionDays,
    log,
    signal,
  });
  return { kind: 'refreshed', changed };
}

async function carryOutDecision({ decision, sources, timeZone }: DecideWork, store: Store): Promise<FromSync> {
  const tools = toolsFor(start.outside, dispatcher, log);
  const changed = await (await import('../sources/decisions.ts')).decide({
    decision,
    store,
    sources: sources.map((settings) => openSource(settings, timeZone, tools)),
    mirrorFile: (source) => mirrorFile(start.outside.beside, source),
    copies: tools.cacheFolder,
    retentionDays: start.retentionDays,
    now: Date.now,
  });
  return { kind: 'decided', changed };
}

const causeOf = ({ cause }: PulseError): string | null =>
  cause instanceof Error ? ('code' in cause ? `${cause.name} ${String(cause.code)}` : cause.name) : null;

let stopping = new AbortController();

async function carryOut(work: SyncingWork): Promise<void> {
  if ('settings' in work && work.settings.kind !== 'files') keepHeapSmall();
  stopping = new AbortController();
  try {
    tell(await run(work, stopping.signal));
  } catch (error) {
    tell(
      error instanceof PulseError
        ? { kind: 'failed', code: error.code, params: error.params, cause: causeOf(error) }
        : { kind: 'fault', text: error instanceof Error ? (error.stack ?? error.message) : String(error) },
    );
  }
}

port.on('message', (message: unknown) => {
  const told = toSync.parse(message);
  switch (told.kind) {
    case 'work':
      return void carryOut(told.work);
    case 'stop':
      return stopping.abort(new PulseError(told.code, told.params));
    case 'end':
      return port.close();
  }
});
