import { type RawBuilder, sql } from 'kysely';
import { inChunks } from './chunks.ts';
import type { Db } from './database.ts';
import { noteMatchChange } from './match-keys.ts';
import type { Beside, FirstSeen, StageOfSource, StageRow } from './store.ts';
import { writeUnmatched } from './unmatched.ts';

async function writeCursor(db: Db, source: string, cursor: string): Promise<void> {
  await db
    .insertInto('source_cursor')
    .values({ source, cursor })
    .onConflict((conflict) => conflict.column('source').doUpdateSet({ cursor }))
    .execute();
}

/** How far a source was read, as its publications said last; null: none did. */
export async function readCursor(db: Db, source: string): Promise<string | null> {
  const row = await db.selectFrom('source_cursor').select('cursor').where('source', '=', source).executeTakeFirst();
  return row?.cursor ?? null;
}

const addFirstSeen = (db: Db, source: string, seen: Iterable<FirstSeen>): Promise<void> =>
  inChunks(seen, (chunk) =>
    db
      .insertInto('first_seen')
      .values(chunk.map(({ object, id, property, value, at }) => ({ source, object, id, property, value, at })))
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );

/** When each value of a source's properties was first seen. */
export const readFirstSeen = (db: Db, source: string): Promise<readonly FirstSeen[]> =>
  db
    .selectFrom('first_seen')
    .select(['object', 'id', 'property', 'value', 'at'])
    .where('source', '=', source)
    .orderBy('object')
    .orderBy('id')
    .orderBy('property')
    .orderBy('at')
    .orderBy('value')
    .execute();

const stageRows = (db: Db) =>
  db
    .selectFrom('stage')
    .select(['source', 'object', 'pipeline', 'pipeline_label as pipelineLabel', 'stage', 'label', 'position', 'status'])
    .orderBy('source')
    .orderBy('number');

/** The stages of every source, each in the order in which it gave them. */
export const readStages = (db: Db): Promise<readonly StageOfSource[]> => stageRows(db).execute();

/** Replaces the stages of a source; whether they were others. */
async function replaceStages(db: Db, source: string, stages: readonly StageRow[]): Promise<boolean> {
  const given = stages.map(({ object, pipeline, pipelineLabel, stage, label, position, status }) => ({
    source,
    object,
    pipeline,
    pipelineLabel,
    stage,
    label,
    position,
    status,
  }));
  const stored = await stageRows(db).where('source', '=', source).execute();
  if (JSON.stringify(stored) === JSON.stringify(given)) return false;
  await db.deleteFrom('stage').where('source', '=', source).execute();
  const rows = given.map(({ pipelineLabel, ...row }, number) => ({ ...row, number, pipeline_label: pipelineLabel }));
  await inChunks(rows, (chunk) => db.insertInto('stage').values(chunk).execute());
  return true;
}

/** Replaces match keys by those that are staged: all of the source's, or those of the patch's origins; whether any differed. */
async function replaceMatchKeys(db: Db, source: string, of: 'all' | 'origins'): Promise<boolean> {
  const equal = ['by', 'value', 'source', 'key', 'origin'];
  const isEqual = (left: string, right: string): RawBuilder<unknown> =>
    sql.join(
      equal.map((column) => sql`${sql.ref(`${left}.${column}`)} = ${sql.ref(`${right}.${column}`)}`),
      sql` and `,
    );
  const some = of === 'all' ? sql`` : sql`and origin in (select origin from staged_origin where source = ${source})`;
  const removed = await sql`
    delete from match_key
    where source = ${source} ${some}
      and not exists (select 1 from staged_match_key as staged where ${isEqual('staged', 'match_key')})
  `.execute(db);
  const columns = sql.join(equal.map((column) => sql.ref(column)));
  const added = await sql`
    insert into match_key (${columns})
    select ${columns} from staged_match_key as staged
    where source = ${source} and not exists (select 1 from match_key as stored where ${isEqual('stored', 'staged')})
  `.execute(db);
  return Number(removed.numAffectedRows ?? 0) + Number(added.numAffectedRows ?? 0) > 0;
}

interface BesideOf {
  readonly source: string;
  readonly beside?: Beside;
}

/** Writes what a publication gives beside its records; whether readers see something else by it. */
export async function writeBeside(db: Db, input: BesideOf, of: 'all' | 'origins'): Promise<boolean> {
  const { source, beside } = input;
  if (beside === undefined) return false;
  const { cursor, firstSeen, stages, matchKeys, unmatched } = beside;
  if (cursor !== undefined) await writeCursor(db, source, cursor);
  if (firstSeen !== undefined) await addFirstSeen(db, source, firstSeen);
  if (matchKeys !== undefined && (await replaceMatchKeys(db, source, of))) await noteMatchChange(db, source);
  if (unmatched !== undefined) await writeUnmatched(db, source, unmatched());
  return stages !== undefined && (await replaceStages(db, source, stages));
}

/** Removes all of it that a source ever brought. */
export async function forgetBeside(db: Db, source: string): Promise<void> {
  for (const table of ['source_cursor', 'first_seen', 'stage', 'match_key', 'match_version', 'unmatched'] as const) {
    await db.deleteFrom(table).where('source', '=', source).execute();
  }
}
