import { followUp } from '../http/address.ts';
import { CrmFailure } from '../http/failure.ts';
import type { HttpAnswer } from '../http/types.ts';
import type {
  Ask,
  Described,
  Identity,
  Limits,
  ObjectHead,
  Page,
  PageOptions,
  SalesforceClient,
  Told,
} from './client.ts';
import { unwrapped, wrapped } from './composite.ts';
import type { Door, DoorRequest } from './door.ts';
import {
  describeAnswer,
  identityAnswer,
  limitsAnswer,
  objectsAnswer,
  pageAnswer,
  shaped,
  versionsAnswer,
} from './shapes.ts';

/** Salesforce refuses addresses and headers of together more than 16,384 bytes. */
const LONGEST_ADDRESS = 15_000;

/** The client over the REST API. */
export class RestClient implements SalesforceClient {
  readonly #door: Door;
  readonly #root: string;

  constructor(door: Door, version: string) {
    this.#door = door;
    this.#root = `/services/data/v${version}`;
  }

  async origin(signal: AbortSignal): Promise<string> {
    return (await this.#door.transport(signal)).base.origin;
  }

  async identity(signal: AbortSignal): Promise<Identity> {
    const { body, host, at } = await this.#get('/services/oauth2/userinfo', signal, { counted: false });
    const told = shaped(identityAnswer, body, host);
    const { scopes } = await this.#door.access(signal);
    const { user_id: userId, organization_id: organizationId, preferred_username: username, zoneinfo } = told;
    return { userId, organizationId, username, timeZone: zoneinfo ?? null, scopes, at };
  }

  async versions(signal: AbortSignal): Promise<readonly string[]> {
    const { body, host } = await this.#get('/services/data', signal, { counted: false });
    return shaped(versionsAnswer, body, host).map(({ version }) => version);
  }

  async limits(signal: AbortSignal): Promise<Limits> {
    const { body, host } = await this.#get(`${this.#root}/limits`, signal);
    const { DailyApiRequests: calls, DailyBulkV2QueryJobs: jobs } = shaped(limitsAnswer, body, host);
    return {
      dailyCalls: { limit: calls.Max, left: calls.Remaining },
      dailyBulkJobs: jobs === undefined ? null : { limit: jobs.Max, left: jobs.Remaining },
    };
  }

  async objects(signal: AbortSignal): Promise<readonly ObjectHead[]> {
    const { body, host } = await this.#get(`${this.#root}/sobjects`, signal);
    return shaped(objectsAnswer, body, host).sobjects;
  }

  async describe(object: string, signal: AbortSignal, since?: string): Promise<Described> {
    const { body, status, headers, host } = await this.#get(
      this.#describeAddress(object),
      signal,
      since === undefined ? {} : { headers: { 'if-modified-since': since }, accept: [304] },
    );
    if (status === 304) return { changed: false };
    return { changed: true, object: shaped(describeAnswer, body, host), lastModified: headers.get('last-modified') };
  }

  async count(soql: string, signal: AbortSignal): Promise<{ count: number; at: number | null }> {
    const { body, at, host } = await this.#query(this.#addressOf(soql), signal);
    return { count: shaped(pageAnswer, body, host).totalSize, at };
  }

  async *queryAll(soql: string, { signal, from }: PageOptions): AsyncGenerator<Page, void, undefined> {
    let received = 0;
    let url = from ?? this.#addressOf(soql);
    for (;;) {
      const { body, at, host } = await this.#query(url, signal);
      const page = pageOf(body, { host, at, before: received, url });
      received = page.received;
      yield page;
      if (page.next === null) return;
      url = page.next;
    }
  }

  async together(asks: readonly Ask[], signal: AbortSignal): Promise<{ answers: readonly Told[]; at: number | null }> {
    const { base } = await this.#door.transport(signal);
    const urls = asks.map((ask) => ('query' in ask ? this.#addressOf(ask.query) : this.#describeAddress(ask.describe)));
    const { url, ...request } = wrapped(this.#root, urls, base.host);
    const { body, at, host } = await this.#get(url, signal, request);
    const answers = unwrapped(body, asks.length, host).map((part, index): Told => {
      if (part instanceof CrmFailure) return { failure: part };
      const isQuery = 'query' in (asks[index] ?? {});
      return isQuery
        ? { page: pageOf(part, { host, at, before: 0, url: '' }) }
        : { object: shaped(describeAnswer, part, host) };
    });
    return { answers, at };
  }

  #describeAddress(object: string): string {
    return `${this.#root}/sobjects/${encodeURIComponent(object)}/describe`;
  }

  #addressOf(soql: string): string {
    return `${this.#root}/queryAll?q=${encodeURIComponent(soql)}`;
  }

  /** A query or a further page of one. */
  async #query(url: string, signal: AbortSignal): Promise<HttpAnswer<unknown> & { host: string }> {
    const { base } = await this.#door.transport(signal);
    const { pathname, search } = followUp(base, url, `${this.#root}/query`);
    if (url.length <= LONGEST_ADDRESS) return await this.#get(pathname + search, signal);
    const { url: address, ...request } = wrapped(this.#root, [pathname + search], base.host);
    const answer = await this.#get(address, signal, request);
    const [body] = unwrapped(answer.body, 1, base.host);
    if (body instanceof CrmFailure) throw body;
    return { ...answer, body };
  }

  async #get(
    url: string,
    signal: AbortSignal,
    more: DoorRequest = {},
  ): Promise<HttpAnswer<unknown> & { host: string }> {
    const { base } = await this.#door.transport(signal);
    return { ...(await this.#door.json(url, signal, more)), host: base.host };
  }
}

interface Place {
  readonly host: string;
  readonly at: number | null;
  /** Records of the pages before it. */
  readonly before: number;
  readonly url: string;
}

/** A page as the service wrote it. Throws where it cannot be one: an answer that stops without its end would pass for a complete one. */
function pageOf(body: unknown, { host, at, before, url }: Place): Page {
  const { records, totalSize, done, nextRecordsUrl } = shaped(pageAnswer, body, host);
  const received = before + records.length;
  const broken = (words: string): CrmFailure => new CrmFailure('crm-unexpected-answer', { host, why: 'shape', words });
  if (!done && nextRecordsUrl === undefined) throw broken('done: false, nextRecordsUrl missing');
  if (!done && nextRecordsUrl === url) throw broken('nextRecordsUrl leads to itself');
  if (received > totalSize) throw broken(`${received} records of ${totalSize}`);
  return { records, totalSize, received, next: done ? null : (nextRecordsUrl ?? null), at };
}
