import { type TimedJobName, timedJobs } from '../../jobs/index.ts';
import type { JobContext } from '../../jobs/job.ts';
import type { Timed } from '../../jobs/timetable.ts';
import type { Config } from '../config/config.ts';

/** Each job of the calendar with the times that hold for it. */
export function timedOf({ jobs }: Pick<Config, 'jobs'>): readonly Timed[] {
  const names = Object.keys(timedJobs).filter((name): name is TimedJobName => Object.hasOwn(timedJobs, name));
  return names.map((name) => {
    const job = timedJobs[name];
    // Each subscription has times of its own.
    if (name === 'digest') return { job, recurrence: null, enabled: true };
    const { cron, zone, enabled } = jobs[name];
    return { job, recurrence: { cron, zone }, enabled };
  });
}

/** What of a job's surroundings the configuration says. */
export const jobSettingsOf = (
  config: Config,
): Pick<JobContext, 'sources' | 'program' | 'backup' | 'everyMs' | 'checks'> => ({
  sources: config.sources,
  program: config.program,
  backup: config.backup,
  everyMs: config.sync.everyMs,
  checks: config.jobs.reconciliation.enabled ? 'by-job' : false,
});
