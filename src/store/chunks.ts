import { setImmediate as nextTurn } from 'node:timers/promises';

/** Enough for a statement's fixed cost to be small; both engines allow far more values. */
const perStatement = 500;

/** Gives the items in chunks for one statement each, and a turn to others in between. */
export async function inChunks<T>(
  items: AsyncIterable<T> | Iterable<T>,
  write: (chunk: readonly T[]) => Promise<unknown>,
): Promise<void> {
  let chunk: T[] = [];
  for await (const item of items) {
    chunk.push(item);
    if (chunk.length < perStatement) continue;
    await write(chunk);
    chunk = [];
    await nextTurn();
  }
  if (chunk.length > 0) await write(chunk);
}
