// long: what an account says of itself is asked and put together in one place.
import { createHash } from 'node:crypto';
import type { StageFact } from '../crm/contract.ts';
import { CrmFailure, isCrmFailure } from '../http/failure.ts';
import type { ObjectNeed } from '../mapping/index.ts';
import type { Warning } from '../source.ts';
import type { Caches } from './caches.ts';
import type { HubSpotClient } from './client.ts';
import { type Properties, pushedGroups } from './filters.ts';
import type { HubSpotFacts, HubSpotObject, KnownWay } from './hubspot-facts.ts';
import { eventTypeOf, ratesObject, standardObjects } from './names.ts';
import { isCustom, pathName } from './objects.ts';
import { stagesOf } from './pipelines.ts';
import { isCalculated } from './property-facts.ts';
import { HUBSPOT_API_VERSION } from './settings.ts';
import { type Shape, type Way, wayName } from './ways.ts';

/** What a reader of facts holds on to between its runs. */
export interface FactsContext {
  readonly client: HubSpotClient;
  readonly shape: Shape;
  readonly caches: Caches;
}

export const hashOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 16);

/** Failures of an object that the mapping can do without. */
const isAbsent = (error: unknown): error is CrmFailure =>
  isCrmFailure(error, 'crm-forbidden') || isCrmFailure(error, 'crm-schema');

/** What stands beside the rows. What seldom changes is asked for once an hour. */
export async function readFacts(context: FactsContext, signal: AbortSignal): Promise<HubSpotFacts> {
  const { client, shape, caches } = context;
  const before = client.calls;
  const reader = new FactsReader(context, signal);
  const account = await caches.account.get('', () => client.account(signal));
  const objects: HubSpotObject[] = [];
  const ways = new Map<string, KnownWay>();
  for (const [object, found] of await Promise.all(shape.needs.map((need) => reader.objectAndWays(need)))) {
    objects.push(...object);
    for (const way of found) ways.set(wayName(way), way);
  }
  const there = new Set(objects.map(({ need }) => need.object));
  const needs = shape.needs.filter(({ object }) => there.has(object));
  const [owners, stages] = await Promise.all([
    needs.some((need) => need.owners) ? client.owners(signal) : new Map<string, string>(),
    Promise.all(objects.filter(({ need }) => need.stages).map((object) => reader.stages(object))),
  ]);
  // The clock must be of now, whatever else is still known.
  if (client.calls === before) await client.account(signal);
  return {
    at: new Date(client.serverNow()).toISOString(),
    account: account.portalId,
    currency: account.currency,
    timeZone: account.timeZone,
    owners,
    stages: stages.flat(),
    objects,
    ways: [...ways.values()],
    warnings: reader.warnings,
  };
}

class FactsReader {
  readonly warnings: Warning[] = [];
  readonly #context: FactsContext;
  readonly #signal: AbortSignal;

  constructor(context: FactsContext, signal: AbortSignal) {
    this.#context = context;
    this.#signal = signal;
  }

  /** An object with the ways that it needs; nothing for one that is optional and not there. */
  async objectAndWays(need: ObjectNeed): Promise<[HubSpotObject[], KnownWay[]]> {
    const { shape } = this.#context;
    try {
      const object = await this.#object(need);
      const ways = shape.ways.filter(({ owners }) => owners.includes(need.object));
      return [[object], await Promise.all(ways.map((way) => this.#way(way)))];
    } catch (error) {
      if (!need.optional || !isAbsent(error)) throw error;
      this.#warn(`${need.object} is left out: ${String(error.params.words ?? error.code)}`);
      return [[], []];
    }
  }

  async stages({ need: { object }, path }: HubSpotObject): Promise<StageFact[]> {
    try {
      return stagesOf(object, await this.#context.client.pipelines(path, this.#signal));
    } catch (error) {
      // Objects without pipelines answer like that.
      if (isCrmFailure(error) && (error.facts.status === 404 || error.facts.status === 400)) return [];
      throw error;
    }
  }

  #object(need: ObjectNeed): Promise<HubSpotObject> {
    if (need.object === ratesObject) return this.#rates(need);
    const eventType = eventTypeOf(need.object);
    return eventType === null ? this.#records(need) : this.#events(need, eventType);
  }

  async #rates(need: ObjectNeed): Promise<HubSpotObject> {
    const { client, caches } = this.#context;
    const rates = await caches.rates.get('', () => client.rates(this.#signal));
    return { ...this.#plain(need), kind: 'rates', rates };
  }

  async #events(need: ObjectNeed, eventType: string): Promise<HubSpotObject> {
    const { client, caches, shape } = this.#context;
    await caches.events.get(eventType, async () => {
      const since = new Date(client.serverNow()).toISOString();
      await client.events(eventType, { since, signal: this.#signal }).next();
      return true;
    });
    return { ...this.#plain(need), kind: 'events', walks: shape.walks.get(need.object) ?? [] };
  }

  #plain(need: ObjectNeed): HubSpotObject {
    const basis = hashOf([HUBSPOT_API_VERSION, need.object, need.properties, need.filters]);
    const nothing = {
      lacking: [],
      calculated: [],
      names: [],
      search: null,
      walks: [],
      linkedBy: null,
      rates: [],
      total: null,
    };
    return { ...nothing, need, basis, kind: 'records', path: need.object };
  }

  async #records(need: ObjectNeed): Promise<HubSpotObject> {
    const { shape } = this.#context;
    const path = await this.#path(need.object);
    const properties = await this.#properties(path);
    const lacking = need.properties.filter((name) => !properties.has(name));
    for (const name of lacking) await this.#lacks(need, path, name);
    const names = need.properties.filter((name) => properties.has(name));
    const linkedBy = shape.linkedOnly.get(need.object) ?? null;
    const search =
      need.filters === null || linkedBy !== null || lacking.length > 0 || !isNarrow(need)
        ? null
        : (pushedGroups(need.filters, properties)?.groups ?? null);
    const types = names.map((name) => properties.get(name)?.type);
    return {
      ...this.#plain(need),
      basis: hashOf([HUBSPOT_API_VERSION, path, names, types, need.filters, need.histories, linkedBy?.to ?? null]),
      path,
      lacking,
      calculated: names.filter((name) => {
        const property = properties.get(name);
        return property !== undefined && isCalculated(property);
      }),
      names,
      search,
      walks: shape.walks.get(need.object) ?? [],
      linkedBy,
      total: (await this.#counts()).get(standardObjects.get(path)?.id ?? path) ?? null,
    };
  }

  /** Rows of each object by its number, for the prediction alone. */
  #counts(): Promise<ReadonlyMap<string, number>> {
    const { client, caches } = this.#context;
    return caches.counts.get('', () =>
      client.recordCounts(this.#signal).catch((error: unknown) => {
        if (isAbsent(error) || isCrmFailure(error, 'crm-query')) return new Map();
        throw error;
      }),
    );
  }

  async #way(way: Way): Promise<KnownWay> {
    const { client, caches } = this.#context;
    const isEvent = eventTypeOf(way.from) !== null;
    const [fromPath, toPath] = [isEvent ? way.from : await this.#path(way.from), await this.#path(way.to)];
    const ask = (from: string, to: string) =>
      caches.labels.get(`${from}>${to}`, () => client.labels(from, to, this.#signal));
    // Asked for even where no names matter: it says whether these ends may be read.
    const forth = isEvent ? [] : await ask(fromPath, toPath);
    const back = way.partners === 'to' && way.labels ? await ask(toPath, fromPath) : [];
    const basis = hashOf([HUBSPOT_API_VERSION, wayName(way), way.labels ? [forth, back] : null]);
    return { ...way, fromPath, toPath, forth, back, basis };
  }

  async #path(object: string): Promise<string> {
    const { client, caches } = this.#context;
    if (!isCustom(object)) return pathName(object, [], client.host);
    return pathName(object, await caches.customs.get('', () => client.customObjects(this.#signal)), client.host);
  }

  #properties(path: string): Promise<Properties> {
    const { client, caches } = this.#context;
    return caches.properties.get(path, async () => {
      const list = await client.properties(path, this.#signal);
      return new Map(list.map((property) => [property.name, property]));
    });
  }

  /** HubSpot leaves out in silence what it does not know, so what is missing is told here. */
  async #lacks(need: ObjectNeed, path: string, name: string): Promise<void> {
    const { client } = this.#context;
    const words = `${need.object}.${name} (${await this.#whyMissing(path, name)})`;
    if (!need.optional && !need.optionalProperties.includes(name))
      throw new CrmFailure('crm-schema', { host: client.host, words }, { serviceCode: 'NO_PROPERTY' });
    this.#warn(`${words} is missing: it stays unknown`);
  }

  async #whyMissing(path: string, name: string): Promise<string> {
    for (const hidden of ['archived', 'sensitive', 'highly_sensitive'] as const) {
      if ((await this.#hidden(path, hidden)).has(name))
        return hidden === 'archived' ? 'archived' : 'sensitive: it needs a scope of its own';
    }
    return 'no such property';
  }

  #hidden(path: string, hidden: 'archived' | 'sensitive' | 'highly_sensitive'): Promise<ReadonlySet<string>> {
    const { client, caches } = this.#context;
    return caches.hidden.get(`${path} ${hidden}`, async () => {
      const list = await client.properties(path, this.#signal, hidden).catch((error: unknown) => {
        // A token may see the plain ones without being told of the protected ones.
        if (isAbsent(error) || isCrmFailure(error, 'crm-query')) return [];
        throw error;
      });
      return new Set(list.map(({ name }) => name));
    });
  }

  #warn(message: string): void {
    this.warnings.push({ file: '', message });
  }
}

/** Pipelines hold most of an object's rows; a list, which is never late, costs no more. */
const isNarrow = ({ filters }: ObjectNeed): boolean =>
  (filters ?? [[]]).every((conditions) => conditions.some(({ field }) => !/^(hs_)?pipeline$/.test(field)));
