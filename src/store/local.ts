import { sql } from 'kysely';
import { PulseError } from '../errors.ts';
import type { Key } from '../records/records.ts';
import type { Db } from './database.ts';
import { noteMatchChange } from './match-keys.ts';
import { nextVersion, writeMeta } from './meta.ts';
import type { LocalAlias, LocalAliases, LocalMerge, LocalMerges } from './store.ts';

/** What was decided here about partners changes what readers see, and how every source finds its partners. */
async function decided(writer: Db, decide: (db: Db) => Promise<boolean>): Promise<boolean> {
  return await writer.transaction().execute(async (db) => {
    const version = await nextVersion(db);
    if (!(await decide(db))) return false;
    await noteMatchChange(db);
    await db.deleteFrom('last_sync').execute();
    await writeMeta(db, 'data-version', String(version));
    return true;
  });
}

async function mustExist(db: Db, key: Key): Promise<void> {
  const { rows } = await sql`select 1 from partner where key = ${key}`.execute(db);
  if (rows.length === 0) throw new PulseError('unknown-partner', { partner: key, suggestions: '' });
}

const addAlias = (writer: Db, alias: LocalAlias): Promise<boolean> =>
  decided(writer, async (db) => {
    await mustExist(db, alias.key);
    const stored = await db.selectFrom('local_alias').select('key').where('text', '=', alias.text).executeTakeFirst();
    if (stored?.key === alias.key) return false;
    const { text, key, by, at } = alias;
    await db.deleteFrom('refused_name').where('text', '=', text).execute();
    await db.deleteFrom('local_alias').where('text', '=', text).execute();
    await db.insertInto('local_alias').values({ text, key, by, at }).execute();
    return true;
  });

const removeAlias = (writer: Db, text: string): Promise<boolean> =>
  decided(writer, async (db) => {
    const { numDeletedRows } = await db.deleteFrom('local_alias').where('text', '=', text).executeTakeFirst();
    return numDeletedRows > 0n;
  });

/** Changes nothing that anybody reads: who is nobody was nobody before. */
async function refuseName(db: Db, text: string, by: string, at: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto('refused_name')
    .values({ text, by, at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows > 0n;
}

/** What a partner is a part of, as readers see it: what was decided here goes before what its source says. */
async function nextOf(db: Db, key: Key): Promise<Key | null> {
  const { rows } = await sql<{ into: Key | null }>`
    select ${mergedInto} as "into" from partner where partner.key = ${key}
  `.execute(db);
  return rows[0]?.into ?? null;
}

/** `mergedInto` of a row of `partner` in a query. One decided here holds while both partners are there. */
export const mergedInto = sql`coalesce((
  select merge."into" from local_merge as merge
  where merge."from" = partner.key and exists (select 1 from partner as other where other.key = merge."into")
), partner.merged_into)`;

async function refuseCircle(db: Db, { from, into }: LocalMerge): Promise<void> {
  const seen = new Set<Key>();
  for (let here: Key | null = into; here !== null && !seen.has(here); here = await nextOf(db, here)) {
    if (here === from) throw new PulseError('merge-circle', { from, into });
    seen.add(here);
  }
}

const addMerge = (writer: Db, merge: LocalMerge): Promise<boolean> =>
  decided(writer, async (db) => {
    await mustExist(db, merge.from);
    await mustExist(db, merge.into);
    await refuseCircle(db, merge);
    const stored = await db.selectFrom('local_merge').select('into').where('from', '=', merge.from).executeTakeFirst();
    if (stored?.into === merge.into) return false;
    const { from, into, by, at } = merge;
    await db.deleteFrom('local_merge').where('from', '=', from).execute();
    await db.insertInto('local_merge').values({ from, into, by, at }).execute();
    return true;
  });

const removeMerge = (writer: Db, from: Key): Promise<boolean> =>
  decided(writer, async (db) => {
    const { numDeletedRows } = await db.deleteFrom('local_merge').where('from', '=', from).executeTakeFirst();
    return numDeletedRows > 0n;
  });

/** How a store writes and reads: `write` in turn with its publications, as the owner. */
export interface Turns {
  write<R>(work: (writer: Db) => Promise<R>): Promise<R>;
  read<R>(work: (reader: Db) => Promise<R>): Promise<R>;
}

/** The names that were given to partners here. */
export const aliasesIn = ({ write, read }: Turns): LocalAliases => ({
  add: (alias) => write((db) => addAlias(db, alias)),
  remove: (text) => write((db) => removeAlias(db, text)),
  refuse: (text, by, at) => write((db) => refuseName(db, text, by, at)),
  refused: () =>
    read(async (db) =>
      (await db.selectFrom('refused_name').select('text').orderBy('text').execute()).map(({ text }) => text),
    ),
  list: () => read((db) => db.selectFrom('local_alias').select(['text', 'key', 'by', 'at']).orderBy('text').execute()),
});

/** The partners that were merged here. */
export const mergesIn = ({ write, read }: Turns): LocalMerges => ({
  add: (merge) => write((db) => addMerge(db, merge)),
  remove: (from) => write((db) => removeMerge(db, from)),
  list: () => read((db) => db.selectFrom('local_merge').select(['from', 'into', 'by', 'at']).orderBy('from').execute()),
});
