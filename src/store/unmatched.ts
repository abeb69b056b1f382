import { inChunks } from './chunks.ts';
import type { Db } from './database.ts';
import type { UnmatchedName } from './store.ts';
import { recordTables } from './tables.ts';

/** Replaces what a source could not match. */
export async function writeUnmatched(db: Db, source: string, names: Iterable<UnmatchedName>): Promise<void> {
  await db.deleteFrom('unmatched').where('source', '=', source).execute();
  await inChunks(names, (chunk) =>
    db
      .insertInto('unmatched')
      .values(chunk.map(({ record, text, count }) => ({ source, record, name: text.replaceAll('\0', ''), count })))
      .onConflict((conflict) =>
        conflict.columns(['source', 'record', 'name']).doUpdateSet(({ eb, ref }) => ({
          count: eb('unmatched.count', '+', ref('excluded.count')),
        })),
      )
      .execute(),
  );
}

/** What sources could not match, the most frequent first. */
export async function readUnmatched(
  db: Db,
  source?: string,
): Promise<readonly (UnmatchedName & { readonly source: string })[]> {
  const rows = await db
    .selectFrom('unmatched')
    .select(['source', 'record', 'name', 'count'])
    .$if(source !== undefined, (query) => query.where('source', '=', source ?? ''))
    .orderBy('count', 'desc')
    .orderBy('source')
    .orderBy('name')
    .orderBy('record')
    .execute();
  const types = Object.values(recordTables).map(({ type }) => type);
  return rows.flatMap(({ source: of, record, name, count }) => {
    const type = types.find((known) => known === record);
    return type === undefined ? [] : [{ source: of, record: type, text: name, count }];
  });
}
