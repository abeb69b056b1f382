import type { Connection } from 'jsforce/lib/core.js';
import type { HttpAnswer, HttpRequest, Transport } from '../http/types.ts';
import type { Access } from './auth.ts';
import { callByJsforce } from './jsforce.ts';
import { isSessionEnd } from './refusal.ts';
import type { Session } from './session.ts';

/** What is asked of the org: the session is added. */
export type DoorRequest = Partial<Omit<HttpRequest, 'url' | 'signal'>>;

/** Calls with the session of the bot; one that has ended is renewed, once a call. */
export class Door {
  readonly #session: Session;
  readonly #open: (instance: URL) => Transport;
  readonly #version: string;
  #transport: Transport | undefined;

  /** `open` gives the transport to the org's address, once that is known. */
  constructor(session: Session, version: string, open: (instance: URL) => Transport) {
    this.#session = session;
    this.#version = version;
    this.#open = open;
  }

  /** The access that calls use now. */
  access(signal: AbortSignal): Promise<Access> {
    return this.#session.access(signal);
  }

  /** The transport to the org. */
  async transport(signal: AbortSignal): Promise<Transport> {
    const { instance } = await this.#session.access(signal);
    this.#transport ??= this.#open(instance);
    return this.#transport;
  }

  /** One call by jsforce: what `ask` does with a connection of it. */
  by(
    signal: AbortSignal,
    ask: (connection: Connection) => PromiseLike<unknown>,
    more: Omit<DoorRequest, 'method' | 'body'> = {},
  ): Promise<HttpAnswer<unknown>> {
    return this.#asked(signal, more, (transport, _headers, access) =>
      callByJsforce({ transport, token: access.token, version: this.#version }, { ...more, signal }, ask),
    );
  }

  /** A read or a job of the REST API by its address, by jsforce too. */
  json(
    url: string,
    signal: AbortSignal,
    { method = 'GET', body, ...more }: DoorRequest = {},
  ): Promise<HttpAnswer<unknown>> {
    const request = { method, url, ...(body !== undefined && { body: String(body) }) };
    return this.by(signal, (connection) => connection.request({ ...request, headers: {} }), more);
  }

  stream(url: string, signal: AbortSignal, more: DoorRequest = {}): Promise<HttpAnswer<AsyncIterable<Uint8Array>>> {
    return this.#asked(signal, more, (transport, headers) =>
      transport.request({ ...more, url, headers, signal, expect: 'stream' }),
    );
  }

  async #asked<T>(
    signal: AbortSignal,
    more: DoorRequest,
    ask: (transport: Transport, headers: Record<string, string>, access: Access) => Promise<T>,
  ): Promise<T> {
    const transport = await this.transport(signal);
    const access = await this.#session.access(signal);
    const withToken = (now: Access): Promise<T> =>
      ask(transport, { ...more.headers, authorization: `Bearer ${now.token}` }, now);
    try {
      return await withToken(access);
    } catch (error) {
      if (!isSessionEnd(error)) throw error;
      return await withToken(await this.#session.renew(access, signal));
    }
  }
}
