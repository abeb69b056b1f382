import { setImmediate as nextTurn } from 'node:timers/promises';
import { PulseError } from '../errors.ts';
import { writeBeside } from './beside.ts';
import type { Db } from './database.ts';
import type { Engine } from './dialects/engine.ts';
import {
  apply,
  compare,
  type Differences,
  fill,
  isDifferent,
  isToWrite,
  prune,
  resultOf,
  total,
} from './difference.ts';
import { forgetOtherSyncs, writeLastSync } from './last-sync.ts';
import { noteLocalHistory } from './local-history.ts';
import { namesDiffer, noteMatchChange } from './match-keys.ts';
import { nextVersion, writeMeta } from './meta.ts';
import { removeExpired } from './retention.ts';
import { stagedThenWritten } from './session.ts';
import { noteState } from './source-state.ts';
import type { StagedRows } from './staging.ts';
import type { PublishInput, PublishResult } from './store.ts';
import { allRecordTables, recordTables } from './tables.ts';

/** Rule 7.2 asks only where a type has this many rows. */
export const guardedFrom = 20;

async function compareAll(db: Db, source: string, staged: StagedRows): Promise<Differences> {
  const differences: Differences = new Map();
  for (const table of allRecordTables) {
    differences.set(table, await compare(db, table, source, staged[table.type]));
  }
  return differences;
}

function refuseDeletions(differences: Differences): void {
  for (const [{ type }, { stored, deleted }] of differences) {
    if (stored >= guardedFrom && deleted * 2 > stored) {
      throw new PulseError('too-many-deletions', { type, stored, deleted });
    }
  }
}

async function applyAll(db: Db, { source, seenAt }: PublishInput, differences: Differences): Promise<void> {
  for (const [table, difference] of differences) {
    if (!isToWrite(difference)) continue;
    await (difference.stored === 0 ? fill : apply)(db, table, source);
    if (table.type === 'partner') await noteLocalHistory(db, source, seenAt);
    await nextTurn();
  }
  const targetsGone = [...differences].some(([table, { deleted }]) => table.named && deleted > 0);
  if (!targetsGone) return;
  for (const table of allRecordTables) await prune(db, table, source);
  await forgetOtherSyncs(db, source);
}

async function replace(db: Db, input: PublishInput, staged: StagedRows): Promise<PublishResult> {
  const version = await nextVersion(db);
  // Before anything is compared: what time takes is no deletion of the source's (rule 7.2).
  const expired = typeof input.keepFrom === 'string' ? await removeExpired(db, input.source, input.keepFrom) : 0;
  const differences = await compareAll(db, input.source, staged);
  if (!input.acceptDeletions) refuseDeletions(differences);
  const renamed = await namesDiffer(db, input.source, differences.get(recordTables.partner));
  const besides = await writeBeside(db, input, 'all');
  await applyAll(db, input, differences);
  if (renamed) await noteMatchChange(db, input.source);
  if (besides || expired > 0 || [...differences.values()].some(isDifferent))
    await writeMeta(db, 'data-version', String(version));
  await noteState(db, input, total(differences, 'staged'));
  const result = resultOf(differences);
  await writeLastSync(db, input.source, input.remember?.(result) ?? null);
  return result;
}

/** Replaces the set of one source: compares what it brought with what is stored, and writes what differs. */
export const publish = (engine: Engine, input: PublishInput): Promise<PublishResult> =>
  stagedThenWritten(engine, input, (db, staged) => replace(db, input, staged));
