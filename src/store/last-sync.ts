import type { Db } from './database.ts';
import type { LastSync } from './store.ts';

/** What a source's last sync read, or undefined if its rows may have changed since by another way. */
export async function readLastSync(db: Db, source: string): Promise<LastSync | undefined> {
  return await db
    .selectFrom('last_sync')
    .select(['fingerprint', 'report'])
    .where('source', '=', source)
    .executeTakeFirst();
}

export async function writeLastSync(db: Db, source: string, last: LastSync | null): Promise<void> {
  await db.deleteFrom('last_sync').where('source', '=', source).execute();
  if (last !== null)
    await db
      .insertInto('last_sync')
      .values({ source, ...last })
      .execute();
}

/** The rows of other sources are no longer what they brought: their next sync must look again. */
export async function forgetOtherSyncs(db: Db, source: string): Promise<void> {
  await db.deleteFrom('last_sync').where('source', '<>', source).execute();
}

/** Moves the age of a source's data to `seenAt`: they are still what the store holds. */
export async function noteUnchanged(db: Db, source: string, seenAt: string): Promise<void> {
  await db.updateTable('source_state').set({ data_as_of: seenAt }).where('source', '=', source).execute();
}
