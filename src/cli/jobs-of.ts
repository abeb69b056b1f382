import type { ScheduleContext, TimedJob } from '../../jobs/job.ts';
import { runName } from '../../jobs/job.ts';
import { intervalsOf, jobSettingsOf, timedOf } from '../main/jobs.ts';
import { nextDue, type Recurrence } from '../schedule/index.ts';
import type { JobRun } from '../store/ledger/job-runs.ts';
import type { Store } from '../store/store.ts';
import type { Context } from './command.ts';

/** One job, or one schedule of a job that has several. */
export interface JobState {
  readonly job: string;
  /** null: it comes at an interval, or is off and has no schedule. */
  readonly recurrence: Recurrence | null;
  readonly everyMs: number | null;
  readonly enabled: boolean;
  /** Of jobs that come every second none is kept. */
  readonly last: JobRun | null;
  /** UTC instant; null: not by itself. */
  readonly nextAt: string | null;
}

/** More than there are nights on which there was nothing to check. */
const lookBack = 100;

/** The newest run that there was something to do for, else the newest. */
async function lastOf(store: Store, job: string): Promise<JobRun | null> {
  const runs = await store.jobRuns.list({ job, last: lookBack });
  return runs.find(({ code }) => code !== 'not-due') ?? runs[0] ?? null;
}

/** Everything that `pulse jobs` tells. */
export async function jobsOf(
  store: Store,
  { config, host }: Pick<Context, 'config' | 'host'>,
): Promise<{ readonly botRuns: boolean; readonly jobs: readonly JobState[] }> {
  const settings = jobSettingsOf(config());
  const botRuns = (await store.owner())?.role === 'bot';
  const now = host.now();
  const states: JobState[] = [];
  for (const { job, everyMs } of intervalsOf(config())) {
    const last = job.noted === true ? await lastOf(store, job.name) : null;
    const next = last === null ? now : Math.max(now, Date.parse(last.startedAt) + everyMs);
    const nextAt = botRuns ? new Date(next).toISOString() : null;
    states.push({ job: job.name, recurrence: null, everyMs, enabled: true, last, nextAt });
  }
  for (const { job, recurrence, enabled } of timedOf(config())) {
    for (const [name, times] of await schedulesOf(job, recurrence, { store, ...settings })) {
      const nextAt = enabled ? new Date(nextDue(times, now)).toISOString() : null;
      states.push({ job: name, recurrence: times, everyMs: null, enabled, last: await lastOf(store, name), nextAt });
    }
  }
  return { botRuns, jobs: states };
}

async function schedulesOf(
  job: TimedJob,
  recurrence: Recurrence | null,
  context: ScheduleContext,
): Promise<readonly (readonly [string, Recurrence])[]> {
  if (job.schedules === undefined) return recurrence === null ? [] : [[job.name, recurrence]];
  const all = await job.schedules(context, recurrence);
  return all.map((one) => [runName(job.name, one.key), one.recurrence] as const);
}
