import { type MappedType, mappedTypes } from '../sources/mapping/index.ts';
import { hasId } from '../sources/mapping/record-fields.ts';
import type { RecordReader } from '../store/store.ts';
import { type Finding, found } from './findings.ts';
import type { Gathered } from './gathered.ts';

/** How many records the store has of each source, by type: of those that have an id of their own. */
export async function recordsHere(reader: RecordReader): Promise<ReadonlyMap<string, ReadonlyMap<MappedType, number>>> {
  const bySource = new Map<string, Map<MappedType, number>>();
  for (const type of mappedTypes.filter(hasId)) {
    for await (const rows of reader.scan(type, ['source'])) {
      for (const { source } of rows) {
        const counts = bySource.get(source) ?? new Map<MappedType, number>();
        bySource.set(source, counts.set(type, (counts.get(type) ?? 0) + 1));
      }
    }
  }
  return bySource;
}

/** Rows of the CRM against records of the store. Rows that were rejected, or came since the last sync, are a difference too. */
export function rowFindings(
  gathered: readonly Gathered[],
  here: ReadonlyMap<MappedType, number> | null,
): readonly Finding[] {
  if (here === null || here.size === 0) return [found('rows-none-here')];
  return mappedTypes.filter(hasId).flatMap((record) => {
    const own = gathered.filter(({ entry }) => entry.record === record);
    if (own.length === 0 || own.some(({ count }) => count === null)) return [];
    const there = own.reduce((sum, { count }) => sum + (count ?? 0), 0);
    const kept = here.get(record) ?? 0;
    return [found(there === kept ? 'rows-equal' : 'rows-differ', { record, here: kept, there })];
  });
}
