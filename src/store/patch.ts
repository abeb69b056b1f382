import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { PulseError } from '../errors.ts';
import { stagedName } from './batch.ts';
import { writeBeside } from './beside.ts';
import { inChunks } from './chunks.ts';
import { closeGaps } from './copies.ts';
import type { Db } from './database.ts';
import type { Engine } from './dialects/engine.ts';
import { type Differences, isDifferent, isToWrite, resultOf, total } from './difference.ts';
import { forgetOtherSyncs, writeLastSync } from './last-sync.ts';
import { noteLocalHistory } from './local-history.ts';
import { namesDiffer, noteMatchChange } from './match-keys.ts';
import { nextVersion, writeMeta } from './meta.ts';
import { comparePatch, countBelow, insertNew, removeGone, updateChanged } from './patch-difference.ts';
import { guardedFrom } from './publish.ts';
import { removeExpired } from './retention.ts';
import { stagedThenWritten } from './session.ts';
import { noteFewer, noteState, type OfSource, rowsOfSource } from './source-state.ts';
import type { StagedRows } from './staging.ts';
import type { PatchInput, PublishResult } from './store.ts';
import { allRecordTables, type RecordTable, recordTables } from './tables.ts';

async function compareAll(db: Db, source: string, staged: StagedRows): Promise<Differences> {
  const differences: Differences = new Map();
  for (const table of allRecordTables) {
    differences.set(table, await comparePatch(db, table, source, staged[table.type]));
  }
  return differences;
}

/** Rule 7.2, without counting what is stored where only a small part of it can go. */
async function refuseDeletions(db: Db, source: string, differences: Differences): Promise<void> {
  for (const [table, { deleted }] of differences) {
    if (deleted * 2 <= guardedFrom) continue;
    const stored = await countBelow(db, table, source, deleted * 2);
    if (stored !== undefined && stored >= guardedFrom) {
      throw new PulseError('too-many-deletions', { type: table.type, stored, deleted });
    }
  }
}

/** What others say of records that are gone, goes with them (rule 1.2). */
async function pruneOthers(db: Db, source: string, target: RecordTable, gone: readonly string[]): Promise<void> {
  for (const { table, references } of allRecordTables) {
    for (const { column } of references.filter((reference) => reference.target === target.table)) {
      await inChunks(gone, async (keys) => {
        const { rows } = await sql<OfSource>`
          delete from ${sql.table(table)}
          where ${sql.ref(column)} in (${sql.join(keys)}) and source <> ${source} returning source
        `.execute(db);
        await noteFewer(db, rows);
      });
    }
  }
}

async function applyTo(db: Db, table: RecordTable, { source, seenAt }: PatchInput): Promise<readonly string[]> {
  const gone = await removeGone(db, table, source);
  if (table.named) await updateChanged(db, table, source);
  else await closeGaps(db, table, source, gone);
  await insertNew(db, table, source);
  if (table.type === 'partner') {
    await inChunks(gone, (keys) => sql`delete from local_history where partner in (${sql.join(keys)})`.execute(db));
    const seen = sql`select key from ${sql.table(stagedName(recordTables.partner))} where source = ${source}`;
    await noteLocalHistory(db, source, seenAt, seen);
  }
  return table.named ? gone : [];
}

async function applyAll(db: Db, input: PatchInput, differences: Differences): Promise<void> {
  let targetsGone = false;
  for (const [table, difference] of differences) {
    if (!isToWrite(difference)) continue;
    const gone = await applyTo(db, table, input);
    if (gone.length > 0) {
      targetsGone = true;
      await pruneOthers(db, input.source, table, gone);
    }
    await nextTurn();
  }
  if (targetsGone) await forgetOtherSyncs(db, input.source);
}

async function replacePart(db: Db, input: PatchInput, staged: StagedRows): Promise<PublishResult> {
  const { source } = input;
  const version = await nextVersion(db);
  // Before anything is compared: what time takes is no deletion of the source's (rule 7.2).
  const expired = typeof input.keepFrom === 'string' ? await removeExpired(db, input.source, input.keepFrom) : 0;
  const differences = await compareAll(db, source, staged);
  if (!input.acceptDeletions) await refuseDeletions(db, source, differences);
  const renamed = await namesDiffer(db, source, differences.get(recordTables.partner));
  const besides = await writeBeside(db, input, 'origins');
  await applyAll(db, input, differences);
  if (renamed) await noteMatchChange(db, input.source);
  if (besides || expired > 0 || [...differences.values()].some(isDifferent))
    await writeMeta(db, 'data-version', String(version));
  const rows = (await rowsOfSource(db, source)) + total(differences, 'added') - total(differences, 'deleted');
  await noteState(db, input, rows);
  const result = resultOf(differences);
  await writeLastSync(db, source, input.remember?.(result) ?? null);
  return result;
}

/** Replaces what some rows of a source brought; its cost depends on these alone. */
export const patch = (engine: Engine, input: PatchInput): Promise<PublishResult> =>
  stagedThenWritten(engine, input, (db, staged) => replacePart(db, input, staged));
