import { CompiledQuery, type RawBuilder, sql } from 'kysely';
import { type AnyRecord, keyOf } from '../records/records.ts';
import { contentHash, encodeRecord, type SqlValue } from './codec.ts';
import type { Db } from './database.ts';
import { columnsOf, type RecordTable } from './tables.ts';

/** Enough rows per statement to make its fixed cost small; both engines allow far more values. */
const valuesPerInsert = 3_000;

export const stagedName = (table: RecordTable): string => `staged_${table.table}`;
export const columnList = (columns: readonly string[]): RawBuilder<unknown> =>
  sql.join(columns.map((column) => sql.ref(column)));

/** Rows of one record type on their way into its staging table. */
export class Batch {
  readonly #table: RecordTable;
  readonly #rowsPerInsert: number;
  #values: SqlValue[] = [];
  #pending = 0;
  #fullInsert: string | undefined;
  /** Rows seen so far, with those that an earlier run staged. */
  rows: number;
  /** Whether any of them came from a row of its source that has a name. */
  hasOrigins = false;

  constructor(table: RecordTable, rows: number) {
    this.#table = table;
    this.#rowsPerInsert = Math.floor(valuesPerInsert / columnsOf(table).length);
    this.rows = rows;
  }

  /** Adds a record; true if the batch must be flushed. */
  add(record: AnyRecord, origin: string | null): boolean {
    const own = encodeRecord(this.#table, record);
    const identity = record.id === null ? [0] : [keyOf(record.source, record.id), record.id];
    // Only the content is hashed: a row that merely moved, or comes from elsewhere, is still the same.
    this.#values.push(...identity, record.source, this.rows, contentHash(own), origin, ...own);
    if (origin !== null) this.hasOrigins = true;
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
