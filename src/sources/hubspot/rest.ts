// long: one client; every endpoint is a few lines here.
import { CrmFailure } from '../http/failure.ts';
import type { HttpClock } from '../http/types.ts';
import type {
  Account,
  ApiEvent,
  ApiPipeline,
  ApiProperty,
  ApiRate,
  AssociationType,
  BatchOptions,
  BatchPage,
  CustomObject,
  FoundLink,
  HubSpotClient,
  ListOptions,
  ListPage,
  SearchGroup,
  SearchPage,
} from './client.ts';
import type { Door, DoorRequest } from './door.ts';
import { compareIds, inPath } from './names.ts';
import { batchOf, rowOf } from './rows.ts';
import { HUBSPOT_API_VERSION as version } from './settings.ts';
import * as shapes from './shapes.ts';
import { shaped } from './shapes.ts';

const LIST_PAGE = 100;
const BATCH = 100;
const BATCH_WITH_HISTORY = 50;
export const SEARCH_PAGE = 200;
export const ASSOCIATION_IDS = 1000;
/** Links of one record in an answer. */
export const ASSOCIATION_PAGE = 500;
const OWNERS_PAGE = 500;
/** Longer addresses are refused; wider records come by body. */
const LONGEST_NAMES = 5000;

interface Parts {
  readonly door: Door;
  readonly clock: HttpClock;
  readonly calls: () => number;
  readonly onZone: (zone: string) => void;
}

/** The client over the date-based REST API. */
export class RestClient implements HubSpotClient {
  readonly #parts: Parts;
  #skew = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get host(): string {
    return this.#parts.door.host;
  }

  get calls(): number {
    return this.#parts.calls();
  }

  serverNow(): number {
    return this.#parts.clock.now() + this.#skew;
  }

  async account(signal: AbortSignal): Promise<Account> {
    const told = await this.#ask(shapes.accountAnswer, { url: `/account-info/${version}/details` }, signal);
    const { portalId, accountType, timeZone = null, companyCurrency = null } = told;
    if (timeZone !== null) this.#parts.onZone(timeZone);
    return { portalId: String(portalId), kind: accountType, timeZone, currency: companyCurrency };
  }

  async usage(signal: AbortSignal): Promise<{ limit: number; left: number; resetsAt: string | null } | null> {
    const url = `/account-info/${version}/api-usage/daily/private-apps`;
    const [day] = (await this.#ask(shapes.usageAnswer, { url }, signal)).results;
    if (day === undefined) return null;
    return {
      limit: day.usageLimit,
      left: Math.max(0, day.usageLimit - day.currentUsage),
      resetsAt: day.resetsAt ?? null,
    };
  }

  async properties(
    type: string,
    signal: AbortSignal,
    hidden?: 'archived' | 'sensitive' | 'highly_sensitive',
  ): Promise<readonly ApiProperty[]> {
    const query = hidden === undefined ? '' : hidden === 'archived' ? '?archived=true' : `?dataSensitivity=${hidden}`;
    const url = `/crm/properties/${version}/${inPath(type)}${query}`;
    return (await this.#ask(shapes.propertiesAnswer, { url }, signal)).results;
  }

  async pipelines(type: string, signal: AbortSignal): Promise<readonly ApiPipeline[]> {
    const url = `/crm/pipelines/${version}/${inPath(type)}`;
    return (await this.#ask(shapes.pipelinesAnswer, { url }, signal)).results;
  }

  async owners(signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const owners = new Map<string, string>();
    // Records keep owners who left; those of today come last and win.
    for (const archived of [true, false]) {
      const url = `/crm/owners/${version}?limit=${OWNERS_PAGE}&archived=${archived}`;
      for await (const page of this.#pages(shapes.ownersAnswer, url, null, signal)) {
        for (const { id, email } of page.results) if (email) owners.set(id, email);
      }
    }
    return owners;
  }

  async customObjects(signal: AbortSignal): Promise<readonly CustomObject[]> {
    const url = `/crm-object-schemas/${version}/schemas`;
    const { results } = await this.#ask(shapes.schemasAnswer, { url }, signal);
    return results
      .filter(({ archived }) => !archived)
      .map(({ objectTypeId, name, fullyQualifiedName, labels }) => ({
        typeId: objectTypeId,
        name,
        fullName: fullyQualifiedName,
        label: labels.plural ?? labels.singular ?? name,
      }));
  }

  async labels(from: string, to: string, signal: AbortSignal): Promise<readonly AssociationType[]> {
    const url = `/crm/associations/${version}/${inPath(from)}/${inPath(to)}/labels`;
    const { results } = await this.#ask(shapes.labelsAnswer, { url }, signal);
    return results.map(({ label, ...rest }) => ({ ...rest, label: label ?? null }));
  }

  async recordCounts(signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
    const told = await this.#ask(shapes.countsAnswer, { url: `/crm/limits/${version}/records` }, signal);
    const all = [...told.hubspotDefinedObjectTypes, ...told.customObjectTypes.byObjectType];
    return new Map(all.map(({ objectTypeId, usage }) => [objectTypeId, usage]));
  }

  async rates(signal: AbortSignal): Promise<readonly ApiRate[]> {
    const rates: ApiRate[] = [];
    const url = `/settings/currencies/${version}/exchange-rates?limit=${LIST_PAGE}`;
    for await (const page of this.#pages(shapes.ratesAnswer, url, null, signal)) rates.push(...page.results);
    return rates;
  }

  async *list(
    type: string,
    { properties, archived = false, from = null, signal }: ListOptions,
  ): AsyncGenerator<ListPage, void, undefined> {
    const names = [...new Set(properties)];
    const isWide = names.join(',').length > LONGEST_NAMES;
    const query = new URLSearchParams({ limit: String(LIST_PAGE), archived: String(archived) });
    query.set('properties', (isWide ? ['hs_object_id'] : names).join(','));
    const url = `/crm/objects/${version}/${inPath(type)}?${query}`;
    let before: string | undefined;
    for await (const { results, paging } of this.#pages(shapes.listAnswer, url, from, signal)) {
      const first = results[0]?.id;
      if (first !== undefined && first === before) throw this.#broken('the same page again');
      before = first ?? before;
      const rows = results.map(rowOf);
      if (!isWide || archived) yield { rows, next: paging };
      else
        yield {
          rows: await this.#wide(
            type,
            rows.map(({ id }) => id),
            names,
            signal,
          ),
          next: paging,
        };
    }
  }

  async search(
    type: string,
    groups: readonly SearchGroup[],
    { properties, behind, signal }: { properties: readonly string[]; behind: string; signal: AbortSignal },
  ): Promise<SearchPage> {
    const place = { propertyName: 'hs_object_id', operator: 'GT', value: behind } as const;
    const answer = await this.#found(type, groups.length === 0 ? [[place]] : groups.map((group) => [...group, place]), {
      sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }],
      properties: [...new Set(properties)],
      limit: SEARCH_PAGE,
      signal,
    });
    const rows = answer.results.map(rowOf);
    let last = behind;
    for (const { id } of rows) {
      // Without this, an answer in another order would lose rows, or never end.
      if (compareIds(id, last) <= 0) throw this.#broken('ids that do not advance');
      last = id;
    }
    if (rows.length === 0 && answer.paging !== null) throw this.#broken('no rows and a next page');
    return { rows, next: answer.paging === null ? null : last, total: answer.total };
  }

  async count(type: string, groups: readonly SearchGroup[], signal: AbortSignal): Promise<number> {
    return (await this.#found(type, groups, { sorts: [], properties: ['hs_object_id'], limit: 1, signal })).total;
  }

  async *batch(
    type: string,
    ids: readonly string[],
    { properties, histories = [], signal }: BatchOptions,
  ): AsyncGenerator<BatchPage, void, undefined> {
    const size = histories.length > 0 ? BATCH_WITH_HISTORY : BATCH;
    const url = `/crm/objects/${version}/${inPath(type)}/batch/read`;
    const names = [...new Set([...properties, 'hs_merged_object_ids'])];
    for (let start = 0; start < ids.length; start += size) {
      const asked = ids.slice(start, start + size);
      const inputs = asked.map((id) => ({ id }));
      const body = { inputs, properties: names, ...(histories.length > 0 && { propertiesWithHistory: histories }) };
      const { results, errors } = await this.#ask(shapes.batchAnswer, { url, body }, signal);
      yield batchOf(asked, results, errors, this.host);
    }
  }

  async associations(
    from: string,
    to: string,
    ids: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly FoundLink[]> {
    const url = `/crm/associations/${version}/${inPath(from)}/${inPath(to)}/batch/read`;
    const links: FoundLink[] = [];
    let inputs: readonly { readonly id: string; readonly after?: string }[] = ids.map((id) => ({ id }));
    while (inputs.length > 0) {
      const { results, errors } = await this.#ask(shapes.associationsAnswer, { url, body: { inputs } }, signal);
      // A record without associations is told as an error.
      batchOf([], [], errors, this.host);
      const asked = new Map(inputs.map(({ id, after }) => [id, after]));
      const rest: { id: string; after: string }[] = [];
      for (const { from: end, to: targets, paging = null } of results) {
        if (!asked.has(end.id)) throw this.#broken('associations of a record that was not asked for');
        if (paging !== null && paging === asked.get(end.id)) throw this.#broken('a cursor that leads to itself');
        if (paging !== null) rest.push({ id: end.id, after: paging });
        for (const { toObjectId, associationTypes } of targets) {
          const types = associationTypes.map(({ category, typeId, label = null }) => ({ category, typeId, label }));
          links.push({ from: end.id, to: toObjectId, types });
        }
      }
      inputs = rest;
    }
    return links;
  }

  async *events(
    eventType: string,
    { since, from = null, signal }: { since: string; from?: string | null; signal: AbortSignal },
  ): AsyncGenerator<{ events: readonly ApiEvent[]; next: string | null }, void, undefined> {
    const query = new URLSearchParams({ eventType, occurredAfter: since, limit: String(LIST_PAGE) });
    const url = `/events/event-occurrences/${version}?${query}`;
    for await (const { results, paging } of this.#pages(shapes.eventsAnswer, url, from, signal)) {
      yield { events: results, next: paging };
    }
  }

  #found(
    type: string,
    groups: readonly SearchGroup[],
    {
      signal,
      ...rest
    }: { sorts: readonly object[]; properties: readonly string[]; limit: number; signal: AbortSignal },
  ) {
    const url = `/crm/objects/${version}/${inPath(type)}/search`;
    const body = { filterGroups: groups.map((filters) => ({ filters })), ...rest };
    return this.#ask(shapes.searchAnswer, { url, body }, signal, 'search');
  }

  /** The records of a page whose properties do not fit into an address. */
  async #wide(type: string, ids: readonly string[], properties: readonly string[], signal: AbortSignal) {
    const rows = [];
    for await (const page of this.batch(type, ids, { properties, signal })) rows.push(...page.rows);
    return rows;
  }

  async *#pages<T extends { readonly paging: string | null }>(
    schema: Parameters<typeof shaped<T>>[0],
    url: string,
    from: string | null,
    signal: AbortSignal,
  ): AsyncGenerator<T, void, undefined> {
    for (let after = from; ; ) {
      const page = await this.#ask(
        schema,
        { url: after === null ? url : `${url}&after=${encodeURIComponent(after)}` },
        signal,
      );
      if (page.paging !== null && page.paging === after) throw this.#broken('a cursor that leads to itself');
      yield page;
      after = page.paging;
      if (after === null) return;
    }
  }

  async #ask<T>(
    schema: Parameters<typeof shaped<T>>[0],
    request: DoorRequest,
    signal: AbortSignal,
    lane: 'search' | 'usual' = 'usual',
  ): Promise<T> {
    const { body, at } = await this.#parts.door.json(request, signal, lane);
    if (at !== null) this.#skew = at - this.#parts.clock.now();
    return shaped(schema, body, this.host);
  }

  #broken(words: string): CrmFailure {
    return new CrmFailure('crm-unexpected-answer', { host: this.host, why: 'shape', words });
  }
}
