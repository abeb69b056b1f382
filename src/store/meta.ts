import { z } from 'zod';
import type { Db, MetaKey } from './database.ts';
import type { OwnerInfo } from './store.ts';

/** A fact about the store, or undefined if it was never noted. */
export async function readMeta(db: Db, key: MetaKey): Promise<string | undefined> {
  const row = await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst();
  return row?.value;
}

export async function writeMeta(db: Db, key: MetaKey, value: string): Promise<void> {
  await db
    .insertInto('meta')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute();
}

/** The number of publications that changed anything. */
export const readDataVersion = async (db: Db): Promise<number> => Number((await readMeta(db, 'data-version')) ?? 0);

/** The version of the publication that begins. It writes: so the transaction has the write lock before it reads anything. */
export async function nextVersion(db: Db): Promise<number> {
  await db
    .updateTable('meta')
    .set(({ ref }) => ({ value: ref('value') }))
    .where('key', '=', 'data-version')
    .execute();
  return (await readDataVersion(db)) + 1;
}

const ownerInfo = z.object({ pid: z.number(), host: z.string(), role: z.string(), since: z.string() });

/** Who owns the store, or owned it last if it was killed. */
export async function readOwner(db: Db): Promise<OwnerInfo | undefined> {
  const value = await readMeta(db, 'owner');
  return value === undefined ? undefined : ownerInfo.parse(JSON.parse(value));
}

export const writeOwner = (db: Db, owner: OwnerInfo): Promise<void> => writeMeta(db, 'owner', JSON.stringify(owner));

/** Only its own entry: another owner may have followed one that lost its connection. */
export const forgetOwner = async (db: Db, owner: OwnerInfo): Promise<void> => {
  await db.deleteFrom('meta').where('key', '=', 'owner').where('value', '=', JSON.stringify(owner)).execute();
};
