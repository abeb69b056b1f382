// The HTTP side: reads a request, lets faults have their turn, runs the route, records the call.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiRequest, Reply } from '../api/exchange.ts';
import { type Route, routeOf, runRoute } from '../api/routes.ts';
import type { Service } from '../api/service.ts';
import { ApiError, OAuthError } from '../errors.ts';
import type { Faults } from '../faults.ts';
import type { RecordedCall } from '../types.ts';
import { answerWith } from './faulty.ts';
import { send } from './sending.ts';

export interface ServerOptions {
  service: Service;
  faults: Faults;
  record: (call: RecordedCall) => void;
  /** How long every answer takes at least. */
  latencyMs: () => number;
}

async function readRequest(request: IncomingMessage): Promise<ApiRequest> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: Buffer.concat(parts).toString(),
  };
}

/** Runs a route and puts its refusals into the service's words. */
function work(service: Service, request: ApiRequest, route: Route): Reply {
  try {
    return runRoute(service, request, route);
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, json: error.body() };
    if (error instanceof OAuthError)
      return { status: error.status, json: { error: error.error, error_description: error.message } };
    throw error;
  }
}

async function handle(incoming: IncomingMessage, response: ServerResponse, options: ServerOptions): Promise<void> {
  const { service } = options;
  const started = performance.now();
  const request = await readRequest(incoming);
  const route = routeOf(service, request);
  const call: RecordedCall = {
    route: route.name,
    object: route.object,
    method: request.method,
    path: request.path,
    soql: route.soql,
    at: service.clock.now(),
    tookMs: 0,
    status: undefined,
    bytes: 0,
    counted: route.session,
  };
  options.record(call);
  const fault = options.faults.take(route.name, route.object);
  const wait = options.latencyMs() + (fault?.delayMs ?? 0);
  if (wait > 0) await sleep(wait);
  const reply = answerWith(service, request, fault, () => work(service, request, route));
  if (reply === undefined) incoming.socket.resetAndDestroy();
  else {
    call.status = reply.status;
    response.setHeader('date', new Date(service.clock.now()).toUTCString());
    if (route.session && reply.status !== 401) response.setHeader('sforce-limit-info', service.usage.header);
    // The client may go on as soon as it has the last byte.
    call.tookMs = performance.now() - started;
    call.bytes = await send(incoming, response, reply, fault);
  }
  call.tookMs = performance.now() - started;
}

/** The server, not yet listening. */
export function createHttpServer(options: ServerOptions): Server {
  return createServer((request, response) => {
    handle(request, response, options).catch((error: unknown) => {
      // A defect of the stand-in itself must be visible in the test that ran into it.
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(`stand-in defect: ${text}`);
    });
  });
}
