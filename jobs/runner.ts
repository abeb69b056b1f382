import type { Job, JobContext } from './job.ts';

/** A job with the interval that holds for it. */
export interface Scheduled {
  readonly job: Job;
  readonly everyMs: number;
}

export interface Runner {
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
  context: Omit<JobContext, 'signal'>,
  reportFailure: (job: string, error: unknown) => void,
): Runner {
  const stopping = new AbortController();
  const loops = scheduled.map((entry) => loop(entry, { ...context, signal: stopping.signal }, reportFailure));
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

async function loop(
  { job, everyMs }: Scheduled,
  context: JobContext,
  reportFailure: (job: string, error: unknown) => void,
): Promise<void> {
  let due = context.now() + (job.atStart ? 0 : everyMs);
  let wait = due - context.now();
  let failed = 0;
  while (await pause(wait, context.signal)) {
    try {
      await job.run(context);
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
function pause(milliseconds: number, signal: AbortSignal): Promise<boolean> {
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
