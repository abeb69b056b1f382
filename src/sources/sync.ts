import { clockWarning } from './clock.ts';
import { baselineOf, noteData } from './data-notices.ts';
import type { SyncReport } from './report.ts';
import { noteFailure, noteSuccess } from './run-notes.ts';
import type { SyncLog, SyncOptions } from './sync-options.ts';
import { syncWhole } from './whole-sync.ts';

export type { SyncReport } from './report.ts';

export type { Outside, SyncLog, SyncOptions } from './sync-options.ts';

/**
 * The one way from a source into a store: everything that the source has now replaces what the store has of it, in one
 * publication. What the last one read already is not read again. A sync that fails leaves store and earlier rejects file as they were.
 * Throws PulseError: what the source throws (`folder-missing`, `bad-file`), `too-many-deletions`, `file-not-writable`;
 * or the signal's reason.
 */
export async function syncSource(options: SyncOptions): Promise<SyncReport> {
  const startedAt = options.now();
  try {
    const before = await baselineOf(options.store, options.source.name);
    const report = await syncNow(options, startedAt);
    await noteData(options.store, report, before, new Date(options.now()).toISOString());
    await noteSuccess(options, report, startedAt);
    return report;
  } catch (error) {
    await noteFailure(options, error, startedAt);
    throw error;
  }
}

async function syncNow(options: SyncOptions, startedAt: number): Promise<SyncReport> {
  const seenAt = new Date(startedAt).toISOString();
  const clock = clockWarning(await options.store.sourceStates(), options.source.name, startedAt);
  const { source } = options;
  const done =
    'records' in source
      ? await syncWhole({ ...options, source }, seenAt)
      : await (await import('./crm/sync.ts')).syncCrm({ ...options, source }, seenAt);
  const { stale = [], outdated = [] } = ('records' in source ? source.condition?.(startedAt) : undefined) ?? {};
  const warnings = [...(clock === null ? [] : [clock]), ...outdated, ...done.warnings];
  const durationMs = Math.max(0, options.now() - startedAt);
  const report = { ...done, warnings, durationMs, ...(stale.length > 0 && { stale }) };
  logReport(options.log, report);
  return report;
}

function logReport(log: SyncLog, report: SyncReport): void {
  const { source, result, rejectedRows, rejectedFields, readAt, durationMs } = report;
  // What a CRM lacks it lacks at every sync; that is a notice, which is told once.
  if (report.calls === null) for (const { file, message } of report.warnings) log.warn({ source, file }, message);
  const { added, changed, deleted, unchanged } = result;
  const counts = { added, changed, deleted, unchanged, rejectedRows, rejectedFields };
  const since = readAt === null ? {} : { unchangedSince: readAt };
  log.info({ source, ...counts, ...since, durationMs }, 'sync done');
}
