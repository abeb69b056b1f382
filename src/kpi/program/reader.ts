import type { RecordOf, RecordSet, RecordType, SourceState } from '../../records/records.ts';

/**
 * Where a program's records come from: each type in the order of its sources and their rows, in chunks, only the fields
 * asked for. All scans of one reader see the same publication.
 */
export interface ProgramReader {
  scan<T extends RecordType, F extends keyof RecordOf<T>>(
    type: T,
    fields: readonly F[],
  ): AsyncIterable<readonly Pick<RecordOf<T>, F>[]>;
  sources(): Promise<readonly SourceState[]>;
}

/** Reads from records that are in memory anyway. */
export function readerOf(records: RecordSet): ProgramReader {
  const lists: { readonly [T in RecordType]: readonly RecordOf<T>[] } = records;
  return {
    async *scan<T extends RecordType, F extends keyof RecordOf<T>>(
      type: T,
    ): AsyncGenerator<readonly Pick<RecordOf<T>, F>[]> {
      const rows: readonly RecordOf<T>[] = lists[type];
      yield rows;
    },
    sources: async () => records.sources,
  };
}

/** Every row of a type that is small enough to be held. */
export async function all<T extends RecordType, F extends keyof RecordOf<T>>(
  reader: ProgramReader,
  type: T,
  fields: readonly F[],
): Promise<Pick<RecordOf<T>, F>[]> {
  const rows: Pick<RecordOf<T>, F>[] = [];
  for await (const chunk of reader.scan(type, fields)) for (const row of chunk) rows.push(row);
  return rows;
}
