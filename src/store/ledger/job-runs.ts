import { z } from 'zod';
import type { ErrorParams } from '../../errors.ts';
import { inLedger, type Ledger } from './ledger.ts';

export const jobOutcomes = [
  'running',
  'well',
  'failed',
  /** Its process died with it. */
  'abandoned',
  /** Due while nothing ran, and too long ago to be made up. */
  'missed',
  /** Due, and there was a reason not to run; see `code`. */
  'skipped',
] as const;
export type JobOutcome = (typeof jobOutcomes)[number];

/** One run of a job at a due time. */
export interface JobRun {
  /** e.g. `backup`, or `digest/<subscription>`. */
  readonly job: string;
  /** UTC instants. */
  readonly dueAt: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly outcome: JobOutcome;
  /** It ran noticeably after its time. */
  readonly late: boolean;
  readonly attempts: number;
  /** An error's or reason's code, with what its words are filled with. */
  readonly code: string | null;
  readonly params: ErrorParams;
  readonly progress: { readonly done: number; readonly total: number } | null;
}

export interface JobEnd {
  readonly outcome: Exclude<JobOutcome, 'running'>;
  readonly at: string;
  readonly code?: string | null;
  readonly params?: ErrorParams;
}

/** Which run of which job was done. */
export interface JobRuns {
  /** Whether this run is now ours: it is given out once, whoever asks and however often. */
  claim(job: string, dueAt: string, startedAt: string, late: boolean): Promise<boolean>;
  /** A run that failed or was abandoned begins once more. */
  again(job: string, dueAt: string): Promise<void>;
  progress(job: string, dueAt: string, progress: { readonly done: number; readonly total: number }): Promise<void>;
  end(job: string, dueAt: string, end: JobEnd): Promise<void>;
  find(job: string, dueAt: string): Promise<JobRun | undefined>;
  /** The run that was due last. */
  last(job: string): Promise<JobRun | undefined>;
  /** The last ones, of one job or of all, newest first. */
  list(query: { readonly job?: string | undefined; readonly last: number }): Promise<readonly JobRun[]>;
  /** For a new owner: what was running is abandoned. Those runs. */
  abandon(at: string): Promise<readonly JobRun[]>;
  /** Those that were due before: of one job, or of all. */
  forgetBefore(instant: string, job?: string): Promise<void>;
}

const params = z.record(z.string(), z.union([z.string(), z.number()]));
const progress = z.object({ done: z.number(), total: z.number() });
const stored = z.object({
  job: z.string(),
  due_at: z.string(),
  started_at: z.string(),
  ended_at: z.string().nullable(),
  outcome: z.enum(jobOutcomes),
  late: z.number(),
  attempts: z.number(),
  code: z.string().nullable(),
  params: z.string(),
  progress: z.string().nullable(),
});

function runOf(row: unknown): JobRun {
  const { due_at, started_at, ended_at, ...rest } = stored.parse(row);
  return {
    ...rest,
    dueAt: due_at,
    startedAt: started_at,
    endedAt: ended_at,
    late: rest.late === 1,
    params: params.parse(JSON.parse(rest.params)),
    progress: rest.progress === null ? null : progress.parse(JSON.parse(rest.progress)),
  };
}

/** The runs of jobs in a ledger. */
export function jobRunsIn(of: Ledger): JobRuns {
  const { ledger } = of;
  const ready = (): Promise<boolean> => of.hasTable(ledger, 'job_run');
  const one = (job: string, dueAt: string) =>
    ledger.updateTable('job_run').where('job', '=', job).where('due_at', '=', dueAt);
  return {
    claim: (job, dueAt, startedAt, late) =>
      inLedger(of, async () => {
        const { numInsertedOrUpdatedRows } = await ledger
          .insertInto('job_run')
          .values({
            job,
            due_at: dueAt,
            started_at: startedAt,
            ended_at: null,
            outcome: 'running',
            late: late ? 1 : 0,
            attempts: 1,
            code: null,
            params: '{}',
            progress: null,
          })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        return (numInsertedOrUpdatedRows ?? 0n) > 0n;
      }),
    again: (job, dueAt) =>
      inLedger(of, async () => {
        await one(job, dueAt)
          .set(({ eb }) => ({
            outcome: 'running',
            ended_at: null,
            code: null,
            params: '{}',
            attempts: eb('attempts', '+', 1),
          }))
          .execute();
      }),
    progress: (job, dueAt, at) =>
      inLedger(of, async () => {
        await one(job, dueAt)
          .set({ progress: JSON.stringify(at) })
          .execute();
      }),
    end: (job, dueAt, { outcome, at, code = null, params: told = {} }) =>
      inLedger(of, async () => {
        await one(job, dueAt)
          .set({ outcome, ended_at: at, code, params: JSON.stringify(told), progress: null })
          .execute();
      }),
    find: (job, dueAt) =>
      inLedger(of, async () => {
        if (!(await ready())) return undefined;
        const row = await ledger
          .selectFrom('job_run')
          .selectAll()
          .where('job', '=', job)
          .where('due_at', '=', dueAt)
          .executeTakeFirst();
        return row === undefined ? undefined : runOf(row);
      }),
    last: (job) =>
      inLedger(of, async () => {
        if (!(await ready())) return undefined;
        const row = await ledger
          .selectFrom('job_run')
          .selectAll()
          .where('job', '=', job)
          .orderBy('due_at', 'desc')
          .limit(1)
          .executeTakeFirst();
        return row === undefined ? undefined : runOf(row);
      }),
    list: ({ job, last }) =>
      inLedger(of, async () => {
        if (!(await ready())) return [];
        const rows = await ledger
          .selectFrom('job_run')
          .selectAll()
          .$if(job !== undefined, (query) => query.where('job', '=', job ?? ''))
          .orderBy('due_at', 'desc')
          .orderBy('job')
          .limit(last)
          .execute();
        return rows.map(runOf);
      }),
    abandon: (at) =>
      inLedger(of, async () => {
        const rows = await ledger
          .updateTable('job_run')
          .set({ outcome: 'abandoned', ended_at: at, progress: null })
          .where('outcome', '=', 'running')
          .returningAll()
          .execute();
        return rows.map(runOf);
      }),
    forgetBefore: (instant, job) =>
      inLedger(of, async () => {
        await ledger
          .deleteFrom('job_run')
          .where('due_at', '<', instant)
          .where('outcome', '!=', 'running')
          .$if(job !== undefined, (query) => query.where('job', '=', job ?? ''))
          .execute();
      }),
  };
}
