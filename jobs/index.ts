import type { Job } from './job.ts';
import { requests } from './requests.ts';
import { sync } from './sync.ts';

/** All scheduled jobs; the configuration, or `main` where it has none, names an interval per job. */
export const jobs = { sync, requests } as const satisfies Readonly<Record<string, Job>>;
export type JobName = keyof typeof jobs;
