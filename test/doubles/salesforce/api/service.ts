// What the handlers work with.
import type { BulkJobs } from '../bulk/jobs.ts';
import type { ServiceClock } from '../clock.ts';
import type { AppSettings } from '../oauth/app.ts';
import type { Sessions } from '../oauth/sessions.ts';
import type { Org } from '../org/org.ts';
import type { Cursors } from '../query/cursors.ts';
import type { Usage } from './usage.ts';

export interface Service {
  org: Org;
  clock: ServiceClock;
  app: AppSettings;
  sessions: Sessions;
  cursors: Cursors;
  jobs: BulkJobs;
  usage: Usage;
  /** Where it listens. */
  url: () => string;
  /** What token answers give as instance_url; the own address by default. */
  instanceUrl: () => string;
  /** User licences, from which the daily limit comes unless one is set. */
  users: number;
}
