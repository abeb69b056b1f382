import { CrmFailure, isCrmFailure } from '../http/failure.ts';
import { type FieldDescription, type ObjectDescription, type SalesforceClient, TOGETHER } from './client.ts';

/** A property of a mapping as Salesforce has it. */
export interface Column {
  /** As the mapping writes it. */
  readonly property: string;
  /** Names of relationships, then of the field, spelled as Salesforce does. */
  readonly path: readonly string[];
  readonly field: FieldDescription;
  /** The object in which the path ends. */
  readonly owner: string;
  /** Some formula or parent stands on the way: the value changes and the row's stamp does not. */
  readonly calculated: boolean;
}

/** Parents that a path of a mapping may lead through. */
const DEEPEST = 2;

/** Values of these types are no single value, or none that a query gives. */
const unusable = /^(address|location|base64|complexvalue|json)$/;

/** What an org has, as far as the bot's user may see it. Descriptions are kept until they are forgotten. */
export class Schema {
  readonly #client: SalesforceClient;
  readonly #known = new Map<string, ObjectDescription | null>();

  constructor(client: SalesforceClient) {
    this.#client = client;
  }

  /** Describes the objects that are not known yet, up to 25 in one call. */
  async learn(objects: Iterable<string>, signal: AbortSignal): Promise<void> {
    const names = [...new Map([...objects].map((name) => [name.toLowerCase(), name])).values()];
    const missing = names.filter((name) => !this.#known.has(name.toLowerCase()));
    for (let from = 0; from < missing.length; from += TOGETHER.asks) {
      const part = missing.slice(from, from + TOGETHER.asks);
      const { answers } = await this.#client.together(
        part.map((describe) => ({ describe })),
        signal,
      );
      for (const [index, name] of part.entries()) {
        const told = answers[index];
        const isKnown = told !== undefined && 'object' in told;
        this.#known.set(name.toLowerCase(), isKnown ? told.object : await this.#alone(name, signal));
      }
    }
  }

  /** A description; null for an object that there is not, or that is hidden. Asks nothing: `learn` has. */
  object(name: string): ObjectDescription | null {
    return this.#known.get(name.toLowerCase()) ?? null;
  }

  /** Describes the parents that paths of properties lead through: one call for each step of the longest path. */
  async learnPaths(wanted: readonly (readonly [string, readonly string[]])[], signal: AbortSignal): Promise<void> {
    for (let depth = 1; depth <= DEEPEST; depth += 1) {
      const parents = wanted.flatMap(([object, properties]) =>
        properties.flatMap((property) => this.#parentsOf(object, property.split('.').slice(0, -1).slice(0, depth))),
      );
      await this.learn(parents, signal);
    }
  }

  /** A property of an object, or a path through its parents; null for what is not there, hidden, or no single value. */
  column(object: string, property: string): Column | null {
    const names = property.split('.');
    const path: string[] = [];
    let places = [object];
    for (const name of names.slice(0, -1)) {
      const relation = places.map((place) => this.#relation(place, name)).find((one) => one !== undefined);
      if (relation === undefined) return null;
      path.push(relation.relationshipName ?? name);
      places = relation.referenceTo;
    }
    const last = (names.at(-1) ?? '').toLowerCase();
    for (const place of places) {
      const field = this.object(place)?.fields.find((one) => one.name.toLowerCase() === last);
      if (field === undefined || unusable.test(field.type)) continue;
      // A record type that is renamed is seen in the description of its object.
      const isOfType = path.length === 1 && place === 'RecordType';
      const calculated = field.calculated || (path.length > 0 && !isOfType);
      return { property, path: [...path, field.name], field, owner: place, calculated };
    }
    return null;
  }

  /** The name of a visible field that is most like one that is not there; null where none is like it. */
  nearest(object: string, property: string): string | null {
    if (property.includes('.')) return null;
    const wanted = property.toLowerCase();
    const scored = (this.object(object)?.fields ?? [])
      .filter(({ type }) => !unusable.test(type))
      .map(({ name }) => ({ name, far: distance(wanted, name.toLowerCase()) }))
      .sort((a, b) => a.far - b.far);
    const [best] = scored;
    return best !== undefined && best.far <= Math.max(2, wanted.length / 3) ? best.name : null;
  }

  /** `Account.Tier (Tier__c?)`: what is missing, and the visible name that is most like it. */
  missing(object: string, property: string): string {
    const near = this.nearest(object, property);
    return near === null ? `${object}.${property}` : `${object}.${property} (${near}?)`;
  }

  #parentsOf(object: string, names: readonly string[]): readonly string[] {
    let places: readonly string[] = names.length === 0 ? [] : [object];
    for (const name of names) places = places.flatMap((place) => this.#relation(place, name)?.referenceTo ?? []);
    return places;
  }

  #relation(object: string, name: string): FieldDescription | undefined {
    const wanted = name.toLowerCase();
    return this.object(object)?.fields.find((field) => field.relationshipName?.toLowerCase() === wanted);
  }

  /** Not every release describes within a composite; one that refuses is asked by itself. */
  async #alone(name: string, signal: AbortSignal): Promise<ObjectDescription | null> {
    try {
      const told = await this.#client.describe(name, signal);
      if (told.changed) return told.object;
      throw new CrmFailure('crm-unexpected-answer', { host: 'Salesforce', why: 'shape', words: `304 for ${name}` });
    } catch (error) {
      if (isCrmFailure(error, 'crm-schema')) return null;
      throw error;
    }
  }
}

/** How many letters two words differ by. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
