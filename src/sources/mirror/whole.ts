import type { AnyRecord } from '../../records/records.ts';

/** The records behind it come from this row, e.g. `Opportunity/006…`. */
export interface OriginMark {
  readonly origin: string;
}

export type Derived = OriginMark | AnyRecord;

/** Everything that the mirror's rows are. */
export interface Whole {
  /** What `published` is told when the records are. */
  readonly revision: number;
  /** To be read once, to its end. */
  readonly records: AsyncIterable<Derived>;
  /** The same, several at once: to wait for each of millions costs more than some of them. */
  readonly chunks: AsyncIterable<readonly Derived[]>;
}

/** What takes the place of what these rows gave before. */
export interface Patch extends Whole {
  readonly origins: readonly string[];
}

/** One reading of what is derived, for whoever takes it one by one or several at once. */
export const bothWays = (chunks: AsyncIterable<readonly Derived[]>): Pick<Whole, 'records' | 'chunks'> => ({
  chunks,
  records: oneByOne(chunks),
});

async function* oneByOne(chunks: AsyncIterable<readonly Derived[]>): AsyncGenerator<Derived> {
  for await (const chunk of chunks) yield* chunk;
}
