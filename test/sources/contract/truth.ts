import { type AnyRecord, keyOf } from '../../../src/records/records.ts';
import {
  fieldsNeeded,
  foldMatch,
  type Mapping,
  type MappingContext,
  matchKeysOf,
  type RawRow,
  recordsOf,
} from '../../../src/sources/mapping/index.ts';
import type { Store } from '../../../src/store/store.ts';
import type { PlainCrm } from '../mapping/fixtures.ts';

/** The name of the source in all of these tests. */
export const sourceName = 'crm';

/**
 * The records of all rows of a CRM, worked out naively: everything is taken to be known, then only what the last turn gave, until two
 * turns agree.
 */
export function naiveRecords(
  mapping: Mapping,
  crm: PlainCrm,
  personHash: (id: string) => string,
): readonly AnyRecord[] {
  const rows = fieldsNeeded(mapping).flatMap((need) => crm.rows(need).map((row) => ({ object: need.object, row })));
  const base = { source: sourceName, personHash, ...crm.context };
  const turn = (find: MappingContext['find']): AnyRecord[] =>
    rows.flatMap(({ object, row }) => onceEach(recordsOf(mapping, object, row, { ...base, find }).records));
  let records = turn((_record, _by, value) => [keyOf(sourceName, value)]);
  for (;;) {
    const names = namesOf(mapping, rows, records);
    const next = turn((record, by, value) =>
      [...(names.get(nameText(record, by, by === 'id' ? value : foldMatch(by, value))) ?? [])].map((id) =>
        keyOf(sourceName, id),
      ),
    );
    if (JSON.stringify(next) === JSON.stringify(records)) return records;
    records = next;
  }
}

/** Two entries may find the same attribution in one row. */
const onceEach = (records: readonly AnyRecord[]): readonly AnyRecord[] => [
  ...new Map(records.map((record) => [JSON.stringify(record), record])).values(),
];

const nameText = (record: string, by: string, value: string): string => JSON.stringify([record, by, value]);

function namesOf(
  mapping: Mapping,
  rows: readonly { readonly object: string; readonly row: RawRow }[],
  records: readonly AnyRecord[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  const there = new Set(records.flatMap(({ record, id }) => (id === null ? [] : [`${record} ${id}`])));
  const learn = (record: string, by: string, value: string, id: string): void => {
    const text = nameText(record, by, value);
    names.set(text, (names.get(text) ?? new Set()).add(id));
  };
  for (const { record, id } of records) if (id !== null) learn(record, 'id', id, id);
  for (const { object, row } of rows)
    for (const { record, id, by, value } of matchKeysOf(mapping, object, row))
      if (there.has(`${record} ${id}`)) learn(record, by, value, id);
  return names;
}

/** Everything that a store has of one source, without what the store itself noted of partners' pasts. */
export async function recordsIn(store: Store, source = sourceName): Promise<readonly AnyRecord[]> {
  const { sources, 'partner-history': _, ...sets } = await store.readRecords();
  const histories: AnyRecord[][] = [];
  await store.read(async (reader) => {
    for await (const rows of reader.records('partner-history')) histories.push([...rows]);
  });
  // The last part is what was noted locally.
  histories.pop();
  const all: AnyRecord[] = [...Object.values(sets).flat(), ...histories.flat()];
  return all.filter((record) => record.source === source);
}

/** Where a store differs from the truth, at most ten lines; none where it does not. */
export function differences(
  have: readonly AnyRecord[],
  truth: readonly AnyRecord[],
  merged: ReadonlyMap<string, string>,
): readonly string[] {
  const lines: string[] = [];
  const plain: AnyRecord[] = [];
  for (const record of have) {
    if (record.record !== 'partner' || record.mergedInto === null) plain.push(record);
    // Of a merged partner only where it went matters (rule 1.3).
    else if (record.mergedInto !== `${record.source}/${merged.get(record.id) ?? ''}`)
      lines.push(`- ${JSON.stringify({ id: record.id, mergedInto: record.mergedInto })}`);
  }
  const left = counted(truth);
  for (const text of plain.map(textOf)) {
    const count = left.get(text) ?? 0;
    if (count === 0) lines.push(`- ${text}`);
    else if (count === 1) left.delete(text);
    else left.set(text, count - 1);
  }
  for (const text of left.keys()) lines.push(`+ ${text}`);
  return lines.toSorted((a, b) => a.slice(2).localeCompare(b.slice(2))).slice(0, 10);
}

function counted(records: readonly AnyRecord[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of records.map(textOf)) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** Addresses of rows are the inspector's matter. */
const textOf = (record: AnyRecord): string =>
  JSON.stringify(Object.fromEntries(Object.entries({ ...record, url: null }).sort(([a], [b]) => (a < b ? -1 : 1))));
