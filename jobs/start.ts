import { PulseError } from '../src/errors.ts';
import { createAlarms } from './alarms.ts';
import { jobs } from './index.ts';
import type { JobContext, JobResult, RunNow } from './job.ts';
import { noted, pause, type Scheduled, startJobs } from './runner.ts';
import { type Timed, Timetable } from './timetable.ts';

/** How long a stop waits for jobs that do not hear: the bot ends within five seconds. */
const stopWithinMs = 3_500;

export interface Work {
  readonly runNow: RunNow;
  /** No new runs; resolves when those under way have ended. */
  stop(): Promise<void>;
}

export interface WorkOptions {
  readonly scheduled: readonly Scheduled[];
  readonly timed: readonly Timed[];
  readonly context: Omit<JobContext, 'signal' | 'runNow'>;
  readonly reportFailure: (job: string, error: unknown) => void;
}

/** All jobs of a bot, from now on. What the owner before left is noted before anything runs. */
export async function startWork({ scheduled, timed, context, reportFailure }: WorkOptions): Promise<Work> {
  const stopping = new AbortController();
  const runNow: RunNow = async (job, onProgress) =>
    (await runner.runNow(job)) ?? (await timetable.runNow(job, onProgress));
  const full = { ...context, runNow };
  const timetable = new Timetable({
    timed,
    context: { ...full, signal: stopping.signal },
    pause,
    alarms: createAlarms,
    others: scheduled.map(({ job }) => job.name),
  });
  await timetable.abandon();
  const runner = startJobs(scheduled, full, reportFailure);
  // What is due may wait for its turn in the log and in the store, but not the start.
  void timetable.look();
  return {
    runNow,
    stop: async () => {
      stopping.abort();
      await Promise.all([runner.stop(), timetable.stop(stopWithinMs)]);
    },
  };
}

/** Runs one job where no bot does. Throws as `Work.runNow`, and `job-off` for what needs a bot. */
export async function runOnce(
  name: string,
  timed: readonly Timed[],
  context: Omit<JobContext, 'runNow'>,
  onProgress: (done: number, total: number) => void,
): Promise<JobResult> {
  const others = Object.values(jobs).map((job) => job.name);
  const full: JobContext = { ...context, runNow: (job, tell) => table.runNow(job, tell) };
  const alarms = { set: () => undefined, cancel: () => undefined };
  const table = new Timetable({ timed, context: full, pause, alarms: () => alarms, others });
  if (name === jobs.sync.name) return noted(jobs.sync, full);
  if (others.includes(name)) throw new PulseError('job-off', { job: name, why: 'bot' });
  return table.runNow(name, onProgress);
}
