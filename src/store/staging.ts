import { setImmediate as nextTurn } from 'node:timers/promises';
import { CompiledQuery, type RawBuilder, sql } from 'kysely';
import { type AnyRecord, keyOf, type RecordType } from '../records/records.ts';
import { contentHash, encodeRecord, type SqlValue } from './codec.ts';
import type { Db } from './database.ts';
import {
  allRecordTables,
  columnsOf,
  identityOf,
  type PerType,
  perType,
  type RecordTable,
  recordTables,
} from './tables.ts';

/** Enough rows per statement to make its fixed cost small; both engines allow far more values. */
const valuesPerInsert = 3_000;

export const stagedName = (table: RecordTable): string => `staged_${table.table}`;
export const columnList = (columns: readonly string[]): RawBuilder<unknown> =>
  sql.join(columns.map((column) => sql.ref(column)));

/** Rows of one record type on their way into its staging table. */
class Batch {
  readonly #table: RecordTable;
  readonly #rowsPerInsert: number;
  #values: SqlValue[] = [];
  #pending = 0;
  #fullInsert: string | undefined;
  /** Rows seen so far. */
  rows = 0;

  constructor(table: RecordTable) {
    this.#table = table;
    this.#rowsPerInsert = Math.floor(valuesPerInsert / columnsOf(table).length);
  }

  /** Adds a record; true if the batch must be flushed. */
  add(record: AnyRecord): boolean {
    const own = encodeRecord(this.#table, record);
    const identity = record.id === null ? [0] : [keyOf(record.source, record.id), record.id];
    // Only the content is hashed: a row that merely moved is still the same.
    this.#values.push(...identity, record.source, this.rows, contentHash(own), ...own);
    this.rows += 1;
    this.#pending += 1;
    return this.#pending === this.#rowsPerInsert;
  }

  async flush(db: Db): Promise<void> {
    if (this.#pending === 0) return;
    const full = this.#pending === this.#rowsPerInsert;
    const text = full ? (this.#fullInsert ?? this.#insertOf(db)) : this.#insertOf(db);
    if (full) this.#fullInsert = text;
    await db.executeQuery(CompiledQuery.raw(text, this.#values));
    this.#values = [];
    this.#pending = 0;
  }

  #insertOf(db: Db): string {
    const columns = columnsOf(this.#table);
    const row = sql`(${sql.join(columns.map(() => sql.val(null)))})`;
    const rows = sql.join(Array.from({ length: this.#pending }, () => row));
    const insert = sql`insert into ${sql.table(stagedName(this.#table))} (${columnList(columns)}) values ${rows}`;
    return insert.compile(db).sql;
  }
}

/** Numbers equal events, so that each row of a multiset has its own identity. */
async function numberCopies(db: Db, staged: string): Promise<void> {
  const table = sql.table(staged);
  await sql`
    update ${table} set copy = numbered.copy
    from (
      select seq, row_number() over (partition by hash order by seq) - 1 as copy
      from ${table}
      where hash in (select hash from ${table} group by hash having count(*) > 1)
    ) as numbered
    where numbered.seq = ${sql.ref(`${staged}.seq`)}
  `.execute(db);
}

async function create(db: Db, table: RecordTable): Promise<void> {
  const staged = sql.table(stagedName(table));
  await sql`drop table if exists ${staged}`.execute(db);
  await sql`create temporary table ${staged} as
    select ${columnList(columnsOf(table))} from ${sql.table(table.table)} where 1 = 0`.execute(db);
}

async function complete(db: Db, table: RecordTable): Promise<void> {
  const staged = stagedName(table);
  if (!table.named) await numberCopies(db, staged);
  const index = sql.ref(`${staged}_identity`);
  await sql`create unique index ${index} on ${sql.table(staged)} (${columnList(identityOf(table))})`.execute(db);
}

export type StagedRows = Readonly<Record<RecordType, number>>;

const forEachTable = async (work: (table: RecordTable) => Promise<void>): Promise<void> => {
  for (const table of allRecordTables) await work(table);
};

/**
 * Writes every record of a source into temporary tables of this session, a few hundred at a time, so that memory stays
 * flat and the publication itself is short. Returns the rows per record type.
 */
export async function stage(db: Db, source: string, records: AsyncIterable<AnyRecord>): Promise<StagedRows> {
  await forEachTable((table) => create(db, table));
  const batches = newBatches();
  for await (const record of records) {
    if (record.source !== source) throw new RangeError(`source ${source} delivered a record of ${record.source}`);
    const batch = batches[record.record];
    if (!batch.add(record)) continue;
    await batch.flush(db);
    // SQLite answers within the same turn: without this, others in the process would wait for the whole source.
    await nextTurn();
  }
  await forEachTable(async (table) => {
    await batches[table.type].flush(db);
    await complete(db, table);
    await nextTurn();
  });
  return rowsOf(batches);
}

export const dropStaged = (db: Db): Promise<void> =>
  forEachTable(async (table) => {
    await sql`drop table if exists ${sql.table(stagedName(table))}`.execute(db);
  });

const newBatches = (): PerType<Batch> => perType((type) => new Batch(recordTables[type]));
const rowsOf = (batches: PerType<Batch>): StagedRows => perType((type) => batches[type].rows);
