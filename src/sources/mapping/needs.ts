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
  /** Those of them that the CRM may lack. */
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
  const keys = keyProperties(entries, matches);
  const conditions = entries.flatMap((entry) => entry.conditions.map(({ field }) => field));
  const needed = new Set([
    ...conditions,
    ...keys,
    ...specs.filter(({ optional }) => optional !== true).flatMap(propertiesOf),
  ]);
  const all = new Set([...needed, ...specs.flatMap(propertiesOf)]);
  return {
    object,
    records: [...new Set(entries.map(({ record }) => record))],
    optional: entries.every(({ optional }) => optional),
    properties: [...all].sort(),
    optionalProperties: [...all].filter((name) => !needed.has(name)).sort(),
    filters: filtersOf(entries),
    histories: [...new Set(entries.flatMap(historiesOf))].sort(),
    associations: associationsOf(specs),
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

/** The alternatives of all entries; without a filter in one of them, every row is wanted. */
function filtersOf(entries: readonly Entry[]): readonly (readonly Filter[])[] | null {
  const alternatives = new Map<string, readonly Filter[]>();
  for (const { conditions } of entries) {
    if (conditions.length === 0) return null;
    const sorted = conditions
      .map((filter) => [JSON.stringify(filter), filter] as const)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    const distinct = new Map(sorted);
    alternatives.set([...distinct.keys()].join(), [...distinct.values()]);
  }
  return [...alternatives.keys()].sort().flatMap((key) => {
    const conditions = alternatives.get(key);
    return conditions === undefined ? [] : [conditions];
  });
}

function associationsOf(specs: readonly FieldSpec[]): readonly AssociationNeed[] {
  const readsLabels = specs.some(({ label }) => label !== undefined);
  const paths = [...new Set(specs.flatMap(({ association }) => association ?? []))].sort();
  return paths.map((path) => {
    const own = specs.filter(({ association }) => association === path);
    return {
      path,
      labels: own.some(({ labels }) => labels !== null) || (readsLabels && own.some(({ values }) => values === null)),
      properties: [...new Set(own.flatMap(({ read }) => read ?? []))].sort(),
    };
  });
}
