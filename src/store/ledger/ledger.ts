import type { Db } from '../database.ts';
import { guarded, guardedLedger } from '../failures.ts';

/** Where small writes go: a file of its own, or the store itself. */
export interface Ledger {
  readonly ledger: Db;
  /** Its own file, if it has one. */
  readonly ledgerFile: string | undefined;
  readonly where: string;
  hasTable(db: Db, name: string): Promise<boolean>;
}

/** Runs work on a ledger; what fails names the file that it is in. */
export const inLedger = <R>({ ledgerFile, where }: Ledger, work: () => Promise<R>): Promise<R> =>
  ledgerFile === undefined ? guarded(where, work) : guardedLedger(ledgerFile, work);
