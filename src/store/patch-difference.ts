import { type RawBuilder, sql } from 'kysely';
import { columnList, stagedName } from './batch.ts';
import type { Db } from './database.ts';
import { counted, type Difference } from './difference.ts';
import { columnsOf, type RecordTable } from './tables.ts';

/**
 * Every statement here begins at what is staged and finds stored rows by an index (`cross join`: SQLite keeps that order): a
 * patch of a few hundred rows must not read millions.
 */
type Names = { readonly stored: RawBuilder<unknown>; readonly staged: RawBuilder<unknown> };

const namesOf = (table: RecordTable): Names => ({
  stored: sql.table(table.table),
  staged: sql.table(stagedName(table)),
});

/** An event of an origin is what it says. Its hash leads to few rows; the `||` keeps the origin's index, with all of an origin's rows, out. */
const isSame = ({ named }: RecordTable, source: string): RawBuilder<unknown> =>
  named
    ? sql`stored.key = staged.key`
    : sql`stored.source = ${source} and stored.hash = staged.hash and stored.origin || '' = staged.origin`;

const isStaged = (table: RecordTable, source: string, stored: string): RawBuilder<unknown> => {
  const { staged } = namesOf(table);
  const column = (name: string) => sql.ref(`${stored}.${name}`);
  return table.named
    ? sql`exists (select 1 from ${staged} as staged where staged.key = ${column('key')})`
    : sql`exists (
        select 1 from ${staged} as staged
        where staged.source = ${source} and staged.hash = ${column('hash')} and staged.origin = ${column('origin')}
      )`;
};

/** Compares what a patch brought with what is stored of its origins; changes nothing. */
export async function comparePatch(db: Db, table: RecordTable, source: string, staged: number): Promise<Difference> {
  const { matched, same, relabelled } = staged === 0 ? nothing : await match(db, table, source);
  const { stored } = namesOf(table);
  const { rows } = await sql<{ gone: number }>`
    select cast(count(*) as integer) as gone
    from staged_origin as origins cross join ${stored} as stored
    where origins.source = ${source} and stored.source = ${source} and stored.origin = origins.origin
      and not ${isStaged(table, source, 'stored')}
  `.execute(db);
  const gone = rows[0]?.gone ?? 0;
  const counts = counted(table, { gone, fresh: staged - matched, matched, same });
  return { stored: gone + matched, staged, moved: 0, relabelled, ...counts };
}

type Matched = { readonly matched: number; readonly same: number; readonly relabelled: number };
const nothing: Matched = { matched: 0, same: 0, relabelled: 0 };

async function match(db: Db, table: RecordTable, source: string): Promise<Matched> {
  const names = namesOf(table);
  const { rows } = await sql<Matched>`
    select
      cast(count(*) as integer) as matched,
      cast(coalesce(sum(case when staged.hash = stored.hash then 1 else 0 end), 0) as integer) as same,
      cast(coalesce(sum(case when staged.hash = stored.hash and staged.origin is distinct from stored.origin then 1 else 0 end), 0) as integer) as relabelled
    from ${names.staged} as staged cross join ${names.stored} as stored
    where staged.source = ${source} and ${isSame(table, source)}
  `.execute(db);
  return rows[0] ?? nothing;
}

/** Whether a type has fewer rows of the source than `limit`: how many then, else undefined. Reads no more than `limit`. */
export async function countBelow(
  db: Db,
  table: RecordTable,
  source: string,
  limit: number,
): Promise<number | undefined> {
  const { rows } = await sql<{ rows: number }>`
    select cast(count(*) as integer) as rows
    from (select 1 from ${namesOf(table).stored} where source = ${source} limit ${limit}) as several
  `.execute(db);
  const count = rows[0]?.rows ?? 0;
  return count < limit ? count : undefined;
}

/** Deletes what the patch's origins no longer say; gives the keys of named records, the hashes of events. */
export async function removeGone(db: Db, table: RecordTable, source: string): Promise<readonly string[]> {
  const { stored } = namesOf(table);
  const { rows } = await sql<{ gone: string }>`
    delete from ${stored}
    where source = ${source} and origin in (select origin from staged_origin where source = ${source})
      and not ${isStaged(table, source, table.table)}
    returning ${sql.ref(table.named ? 'key' : 'hash')} as gone
  `.execute(db);
  return rows.map(({ gone }) => gone);
}

/** Brings named records that are stored to what the patch says of them; they keep their place in the order. */
export async function updateChanged(db: Db, table: RecordTable, source: string): Promise<void> {
  const { stored, staged } = namesOf(table);
  const storedColumn = (column: string): RawBuilder<unknown> => sql.ref(`${table.table}.${column}`);
  const updated = ['hash', 'origin', ...table.columns.map(({ column }) => column)];
  const values = sql.join(updated.map((column) => sql`${sql.ref(column)} = ${sql.ref(`staged.${column}`)}`));
  await sql`
    update ${stored} set ${values}
    from ${staged} as staged
    where ${storedColumn('key')} in (select key from ${staged} where source = ${source})
      and staged.key = ${storedColumn('key')}
      and (staged.hash <> ${storedColumn('hash')} or staged.origin is distinct from ${storedColumn('origin')})
  `.execute(db);
}

/** Adds what is new behind all that the source has; equal events are numbered on. */
export async function insertNew(db: Db, table: RecordTable, source: string): Promise<void> {
  const { stored, staged } = namesOf(table);
  const seq = sql`
    (select coalesce(max(seq), -1) from ${stored} where source = ${source})
    + row_number() over (order by staged.seq)
  `;
  const copy = sql`
    coalesce((select max(equal.copy) + 1 from ${stored} as equal
      where equal.source = ${source} and equal.hash = staged.hash), 0)
    + row_number() over (partition by staged.hash order by staged.seq) - 1
  `;
  const columns = columnsOf(table);
  const values = columns.map((column) =>
    column === 'seq' ? seq : column === 'copy' ? copy : sql.ref(`staged.${column}`),
  );
  await sql`
    insert into ${stored} (${columnList(columns)})
    select ${sql.join(values)} from ${staged} as staged
    where staged.source = ${source} and not exists (
      select 1 from ${stored} as stored where ${isSame(table, source)}
    )
  `.execute(db);
}
