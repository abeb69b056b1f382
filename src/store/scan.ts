import { setImmediate as nextTurn } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import type { RecordType } from '../records/records.ts';
import { flag, list } from './codec.ts';
import type { Db } from './database.ts';
import { mergedInto } from './local.ts';
import { type RecordTable, recordTables } from './tables.ts';

/** Large enough that a chunk's fixed cost vanishes, small enough that it holds up nobody for long. */
const rowsPerChunk = 20_000;

/** A row under the names of its record's fields, before its flags and lists are read. */
interface Fields {
  [field: string]: unknown;
}

function selected(type: RecordType, table: RecordTable, field: string): RawBuilder<unknown> {
  if (field === 'record') return sql`${sql.lit(type)} as record`;
  if (field === 'source') return sql`source`;
  if (field === 'id') return table.named ? sql`id` : sql`null as id`;
  if (type === 'partner' && field === 'mergedInto') return sql`${mergedInto} as ${sql.ref(field)}`;
  const column = table.columns.find((candidate) => candidate.field === field);
  if (column === undefined) throw new TypeError(`${type} has no field ${field}`);
  return sql`${sql.ref(column.column)} as ${sql.ref(field)}`;
}

/** Turns the stored forms of flags and lists into the record's own, in place: most rows have none. */
function readerOfRows(table: RecordTable, fields: readonly string[]): (rows: readonly Fields[]) => void {
  const asked = table.columns.filter(({ field }) => fields.includes(field));
  const flags = asked.filter(({ kind }) => kind === 'flag').map(({ field }) => field);
  const lists = asked.filter(({ kind }) => kind === 'list').map(({ field }) => field);
  return (rows) => {
    for (const name of flags) for (const row of rows) row[name] = flag(row[name]);
    for (const name of lists) for (const row of rows) row[name] = list(row[name]);
  };
}

async function lastRowOf(db: Db, table: RecordTable, source: string): Promise<number> {
  const { rows } = await sql<{ last: number | null }>`
    select max(seq) as last from ${sql.table(table.table)} where source = ${source}
  `.execute(db);
  return rows[0]?.last ?? -1;
}

/**
 * The rows of one record type in the order of their sources and of each source's rows, in chunks, with only the fields
 * asked for. `R` must be what the record's type says of these fields; the columns were checked when they were written.
 */
export async function* scanRows<R extends object>(
  db: Db,
  type: RecordType,
  fields: readonly string[],
): AsyncGenerator<readonly R[]> {
  const table = recordTables[type];
  const columns = sql.join(fields.map((field) => selected(type, table, field)));
  const read = readerOfRows(table, fields);
  const states = await db.selectFrom('source_state').select('source').orderBy('source').execute();
  for (const { source } of states) {
    const last = await lastRowOf(db, table, source);
    for (let from = 0; from <= last; from += rowsPerChunk) {
      const { rows } = await sql<Fields & R>`
        select ${columns} from ${sql.table(table.table)}
        where source = ${source} and seq >= ${from} and seq < ${from + rowsPerChunk} order by seq
      `.execute(db);
      read(rows);
      yield rows;
      // SQLite answers within the same turn: without this, others in the process would wait for the whole stream.
      await nextTurn();
    }
  }
}

/** Locally kept histories of the fields for which no source gives one, as if they were rows of `partner-history`. */
export async function scanLocalHistory<R extends object>(db: Db, fields: readonly string[]): Promise<readonly R[]> {
  const columns = fields.map((field) => selected('partner-history', recordTables['partner-history'], field));
  const { rows } = await sql<R>`
    select ${sql.join(columns)} from local_history
    where not exists (
      select 1 from partner_history as given
      where given.partner = local_history.partner and given.field = local_history.field
    )
    order by partner, field, valid_from
  `.execute(db);
  return rows;
}
