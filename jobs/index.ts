import type { Job } from './job.ts';
import { sync } from './sync.ts';

/** All scheduled jobs; the configuration names an interval per job. */
export const jobs = { sync } as const satisfies Readonly<Record<string, Job>>;
export type JobName = keyof typeof jobs;
