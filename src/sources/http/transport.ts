import { Agent, type Dispatcher } from 'undici';
import { followUp } from './address.ts';
import { type BodyContext, beginningOf, demandType, jsonOf, piecesOf, textOf } from './body.ts';
import { CrmFailure, networkFailure, unreachable } from './failure.ts';
import type { Mask } from './mask.ts';
import { usualRefusal } from './refusal.ts';
import { retryAfter, usualRetries, waitBefore } from './retry.ts';
import type { HttpAnswer, HttpRequest, Timeouts, Transport, TransportOptions } from './types.ts';
import { Watch } from './watch.ts';

export const usualTimeouts: Timeouts = { connectMs: 10_000, headersMs: 130_000, bodyMs: 60_000, wholeMs: 600_000 };
const LARGEST = 64 * 1_048_576;
const LARGEST_REFUSAL = 65_536;

type Expect = 'json' | 'text' | 'stream';
type AnyRequest = HttpRequest & { readonly expect: Expect };
type AnyBody = unknown;

/** A way out of its own, without a proxy; whoever made it closes it. */
export const directWay = ({ connectMs }: Pick<Timeouts, 'connectMs'>): Dispatcher =>
  new Agent({ connect: { timeout: connectMs }, allowH2: false });

/** Opens the way to one service: time-outs, retries, checks, counting. */
export function createTransport(options: TransportOptions): Transport {
  return new FetchTransport(options);
}

class FetchTransport implements Transport {
  readonly base: URL;
  readonly mask: Mask;
  readonly #options: TransportOptions;
  readonly #timeouts: Timeouts;

  constructor(options: TransportOptions) {
    this.base = options.base;
    this.mask = options.mask;
    this.#options = options;
    this.#timeouts = { ...usualTimeouts, ...options.timeouts };
  }

  request(request: HttpRequest & { readonly expect: 'json' }): Promise<HttpAnswer<unknown>>;
  request(request: HttpRequest & { readonly expect: 'text' }): Promise<HttpAnswer<string>>;
  request(request: HttpRequest & { readonly expect: 'stream' }): Promise<HttpAnswer<AsyncIterable<Uint8Array>>>;
  async request(request: AnyRequest): Promise<HttpAnswer<AnyBody>> {
    const { clock, random, log } = this.#options;
    const { method = 'GET', signal } = request;
    const policy = { ...usualRetries, ...this.#options.retries };
    const url = followUp(this.base, String(request.url));
    const call = { method, host: url.host, path: this.mask.hide(url.pathname) };
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      const started = clock.now();
      try {
        const answer = await this.#once(request, url);
        log.debug({ ...call, attempt, status: answer.status, ms: clock.now() - started }, 'crm call');
        return answer;
      } catch (error) {
        if (!(error instanceof CrmFailure)) throw error;
        const failure = error.cleaned((text) => this.mask.hide(text));
        const wait = waitBefore(failure, attempt, request.idempotent ?? method === 'GET', policy, random);
        const { status = null } = failure.facts;
        log.warn({ ...call, attempt, status, code: failure.code, again: wait !== undefined }, 'crm call failed');
        if (wait === undefined) throw failure;
        await clock.sleep(wait, signal);
      }
    }
  }

  async #once(request: AnyRequest, url: URL): Promise<HttpAnswer<AnyBody>> {
    const { budget, mask, largest = LARGEST, onHead } = this.#options;
    if (request.counted !== false) budget?.spend();
    const watch = new Watch(request.signal, request.expect === 'stream' ? null : this.#timeouts.wholeMs);
    const context: BodyContext = { host: url.host, mask, watch, bodyMs: this.#timeouts.bodyMs, largest };
    try {
      const response = await this.#head(request, url, watch);
      const { status, headers } = response;
      onHead?.(headers, status);
      const at = Date.parse(headers.get('date') ?? '');
      const answer = { status, headers, at: Number.isNaN(at) ? null : at };
      if (request.accept?.includes(status) === true) {
        await response.body?.cancel();
        return { ...answer, body: null };
      }
      await this.#refuse(response, context);
      return { ...answer, body: await bodyOf(response, request, context) };
    } catch (error) {
      watch.stop();
      throw error;
    }
  }

  async #head(request: AnyRequest, url: URL, watch: Watch): Promise<Response> {
    const { dispatcher } = this.#options;
    watch.expect(this.#timeouts.headersMs);
    try {
      return await fetch(url, {
        method: request.method ?? 'GET',
        headers: { accept: request.expect === 'json' ? 'application/json' : '*/*', ...request.headers },
        ...(request.body !== undefined && { body: request.body }),
        ...(dispatcher !== undefined && { dispatcher }),
        redirect: 'manual',
        signal: watch.signal,
      });
    } catch (error) {
      watch.throwIfStopped();
      throw networkFailure(url.host, error);
    } finally {
      watch.stop();
    }
  }

  async #refuse(response: Response, context: BodyContext): Promise<void> {
    const { status, headers, ok } = response;
    if (ok) return;
    const { host } = context;
    const location = headers.get('location');
    if (status >= 300 && status < 400 && location !== null) {
      await response.body?.cancel();
      const target = URL.canParse(location, this.base.href) ? new URL(location, this.base).host : '?';
      throw new CrmFailure('crm-elsewhere', { host, target, why: 'redirect' }, { status });
    }
    const { text, whole } = await beginningOf(response, { ...context, largest: LARGEST_REFUSAL });
    // Half a reason is none: a quota and a missing right have the same status.
    if (!whole && status < 500 && status !== 408 && status !== 429)
      throw unreachable(host, 'truncated', '', { status });
    const waitMs = retryAfter(headers.get('retry-after'), this.#options.clock.now());
    const refused = { host, status, headers, text, words: context.mask.firstWords(text), waitMs };
    throw this.#options.refusal?.(refused) ?? usualRefusal(refused);
  }
}

async function bodyOf(response: Response, request: AnyRequest, context: BodyContext): Promise<AnyBody> {
  const { expect, type, check } = request;
  if (expect === 'json') {
    const body = await jsonOf(response, context);
    check?.(body);
    return body;
  }
  if (type !== undefined) await demandType(response, type, context);
  return expect === 'text' ? await textOf(response, context) : piecesOf(response, context);
}
