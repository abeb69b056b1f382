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

/**
 * Runs each job at its interval, counted from the start of the run before; never two runs of one job at a time: a run
 * that takes longer than the interval is followed at the next due time.
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
  while (await pause(due - context.now(), context.signal)) {
    try {
      await job.run(context);
    } catch (error) {
      if (!context.signal.aborted) reportFailure(job.name, error);
    }
    const late = context.now() - due;
    due += everyMs * Math.max(1, Math.ceil(late / everyMs));
  }
}

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
