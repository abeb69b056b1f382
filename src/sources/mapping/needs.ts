import type { Entry } from './entry-schema.ts';
import type { FieldSpec } from './field-schema.ts';
import type { Filter } from './filter-schema.ts';
import { type MappedType, type Referred, recordFields } from './record-fields.ts';
import { matchOf } from './references.ts';
import type { MatchBy } from './row.ts';
import type { Mapping } from './schema.ts';
import { propertiesOf } from './whole.ts';

export interface AssociationNeed {
  /** `companies`, or `contacts.companies` for those of the contacts. */
  readonly path: string;
  /** Whether the labels of the links matter, or their ids alone. */
  readonly labels: boolean;
  /** Properties of the records at the other end. */
  readonly properties: readonly string[];
}

/** What an adapter reads of one object. All lists are sorted, so equal mappings ask equal questions. */
export interface ObjectNeed {
  readonly object: string;
  /** Records that come from it, in the order of loading. */
  readonly records: readonly MappedType[];
  /** The CRM may lack the object. */
  readonly optional: boolean;
  /** Properties and paths through parents, those of the filters included. */
  readonly properties: readonly string[];
  /** Those of them that the CRM may lack; a filter on one that it lacks is met by no row. */
  readonly optionalProperties: readonly string[];
  /** Rows that meet all conditions of one of the lists; null: all rows. */
  readonly filters: readonly (readonly Filter[])[] | null;
  /** Properties whose history is wanted. */
  readonly histories: readonly string[];
  readonly associations: readonly AssociationNeed[];
  /** Whether values are looked up in the list of owners, or of stages. */
  readonly owners: boolean;
  readonly stages: boolean;
}

/** How records of a type are named by others, beside their id: the property of the object that holds the name. */
export interface MatchNeed {
  readonly record: Referred;
  readonly by: MatchBy;
}

/** Everything that a mapping wants of the CRM, by object. Deterministic: order and result depend on nothing but the mapping. */
export function fieldsNeeded(mapping: Mapping): readonly ObjectNeed[] {
  const objects = [...new Set(mapping.entries.map(({ object }) => object))].sort();
  const matches = matchesNeeded(mapping);
  return objects.map((object) =>
    needOf(
      object,
      mapping.entries.filter((entry) => entry.object === object),
      matches,
    ),
  );
}

/** The ways by which references of a mapping find their records, ids aside. */
export function matchesNeeded({ entries }: Mapping): readonly MatchNeed[] {
  const found = new Map<string, MatchNeed>();
  for (const entry of entries) {
    for (const [name, spec] of entry.fields) {
      const kind = recordFields[entry.record][name]?.kind;
      const by = matchOf(spec);
      if (kind?.type === 'reference' && by !== 'id') found.set(`${kind.to} ${by}`, { record: kind.to, by });
    }
  }
  return [...found.keys()].sort().flatMap((key) => found.get(key) ?? []);
}

function needOf(object: string, entries: readonly Entry[], matches: readonly MatchNeed[]): ObjectNeed {
  const specs = entries.flatMap(specsOf);
  const certain = entries.filter(({ optional }) => !optional);
  const needed = new Set([
    ...certain.flatMap(({ conditions }) => conditions.map(({ field }) => field)),
    ...certain
      .flatMap(specsOf)
      .filter(({ optional }) => optional !== true)
      .flatMap(propertiesOf),
    ...keyProperties(certain, matches),
  ]);
  const all = new Set([
    ...entries.flatMap(({ conditions }) => conditions.map(({ field }) => field)),
    ...specs.flatMap(propertiesOf),
    ...keyProperties(entries, matches),
  ]);
  return {
    object,
    records: [...new Set(entries.map(({ record }) => record))],
    optional: certain.length === 0,
    properties: [...all].sort(),
    optionalProperties: [...all].filter((name) => certain.length > 0 && !needed.has(name)).sort(),
    filters: filtersOf(entries),
    histories: [...new Set(entries.flatMap(historiesOf))].sort(),
    associations: associationsOf(entries),
    owners: specs.some(({ owner }) => owner !== undefined),
    stages: specs.some(({ stage }) => stage !== undefined),
  };
}

const specsOf = ({ fields, steps }: Entry): FieldSpec[] => [
  ...fields.values(),
  ...steps.flatMap((step) => [...step.fields.values()]),
];

/** Properties by which records of other rows name these. */
const keyProperties = (entries: readonly Entry[], matches: readonly MatchNeed[]): string[] =>
  matches
    .filter(({ record, by }) => by.startsWith('property:') && entries.some((entry) => entry.record === record))
    .map(({ by }) => by.slice('property:'.length));

function historiesOf({ history, fields }: Entry): string[] {
  const ofFields = history.flatMap((name) => {
    const spec = fields.get(name);
    return spec === undefined ? [] : propertiesOf(spec);
  });
  const since = fields.get('earnedAt')?.since;
  return since === undefined ? ofFields : [...ofFields, since];
}

/**
 * The alternatives of all entries; without a filter in one of them, every row is wanted. An alternative that asks more than
 * another one is part of it.
 */
function filtersOf(entries: readonly Entry[]): readonly (readonly Filter[])[] | null {
  const alternatives = new Map<string, ReadonlyMap<string, Filter>>();
  for (const { conditions } of entries) {
    if (conditions.length === 0) return null;
    const named = conditions.map((filter) => [JSON.stringify(filter), filter] as const);
    const distinct = new Map(named.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
    alternatives.set([...distinct.keys()].join(), distinct);
  }
  const all = [...alternatives].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, conditions]) => conditions);
  const isPartOf = (wide: ReadonlyMap<string, Filter>, narrow: ReadonlyMap<string, Filter>): boolean =>
    wide.size < narrow.size && [...wide.keys()].every((key) => narrow.has(key));
  return all.filter((one) => !all.some((other) => isPartOf(other, one))).map((one) => [...one.values()]);
}

function associationsOf(entries: readonly Entry[]): readonly AssociationNeed[] {
  const specs = entries.flatMap(specsOf);
  const labelled = new Set(
    entries.flatMap(({ fields }) =>
      fields.get('role')?.label === undefined ? [] : [fields.get('partner')?.association],
    ),
  );
  const paths = [...new Set(specs.flatMap(({ association }) => association ?? []))].sort();
  return paths.map((path) => {
    const own = specs.filter(({ association }) => association === path);
    return {
      path,
      labels: labelled.has(path) || own.some(({ labels }) => labels !== null),
      properties: [...new Set(own.flatMap(({ read }) => read ?? []))].sort(),
    };
  });
}
