import type { CrmLink } from '../sources/crm/contract.ts';
import type { Inspector } from '../sources/crm/inspector.ts';
import {
  type AssociationNeed,
  type Filter,
  fieldsNeeded,
  type Linked,
  type Mapping,
  type ObjectNeed,
  type RawRow,
} from '../sources/mapping/index.ts';
import type { Conjunction } from './alternatives.ts';
import type { FilterFacts, PropertyType } from './facts.ts';
import { test } from './plan.ts';

/** Ids in one question. */
const CHUNK = 100;

/** The rows of a CRM that a reconciliation reads, and what is known of its schema; each question is asked once. */
export class CrmRows {
  readonly #inspector: Inspector;
  readonly #signal: AbortSignal;
  readonly #needs: ReadonlyMap<string, ObjectNeed>;
  readonly #changed: string;
  readonly #id: string;
  readonly #types = new Map<string, ReadonlyMap<string, PropertyType>>();
  readonly urlOf: (object: string, id: string) => string | null;

  constructor(
    inspector: Inspector,
    mapping: Mapping,
    { signal, urlOf }: { signal: AbortSignal; urlOf?: ((object: string, id: string) => string | null) | undefined },
  ) {
    this.#inspector = inspector;
    this.#signal = signal;
    this.#needs = new Map(fieldsNeeded(mapping).map((need) => [need.object, need]));
    this.#changed = mapping.crm === 'salesforce' ? 'SystemModstamp' : 'hs_lastmodifieddate';
    this.#id = mapping.crm === 'salesforce' ? 'Id' : 'hs_object_id';
    this.urlOf = urlOf ?? (() => null);
  }

  /** Whether links between rows can be asked for. */
  get knowsLinks(): boolean {
    return this.#inspector.links !== undefined;
  }

  /** What a filter on these objects should know. */
  async facts(objects: readonly string[]): Promise<FilterFacts> {
    const { timeZone } = await this.#inspector.identity(this.#signal);
    const stages = [];
    for (const object of new Set(objects)) {
      await this.#typesOf(object);
      if (this.#needs.get(object)?.stages === true)
        stages.push(...(await this.#inspector.stages(object, this.#signal)));
    }
    return {
      stages,
      timeZone,
      typeOf: (object, property) => {
        const types = this.#types.get(object);
        // Of an object that nobody asked about, the mapping's word is taken.
        return types === undefined ? 'other' : (types.get(property.toLowerCase()) ?? null);
      },
    };
  }

  /** Rows that meet one of the alternatives, by id, with all that the mapping reads of them but their links. */
  async meeting(object: string, alternatives: readonly Conjunction[]): Promise<ReadonlyMap<string, RawRow>> {
    const found = new Map<string, RawRow>();
    const distinct = new Map(alternatives.map((one) => [JSON.stringify(one), one]));
    for (const conditions of distinct.values()) {
      for await (const page of this.#inspector.rows(object, await this.#properties(object), conditions, this.#signal)) {
        for (const { id, values } of page) found.set(id, { id, url: this.urlOf(object, id), values });
      }
    }
    return found;
  }

  /** Rows that name one of these in a property. */
  async naming(
    object: string,
    property: string,
    values: readonly string[],
    conditions: readonly Filter[] = [],
  ): Promise<ReadonlyMap<string, RawRow>> {
    const groups = chunks(values).map((some) => [...conditions, test(property, 'in', ...some)]);
    return groups.length === 0 ? new Map() : this.meeting(object, groups);
  }

  byIds(object: string, ids: readonly string[]): Promise<ReadonlyMap<string, RawRow>> {
    return this.naming(object, this.#id, ids);
  }

  /** When a row last changed, as the CRM says; null where it does not. */
  changedAt({ values }: RawRow): number | null {
    const stamp = values[this.#changed];
    const at = typeof stamp === 'string' ? Date.parse(stamp) : Number.NaN;
    return Number.isNaN(at) ? null : at;
  }

  /** The rows with the links that the mapping reads of them, as far as they can be asked for. */
  async withLinks(object: string, rows: ReadonlyMap<string, RawRow>): Promise<readonly RawRow[]> {
    const associations = new Map<string, ReadonlyMap<string, readonly Linked[]>>();
    for (const need of this.#needs.get(object)?.associations ?? []) {
      associations.set(need.path, await this.#linked(object, need, [...rows.keys()]));
    }
    if (associations.size === 0) return [...rows.values()];
    return [...rows.values()].map((row) => ({
      ...row,
      associations: Object.fromEntries([...associations].map(([path, links]) => [path, links.get(row.id) ?? []])),
    }));
  }

  async #linked(object: string, { path }: AssociationNeed, ids: readonly string[]) {
    const [first = '', ...rest] = path.split('.');
    let links = await this.#links(object, first, ids);
    let here = first;
    for (const next of rest) {
      const more = Map.groupBy(
        await this.#links(here, next, [...new Set(links.map(({ to }) => to))]),
        ({ from }) => from,
      );
      links = links.flatMap(({ from, to }) => (more.get(to) ?? []).map((link) => ({ ...link, from })));
      here = next;
    }
    const grouped = Map.groupBy(links, ({ from }) => from);
    return new Map(
      [...grouped].map(([from, own]) => [from, own.map(({ to, labels }): Linked => ({ id: to, labels, values: {} }))]),
    );
  }

  async #links(from: string, to: string, ids: readonly string[]): Promise<readonly CrmLink[]> {
    const found: CrmLink[] = [];
    for (const some of chunks(ids))
      found.push(...((await this.#inspector.links?.(from, to, some, this.#signal)) ?? []));
    return found;
  }

  async #typesOf(object: string): Promise<ReadonlyMap<string, PropertyType>> {
    const known = this.#types.get(object);
    if (known !== undefined) return known;
    const properties = await this.#inspector.properties(object, this.#signal);
    const types = new Map(properties.map(({ name, type }) => [name.toLowerCase(), type]));
    this.#types.set(object, types);
    return types;
  }

  async #properties(object: string): Promise<readonly string[]> {
    const types = await this.#typesOf(object);
    const wanted = [...(this.#needs.get(object)?.properties ?? []), this.#changed];
    return [...new Set(wanted)].filter((name) => name.includes('.') || types.has(name.toLowerCase()));
  }
}

function chunks(ids: readonly string[]): readonly (readonly string[])[] {
  const found: string[][] = [];
  for (let start = 0; start < ids.length; start += CHUNK) found.push(ids.slice(start, start + CHUNK));
  return found;
}
