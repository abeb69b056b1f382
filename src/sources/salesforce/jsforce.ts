import { PassThrough } from 'node:stream';
import type { Connection } from 'jsforce/lib/core.js';
import type { HttpAnswer, HttpRequest, Transport } from '../http/types.ts';

/** What jsforce asks of a transport, as far as it is used. */
interface JsforceRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

type Options = Omit<HttpRequest, 'url' | 'method' | 'body'>;
type Ask = (connection: Connection) => PromiseLike<unknown>;

/** Loaded by the first call: it takes a quarter of a second, which the start of the bot does not pay. */
const load = () => import('jsforce/lib/core.js');

/**
 * One call by a connection of jsforce, whose own way to the network is replaced by our transport: time-outs, retries, no
 * redirects, one origin, budget, masks. A connection lasts one call, so that each has its own signal; the session is ours, since
 * jsforce's renewal never ends, or loses rotated tokens. What comes back is the answer as it came, since jsforce drops some of it.
 */
export async function callByJsforce(
  { transport, token, version }: { readonly transport: Transport; readonly token: string; readonly version: string },
  options: Options,
  ask: Ask,
): Promise<HttpAnswer<unknown>> {
  const { Connection } = await load();
  const connection = new Connection({ instanceUrl: transport.base.origin, accessToken: token, version });
  const way = new Way(transport, options);
  // Named with an underscore, but a plain property of this exact version; test/sources/salesforce/jsforce.test.ts watches over it.
  Reflect.set(connection, '_transport', way);
  await ask(connection);
  return way.answer;
}

/** Sends one form to the token resource by jsforce's OAuth2, over our transport. */
export async function tokenByJsforce(
  transport: Transport,
  form: Readonly<Record<string, string>>,
  options: Options,
): Promise<HttpAnswer<unknown>> {
  const { OAuth2 } = await load();
  const oauth2 = new OAuth2({ loginUrl: transport.base.origin });
  const way = new Way(transport, options);
  Reflect.set(oauth2, '_transport', way);
  await oauth2.requestToken({ grant_type: '', ...form });
  return way.answer;
}

/** Our transport in the place of jsforce's. */
class Way {
  readonly #transport: Transport;
  readonly #options: Options;
  #answer: HttpAnswer<unknown> | undefined;

  constructor(transport: Transport, options: Options) {
    this.#transport = transport;
    this.#options = options;
  }

  /** What came last. */
  get answer(): HttpAnswer<unknown> {
    if (this.#answer === undefined) throw new Error('jsforce made no call');
    return this.#answer;
  }

  /** jsforce wants a promise that is a stream as well; it never reads the stream where it has the promise. */
  httpRequest(request: JsforceRequest): Promise<object> & { stream(): PassThrough } {
    return Object.assign(this.#send(request), { stream: () => new PassThrough() });
  }

  async #send({ method, url, headers, body }: JsforceRequest): Promise<object> {
    const own = Object.entries(headers ?? {}).filter(([name]) => !/^(content-length|accept)$/i.test(name));
    this.#answer = await this.#transport.request({
      ...this.#options,
      method: method === 'POST' || method === 'DELETE' ? method : 'GET',
      url,
      headers: { ...this.#options.headers, ...Object.fromEntries(own) },
      ...(body !== undefined && { body }),
      expect: 'json',
    });
    // What is refused has thrown by now. The body is parsed: a type that jsforce does not know keeps it from being parsed again.
    return { statusCode: 200, headers: { 'content-type': 'parsed' }, body: this.#answer.body ?? {} };
  }
}
