import { type RawBuilder, sql } from 'kysely';
import { columnList, stagedName } from './batch.ts';
import type { Db } from './database.ts';
import { noteFewer, type OfSource } from './source-state.ts';
import type { PublishResult } from './store.ts';
import { columnsOf, identityOf, type RecordTable } from './tables.ts';

/** What a publication would do to one record type of its source. */
export interface Difference {
  readonly stored: number;
  readonly staged: number;
  readonly added: number;
  readonly changed: number;
  readonly deleted: number;
  readonly unchanged: number;
  /** Unchanged rows that stand elsewhere in the source's order. */
  readonly moved: number;
  /** Unchanged rows that come from another row of the source. */
  readonly relabelled: number;
}

interface Counts {
  readonly stored: number;
  readonly matched: number;
  readonly same: number;
  readonly moved: number;
  readonly relabelled: number;
}

const nothing: Counts = { stored: 0, matched: 0, same: 0, moved: 0, relabelled: 0 };

const sameIdentity = (table: RecordTable, stored: string, staged: string): RawBuilder<unknown> =>
  sql.join(
    // The name of an event's source is part of what tells it apart; a key begins with it.
    (table.named ? identityOf(table) : ['source', ...identityOf(table)]).map(
      (column) => sql`${sql.ref(`${staged}.${column}`)} = ${sql.ref(`${stored}.${column}`)}`,
    ),
    sql` and `,
  );

/** Compares what is staged with what is stored of the source; changes nothing. */
export async function compare(db: Db, table: RecordTable, source: string, staged: number): Promise<Difference> {
  const { rows } = await sql<Counts>`
    select
      cast(count(*) as integer) as stored,
      cast(count(staged.seq) as integer) as matched,
      cast(coalesce(sum(case when staged.hash = stored.hash then 1 else 0 end), 0) as integer) as same,
      cast(coalesce(sum(case when staged.hash = stored.hash and staged.seq <> stored.seq then 1 else 0 end), 0) as integer) as moved,
      cast(coalesce(sum(case when staged.hash = stored.hash and staged.origin is distinct from stored.origin then 1 else 0 end), 0) as integer) as relabelled
    from ${sql.table(table.table)} as stored
    left join ${sql.table(stagedName(table))} as staged on ${sameIdentity(table, 'stored', 'staged')}
    where stored.source = ${source}
  `.execute(db);
  const { stored, matched, same, moved, relabelled } = rows[0] ?? nothing;
  return {
    stored,
    staged,
    moved,
    relabelled,
    ...counted(table, { gone: stored - matched, fresh: staged - matched, matched, same }),
  };
}

/** What of a type's rows is new, gone and else, as a publication tells it. */
export function counted(
  { named }: RecordTable,
  { gone, fresh, matched, same }: { readonly gone: number; readonly fresh: number } & Pick<Counts, 'matched' | 'same'>,
): Pick<Difference, 'added' | 'changed' | 'deleted' | 'unchanged'> {
  // An event has no id: one that is gone beside one that is new is counted as a change, not as a deletion.
  const replaced = named ? 0 : Math.min(gone, fresh);
  return {
    added: fresh - replaced,
    changed: matched - same + replaced,
    deleted: gone - replaced,
    unchanged: same,
  };
}

export const isDifferent = ({ added, changed, deleted, moved }: Difference): boolean =>
  added + changed + deleted + moved > 0;

/** Whether anything is to be written: where a row comes from is kept, but changes nothing that anybody reads. */
export const isToWrite = (difference: Difference): boolean => isDifferent(difference) || difference.relabelled > 0;

/** Adds what is staged where nothing is stored of the source. */
export async function fill(db: Db, table: RecordTable, source: string): Promise<void> {
  const columns = columnList(columnsOf(table));
  // As they were staged, which is their order: the `||` keeps the index by content out, which would give them in none.
  await sql`
    insert into ${sql.table(table.table)} (${columns})
    select ${columns} from ${sql.table(stagedName(table))} as staged where staged.source || '' = ${source}
  `.execute(db);
}

/** Makes the stored rows of the source equal to the staged ones; writes only where they differ. */
export async function apply(db: Db, table: RecordTable, source: string): Promise<void> {
  const stored = sql.table(table.table);
  const staged = sql.table(stagedName(table));
  const matches = sameIdentity(table, table.table, 'staged');
  const storedColumn = (column: string): RawBuilder<unknown> => sql.ref(`${table.table}.${column}`);
  await sql`
    delete from ${stored}
    where source = ${source} and not exists (select 1 from ${staged} as staged where ${matches})
  `.execute(db);
  const updated = ['seq', 'hash', 'origin', ...table.columns.map(({ column }) => column)];
  const values = sql.join(updated.map((column) => sql`${sql.ref(column)} = ${sql.ref(`staged.${column}`)}`));
  await sql`
    update ${stored} set ${values}
    from ${staged} as staged
    where ${matches} and ${storedColumn('source')} = ${source}
      and (staged.hash <> ${storedColumn('hash')} or staged.seq <> ${storedColumn('seq')}
        or staged.origin is distinct from ${storedColumn('origin')})
  `.execute(db);
  const columns = columnList(columnsOf(table));
  await sql`
    insert into ${stored} (${columns})
    select ${columns} from ${staged} as staged
    where staged.source = ${source} and not exists (
      select 1 from ${stored} as stored where stored.source = ${source} and ${sameIdentity(table, 'stored', 'staged')}
    )
    order by seq
  `.execute(db);
}

/** Deletes rows of other sources whose required reference points at a record that is gone (rule 1.2). */
export async function prune(db: Db, table: RecordTable, source: string): Promise<void> {
  for (const { column, target } of table.references) {
    const { rows } = await sql<OfSource>`
      delete from ${sql.table(table.table)}
      where source <> ${source} and not exists (
        select 1 from ${sql.table(target)} as target where target.key = ${sql.ref(`${table.table}.${column}`)}
      )
      returning source
    `.execute(db);
    await noteFewer(db, rows);
  }
}

/** Of each record type. */
export type Differences = Map<RecordTable, Difference>;

export const total = (differences: Differences, count: keyof Difference): number =>
  [...differences.values()].reduce((sum, difference) => sum + difference[count], 0);

/** What a publication tells of its differences. */
export function resultOf(differences: Differences): PublishResult {
  const perType = [...differences]
    .filter(([, { staged, deleted }]) => staged + deleted > 0)
    .map(([{ type }, { staged, deleted }]) => [type, { rows: staged, deleted }] as const);
  return {
    added: total(differences, 'added'),
    changed: total(differences, 'changed'),
    deleted: total(differences, 'deleted'),
    unchanged: total(differences, 'unchanged'),
    perType: Object.fromEntries(perType),
    changes: Object.fromEntries(
      [...differences]
        .filter(([, { added, changed, deleted }]) => added + changed + deleted > 0)
        .map(([{ type }, { added, changed, deleted }]) => [type, { added, changed, deleted }] as const),
    ),
  };
}
