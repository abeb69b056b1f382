import { backup } from './backup.ts';
import { digest } from './digest.ts';
import type { Job, TimedJob } from './job.ts';
import { notices } from './notices.ts';
import { outbox } from './outbox.ts';
import { recheck } from './recheck.ts';
import { reconciliation } from './reconciliation.ts';
import { requests } from './requests.ts';
import { retention } from './retention.ts';
import { sync } from './sync.ts';
import { waiting } from './waiting.ts';

/** Jobs that come again and again; the configuration, or `start`, names the interval. */
export const jobs = { sync, outbox, waiting, notices, recheck, requests } as const satisfies Readonly<
  Record<string, Job>
>;

/** Jobs with a place in the calendar, in the order in which they are shown. */
export const timedJobs = { digest, reconciliation, retention, backup } as const satisfies Readonly<
  Record<string, TimedJob>
>;
export type TimedJobName = keyof typeof timedJobs;
