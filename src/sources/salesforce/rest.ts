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
import { SharedPages } from './shared.ts';

/** Salesforce refuses addresses and headers of together more than 16,384 bytes. */
const LONGEST_ADDRESS = 15_000;

/**
 * The client over the REST API. Sign-in, descriptions and single pages are asked by jsforce over our transport; walking from page
 * to page, retries, limits and checks are ours, since its own lose rows or never end.
 */
export class RestClient implements SalesforceClient {
  readonly #door: Door;
  readonly #root: string;
  readonly #shared = new SharedPages(
    (asks, signal) => this.together(asks, signal),
    (soql, signal) => this.#page(soql, { url: null, before: 0, shared: false }, signal),
  );

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
    const { body, host } = await this.#by(signal, (connection) => connection.limits());
    const { DailyApiRequests: calls, DailyBulkV2QueryJobs: jobs } = shaped(limitsAnswer, body, host);
    return {
      dailyCalls: { limit: calls.Max, left: calls.Remaining },
      dailyBulkJobs: jobs === undefined ? null : { limit: jobs.Max, left: jobs.Remaining },
    };
  }

  async objects(signal: AbortSignal): Promise<readonly ObjectHead[]> {
    const { body, host } = await this.#by(signal, (connection) => connection.describeGlobal());
    return shaped(objectsAnswer, body, host).sobjects;
  }

  async describe(object: string, signal: AbortSignal, since?: string): Promise<Described> {
    const { body, status, headers, host } = await this.#by(
      signal,
      (connection) => connection.describe(encodeURIComponent(object)),
      since === undefined ? {} : { headers: { 'if-modified-since': since }, accept: [304] },
    );
    if (status === 304) return { changed: false };
    return { changed: true, object: shaped(describeAnswer, body, host), lastModified: headers.get('last-modified') };
  }

  async count(soql: string, signal: AbortSignal): Promise<{ count: number; at: number | null }> {
    const { body, at, host } = await this.#first(soql, signal);
    return { count: shaped(pageAnswer, body, host).totalSize, at };
  }

  async *queryAll(soql: string, { signal, from, shared = false }: PageOptions): AsyncGenerator<Page, void, undefined> {
    let received = 0;
    for (let url = from ?? null; ; ) {
      const page = await this.#page(soql, { url, before: received, shared }, signal);
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
        ? { page: pageOf(part, { host, at, before: 0, url: null }) }
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

  async #page(
    soql: string,
    { url, before, shared }: Pick<Place, 'url' | 'before'> & { readonly shared: boolean },
    signal: AbortSignal,
  ): Promise<Page> {
    if (url === null && shared) return await this.#shared.ask(soql, signal);
    const { body, at, host } = url === null ? await this.#first(soql, signal) : await this.#more(url, signal);
    return pageOf(body, { host, at, before, url });
  }

  /** The first page of a query. */
  async #first(soql: string, signal: AbortSignal): Promise<Answer> {
    const { base } = await this.#door.transport(signal);
    const address = this.#addressOf(soql);
    if (address.length <= LONGEST_ADDRESS)
      return await this.#by(signal, (connection) => connection.query(soql, { scanAll: true }), isPage(base.host));
    const { url, ...request } = wrapped(this.#root, [address], base.host);
    const answer = await this.#get(url, signal, request);
    const [body] = unwrapped(answer.body, 1, base.host);
    if (body instanceof CrmFailure) throw body;
    return { ...answer, body };
  }

  /** A further page, at the address that the page before it named. */
  async #more(url: string, signal: AbortSignal): Promise<Answer> {
    const { base } = await this.#door.transport(signal);
    const { pathname } = followUp(base, url, `${this.#root}/query/`);
    return await this.#by(signal, (connection) => connection.queryMore(pathname), isPage(base.host));
  }

  async #by(
    signal: AbortSignal,
    ask: Parameters<Door['by']>[1],
    more: Omit<DoorRequest, 'method' | 'body'> = {},
  ): Promise<Answer> {
    const { base } = await this.#door.transport(signal);
    return { ...(await this.#door.by(signal, ask, more)), host: base.host };
  }

  async #get(url: string, signal: AbortSignal, more: DoorRequest = {}): Promise<Answer> {
    const { base } = await this.#door.transport(signal);
    return { ...(await this.#door.json(url, signal, more)), host: base.host };
  }
}

type Answer = HttpAnswer<unknown> & { readonly host: string };

/** jsforce takes for granted that a page is one, so this is seen to before it gets it. */
const isPage = (host: string): Pick<DoorRequest, 'check'> => ({
  check: (body) => void shaped(pageAnswer, body, host),
});

interface Place {
  readonly host: string;
  readonly at: number | null;
  /** Records of the pages before it. */
  readonly before: number;
  /** Its own address, as the page before it named it. */
  readonly url: string | null;
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
