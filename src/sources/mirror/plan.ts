import { hash } from 'node:crypto';
import { type Entry, fieldsNeeded, type Mapping, type MatchBy, matchesNeeded } from '../mapping/index.ts';
import type { MatchNeed } from '../mapping/needs.ts';
import { hasId, type Referred } from '../mapping/record-fields.ts';

/** A path of associations, as steps from its object on. */
export interface Path {
  readonly object: string;
  readonly path: string;
  /** Objects on the way, the path's own first. */
  readonly objects: readonly string[];
  /** Properties of the rows at its end. */
  readonly properties: readonly string[];
}

/** What a mapping means to the mirror. */
export interface Plan {
  readonly mapping: Mapping;
  /** Ways in which other sources look for partners. */
  readonly matches: readonly MatchNeed[];
  /** Tells this mapping from any other. */
  readonly hash: string;
  /** Objects that records come from, in the order of the mapping. */
  readonly objects: readonly string[];
  /** Properties that are kept of an object's rows; nothing of any other object. */
  readonly properties: ReadonlyMap<string, readonly string[]>;
  readonly histories: ReadonlyMap<string, readonly string[]>;
  /** Objects of whose rows somebody wants the address. */
  readonly addressed: ReadonlySet<string>;
  readonly paths: ReadonlyMap<string, readonly Path[]>;
  /** Record types that others point at, by the objects that they come from; without those of registrations in `early`. */
  readonly named: ReadonlyMap<string, readonly Referred[]>;
}

const isReferred = (record: Entry['record']): record is Referred => hasId(record);

/** Depends on its arguments alone. */
export function planOf(mapping: Mapping, matches: readonly MatchNeed[]): Plan {
  const needs = fieldsNeeded(mapping);
  const objects = [...new Set(mapping.entries.map(({ object }) => object))];
  const paths = new Map<string, Path[]>();
  const properties = new Map<string, Set<string>>(needs.map((need) => [need.object, new Set(need.properties)]));
  for (const { object, associations } of needs) {
    for (const { path, properties: wanted } of associations) {
      const steps = [object, ...path.split('.')];
      paths.set(object, [...(paths.get(object) ?? []), { object, path, objects: steps, properties: wanted }]);
      const end = steps.at(-1) ?? '';
      if (wanted.length > 0) properties.set(end, new Set([...(properties.get(end) ?? []), ...wanted]));
    }
  }
  const recordsOfObject = (object: string): Referred[] => [
    ...new Set(
      mapping.entries.flatMap((entry) => (entry.object === object && isReferred(entry.record) ? [entry.record] : [])),
    ),
  ];
  // Names by which only other sources look for partners are properties of rows as well.
  for (const { record, by } of matches) addMatch(mapping, record, by, properties);
  return {
    mapping,
    matches,
    hash: hash('sha256', JSON.stringify([mapping, matches], plain)).slice(0, 32),
    objects,
    properties: new Map([...properties].map(([object, names]) => [object, [...names].sort()])),
    histories: new Map(needs.map(({ object, histories }) => [object, histories])),
    addressed: new Set(objects.filter((object) => recordsOfObject(object).some((record) => record !== 'asset'))),
    paths,
    named: new Map(
      objects.flatMap((object) => {
        const records = recordsOfObject(object);
        return records.length === 0 ? [] : [[object, records] as const];
      }),
    ),
  };
}

function addMatch(mapping: Mapping, record: Referred, by: MatchBy, properties: Map<string, Set<string>>): void {
  if (!by.startsWith('property:')) return;
  for (const entry of mapping.entries) {
    if (entry.record === record) properties.get(entry.object)?.add(by.slice('property:'.length));
  }
}

/** Ways by which records of a type are looked for, ids aside. */
export const waysTo = ({ mapping, matches }: Plan, record: Referred): readonly MatchBy[] => [
  ...new Set([...matchesNeeded(mapping), ...matches].flatMap((need) => (need.record === record ? [need.by] : []))),
];

const plain = (_key: string, value: unknown): unknown =>
  value instanceof Map ? [...value] : value instanceof Set ? [...value].sort() : value;
