import type { Dispatcher } from 'undici';
import type { Store } from '../store/store.ts';
import type { Connections, CrmSource } from './crm/source.ts';
import type { SecretStore } from './secrets.ts';
import type { Source } from './source.ts';

/** The part of a logger that a sync needs. */
export interface SyncLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/**
 * Whether every record of a CRM is checked by its id: true: now; false: if that is due by `reconcileEveryDays`; `by-job`: a job
 * asks for it in time, so only where it could not for days.
 */
export type ReconcileAsked = boolean | 'by-job';

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
  readonly reconcile?: ReconcileAsked;
  /** The program's currency: rates of a CRM that lead to another one are left out. Absent: not compared. */
  readonly currency?: string;
  /** For sources that are not on this machine. */
  readonly outside?: Outside;
  /** Where the rejects go (see `defaultRejectsFile`); null: nowhere, they are only counted. */
  readonly rejectsFile: string | null;
  /** Names that a target may have; another one is a warning. Without the list nothing is checked. */
  readonly kpiNames?: readonly string[];
  /** Engagement older than so many days is forgotten; null or absent: none is. */
  readonly retentionDays?: number | null;
  readonly onProgress: (done: number, total: number, what: string) => void;
  readonly log: SyncLog;
  readonly signal: AbortSignal;
}
