// The HTTP side: who asks, whether the limits allow it, what goes wrong, and the answer.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context, Reply } from '../api/context.ts';
import { handlers } from '../api/index.ts';
import type { Portal } from '../portal/portal.ts';
import type { ServiceOptions } from '../service-options.ts';
import type { RecordedCall } from '../types.ts';
import type { Tokens } from './auth.ts';
import { ApiError, invalid, missingScopes, notFound, tooMany } from './errors.ts';
import { type Fault, type Faults, nameOf } from './faults.ts';
import { isWrite, type Matched, match } from './paths.ts';
import type { RateLimits } from './rate-limits.ts';
import { type Answer, readBody, send, spoiled } from './send.ts';

export interface ServerParts {
  portal: Portal;
  tokens: Tokens;
  limits: RateLimits;
  faults: Faults;
  service: ServiceOptions;
  record: (call: RecordedCall) => void;
  /** Called for each request before anything else, e.g. to let virtual time pass. */
  arrived: () => void;
}

interface Asked {
  request: IncomingMessage;
  url: URL;
  matched: Matched | undefined;
  text: string;
}

const json = { 'content-type': 'application/json;charset=utf-8' };

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    throw invalid('Invalid input JSON');
  }
}

/** The route's answer after all checks, in the order in which the service makes them. */
function work({ portal, tokens, limits, service }: ServerParts, { request, url, matched, text }: Asked): Reply {
  if ((request.url ?? '').length > service.longestUrl) throw new ApiError(414, { message: 'URI Too Long' });
  const scopes = tokens.check(request.headers.authorization);
  limits.take(matched?.route === 'search');
  if (matched === undefined) {
    // This stand-in can only be read: whatever writes lacks the scope for it.
    if (isWrite(request.method ?? '')) throw missingScopes([`write access to ${url.pathname}`]);
    throw notFound();
  }
  if (!service.versions.includes(matched.version)) throw notFound();
  const { version, params } = matched;
  const context: Context = {
    portal,
    limits,
    service,
    scopes,
    version,
    params,
    query: url.searchParams,
    body: parsed(text),
  };
  return handlers[matched.route](context);
}

function answerOf(parts: ServerParts, asked: Asked, fault: Fault | undefined): Answer {
  const correlationId = randomUUID();
  const headers = { ...json, 'x-hubspot-correlation-id': correlationId };
  const limited = () => (asked.matched?.route === 'search' ? {} : parts.limits.headers());
  try {
    if (fault?.limit !== undefined) throw tooMany(fault.limit, fault.retryAfter);
    const { status, body } = work(parts, asked);
    return { status, headers: { ...headers, ...limited() }, body: JSON.stringify(body) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const body = JSON.stringify({ status: 'error', ...error.body, correlationId });
    return {
      status: error.status,
      headers: { ...headers, ...(error.status === 401 ? {} : limited()), ...error.headers },
      body,
    };
  }
}

/** The URL and route of a request; a path that cannot be decoded is no route. */
function asks(request: IncomingMessage, text: string): Asked {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  try {
    return { request, url, matched: match(request.method ?? '', url.pathname), text };
  } catch {
    return { request, url, matched: undefined, text };
  }
}

function recorded(parts: ServerParts, { request, url, matched, text }: Asked): RecordedCall {
  let body: unknown;
  try {
    body = parsed(text);
  } catch {
    body = text;
  }
  return {
    route: matched?.route ?? 'unknown',
    type: parts.portal.types.find(matched?.params.type ?? '')?.name ?? '',
    method: request.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    body,
    at: parts.portal.clock.now(),
    status: 0,
    bytes: 0,
  };
}

async function serve(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const asked = asks(request, await readBody(request));
  parts.arrived();
  const call = recorded(parts, asked);
  const fault = parts.faults.take(call.route, call.type);
  if (fault !== undefined) call.fault = nameOf(fault);
  parts.record(call);
  if (fault?.delayMs !== undefined) await sleep(fault.delayMs);
  if (fault?.reset === 'before') {
    response.destroy();
    return;
  }
  response.sendDate = false;
  response.setHeader('date', new Date(parts.portal.clock.now()).toUTCString());
  const right = answerOf(parts, asked, fault);
  const answer = fault === undefined ? right : spoiled(right, fault);
  call.status = fault?.reset === 'middle' || fault?.stall === true ? 0 : answer.status;
  call.bytes = send(response, answer, fault);
}

/** The server, not yet listening. An error inside it is a bug of the stand-in: it answers 599 and says what. */
export function createHubSpotServer(parts: ServerParts): Server {
  return createServer({ maxHeaderSize: 131_072 }, (request, response) => {
    serve(parts, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else response.writeHead(599, json).end(JSON.stringify({ message: `stand-in: ${String(error)}` }));
    });
  });
}
