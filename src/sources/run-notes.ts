import { PulseError } from '../errors.ts';
import type { SyncReport } from './report.ts';
import { noteStale } from './stale.ts';
import type { SyncOptions } from './sync-options.ts';

/** The notice that a source cannot be synced. */
const failing = (source: string): string => `sync/${source}`;

/** Keeps how a sync went, and ends the notice that it does not go. */
export async function noteSuccess(options: SyncOptions, report: SyncReport, startedAt: number): Promise<void> {
  const { store, source, now } = options;
  const endedAt = iso(now());
  await store.runs.note({
    ...begun(options, startedAt),
    endedAt,
    ok: true,
    code: null,
    params: null,
    calls: report.calls?.used ?? 0,
  });
  await store.notices.end(failing(source.name), endedAt);
  await noteStale(store, source.name, report.stale ?? [], endedAt);
}

/**
 * Keeps why a sync failed, and raises the notice of it, which stays until one goes well. What was stopped by somebody is no failure, and
 * a ledger that cannot be written must not hide why the sync failed.
 */
export async function noteFailure(options: SyncOptions, error: unknown, startedAt: number): Promise<void> {
  const { store, source, now, log, signal } = options;
  if (signal.aborted) return;
  const known = error instanceof PulseError ? error : new PulseError('internal', {}, error);
  const { code, params } = known;
  const at = iso(now());
  try {
    await store.runs.note({ ...begun(options, startedAt), endedAt: at, ok: false, code, params, calls: 0 });
    await store.notices.raise({ id: failing(source.name), source: source.name, code, params, at });
  } catch (failure) {
    log.warn({ source: source.name, err: failure }, 'how the sync went could not be kept');
  }
}

const begun = ({ source, full, reconcile }: SyncOptions, startedAt: number) => ({
  source: source.name,
  startedAt: iso(startedAt),
  nextAt: null,
  mode: full === true ? 'full' : reconcile === true ? 'reconcile' : 'usual',
});

const iso = (ms: number): string => new Date(ms).toISOString();
