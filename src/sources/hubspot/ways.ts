import type { Mapping, ObjectNeed } from '../mapping/index.ts';
import { fieldsNeeded } from '../mapping/needs.ts';
import { recordFields } from '../mapping/record-fields.ts';
import { eventTypeOf } from './names.ts';

/** One step of association paths, from one object to another. */
export interface Way {
  readonly from: string;
  readonly to: string;
  /** Whether names of labels matter. */
  readonly labels: boolean;
  /** On which side partners stand, from which it is read every time; null: partners have no part in it. */
  readonly partners: 'from' | 'to' | null;
  /** The objects of the mapping that need it. */
  readonly owners: readonly string[];
}

/** Steps to be followed from each row of an object, one behind the other: those that partners do not bring. */
export type Walk = readonly Way[];

export interface Shape {
  readonly needs: readonly ObjectNeed[];
  readonly ways: readonly Way[];
  readonly walks: ReadonlyMap<string, readonly Walk[]>;
  /** Objects of which only rows that are linked to partners matter, with the way there. */
  readonly linkedOnly: ReadonlyMap<string, Way>;
  readonly partnerObjects: ReadonlySet<string>;
}

export const wayName = ({ from, to }: Pick<Way, 'from' | 'to'>): string => `${from}>${to}`;

interface Use {
  readonly owner: string;
  readonly path: readonly string[];
  readonly labels: boolean;
  /** Whether it leads to partners and nothing else. */
  readonly isPartners: boolean;
}

/** What a mapping means for the reading of HubSpot: which objects, and which links from which side. */
export function shapeOf(mapping: Mapping): Shape {
  const partnerObjects = new Set(
    mapping.entries.filter(({ record }) => record === 'partner').map(({ object }) => object),
  );
  const needs = withEnds(fieldsNeeded(mapping));
  const uses = usesOf(mapping, needs, partnerObjects);
  const ways = waysOf(uses, partnerObjects);
  const walks = new Map(needs.map(({ object }) => [object, walksOf(object, uses, ways)]));
  return { needs, ways: [...ways.values()], walks, linkedOnly: linkedOnlyOf(mapping, ways), partnerObjects };
}

/** Properties that are read at the other end of an association are needed of the object there, filters or not. */
function withEnds(needs: readonly ObjectNeed[]): readonly ObjectNeed[] {
  const ends = new Map<string, Set<string>>();
  for (const { associations } of needs) {
    for (const { path, properties } of associations) {
      const end = path.slice(path.lastIndexOf('.') + 1);
      if (properties.length > 0) ends.set(end, new Set([...(ends.get(end) ?? []), ...properties]));
    }
  }
  const known = needs.map((need): ObjectNeed => {
    const more = ends.get(need.object);
    if (more === undefined) return need;
    return { ...need, properties: [...new Set([...need.properties, ...more])].sort(), filters: null };
  });
  const others = [...ends].filter(([object]) => !needs.some((need) => need.object === object));
  return [
    ...known,
    ...others.map(
      ([object, properties]): ObjectNeed => ({
        object,
        records: [],
        optional: true,
        properties: [...properties].sort(),
        optionalProperties: [],
        filters: null,
        histories: [],
        associations: [],
        owners: false,
        stages: false,
      }),
    ),
  ];
}

function usesOf(mapping: Mapping, needs: readonly ObjectNeed[], partnerObjects: ReadonlySet<string>): Use[] {
  return needs.flatMap(({ object, associations }) =>
    associations.map(({ path, labels }): Use => {
      const specs = mapping.entries
        .filter((entry) => entry.object === object)
        .flatMap(({ record, fields, steps }) => [
          ...[...fields].map(([name, spec]) => ({ kind: recordFields[record][name]?.kind, spec })),
          ...steps.flatMap((step) => [...step.fields.values()].map((spec) => ({ kind: undefined, spec }))),
        ])
        .filter(({ spec }) => spec.association === path);
      const steps = path.split('.');
      const isPartners =
        partnerObjects.has(steps.at(-1) ?? '') &&
        specs.every(({ kind, spec }) => kind?.type === 'reference' && kind.to === 'partner' && spec.read === undefined);
      return { owner: object, path: [object, ...steps], labels, isPartners };
    }),
  );
}

function waysOf(uses: readonly Use[], partnerObjects: ReadonlySet<string>): ReadonlyMap<string, Way> {
  const ways = new Map<string, Way>();
  for (const { owner, path, labels } of uses) {
    for (const [place, to] of path.entries()) {
      const from = path[place - 1];
      if (from === undefined) continue;
      const before = ways.get(wayName({ from, to }));
      const isLast = place === path.length - 1;
      ways.set(wayName({ from, to }), {
        from,
        to,
        owners: [...new Set([...(before?.owners ?? []), owner])],
        labels: (before?.labels ?? false) || (isLast && labels),
        partners: sideOf(from, to, partnerObjects),
      });
    }
  }
  return ways;
}

/** Nobody can ask partners for their events. */
function sideOf(from: string, to: string, partnerObjects: ReadonlySet<string>): Way['partners'] {
  if (eventTypeOf(from) !== null) return null;
  if (partnerObjects.has(from)) return 'from';
  return partnerObjects.has(to) ? 'to' : null;
}

function walksOf(object: string, uses: readonly Use[], ways: ReadonlyMap<string, Way>): readonly Walk[] {
  const walks = new Map<string, Walk>();
  for (const { path, isPartners } of uses.filter(({ owner }) => owner === object)) {
    const steps = path.flatMap((to, place) => ways.get(wayName({ from: path[place - 1] ?? '', to })) ?? []);
    // Partners bring the last step by themselves where nobody else is of interest; what begins at partners they bring whole.
    const last = steps.at(-1);
    const walk = isPartners && last?.partners != null ? steps.slice(0, -1) : steps;
    const isBrought = walk.length === 1 && walk[0]?.partners === 'from';
    if (walk.length > 0 && !isBrought) walks.set(walk.map(wayName).join(' '), walk);
  }
  const names = [...walks.keys()];
  return names
    .filter((name) => !names.some((other) => other.startsWith(`${name} `)))
    .map((name) => walks.get(name) ?? []);
}

/** Activities of which most are with customers: whatever no partner is linked to is nothing to the mapping. */
function linkedOnlyOf({ entries }: Mapping, ways: ReadonlyMap<string, Way>): ReadonlyMap<string, Way> {
  const found = new Map<string, Way>();
  for (const object of new Set(entries.map((entry) => entry.object))) {
    const own = entries.filter((entry) => entry.object === object);
    const paths = new Set(own.map(({ fields }) => fields.get('partner')?.association));
    const [path] = paths;
    const way = path === undefined ? undefined : ways.get(wayName({ from: object, to: path }));
    if (paths.size !== 1 || way?.partners !== 'to') continue;
    if (own.every(({ record, unmatched }) => unmatched === 'ignore' && record !== 'partner' && record !== 'deal'))
      found.set(object, way);
  }
  return found;
}
