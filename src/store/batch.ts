import { CompiledQuery, type RawBuilder, sql } from 'kysely';
import { type AnyRecord, keyOf } from '../records/records.ts';
import { contentHash, encodeRecord, type SqlValue } from './codec.ts';
import type { Db } from './database.ts';
import { EqualEvents } from './equal-events.ts';
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
  /** Null for records with an id, and where rows that an earlier run staged are to be numbered with these. */
  readonly #equal: EqualEvents | null;
  /** Whether equal events are numbered, and what an origin says twice is left out. */
  areNumbered: boolean;
  /** What the present origin said. */
  #said: string[] = [];
  #origin: string | null = null;

  /** `isContinued`: an earlier run staged a part of the source. */
  constructor(table: RecordTable, rows: number, isContinued: boolean) {
    this.#table = table;
    this.areNumbered = !table.named && !isContinued;
    this.#equal = this.areNumbered ? new EqualEvents() : null;
    this.#rowsPerInsert = Math.floor(valuesPerInsert / columnsOf(table).length);
    this.rows = rows;
  }

  /** Adds a record; true if the batch must be flushed. */
  add(record: AnyRecord, origin: string | null): boolean {
    const own = encodeRecord(this.#table, record);
    // Only the content is hashed: a row that merely moved, or comes from elsewhere, is still the same.
    const hash = contentHash(own);
    if (record.id !== null) this.#values.push(keyOf(record.source, record.id), record.id);
    else if (this.#isSaid(hash, origin)) return false;
    else this.#values.push(this.#copyOf(hash));
    this.#values.push(record.source, this.rows, hash, origin, ...own);
    this.rows += 1;
    this.#pending += 1;
    return this.#pending === this.#rowsPerInsert;
  }

  /** What one row of a source says twice is one event; a source without such rows means what it repeats (rule 7.5). */
  #isSaid(hash: string, origin: string | null): boolean {
    if (origin === null || !this.areNumbered) return false;
    if (origin !== this.#origin) {
      this.#origin = origin;
      this.#said = [hash];
      return false;
    }
    if (this.#said.includes(hash)) return true;
    this.#said.push(hash);
    return false;
  }

  #copyOf(hash: string): number {
    if (!this.areNumbered) return 0;
    const copy = this.#equal?.next(hash) ?? null;
    if (copy === null) this.areNumbered = false;
    return copy ?? 0;
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
