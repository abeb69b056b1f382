import type { Db } from './database.ts';
import type { Engine } from './dialects/engine.ts';
import { dropStaged, leaveStaged, type StagedRows, stage } from './staging.ts';
import type { StageInput } from './staging-side.ts';

/** Thrown in place of what a source threw, so that a failing source is never taken for a failing store. */
export class SourceFailed extends Error {
  constructor(cause: unknown) {
    super('the source failed while it was read', { cause });
  }
}

async function* fromSource<R>(items: AsyncIterable<R> | Iterable<R>): AsyncGenerator<R, void, undefined> {
  try {
    yield* items;
  } catch (error) {
    throw new SourceFailed(error);
  }
}

function asSource(input: StageInput): StageInput {
  const { records, origins, beside } = input;
  return {
    ...input,
    records: fromSource(records),
    ...(origins === undefined ? {} : { origins: fromSource(origins) }),
    ...(beside?.matchKeys === undefined ? {} : { beside: { ...beside, matchKeys: fromSource(beside.matchKeys) } }),
  };
}

/**
 * Stages all that an input gives, then runs `write` in one transaction. What fails or is killed on the way leaves the last
 * complete state.
 */
export async function stagedThenWritten<R>(
  { writer, staging }: Engine,
  input: StageInput,
  write: (db: Db, staged: StagedRows) => Promise<R>,
): Promise<R> {
  return await writer.connection().execute(async (session) => {
    await staging.open(session);
    try {
      const staged = await stage(session, staging, asSource(input));
      const written = await session.transaction().execute((db) => write(db, staged));
      await dropStaged(session, staging, input.source);
      return written;
    } catch (error) {
      // The first failure is the one to tell; what is left behind now is dropped by the next publication.
      await leaveStaged(session, staging, input.source).catch(() => undefined);
      throw error;
    }
  });
}
