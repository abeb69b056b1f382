import type { Command } from '../command.ts';
import { audit } from './audit.ts';
import { backup } from './backup.ts';
import { checkSlackCommand } from './check-slack.ts';
import { config } from './config.ts';
import { digest } from './digest.ts';
import { doctor } from './doctor.ts';
import { exportRecords } from './export.ts';
import { init } from './init.ts';
import { jobs } from './jobs.ts';
import { kpi } from './kpi.ts';
import { kpis } from './kpis.ts';
import { movers } from './movers.ts';
import { partners } from './partners.ts';
import { purge } from './purge.ts';
import { reconcileCommand } from './reconcile.ts';
import { restatements } from './restatements.ts';
import { runJob } from './run-job.ts';

import { salesforce } from './salesforce.ts';
import { scorecard } from './scorecard.ts';
import { start } from './start.ts';
import { status } from './status.ts';
import { subscriptionsCommand } from './subscriptions.ts';
import { sync } from './sync.ts';
import { unmatched } from './unmatched.ts';

/** All commands, in the order of the help. */
export const commands: readonly Command[] = [
  sync,
  kpi,
  scorecard,
  kpis,
  movers,
  digest,
  restatements,
  reconcileCommand,
  exportRecords,
  unmatched,
  partners,
  purge,
  status,
  jobs,
  runJob,
  backup,
  config,
  salesforce,
  subscriptionsCommand,
  audit,
  checkSlackCommand,
  init,
  doctor,
  start,
];
