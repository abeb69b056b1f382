import { sql } from 'kysely';
import type { AnyRecord } from '../records/records.ts';
import { inChunks } from './chunks.ts';
import { contentHash, type SqlValue } from './codec.ts';
import { closeGaps } from './copies.ts';
import type { Db } from './database.ts';
import { nextVersion, writeMeta } from './meta.ts';
import { type RecordTable, recordTables } from './tables.ts';

/** In which column a record type names somebody. */
const people = [
  [recordTables.training, 'person'],
  [recordTables.certification, 'person'],
  [recordTables['portal-session'], 'person'],
  [recordTables['survey-response'], 'respondent'],
] as const;

type Row = Readonly<Record<string, SqlValue>>;

/** The people who are kept out of what a source brings. */
export async function purgedOf(db: Db, source: string): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('purged').select('hash').where('source', '=', source).execute();
  return new Set(rows.map(({ hash }) => hash));
}

/** A record without its person, if that is somebody who was purged. */
export function withoutPurged(record: AnyRecord, purged: ReadonlySet<string>): AnyRecord {
  if ('person' in record && record.person !== null && purged.has(record.person)) return { ...record, person: null };
  if ('respondent' in record && record.respondent !== null && purged.has(record.respondent))
    return { ...record, respondent: null };
  return record;
}

/** Her rows lose her name and get the hash of what is left of them, behind equal ones that are there. */
async function removeFrom(db: Db, table: RecordTable, column: string, source: string, hash: string): Promise<number> {
  const { rows } = await sql<Row>`
    select * from ${sql.table(table.table)} where source = ${source} and ${sql.ref(column)} = ${hash} order by seq
  `.execute(db);
  if (rows.length === 0) return 0;
  await sql`delete from ${sql.table(table.table)} where source = ${source} and ${sql.ref(column)} = ${hash}`.execute(
    db,
  );
  const left = rows.map((row): Row => {
    const bare = { ...row, [column]: null };
    return { ...bare, hash: contentHash(table.columns.map((own) => Reflect.get(bare, own.column) ?? null)) };
  });
  await closeGaps(
    db,
    table,
    source,
    rows.map((row) => String(row.hash)),
  );
  const taken = new Map<string, number>();
  for (const row of left) {
    const name = String(row.hash);
    const known = taken.get(name) ?? (await copiesOf(db, table, source, name));
    taken.set(name, known + 1);
    const values = { ...row, copy: known };
    const columns = Object.keys(values);
    await sql`
      insert into ${sql.table(table.table)} (${sql.join(columns.map((name) => sql.ref(name)))})
      values (${sql.join(Object.values(values))})
    `.execute(db);
  }
  return rows.length;
}

async function copiesOf(db: Db, { table }: RecordTable, source: string, hash: string): Promise<number> {
  const { rows } = await sql<{ copies: number }>`
    select cast(count(*) as integer) as copies from ${sql.table(table)} where source = ${source} and hash = ${hash}
  `.execute(db);
  return rows[0]?.copies ?? 0;
}

/** Takes somebody out of what sources brought and keeps her out; how many of their rows named her. */
export async function purge(writer: Db, hash: string, sources: readonly string[]): Promise<number> {
  return await writer.transaction().execute(async (db) => {
    const version = await nextVersion(db);
    let rows = 0;
    await inChunks(sources, (chunk) =>
      db
        .insertInto('purged')
        .values(chunk.map((source) => ({ source, hash })))
        .onConflict((conflict) => conflict.doNothing())
        .execute(),
    );
    for (const source of sources) {
      for (const [table, column] of people) rows += await removeFrom(db, table, column, source, hash);
      // What a source is known to have, it is known to have with her.
      await db.deleteFrom('last_sync').where('source', '=', source).execute();
    }
    if (rows > 0) await writeMeta(db, 'data-version', String(version));
    return rows;
  });
}
