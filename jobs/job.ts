import { type ErrorParams, isErrorCode, PulseError } from '../src/errors.ts';
import type { ProgramSettings } from '../src/records/settings.ts';
import type { Recurrence } from '../src/schedule/index.ts';
import type { DueSettings } from '../src/slack/digests/due.ts';
import type { SourceSettings } from '../src/sources/index.ts';
import type { ReconcileAsked, Syncer } from '../src/sources/syncer.ts';
import type { Store } from '../src/store/store.ts';

/** Where jobs report; values never name partners, deals or people. */
export interface JobLog {
  info(values: object, message: string): void;
  warn(values: object, message: string): void;
  error(values: object, message: string): void;
}

/** Sends what is on its way: all that is due, then it resolves. */
export interface Deliveries {
  run(signal: AbortSignal): Promise<void>;
  /** Looks at what is paused, and at channels in which numbers stand. */
  recheck(): Promise<void>;
  /** Tells those who look after the bot what they should look at, each once. */
  tellAdmins(): Promise<void>;
}

/** Where copies of the store go, and how many stay. */
export interface BackupPlace {
  readonly folder: string;
  readonly keep: number;
}

/** Runs a job now, beside its schedule. Throws `unknown-job`, `job-off`, `job-busy`. */
export type RunNow = (job: string, onProgress: (done: number, total: number) => void) => Promise<JobResult>;

/** What a job may use; `signal` fires when the bot stops. */
export interface JobContext {
  readonly store: Store;
  readonly sources: readonly SourceSettings[];
  readonly program: Pick<ProgramSettings, 'timeZone' | 'fiscalYearStart'>;
  readonly syncer: Syncer;
  /** Whether syncs leave the checks by id to the job that has them. */
  readonly checks: Extract<ReconcileAsked, false | 'by-job'>;
  readonly board: SyncBoard;
  /** null: not in a bot that is connected to Slack. */
  readonly deliveries: Deliveries | null;
  /** What digests are made with; null: not in a bot that is connected to Slack. */
  readonly digests: DueSettings | null;
  /** null: none is configured. */
  readonly backup: BackupPlace | null;
  readonly log: JobLog;
  readonly now: () => number;
  /** The time between two syncs, as configured. */
  readonly everyMs: number;
  /** Names a failure in the log and in messages. */
  readonly reference: () => string;
  readonly runNow: RunNow;
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

/** How a run ended that did not throw. `code`: an error's, or why there was nothing to run. */
export interface JobResult {
  readonly outcome: 'well' | 'failed' | 'skipped';
  readonly code?: string;
  readonly params?: ErrorParams;
}
export const well: JobResult = { outcome: 'well' };

/** What somebody is told who asked for a run that failed. */
export const failureOfResult = (job: string, { code = '', params }: JobResult): PulseError =>
  isErrorCode(code) ? new PulseError(code, params) : new PulseError('job-failed', { job, attempts: 1, reason: code });

/** A job that comes again and again: thin, it calls src. A run that throws is logged; the next one comes as planned. */
export interface Job {
  readonly name: string;
  /** Whether it also runs once as soon as the bot is up. */
  readonly atStart: boolean;
  /** Whether its runs are kept: not those of jobs that come every second. */
  readonly noted?: boolean;
  run(context: JobContext): Promise<JobResult>;
}

/** Which run a job is asked for. */
export interface Turn {
  /** Of a job with several schedules: which. */
  readonly key: string | null;
  /** Epoch milliseconds. */
  readonly dueAt: number;
  /** It runs noticeably after its time. */
  readonly late: boolean;
  /** Somebody asks for it: what it would leave for later is to be done now. */
  readonly byHand: boolean;
  readonly onProgress: (done: number, total: number) => void;
}

/** One of several schedules of a job. */
export interface JobSchedule {
  /** Unique in its job, and stable. */
  readonly key: string;
  readonly recurrence: Recurrence;
  readonly makeUpWithinMs: number;
}

/** What schedules may be read from: also beside a running bot. */
export type ScheduleContext = Pick<JobContext, 'store' | 'sources' | 'program'>;

/** A job with a place in the calendar: thin, it calls src. */
export interface TimedJob {
  readonly name: string;
  /** In the program's zone, unless the configuration says otherwise; null: its schedules have their own. */
  readonly cron: string | null;
  /** What was missed while nothing ran is made up once within this time, and said to be late; 0: it is left out. */
  readonly makeUpWithinMs: number;
  /** A run that fails is tried so often again, with pauses; then its owner is told once. */
  readonly retries: { readonly times: number; readonly pauseMs: number };
  /** What it lacks to run at all; null: nothing. */
  lacks?(context: JobContext): 'folder' | 'bot' | null;
  /** Of a job that has several: all that hold now, read anew each time. One that is new, changed or back makes up nothing. */
  schedules?(context: ScheduleContext, recurrence: Recurrence | null): Promise<readonly JobSchedule[]>;
  run(context: JobContext, turn: Turn): Promise<JobResult>;
}

/** A run's name in the store. */
export const runName = (job: string, key: string | null): string => (key === null ? job : `${job}/${key}`);
