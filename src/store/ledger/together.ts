import type { Db } from '../database.ts';
import { type JobRuns, jobRunsIn } from './job-runs.ts';
import { inLedger, type Ledger } from './ledger.ts';
import { type Notices, noticesIn } from './notices.ts';
import { type Outbox, outboxIn } from './outbox.ts';
import { type Published, publishedIn } from './published.ts';
import { type RowWork, rowWorkIn } from './row-work.ts';
import { type Subscriptions, subscriptionsIn } from './subscriptions.ts';

/** What of the ledger is written together: a message with the state that it reports. */
export interface LedgerParts {
  /** Who gets which digest, where and when. */
  readonly subscriptions: Subscriptions;
  /** Which run of which job was done. */
  readonly jobRuns: JobRuns;
  /** Messages on their way. */
  readonly outbox: Outbox;
  /** What digests told. */
  readonly published: Published;
  /** Who works on what of the digests. */
  readonly rowWork: RowWork;
  /** What somebody is to be told until it is over. */
  readonly notices: Notices;
}

/** The parts of a ledger, or of a transaction in it. */
export const partsOf = (of: Ledger): LedgerParts => ({
  subscriptions: subscriptionsIn(of),
  jobRuns: jobRunsIn(of),
  outbox: outboxIn(of),
  published: publishedIn(of),
  rowWork: rowWorkIn(of),
  notices: noticesIn(of),
});

/** All that `work` writes with the parts that it is given is there, or nothing is. The store's own parts wait for its end. */
export const together = <R>(of: Ledger, work: (parts: LedgerParts) => Promise<R>): Promise<R> =>
  inLedger(of, () => of.ledger.transaction().execute((ledger: Db) => work(partsOf({ ...pick(of), ledger }))));

/** An engine is an object of a class or closure: its own properties only. */
const pick = ({ ledgerFile, where, hasTable }: Ledger): Omit<Ledger, 'ledger'> => ({ ledgerFile, where, hasTable });
