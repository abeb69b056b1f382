import { sql } from 'kysely';
import { inChunks } from './chunks.ts';
import type { Db } from './database.ts';
import type { RecordTable } from './tables.ts';

interface Copy {
  readonly hash: string;
  readonly copy: number;
}

/** Numbers equal events from 0 without a gap, as a full publication does, after some of these hashes were deleted. */
export async function closeGaps(
  db: Db,
  { table }: RecordTable,
  source: string,
  hashes: readonly string[],
): Promise<void> {
  await inChunks(new Set(hashes), async (chunk) => {
    const { rows } = await sql<Copy>`
      select hash, copy from ${sql.table(table)}
      where source = ${source} and hash in (${sql.join(chunk)}) order by hash, copy
    `.execute(db);
    const left = Map.groupBy(rows, ({ hash }) => hash);
    for (const copies of left.values()) await renumber(db, table, source, copies);
  });
}

/** Upwards: a number is free once those before it are in place. */
async function renumber(db: Db, table: string, source: string, copies: readonly Copy[]): Promise<void> {
  for (const [number, { hash, copy }] of copies.entries()) {
    if (copy === number) continue;
    await sql`
      update ${sql.table(table)} set copy = ${number} where source = ${source} and hash = ${hash} and copy = ${copy}
    `.execute(db);
  }
}
