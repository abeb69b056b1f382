import { jobs, type TimedJobName, timedJobs } from '../../jobs/index.ts';
import type { JobContext } from '../../jobs/job.ts';
import type { Scheduled } from '../../jobs/runner.ts';
import type { Timed } from '../../jobs/timetable.ts';
import type { Config } from '../config/config.ts';

/** How long a command waits until the bot sees what it asks. */
const requestsEveryMs = 500;
const outboxEveryMs = 1_000;
const waitingEveryMs = 10_000;
const minuteMs = 60_000;

/** Each job that comes again and again, with its interval. */
export const intervalsOf = ({ sync }: Pick<Config, 'sync'>): readonly Scheduled[] => [
  { job: jobs.sync, everyMs: sync.everyMs },
  { job: jobs.outbox, everyMs: outboxEveryMs },
  { job: jobs.waiting, everyMs: waitingEveryMs },
  { job: jobs.notices, everyMs: minuteMs },
  { job: jobs.recheck, everyMs: 60 * minuteMs },
  { job: jobs.requests, everyMs: requestsEveryMs },
];

/** Each job of the calendar with the times that hold for it. */
export function timedOf({ jobs: times }: Pick<Config, 'jobs'>): readonly Timed[] {
  const names = Object.keys(timedJobs).filter((name): name is TimedJobName => Object.hasOwn(timedJobs, name));
  return names.map((name) => {
    const job = timedJobs[name];
    // Each subscription has times of its own.
    if (name === 'digest') return { job, recurrence: null, enabled: true };
    const { cron, zone, enabled } = times[name];
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
