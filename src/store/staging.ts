import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { z } from 'zod';
import type { RecordType } from '../records/records.ts';
import { Batch, columnList, stagedName } from './batch.ts';
import type { Db } from './database.ts';
import type { Staging } from './dialects/engine.ts';
import type { PublishInput } from './store.ts';
import {
  allRecordTables,
  columnsOf,
  identityOf,
  type PerType,
  perType,
  type RecordTable,
  recordTables,
} from './tables.ts';

const runTable = 'staged_run';
export const stagingTables: readonly string[] = [runTable, ...allRecordTables.map(stagedName)];

export type StagedRows = PerType<number>;
type Batches = PerType<Batch>;

const countsOfRows: z.ZodType<Readonly<Record<string, number>>> = z.record(z.string(), z.number().int());

const forEachTable = async (work: (table: RecordTable) => Promise<void>): Promise<void> => {
  for (const table of allRecordTables) await work(table);
};

/** Numbers equal events, so that each row of a multiset has its own identity. */
async function numberCopies(db: Db, staged: string, source: string): Promise<void> {
  const table = sql.table(staged);
  await sql`
    update ${table} set copy = numbered.copy
    from (
      select seq, row_number() over (partition by hash order by seq) - 1 as copy
      from ${table}
      where source = ${source} and hash in (
        select hash from ${table} where source = ${source} group by hash having count(*) > 1
      )
    ) as numbered
    where numbered.seq = ${sql.ref(`${staged}.seq`)} and source = ${source}
  `.execute(db);
}

const inSchema = (staging: Staging, name: string): string =>
  staging.schema === undefined ? name : `${staging.schema}.${name}`;

async function create(db: Db, staging: Staging): Promise<void> {
  const text = sql`text not null`;
  await sql`create ${staging.table} if not exists ${sql.table(inSchema(staging, runTable))}
    (source ${text} primary key, cursor ${text}, rows ${text})`.execute(db);
  await forEachTable(async (table) => {
    const staged = sql.table(inSchema(staging, stagedName(table)));
    await sql`create ${staging.table} if not exists ${staged} as
      select ${columnList(columnsOf(table))} from ${sql.table(table.table)} where 1 = 0`.execute(db);
    await sql`drop index if exists ${sql.ref(inSchema(staging, `${stagedName(table)}_identity`))}`.execute(db);
  });
}

async function complete(db: Db, staging: Staging, table: RecordTable, source: string): Promise<void> {
  const staged = stagedName(table);
  if (!table.named) await numberCopies(db, staged, source);
  const name = `${staged}_identity`;
  const index = sql.ref(inSchema(staging, name));
  // Not unique for events: those of another source may wait here half-read, with their copies not numbered yet.
  const unique = table.named ? sql`unique` : sql``;
  const columns = columnList(table.named ? identityOf(table) : ['source', ...identityOf(table)]);
  await sql`create ${unique} index ${index} on ${sql.table(staged)} (${columns})`.execute(db);
}

const runOf = (db: Db, source: string) =>
  db.selectFrom('staged_run').select(['cursor', 'rows']).where('source', '=', source).executeTakeFirst();

/** Rows up to the cursor; those behind it were staged by a page that never ended. */
async function resume(db: Db, source: string, cursor: string | null): Promise<StagedRows> {
  const run = cursor === null ? undefined : await runOf(db, source);
  if (cursor !== null && run?.cursor !== cursor) {
    throw new RangeError(`source ${source} continues after a page that is not staged`);
  }
  const kept = run === undefined ? {} : countsOfRows.parse(JSON.parse(run.rows));
  const rows = perType((type) => kept[type] ?? 0);
  await forEachTable(async (table) => {
    const staged = sql.table(stagedName(table));
    await sql`delete from ${staged} where source = ${source} and seq >= ${rows[table.type]}`.execute(db);
  });
  if (run === undefined) await db.deleteFrom('staged_run').where('source', '=', source).execute();
  return rows;
}

const flushAll = (db: Db, batches: Batches): Promise<void> => forEachTable(({ type }) => batches[type].flush(db));

async function endPage(db: Db, staging: Staging, source: string, cursor: string, batches: Batches): Promise<void> {
  await flushAll(db, batches);
  await staging.keep(db);
  const run = { cursor, rows: JSON.stringify(rowsOf(batches)) };
  await db
    .insertInto('staged_run')
    .values({ source, ...run })
    .onConflict((conflict) => conflict.column('source').doUpdateSet(run))
    .execute();
}

/**
 * Writes every record of a source into the staging tables, a few hundred at a time, so that memory stays flat and
 * nobody waits. A source that is read by the page can be continued after the last page that was staged whole. Returns
 * the rows per record type.
 */
export async function stage(db: Db, staging: Staging, input: PublishInput): Promise<StagedRows> {
  const { source } = input;
  await create(db, staging);
  const earlier = await resume(db, source, input.continueAfter ?? null);
  const batches = perType((type) => new Batch(recordTables[type], earlier[type]));
  for await (const item of input.records) {
    if ('page' in item) {
      await endPage(db, staging, source, item.page, batches);
      continue;
    }
    if (item.source !== source) throw new RangeError(`source ${source} delivered a record of ${item.source}`);
    const batch = batches[item.record];
    if (!batch.add(item)) continue;
    await batch.flush(db);
    // SQLite answers within the same turn: without this, others in the process would wait for the whole source.
    await nextTurn();
  }
  await forEachTable(async (table) => {
    await batches[table.type].flush(db);
    await complete(db, staging, table, source);
    await nextTurn();
  });
  return rowsOf(batches);
}

/** Where an interrupted reading of a source can be continued; null: only from its beginning. */
export async function stagedCursor(db: Db, staging: Staging, source: string): Promise<string | null> {
  await staging.open(db);
  try {
    await create(db, staging);
    return (await runOf(db, source))?.cursor ?? null;
  } finally {
    await staging.close(db);
  }
}

/** After a publication: only what other sources staged and can continue is kept. */
export async function dropStaged(db: Db, staging: Staging, source: string): Promise<void> {
  await db.deleteFrom('staged_run').where('source', '=', source).execute();
  const others = await db.selectFrom('staged_run').select('source').limit(1).execute();
  if (others.length === 0) return staging.drop(db, stagingTables);
  await forEachTable(async (table) => {
    await sql`delete from ${sql.table(stagedName(table))} where source = ${source}`.execute(db);
  });
  await staging.close(db);
}

/** After a failure: a reading that can be continued is kept, anything else goes. */
export async function leaveStaged(db: Db, staging: Staging, source: string): Promise<void> {
  if ((await runOf(db, source)) === undefined) return dropStaged(db, staging, source);
  await staging.close(db);
}

const rowsOf = (batches: Batches): StagedRows => perType((type: RecordType) => batches[type].rows);
