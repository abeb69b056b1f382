import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { z } from 'zod';
import type { RecordType } from '../records/records.ts';
import { Batch, columnList, stagedName } from './batch.ts';
import type { Db } from './database.ts';
import type { Staging } from './dialects/engine.ts';
import { purgedOf, withoutPurged } from './purge.ts';
import { isExpired } from './retention.ts';
import { countStaged, dropRepeated, isRepeated, numberCopies } from './staged-events.ts';
import {
  createSide,
  emptySide,
  inSchema,
  refuseStrays,
  type StageInput,
  sideTables,
  stageMatchKeys,
  stageOrigins,
} from './staging-side.ts';
import type { Given } from './store.ts';
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
export const stagingTables: readonly string[] = [runTable, ...sideTables, ...allRecordTables.map(stagedName)];

export type StagedRows = PerType<number>;
type Batches = PerType<Batch>;

const countsOfRows: z.ZodType<Readonly<Record<string, number>>> = z.record(z.string(), z.number().int());

const forEachTable = async (work: (table: RecordTable) => Promise<void>): Promise<void> => {
  for (const table of allRecordTables) await work(table);
};

async function create(db: Db, staging: Staging): Promise<void> {
  const text = sql`text not null`;
  await sql`create ${staging.table} if not exists ${sql.table(inSchema(staging, runTable))}
    (source ${text} primary key, cursor ${text}, rows ${text})`.execute(db);
  await createSide(db, staging);
  await forEachTable(async (table) => {
    const staged = sql.table(inSchema(staging, stagedName(table)));
    await sql`create ${staging.table} if not exists ${staged} as
      select ${columnList(columnsOf(table))} from ${sql.table(table.table)} where 1 = 0`.execute(db);
    for (const name of [identityIndex(table), originIndex(table)])
      await sql`drop index if exists ${sql.ref(inSchema(staging, name))}`.execute(db);
  });
}

interface Completing {
  readonly source: string;
  readonly rows: number;
  /** Whether its events are numbered. */
  readonly areNumbered: boolean;
  /** Whether what was staged is a part of the source. */
  readonly isPart: boolean;
}

const identityIndex = (table: RecordTable): string => `${stagedName(table)}_identity`;
const originIndex = (table: RecordTable): string => `${stagedName(table)}_origin`;

async function indexIdentity(db: Db, staging: Staging, table: RecordTable): Promise<void> {
  // Not unique for events: those of another source may wait here half-read, with their copies not numbered yet.
  const unique = table.named ? sql`unique` : sql``;
  const columns = columnList(table.named ? identityOf(table) : ['source', ...identityOf(table)]);
  const index = sql.ref(inSchema(staging, identityIndex(table)));
  await sql`create ${unique} index ${index} on ${sql.table(stagedName(table))} (${columns})`.execute(db);
}

async function isStored(db: Db, table: RecordTable, source: string): Promise<boolean> {
  const { rows } = await sql`select 1 from ${sql.table(table.table)} where source = ${source} limit 1`.execute(db);
  return rows.length > 0;
}

/** Makes a staged table comparable; the number of its rows. */
async function complete(db: Db, staging: Staging, table: RecordTable, completing: Completing): Promise<number> {
  const { source, rows, areNumbered, isPart } = completing;
  const staged = stagedName(table);
  if (table.named) {
    await indexIdentity(db, staging, table);
    return rows;
  }
  // Their index is of use only where there is something to compare them with.
  if (areNumbered) {
    if (isPart || (await isStored(db, table, source))) await indexIdentity(db, staging, table);
    return rows;
  }
  const index = sql.ref(inSchema(staging, originIndex(table)));
  const columns = columnList(['source', 'hash', 'origin', 'seq']);
  await sql`create index ${index} on ${sql.table(staged)} (${columns})`.execute(db);
  const isLess = await isRepeated(db, staged, source);
  if (isLess) await dropRepeated(db, staged, source);
  // Before the index that their numbers stand in.
  await numberCopies(db, staging, staged, source);
  if (await isStored(db, table, source)) await indexIdentity(db, staging, table);
  return isLess ? await countStaged(db, staged, source) : rows;
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
  await emptySide(db, source);
  return rows;
}

const isSeveral = (given: Given | readonly Given[]): given is readonly Given[] => Array.isArray(given);

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
export async function stage(db: Db, staging: Staging, input: StageInput): Promise<StagedRows> {
  const { source } = input;
  await create(db, staging);
  const earlier = await resume(db, source, input.continueAfter ?? null);
  if (input.origins !== undefined) await stageOrigins(db, source, input.origins);
  const purged = await purgedOf(db, source);
  const keepFrom = input.keepFrom ?? null;
  const isContinued = typeof input.continueAfter === 'string';
  const batches = perType((type) => new Batch(recordTables[type], earlier[type], isContinued));
  let origin: string | null = null;
  for await (const given of input.records) {
    for (const item of isSeveral(given) ? given : [given]) {
      if ('origin' in item) {
        origin = item.origin;
        continue;
      }
      if ('page' in item) {
        await endPage(db, staging, source, item.page, batches);
        continue;
      }
      if (item.source !== source) throw new RangeError(`source ${source} delivered a record of ${item.source}`);
      if (keepFrom !== null && isExpired(item, keepFrom)) continue;
      const batch = batches[item.record];
      if (!batch.add(purged.size > 0 ? withoutPurged(item, purged) : item, origin)) continue;
      await batch.flush(db);
      // SQLite answers within the same turn: without this, others in the process would wait for the whole source.
      await nextTurn();
    }
  }
  const counts: Partial<Record<RecordType, number>> = {};
  const isPart = input.origins !== undefined;
  await forEachTable(async (table) => {
    const batch = batches[table.type];
    await batch.flush(db);
    const { rows, areNumbered } = batch;
    counts[table.type] = await complete(db, staging, table, { source, rows, areNumbered, isPart });
    await nextTurn();
  });
  if (input.origins !== undefined) await forEachTable((table) => refuseStrays(db, table, source));
  if (input.beside?.matchKeys !== undefined) await stageMatchKeys(db, input);
  return perType((type) => counts[type] ?? 0);
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
  await emptySide(db, source);
  await staging.close(db);
}

/** Forgets what a reading of a source that was interrupted left. `staging` is open. */
export async function dropStagedOf(db: Db, staging: Staging, source: string): Promise<void> {
  await create(db, staging);
  await dropStaged(db, staging, source);
}

/** After a failure: a reading that can be continued is kept, anything else goes. */
export async function leaveStaged(db: Db, staging: Staging, source: string): Promise<void> {
  if ((await runOf(db, source)) === undefined) return dropStaged(db, staging, source);
  await staging.close(db);
}

const rowsOf = (batches: Batches): StagedRows => perType((type: RecordType) => batches[type].rows);
