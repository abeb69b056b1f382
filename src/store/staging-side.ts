import { sql } from 'kysely';
import { stagedName } from './batch.ts';
import { inChunks } from './chunks.ts';
import type { Db } from './database.ts';
import type { Staging } from './dialects/engine.ts';
import type { MatchKeyRow, PatchInput, PublishInput } from './store.ts';
import type { RecordTable } from './tables.ts';

/** What is staged beside records: the origins of a patch, and names to match partners by. */
export const sideTables: readonly string[] = ['staged_origin', 'staged_match_key'];

export type StageInput = PublishInput & Partial<Pick<PatchInput, 'origins'>>;

/** The name of a staging table where the engine keeps them apart. */
export const inSchema = (staging: Staging, name: string): string =>
  staging.schema === undefined ? name : `${staging.schema}.${name}`;

export async function createSide(db: Db, staging: Staging): Promise<void> {
  const text = sql`text not null`;
  await sql`create ${staging.table} if not exists ${sql.table(inSchema(staging, 'staged_origin'))}
    (source ${text}, origin ${text}, primary key (source, origin))`.execute(db);
  const key = ['by', 'value', 'source', 'key', 'origin'].map((column) => sql.ref(column));
  const columns = key.map((column) => sql`${column} ${text}`);
  await sql`create ${staging.table} if not exists ${sql.table(inSchema(staging, 'staged_match_key'))}
    (${sql.join(columns)}, primary key (${sql.join(key)}))`.execute(db);
}

export async function emptySide(db: Db, source: string): Promise<void> {
  await db.deleteFrom('staged_origin').where('source', '=', source).execute();
  await db.deleteFrom('staged_match_key').where('source', '=', source).execute();
}

export const stageOrigins = (db: Db, source: string, origins: PatchInput['origins']): Promise<void> =>
  inChunks(origins, (chunk) =>
    db
      .insertInto('staged_origin')
      .values(chunk.map((origin) => ({ source, origin })))
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );

/** A row outside of what is replaced would be added again by each patch. */
export async function refuseStrays(db: Db, table: RecordTable, source: string): Promise<void> {
  const { rows } = await sql<{ origin: string | null }>`
    select origin from ${sql.table(stagedName(table))} as staged
    where source = ${source} and (origin is null or not exists (
      select 1 from staged_origin as known where known.source = ${source} and known.origin = staged.origin
    ))
    limit 1
  `.execute(db);
  const [stray] = rows;
  if (stray !== undefined) {
    throw new RangeError(`a patch of ${source} brought a ${table.type} of ${stray.origin ?? 'no origin'}`);
  }
}

const rowOf = (source: string, { by, value, key, origin }: MatchKeyRow) => ({
  by,
  value,
  source,
  key,
  origin: origin ?? '',
});

export const stageMatchKeys = (db: Db, { source, beside }: StageInput): Promise<void> =>
  inChunks(beside?.matchKeys ?? [], (chunk) =>
    db
      .insertInto('staged_match_key')
      .values(chunk.map((row) => rowOf(source, row)))
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );
