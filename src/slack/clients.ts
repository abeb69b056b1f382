import type { Logger } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import { createPacing } from './pacing.ts';

/** A person waits for the answer: better a clear failure than a late one. */
const TIMEOUT = 5_000;
/** How long a look-up waits by itself when Slack says “too many requests”. */
const PATIENCE = 2;

/** What the bot calls in Slack by itself. */
export interface SlackCalls {
  readonly chat: Pick<WebClient['chat'], 'postMessage' | 'postEphemeral'>;
  readonly views: Pick<WebClient['views'], 'open' | 'update' | 'publish'>;
  /** Files that somebody asked for. */
  readonly uploads: Pick<WebClient, 'filesUploadV2'>;
}

export interface Clients {
  /** Options of a client whose calls are never repeated; Bolt's own client and `respond` take them. */
  readonly once: WebClientOptions;
  /** Look-ups: repeated, since asking twice does no harm. */
  readonly reading: WebClient;
  /** Messages, paced by channel, and modals, which wait for nothing: their trigger lives three seconds. */
  readonly calls: SlackCalls;
}

/** What all clients have in common: address, log, time limit in milliseconds. */
export const baseOptions = (apiUrl: string, logger: Logger, timeout = TIMEOUT): WebClientOptions => ({
  slackApiUrl: apiUrl,
  logger,
  timeout,
  fetch: (url, init) => globalThis.fetch(url, { ...init, signal: init?.signal ?? AbortSignal.timeout(timeout) }),
});

/** Clients for what nobody waits for at the screen: a wait or failure there touches no answer. */
export interface DeliveryClients {
  /** Writes; a call is never repeated by itself. */
  readonly posting: WebClient;
  /** Look-ups; “too many requests” is a failure at once, the wait is the dispatcher's. */
  readonly looking: WebClient;
}

/** Nobody waits, and a post given up early has to be looked for. */
const DELIVERY_TIMEOUT = 10_000;

/** The clients of deliveries; `timeout` in milliseconds. */
export function deliveryClients(
  token: string,
  apiUrl: string,
  logger: Logger,
  timeout = DELIVERY_TIMEOUT,
): DeliveryClients {
  const base = { ...baseOptions(apiUrl, logger, timeout), rejectRateLimitedCalls: true };
  return {
    posting: new WebClient(token, { ...base, retryConfig: { retries: 0 } }),
    looking: new WebClient(token, { ...base, retryConfig: { retries: 1, minTimeout: 200 } }),
  };
}

/**
 * One client for each kind of work. A client of Slack's holds all its calls back when one of them meets “too many
 * requests”; so none of these waits in its queue: such an answer is a failure at once, and the wait is ours.
 */
export function createClients(token: string, base: WebClientOptions): Clients {
  // A message that is sent twice is worse than one that is not.
  const once: WebClientOptions = { ...base, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true };
  const { fetch } = base;
  const reading = new WebClient(token, {
    ...base,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 2, minTimeout: 200, maxTimeout: 1_000 },
    ...(fetch === undefined ? {} : { fetch: patient(fetch) }),
  });
  const { chat } = new WebClient(token, once);
  const { views } = new WebClient(token, once);
  const paced = createPacing();
  return {
    once,
    reading,
    calls: {
      chat: {
        postMessage: (message) => paced(message?.channel ?? '', () => chat.postMessage(message)),
        postEphemeral: (message) => paced(message?.channel ?? '', () => chat.postEphemeral(message)),
      },
      views,
      uploads: new WebClient(token, once),
    },
  };
}

type Fetch = NonNullable<WebClientOptions['fetch']>;

/** Waits once, and for this call alone, where Slack asks for a short pause. */
const patient =
  (fetch: Fetch): Fetch =>
  async (url, init) => {
    const answer = await fetch(url, init);
    if (answer.status !== 429) return answer;
    const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN);
    if (!(seconds <= PATIENCE)) return answer;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    return fetch(url, init);
  };
