import { emptyBoard, type JobContext } from '../../jobs/job.ts';

const unused = (): never => {
  throw new Error('not part of this test');
};

/** What jobs may use, with nothing in it. */
export const contextOf = (given: Partial<JobContext> & Pick<JobContext, 'store' | 'now'>): JobContext => ({
  sources: [],
  program: { timeZone: 'UTC', fiscalYearStart: 1 },
  syncer: { sync: unused, refresh: unused, decide: unused, forget: unused },
  checks: false,
  board: emptyBoard(),
  deliveries: null,
  digests: null,
  backup: null,
  log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  everyMs: 15 * 60_000,
  reference: () => 'REF',
  runNow: unused,
  signal: new AbortController().signal,
  ...given,
});
