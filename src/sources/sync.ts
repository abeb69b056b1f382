import type { Dispatcher } from 'undici';
import type { Store } from '../store/store.ts';
import { clockWarning } from './clock.ts';
import type { Connections } from './crm/session.ts';
import type { CrmSource } from './crm/source.ts';
import { syncCrm } from './crm/sync.ts';
import type { SyncReport } from './report.ts';
import { noteFailure, noteSuccess } from './run-notes.ts';
import type { SecretStore } from './secrets.ts';
import type { Source } from './source.ts';
import { syncWhole } from './whole-sync.ts';

export type { SyncReport } from './report.ts';

/** The part of a logger that a sync needs. */
export interface SyncLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** What a sync meets of the world beyond the machine. */
export interface Outside {
  readonly secrets: SecretStore;
  /** 0 to 1. */
  readonly random: () => number;
  /** Fails with the signal's reason when it is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** The way out; undefined for the process's own. */
  readonly dispatcher?: Dispatcher | undefined;
  /** The file in which a CRM's rows are kept. */
  readonly mirror: string;
  /** Connections that are kept for further runs of this process. */
  readonly connections?: Connections;
}

export interface SyncOptions {
  readonly source: Source | CrmSource;
  /** Opened as owner. */
  readonly store: Store;
  readonly now: () => number;
  /** Rule 7.2: go on even if more than half of a record type would be deleted. */
  readonly acceptDeletions: boolean;
  /** Read even if nothing has changed since the last sync. */
  readonly full?: boolean;
  /** Of a CRM: check every record by its id. */
  readonly reconcile?: boolean;
  /** For sources that are not on this machine. */
  readonly outside?: Outside;
  /** Where the rejects go (see `defaultRejectsFile`); null: nowhere, they are only counted. */
  readonly rejectsFile: string | null;
  /** Names that a target may have; another one is a warning. Without the list nothing is checked. */
  readonly kpiNames?: readonly string[];
  readonly onProgress: (done: number, total: number, what: string) => void;
  readonly log: SyncLog;
  readonly signal: AbortSignal;
}

/**
 * The one way from a source into a store: everything that the source has now replaces what the store has of it, in one
 * publication. What the last one read already is not read again. A sync that fails leaves store and earlier rejects file as they were.
 * Throws PulseError: what the source throws (`folder-missing`, `bad-file`), `too-many-deletions`, `file-not-writable`;
 * or the signal's reason.
 */
export async function syncSource(options: SyncOptions): Promise<SyncReport> {
  const startedAt = options.now();
  try {
    const report = await syncNow(options, startedAt);
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
      : await syncCrm({ ...options, source }, seenAt);
  const warnings = clock === null ? done.warnings : [clock, ...done.warnings];
  const report = { ...done, warnings, durationMs: Math.max(0, options.now() - startedAt) };
  logReport(options.log, report);
  return report;
}

function logReport(log: SyncLog, report: SyncReport): void {
  const { source, result, rejectedRows, rejectedFields, readAt, durationMs } = report;
  for (const { file, message } of report.warnings) log.warn({ source, file }, message);
  const { added, changed, deleted, unchanged } = result;
  const counts = { added, changed, deleted, unchanged, rejectedRows, rejectedFields };
  const since = readAt === null ? {} : { unchangedSince: readAt };
  log.info({ source, ...counts, ...since, durationMs }, 'sync done');
}
