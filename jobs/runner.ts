import { PulseError } from '../src/errors.ts';
import type { Job, JobContext, JobResult } from './job.ts';

/** A job with the interval that holds for it. */
export interface Scheduled {
  readonly job: Job;
  readonly everyMs: number;
}

export interface Runner {
  /** Runs one of the jobs now; undefined: it is none of these. Throws `job-busy`, and what the job throws. */
  runNow(job: string): Promise<JobResult | undefined>;
  /** No new runs; resolves when the running ones have ended (their signal has fired). */
  stop(): Promise<void>;
}

/** A job that fails again and again comes less and less often, but at least every minute, or at its interval if that is longer. */
const longestPauseMs = 60_000;
const mostDoublings = 16;

/**
 * Runs each job at its interval, counted from the start of the run before; never two runs of one job at a time: a run
 * that takes longer than the interval is followed at the next due time. A clock that is set back delays nothing by more
 * than an interval.
 */
export function startJobs(
  scheduled: readonly Scheduled[],
  given: Omit<JobContext, 'signal'>,
  reportFailure: (job: string, error: unknown) => void,
): Runner {
  const stopping = new AbortController();
  const context: JobContext = { ...given, signal: stopping.signal };
  const runs = new Map<Job, Promise<JobResult>>();
  const run = async (job: Job): Promise<JobResult> => {
    const running = job.noted === true ? noted(job, context) : job.run(context);
    runs.set(job, running);
    try {
      return await running;
    } finally {
      runs.delete(job);
    }
  };
  const loops = scheduled.map((entry) =>
    loop(
      entry,
      context,
      async (job) => {
        // Somebody runs it by hand: that is its run.
        await (runs.get(job) ?? run(job));
      },
      reportFailure,
    ),
  );
  return {
    runNow: async (name) => {
      const job = scheduled.find((one) => one.job.name === name)?.job;
      if (job === undefined) return undefined;
      if (runs.has(job)) throw new PulseError('job-busy', { job: name });
      return run(job);
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(loops);
      await Promise.allSettled(runs.values());
    },
  };
}

/** Keeps its run in the store. A damaged ledger keeps no job from its work. */
export async function noted(job: Job, context: JobContext): Promise<JobResult> {
  const { now, log, store, signal, reference } = context;
  const { jobRuns } = store;
  const iso = (): string => new Date(now()).toISOString();
  const dueAt = iso();
  const unlessLost = async (write: () => Promise<unknown>): Promise<void> => {
    try {
      await write();
    } catch (error) {
      log.warn({ job: job.name, err: error }, 'a run could not be noted');
    }
  };
  await unlessLost(() => jobRuns.claim(job.name, dueAt, dueAt, false));
  try {
    const result = await job.run(context);
    const outcome = signal.aborted && result.outcome !== 'well' ? 'abandoned' : result.outcome;
    await unlessLost(() => jobRuns.end(job.name, dueAt, { ...result, outcome, at: iso() }));
    return result;
  } catch (error) {
    const failure =
      error instanceof PulseError
        ? { code: error.code, params: error.params }
        : { code: 'internal', params: { reference: reference() } };
    const outcome = signal.aborted ? 'abandoned' : 'failed';
    await unlessLost(() => jobRuns.end(job.name, dueAt, { outcome, at: iso(), ...failure }));
    throw error;
  }
}

async function loop(
  { job, everyMs }: Scheduled,
  context: JobContext,
  run: (job: Job) => Promise<void>,
  reportFailure: (job: string, error: unknown) => void,
): Promise<void> {
  let due = context.now() + (job.atStart ? 0 : everyMs);
  let wait = due - context.now();
  let failed = 0;
  while (await pause(wait, context.signal)) {
    try {
      await run(job);
      failed = 0;
    } catch (error) {
      failed += 1;
      if (!context.signal.aborted) reportFailure(job.name, error);
    }
    const pauseMs = failed === 0 ? everyMs : afterFailures(everyMs, failed);
    const late = context.now() - due;
    due += pauseMs * Math.max(1, Math.ceil(late / pauseMs));
    wait = due - context.now();
    if (wait <= pauseMs) continue;
    wait = pauseMs;
    due = context.now() + wait;
  }
}

const afterFailures = (everyMs: number, failed: number): number =>
  Math.max(everyMs, Math.min(longestPauseMs, everyMs * 2 ** Math.min(failed - 1, mostDoublings)));

/** Resolves to true after the time, to false as soon as the signal fires. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const timer = setTimeout(
      () => {
        signal.removeEventListener('abort', cancel);
        resolve(true);
      },
      Math.max(0, milliseconds),
    );
    const cancel = (): void => {
      clearTimeout(timer);
      resolve(false);
    };
    signal.addEventListener('abort', cancel, { once: true });
  });
}
