// HTTP mode: signed requests to the app's request URLs.
import { createHmac } from 'node:crypto';
import type { Delivery, Outgoing, Transport } from './delivery.ts';
import { isObject, parseJson } from './json.ts';
import type { Clock } from './types.ts';

export interface HttpDeliveryOptions {
  /** Where commands, interactions and events are posted. */
  requestUrl: string;
  signingSecret: string;
  ackTimeoutMs: number;
  clock: Clock;
  /** Changes the headers, for tests of wrong signatures. */
  tamper?: (headers: Record<string, string>) => Record<string, string>;
}

/** The X-Slack-Signature of a body at a timestamp (seconds). */
export function signature(secret: string, timestamp: number, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

function encode({ kind, payload }: Outgoing): { body: string; type: string } {
  if (kind === 'events_api') return { body: JSON.stringify(payload), type: 'application/json' };
  const fields = kind === 'interactive' ? { payload: JSON.stringify(payload) } : payload;
  const pairs = Object.entries(fields).map(([key, value]): [string, string] => [key, String(value)]);
  return { body: new URLSearchParams(pairs).toString(), type: 'application/x-www-form-urlencoded' };
}

export class HttpDelivery implements Transport {
  readonly #options: HttpDeliveryOptions;

  constructor(options: HttpDeliveryOptions) {
    this.#options = options;
  }

  async deliver(outgoing: Outgoing): Promise<Delivery> {
    const { requestUrl, signingSecret, ackTimeoutMs, clock, tamper } = this.#options;
    const { body, type } = encode(outgoing);
    const timestamp = Math.floor(clock.now() / 1000);
    const headers: Record<string, string> = {
      'content-type': type,
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': signature(signingSecret, timestamp, body),
      ...(outgoing.retry && {
        'x-slack-retry-num': String(outgoing.retry.attempt),
        'x-slack-retry-reason': outgoing.retry.reason,
      }),
    };
    const started = performance.now();
    try {
      const response = await fetch(requestUrl, {
        method: 'POST',
        body,
        headers: tamper?.(headers) ?? headers,
        signal: AbortSignal.timeout(ackTimeoutMs),
      });
      const text = await response.text();
      const parsed = parseJson(text);
      const ack = isObject(parsed) ? parsed : text === '' ? {} : { text };
      const ackMs = performance.now() - started;
      return response.ok
        ? { ack, ackMs, status: response.status }
        : { ack: {}, ackMs, status: response.status, error: 'http_error' };
    } catch (error) {
      const late = error instanceof Error && error.name === 'TimeoutError';
      return { ack: {}, ackMs: performance.now() - started, error: late ? 'operation_timeout' : 'dispatch_failed' };
    }
  }

  async close(): Promise<void> {
    await Promise.resolve();
  }
}
