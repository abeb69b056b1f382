import { setImmediate as nextTurn } from 'node:timers/promises';
import { PulseError } from '../errors.ts';
import type { Db } from './database.ts';
import type { Engine } from './dialects/engine.ts';
import { apply, compare, type Difference, isDifferent, prune } from './difference.ts';
import { forgetOtherSyncs, writeLastSync } from './last-sync.ts';
import { noteLocalHistory } from './local-history.ts';
import { nextVersion, writeMeta } from './meta.ts';
import { dropStaged, leaveStaged, type StagedRows, stage } from './staging.ts';
import type { PublishInput, PublishResult } from './store.ts';
import { allRecordTables, type RecordTable } from './tables.ts';

/** Rule 7.2 asks only where a type has this many rows. */
const guardedFrom = 20;

type Differences = ReadonlyMap<RecordTable, Difference>;

async function compareAll(db: Db, source: string, staged: StagedRows): Promise<Differences> {
  const differences = new Map<RecordTable, Difference>();
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
    if (!isDifferent(difference)) continue;
    await apply(db, table, source);
    if (table.type === 'partner') await noteLocalHistory(db, source, seenAt);
    await nextTurn();
  }
  const targetsGone = [...differences].some(([table, { deleted }]) => table.named && deleted > 0);
  if (!targetsGone) return;
  for (const table of allRecordTables) await prune(db, table, source);
  await forgetOtherSyncs(db, source);
}

async function noteState(db: Db, input: PublishInput, rows: number): Promise<void> {
  const rejected = input.rejected();
  const state = {
    kind: input.kind,
    data_as_of: input.seenAt,
    rows,
    rejected_rows: rejected.rows,
    rejected_fields: rejected.fields,
  };
  await db
    .insertInto('source_state')
    .values({ source: input.source, ...state })
    .onConflict((conflict) => conflict.column('source').doUpdateSet(state))
    .execute();
}

async function replace(db: Db, input: PublishInput, staged: StagedRows): Promise<Differences> {
  const version = await nextVersion(db);
  const differences = await compareAll(db, input.source, staged);
  if (!input.acceptDeletions) refuseDeletions(differences);
  await applyAll(db, input, differences);
  if ([...differences.values()].some(isDifferent)) await writeMeta(db, 'data-version', String(version));
  await noteState(db, input, total(differences, 'staged'));
  await writeLastSync(db, input.source, input.remember?.(resultOf(differences)) ?? null);
  return differences;
}

const total = (differences: Differences, count: keyof Difference): number =>
  [...differences.values()].reduce((sum, difference) => sum + difference[count], 0);

function resultOf(differences: Differences): PublishResult {
  const perType = [...differences]
    .filter(([, { staged, deleted }]) => staged + deleted > 0)
    .map(([{ type }, { staged, deleted }]) => [type, { rows: staged, deleted }] as const);
  return {
    added: total(differences, 'added'),
    changed: total(differences, 'changed'),
    deleted: total(differences, 'deleted'),
    unchanged: total(differences, 'unchanged'),
    perType: Object.fromEntries(perType),
  };
}

/** Thrown in place of what a source threw, so that a failing source is never taken for a failing store. */
export class SourceFailed extends Error {
  constructor(cause: unknown) {
    super('the source failed while it was read', { cause });
  }
}

async function* fromSource<R>(records: AsyncIterable<R>): AsyncGenerator<R, void, undefined> {
  try {
    yield* records;
  } catch (error) {
    throw new SourceFailed(error);
  }
}

/**
 * Replaces the set of one source: stages every record first, then compares and writes in one transaction. What fails
 * or is killed on the way leaves the last complete state.
 */
export async function publish({ writer, staging }: Engine, input: PublishInput): Promise<PublishResult> {
  return await writer.connection().execute(async (session) => {
    await staging.open(session);
    try {
      const staged = await stage(session, staging, { ...input, records: fromSource(input.records) });
      const differences = await session.transaction().execute((db) => replace(db, input, staged));
      await dropStaged(session, staging, input.source);
      return resultOf(differences);
    } catch (error) {
      // The first failure is the one to tell; what is left behind now is dropped by the next publication.
      await leaveStaged(session, staging, input.source).catch(() => undefined);
      throw error;
    }
  });
}
