import { PulseError } from '../errors.ts';
import type { SyncReport } from './report.ts';
import { noteStale } from './stale.ts';
import type { SyncOptions } from './sync-options.ts';

/** The notice that a source cannot be synced. */
const failing = (source: string): string => `sync/${source}`;

/** Keeps how a sync went, and ends the notice that it does not go. */
export function noteSuccess(options: SyncOptions, report: SyncReport, startedAt: number): Promise<void> {
  const { store, source, now } = options;
  const endedAt = iso(now());
  return noted(options, async () => {
    const calls = report.calls?.used ?? 0;
    await store.runs.note({ ...begun(options, startedAt), endedAt, ok: true, code: null, params: null, calls });
    await store.notices.end(failing(source.name), endedAt);
    await noteStale(store, source.name, report.stale ?? [], endedAt);
  });
}

/** Keeps why a sync failed, and raises the notice of it, which stays until one goes well. What was stopped by somebody is no failure. */
export async function noteFailure(options: SyncOptions, error: unknown, startedAt: number): Promise<void> {
  const { store, source, now, signal } = options;
  if (signal.aborted) return;
  const { code, params } = error instanceof PulseError ? error : new PulseError('internal', {}, error);
  const at = iso(now());
  await noted(options, async () => {
    await store.runs.note({ ...begun(options, startedAt), endedAt: at, ok: false, code, params, calls: 0 });
    await store.notices.raise({ id: failing(source.name), source: source.name, code, params, at });
  });
}

/** A ledger that is damaged or full keeps nobody from the records, and must not hide how the sync went. */
async function noted({ source, log }: SyncOptions, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof PulseError)) throw error;
    log.warn({ source: source.name, code: error.code }, 'how the sync went could not be kept');
  }
}

const begun = ({ source, full, reconcile }: SyncOptions, startedAt: number) => ({
  source: source.name,
  startedAt: iso(startedAt),
  nextAt: null,
  mode: full === true ? 'full' : reconcile === true ? 'reconcile' : 'usual',
});

const iso = (ms: number): string => new Date(ms).toISOString();
