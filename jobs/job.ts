import type { PulseError } from '../src/errors.ts';
import type { SourceSettings } from '../src/sources/index.ts';
import type { Syncer } from '../src/sources/syncer.ts';
import type { Store } from '../src/store/store.ts';

/** Where jobs report; values never name partners, deals or people. */
export interface JobLog {
  info(values: object, message: string): void;
  warn(values: object, message: string): void;
  error(values: object, message: string): void;
}

/** What a job may use; `signal` fires when the bot stops. */
export interface JobContext {
  readonly store: Store;
  readonly sources: readonly SourceSettings[];
  readonly syncer: Syncer;
  readonly board: SyncBoard;
  readonly log: JobLog;
  readonly now: () => number;
  /** The time between two syncs, as configured. */
  readonly everyMs: number;
  /** Names a failure in the log and in messages. */
  readonly reference: () => string;
  readonly signal: AbortSignal;
}

/** What the bot shows of its syncs: written by the sync job, read by commands. */
export interface SyncBoard {
  progress: SyncProgress | null;
  /** Runs over all sources that have ended, well or not. */
  runs: number;
  /** Sources whose last run failed, with the reason; their data are those of the last run that went well. */
  readonly failures: Map<string, PulseError>;
}
export interface SyncProgress {
  readonly source: string;
  readonly what: string;
  readonly done: number;
  readonly total: number;
}

/** The board before the first sync. */
export const emptyBoard = (): SyncBoard => ({ progress: null, runs: 0, failures: new Map() });

/** One scheduled job: thin, it calls src. A run that throws is logged; the next one comes as planned. */
export interface Job {
  readonly name: string;
  /** Whether it also runs once as soon as the bot is up. */
  readonly atStart: boolean;
  run(context: JobContext): Promise<void>;
}
