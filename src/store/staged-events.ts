import { sql } from 'kysely';
import type { Db } from './database.ts';
import type { Staging } from './dialects/engine.ts';

/** Whether one row of a source says something twice. By the index on origins, in which that stands side by side. */
export async function isRepeated(db: Db, staged: string, source: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from ${sql.table(staged)} where source = ${source} and origin is not null
    group by hash, origin having count(*) > 1 limit 1
  `.execute(db);
  return rows.length > 0;
}

/** What one row of a source says twice is one event; a source without such rows means what it repeats (rule 7.5). */
export async function dropRepeated(db: Db, staged: string, source: string): Promise<void> {
  const table = sql.table(staged);
  await sql`
    delete from ${table} where source = ${source} and seq in (
      select seq from (
        select seq, row_number() over (partition by hash, origin order by seq) as nth
        from ${table}
        where source = ${source} and origin is not null and hash in (
          select hash from ${table} where source = ${source} group by hash having count(*) > 1
        )
      ) as numbered
      where nth > 1
    )
  `.execute(db);
}

/** How many rows of a source are staged. */
export async function countStaged(db: Db, staged: string, source: string): Promise<number> {
  const { rows } = await sql<{ rows: number }>`
    select cast(count(*) as integer) as rows from ${sql.table(staged)} where source = ${source}
  `.execute(db);
  return rows[0]?.rows ?? 0;
}

/** Numbers equal events, so that each row of a multiset has its own identity: the first is 0, as all are at first. */
export async function numberCopies(db: Db, { place }: Staging, staged: string, source: string): Promise<void> {
  const table = sql.table(staged);
  await sql`
    update ${table} set copy = numbered.copy
    from (
      select place, copy from (
        select ${place} as place, row_number() over (partition by hash order by seq) - 1 as copy
        from ${table}
        where source = ${source} and hash in (
          select hash from ${table} where source = ${source} group by hash having count(*) > 1
        )
      ) as counted
      where copy > 0
    ) as numbered
    where numbered.place = ${sql.table(staged)}.${place}
  `.execute(db);
}
