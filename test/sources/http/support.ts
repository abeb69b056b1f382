import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach } from 'vitest';
import { CrmFailure } from '../../../src/sources/http/failure.ts';
import { Mask } from '../../../src/sources/http/mask.ts';
import { createTransport } from '../../../src/sources/http/transport.ts';
import type { HttpClock, HttpLog, Transport, TransportOptions } from '../../../src/sources/http/types.ts';
import { catalogue } from '../../../src/text/index.ts';

/** A clock whose waits are over at once, and are kept. */
export class QuickClock implements HttpClock {
  readonly waits: number[] = [];
  time = Date.parse('2026-11-24T10:00:00Z');

  now(): number {
    return this.time;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.waits.push(ms);
    this.time += ms;
    return Promise.resolve();
  }
}

/** A log that keeps its lines as text. */
export class KeptLog implements HttpLog {
  readonly lines: string[] = [];

  debug(fields: object, message: string): void {
    this.lines.push(`debug ${message} ${JSON.stringify(fields)}`);
  }

  warn(fields: object, message: string): void {
    this.lines.push(`warn ${message} ${JSON.stringify(fields)}`);
  }
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const open: Server[] = [];

/** A server on the loopback that ends with the test. */
export async function serve(handler: Handler): Promise<{ base: URL; seen: string[] }> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    request.resume();
    handler(request, response);
  });
  open.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { base: new URL(`http://127.0.0.1:${address.port}`), seen };
}

afterEach(async () => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

export interface Kit {
  readonly transport: Transport;
  readonly clock: QuickClock;
  readonly log: KeptLog;
  readonly mask: Mask;
}

/** A transport with waits that are over at once. */
export function kit(base: URL, options: Partial<TransportOptions> = {}): Kit {
  const clock = new QuickClock();
  const log = new KeptLog();
  const mask = new Mask();
  return { clock, log, mask, transport: createTransport({ base, clock, log, mask, random: () => 0.5, ...options }) };
}

/** How a call fails. */
export async function failureOf(work: Promise<unknown>): Promise<CrmFailure> {
  const outcome: unknown = await work.then(
    () => 'no failure',
    (error: unknown) => error,
  );
  if (outcome instanceof CrmFailure) return outcome;
  throw new Error(`not a CRM failure: ${String(outcome)}`);
}

/** Cause and remedy of a failure as a reader sees them; both must be there, in both languages, with every value filled. */
export function told(failure: CrmFailure): string {
  const texts = (['en', 'de'] as const).map((language) => {
    const { cause, remedy } = catalogue(language).error(failure.code, failure.params);
    const text = `${cause.text} ${remedy.text}`;
    if (cause.text === '' || remedy.text === '' || /\{|“\?”|\?[ .]/.test(text)) throw new Error(`incomplete: ${text}`);
    return text;
  });
  return texts[0] ?? '';
}

export const signal = (): AbortSignal => new AbortController().signal;

/** Answers with a JSON text as it stands. */
export const json =
  (text: string): Handler =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(text);
  };

/** Answers with a status and a word. */
export const status =
  (code: number, headers: Record<string, string> = {}): Handler =>
  (_request, response) => {
    response.writeHead(code, headers).end('sorry');
  };

/** A request for JSON. */
export const get = (url: string) => ({ url, expect: 'json' as const, signal: signal() });

/** A port at which nobody listens. */
export async function closedPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return address === null || typeof address === 'string' ? '' : String(address.port);
}
