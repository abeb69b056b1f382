import type { CrmLink } from '../crm/contract.ts';
import type { AccountIdentity, InspectedRow, Inspector, ObjectHeadline } from '../crm/inspector.ts';
import { isCrmFailure } from '../http/failure.ts';
import { meets } from '../mapping/conditions.ts';
import type { Filter, RawRow } from '../mapping/index.ts';
import type { CustomObject, HubSpotClient, SearchGroup } from './client.ts';
import { type Properties, pushedGroups } from './filters.ts';
import { plainLabels } from './labels.ts';
import { eventTypeOf, ratesObject, standardObjects } from './names.ts';
import { isCustom, pathName } from './objects.ts';
import { eventRow, otherProperties, rateRow } from './other-objects.ts';
import { stagesOf } from './pipelines.ts';
import { propertyFacts } from './property-facts.ts';
import { HUBSPOT_API_VERSION } from './settings.ts';

/** As many as HubSpot takes. */
const idsPerCall = 1_000;
/** HubSpot fails on the beginning of time itself. */
const firstMoment = '1970-01-01T00:00:01Z';

/** Single questions to an account, for the commands that look at it. */
export function hubspotInspector(client: HubSpotClient): Inspector {
  return new HubSpotInspector(client);
}

class HubSpotInspector implements Inspector {
  readonly #client: HubSpotClient;
  readonly #before: number;
  readonly #properties = new Map<string, Properties>();
  #customs: readonly CustomObject[] | undefined;

  constructor(client: HubSpotClient) {
    this.#client = client;
    this.#before = client.calls;
  }

  get calls(): number {
    return this.#client.calls - this.#before;
  }

  async identity(signal: AbortSignal): Promise<AccountIdentity> {
    const { portalId, kind, timeZone, currency } = await this.#client.account(signal);
    return {
      account: portalId,
      // A service key is nobody, and does not tell what it may do.
      user: null,
      kind: kind === '' ? null : kind,
      timeZone,
      currency,
      scopes: null,
      apiVersion: HUBSPOT_API_VERSION,
      offered: null,
      at: this.#client.serverNow(),
    };
  }

  async objects(signal: AbortSignal): Promise<readonly ObjectHeadline[]> {
    const names = [...standardObjects.keys()];
    const seen = await Promise.all(names.map((name) => this.#isSeen(name, signal)));
    const standard = names
      .filter((_, place) => seen[place])
      .map((name) => ({ name, label: name, custom: false, writable: null }));
    const customs = await this.#allCustoms(signal).catch((error: unknown) => {
      if (isCrmFailure(error, 'crm-forbidden')) return [];
      throw error;
    });
    return [
      ...standard,
      ...customs.map((one) => ({ name: one.fullName, label: one.label, custom: true, writable: null })),
    ];
  }

  async properties(object: string, signal: AbortSignal) {
    return otherProperties(object) ?? [...(await this.#propertiesOf(object, signal)).values()].map(propertyFacts);
  }

  async stages(object: string, signal: AbortSignal) {
    if (otherProperties(object) !== null) return [];
    const path = await this.#path(object, signal);
    try {
      return stagesOf(object, await this.#client.pipelines(path, signal));
    } catch (error) {
      // Objects without pipelines answer like that.
      if (isCrmFailure(error) && (error.facts.status === 404 || error.facts.status === 400)) return [];
      throw error;
    }
  }

  async labels(from: string, to: string, signal: AbortSignal): Promise<readonly string[]> {
    if (otherProperties(from) !== null) return [];
    const ends = [await this.#path(from, signal), await this.#path(to, signal)] as const;
    return (await this.#client.labels(...ends, signal)).flatMap(({ label }) => label ?? []);
  }

  /** Links from rows to those of another object; ids that are gone have none. */
  async links(from: string, to: string, ids: readonly string[], signal: AbortSignal): Promise<readonly CrmLink[]> {
    const ends = [await this.#path(from, signal), await this.#path(to, signal)] as const;
    const found: CrmLink[] = [];
    for (let at = 0; at < ids.length; at += idsPerCall) {
      const links = await this.#client.associations(...ends, ids.slice(at, at + idsPerCall), signal);
      found.push(...links.map((link) => ({ from: link.from, to: link.to, labels: plainLabels(link) })));
    }
    return found;
  }

  async count(object: string, conditions: readonly Filter[], signal: AbortSignal): Promise<number> {
    const isOther = otherProperties(object) !== null;
    const properties = isOther ? new Map() : await this.#propertiesOf(object, signal);
    const search = conditions.length === 0 ? { groups: [], isExact: true } : pushedGroups([conditions], properties);
    if (!isOther && search?.isExact === true) {
      return await this.#client.count(await this.#path(object, signal), search.groups, signal);
    }
    let count = 0;
    for await (const page of this.rows(object, [], conditions, signal)) count += page.length;
    return count;
  }

  async *rows(
    object: string,
    properties: readonly string[],
    conditions: readonly Filter[],
    signal: AbortSignal,
  ): AsyncIterable<readonly InspectedRow[]> {
    const shown = ({ id, values }: Pick<RawRow, 'id' | 'values'>): InspectedRow => ({
      id,
      values: Object.fromEntries(properties.map((name) => [name, values[name] || null])),
    });
    for await (const { rows } of this.#pages(object, properties, conditions, signal)) {
      const meeting = rows.filter(({ id, values }) => meets({ id, url: null, values }, conditions));
      if (meeting.length > 0) yield meeting.map(shown);
    }
  }

  async limits(signal: AbortSignal) {
    return await this.#client.usage(signal);
  }

  async *#pages(
    object: string,
    properties: readonly string[],
    conditions: readonly Filter[],
    signal: AbortSignal,
  ): AsyncGenerator<{ readonly rows: readonly Pick<RawRow, 'id' | 'values'>[] }> {
    const eventType = eventTypeOf(object);
    if (object === ratesObject) {
      yield { rows: (await this.#client.rates(signal)).map(rateRow) };
      return;
    }
    if (eventType !== null) {
      for await (const { events } of this.#client.events(eventType, { since: firstMoment, signal }))
        yield { rows: events.map((event) => eventRow(object, event)) };
      return;
    }
    const known = await this.#propertiesOf(object, signal);
    const path = await this.#path(object, signal);
    const names = [...new Set([...properties, ...conditions.map(({ field }) => field)])];
    const search = pushedGroups([conditions], known);
    if (search === null) yield* this.#client.list(path, { properties: ['hs_object_id', ...names], signal });
    else yield* this.#searched(path, search.groups, names, signal);
  }

  async *#searched(path: string, groups: readonly SearchGroup[], properties: readonly string[], signal: AbortSignal) {
    for (let behind: string | null = '0'; behind !== null; ) {
      const page = await this.#client.search(path, groups, { properties, behind, signal });
      yield page;
      behind = page.next;
    }
  }

  async #isSeen(object: string, signal: AbortSignal): Promise<boolean> {
    try {
      await this.#client.count(object, [], signal);
      return true;
    } catch (error) {
      if (isCrmFailure(error, 'crm-forbidden') || isCrmFailure(error, 'crm-schema')) return false;
      throw error;
    }
  }

  async #propertiesOf(object: string, signal: AbortSignal): Promise<Properties> {
    const known = this.#properties.get(object);
    if (known !== undefined) return known;
    const list = await this.#client.properties(await this.#path(object, signal), signal);
    const found = new Map(list.map((property) => [property.name, property]));
    this.#properties.set(object, found);
    return found;
  }

  async #path(object: string, signal: AbortSignal): Promise<string> {
    return pathName(object, isCustom(object) ? await this.#allCustoms(signal) : [], this.#client.host);
  }

  async #allCustoms(signal: AbortSignal): Promise<readonly CustomObject[]> {
    this.#customs ??= await this.#client.customObjects(signal);
    return this.#customs;
  }
}
