import type { Db } from '../database.ts';

/** Runs work in a transaction: its own, or the one that `db` is. */
export const atomic = <R>(db: Db, work: (db: Db) => Promise<R>): Promise<R> =>
  db.isTransaction ? work(db) : db.transaction().execute(work);
