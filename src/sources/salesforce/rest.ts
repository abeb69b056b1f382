import { followUp } from '../http/address.ts';
import { CrmFailure } from '../http/failure.ts';
import type { HttpAnswer, HttpRequest, Transport } from '../http/types.ts';
import type { Access } from './auth.ts';
import type { Described, Identity, Limits, ObjectHead, Page, PageOptions, SalesforceClient } from './client.ts';
import { unwrapped, wrapped } from './composite.ts';
import { isSessionEnd } from './refusal.ts';
import type { Session } from './session.ts';
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

type Answer = HttpAnswer<unknown> & { readonly host: string };

/** The client over the REST API. */
export class RestClient implements SalesforceClient {
  readonly #session: Session;
  readonly #open: (instance: URL) => Transport;
  readonly #root: string;
  #transport: Transport | undefined;

  /** `open` gives the transport to the org's address, once that is known. */
  constructor(session: Session, version: string, open: (instance: URL) => Transport) {
    this.#session = session;
    this.#open = open;
    this.#root = `/services/data/v${version}`;
  }

  async identity(signal: AbortSignal): Promise<Identity> {
    const { body, host } = await this.#get('/services/oauth2/userinfo', signal, { counted: false });
    const told = shaped(identityAnswer, body, host);
    const { scopes } = await this.#session.access(signal);
    const { user_id: userId, organization_id: organizationId, preferred_username: username, zoneinfo } = told;
    return { userId, organizationId, username, timeZone: zoneinfo ?? null, scopes };
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
      `${this.#root}/sobjects/${encodeURIComponent(object)}/describe`,
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
      const { records, totalSize, done, nextRecordsUrl } = shaped(pageAnswer, body, host);
      received += records.length;
      const broken = (words: string): CrmFailure =>
        new CrmFailure('crm-unexpected-answer', { host, why: 'shape', words });
      // An answer that stops without its end would pass for a complete one.
      if (!done && nextRecordsUrl === undefined) throw broken('done: false, nextRecordsUrl missing');
      if (!done && nextRecordsUrl === url) throw broken('nextRecordsUrl leads to itself');
      if (received > totalSize) throw broken(`${received} records of ${totalSize}`);
      const next = done ? null : (nextRecordsUrl ?? null);
      yield { records, totalSize, received, next, at };
      if (next === null) return;
      url = next;
    }
  }

  #addressOf(soql: string): string {
    return `${this.#root}/queryAll?q=${encodeURIComponent(soql)}`;
  }

  /** A query or a further page of one. */
  async #query(url: string, signal: AbortSignal): Promise<Answer> {
    const { instance } = await this.#session.access(signal);
    const { pathname, search } = followUp(instance, url, `${this.#root}/query`);
    if (url.length <= LONGEST_ADDRESS) return await this.#get(pathname + search, signal);
    const { url: address, ...request } = wrapped(this.#root, pathname + search);
    const answer = await this.#get(address, signal, request);
    return { ...answer, body: unwrapped(answer.body, this.#to(instance)) };
  }

  /** Asks with the session; one that has ended is renewed once. */
  async #get(url: string, signal: AbortSignal, more: Partial<HttpRequest> = {}): Promise<Answer> {
    const access = await this.#session.access(signal);
    const ask = async ({ token, instance }: Access): Promise<Answer> => {
      const headers = { ...more.headers, authorization: `Bearer ${token}` };
      const answer = await this.#to(instance).request({ ...more, url, headers, expect: 'json', signal });
      return { ...answer, host: instance.host };
    };
    try {
      return await ask(access);
    } catch (error) {
      if (!isSessionEnd(error)) throw error;
      return await ask(await this.#session.renew(access, signal));
    }
  }

  #to(instance: URL): Transport {
    this.#transport ??= this.#open(instance);
    return this.#transport;
  }
}
