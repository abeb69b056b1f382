import type { Dispatcher } from 'undici';
import type { Budget } from './budget.ts';
import type { CrmFailure } from './failure.ts';
import type { Mask } from './mask.ts';
import type { RetryPolicy } from './retry.ts';

/** Time as the program sees it; only the outermost rooms have a real one. */
export interface HttpClock {
  now(): number;
  /** Fails with the signal's reason when it is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Where calls are logged: a pino logger fits. */
export interface HttpLog {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface Timeouts {
  /** Until the connection stands, where the dispatcher is of `directWay`; undici's own is 10 s. */
  readonly connectMs: number;
  /** Until the answer's head has come. */
  readonly headersMs: number;
  /** Between two pieces of the body. */
  readonly bodyMs: number;
  /** Until an answer that is not streamed is complete. */
  readonly wholeMs: number;
}

/** An answer that is neither success nor a status that the caller accepts. */
export interface RefusedAnswer {
  readonly host: string;
  readonly status: number;
  readonly headers: Headers;
  /** The body's beginning as it came: never for a reader. */
  readonly text: string;
  /** First words of the body, without secrets. */
  readonly words: string;
  /** What Retry-After asks for. */
  readonly waitMs: number | undefined;
}

export interface TransportOptions {
  /** The only origin that is ever spoken to. */
  readonly base: URL;
  readonly clock: HttpClock;
  /** 0 to 1. */
  readonly random: () => number;
  readonly log: HttpLog;
  readonly mask: Mask;
  /** The way out; the process's own by default. */
  readonly dispatcher?: Dispatcher;
  readonly budget?: Budget;
  readonly timeouts?: Partial<Timeouts>;
  readonly retries?: Partial<RetryPolicy>;
  /** Bytes of one answer that is not streamed. */
  readonly largest?: number;
  /** What the service means by an answer; undefined for what the status alone says. */
  readonly refusal?: (answer: RefusedAnswer) => CrmFailure | undefined;
  /** Sees the head of every answer, for limits that stand there. */
  readonly onHead?: (headers: Headers, status: number) => void;
}

export interface HttpRequest {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** Below the base; an absolute address must be of its origin. */
  readonly url: string | URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | URLSearchParams;
  /** Whether it may be sent twice: true for GET, else false. */
  readonly idempotent?: boolean;
  /** Statuses beside 2xx that are an answer, without a body. */
  readonly accept?: readonly number[];
  /** What the content type of a text or stream must match. */
  readonly type?: RegExp;
  /** Looks at a JSON answer before it counts as one: a passing failure that it throws is tried again. */
  readonly check?: (body: unknown) => void;
  /** Whether it counts against the budget; true by default. */
  readonly counted?: boolean;
  readonly signal: AbortSignal;
}

export interface HttpAnswer<Body> {
  readonly status: number;
  readonly headers: Headers;
  /** Null with a status of `accept`. */
  readonly body: Body | null;
  /** The service's clock when it answered, in milliseconds; null without a Date header. */
  readonly at: number | null;
}

/** Speaks to one origin. Throws CrmFailure, or the signal's reason. */
export interface Transport {
  readonly base: URL;
  readonly mask: Mask;
  request(request: HttpRequest & { readonly expect: 'json' }): Promise<HttpAnswer<unknown>>;
  request(request: HttpRequest & { readonly expect: 'text' }): Promise<HttpAnswer<string>>;
  /** The body as it comes; whoever reads it must check that it is whole where the service gives a count. */
  request(request: HttpRequest & { readonly expect: 'stream' }): Promise<HttpAnswer<AsyncIterable<Uint8Array>>>;
}
