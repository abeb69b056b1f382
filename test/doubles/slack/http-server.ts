// The HTTP side of the stand-in: /api/METHOD, /hook/…, /upload/…, /files/….
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { callMethod, type Tokens } from './api/index.ts';
import { type ApiContext, ApiFailure, type Method } from './api/method.ts';
import type { Fault, Faults } from './faults.ts';
import { isObject, type JsonObject, parseJson } from './json.ts';
import type { Limiter } from './rate-limits.ts';
import { applyResponse } from './responses.ts';
import type { RecordedCall } from './types.ts';
import { readArguments, readBody, sendJson, sendText } from './wire.ts';

export interface HttpOptions {
  context: ApiContext;
  tokens: Tokens;
  faults: Faults;
  limiter: Limiter;
  /** Methods that belong to the transport, such as apps.connections.open. */
  extra: Record<string, Method>;
  record: (call: RecordedCall) => void;
  /** A call begins; what it gives is called when its work is done. */
  begin: () => () => void;
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  body: Buffer;
}

type Answer = () => { status: number; body: JsonObject | string };

/** Answers, or fails first in the planned way. The work is done only when a real Slack would have done it. */
async function answer(
  { response }: Exchange,
  call: RecordedCall,
  fault: Fault | undefined,
  work: Answer,
): Promise<void> {
  if (fault?.delayMs !== undefined) await sleep(fault.delayMs);
  const done = fault?.acceptThenFail === true || fault?.cut === true || fault?.holdMs !== undefined ? work() : null;
  if (fault?.holdMs !== undefined) await sleep(fault.holdMs);
  if (done !== null && fault?.cut === true) {
    const whole = typeof done.body === 'string' ? done.body : JSON.stringify(done.body);
    call.status = done.status;
    sendText(response, done.status, whole.slice(0, Math.floor(whole.length / 2)));
    return;
  }
  if (fault?.reset === true) {
    response.destroy();
    return;
  }
  if (fault?.retryAfter !== undefined) {
    call.status = 429;
    sendJson(response, 429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(fault.retryAfter) });
    return;
  }
  if (fault?.status !== undefined || fault?.acceptThenFail === true) {
    call.status = fault.status ?? 503;
    sendText(response, call.status, 'stand-in fault');
    return;
  }
  const { status, body } =
    fault?.error === undefined ? (done ?? work()) : { status: 200, body: { ok: false, error: fault.error } };
  call.status = status;
  call.response = body;
  if (typeof body === 'string') sendText(response, status, body);
  else sendJson(response, status, body);
}

async function api(exchange: Exchange, method: string, options: HttpOptions): Promise<void> {
  const { args, token } = await readArguments(exchange.request, exchange.url, exchange.body);
  const call: RecordedCall = { method, args: structuredClone(args), at: options.context.clock.now() };
  if (token === options.tokens.bot) {
    exchange.response.setHeader('x-oauth-scopes', [...options.context.settings.scopes].join(','));
  }
  const wait = options.limiter.refuse(method, args, call.at);
  const fault = wait === undefined ? options.faults.take(method) : { retryAfter: wait };
  // What is cut without being done is nothing that could still happen.
  const undone = fault?.reset === true && fault.acceptThenFail !== true ? () => undefined : options.begin();
  try {
    await answer(exchange, call, fault, () => {
      const body = callMethod(method, args, token, options);
      undone();
      return { status: 200, body };
    });
  } finally {
    undone();
  }
  options.record(call);
}

function respondTo(id: string, body: Buffer, { context }: HttpOptions): ReturnType<Answer> {
  const hook = context.tickets.takeHook(id);
  if ('error' in hook) return { status: 404, body: { ok: false, error: hook.error } };
  const parsed = parseJson(body.toString());
  if (!isObject(parsed)) return { status: 400, body: { ok: false, error: 'invalid_payload' } };
  try {
    applyResponse(hook, parsed, context);
    return { status: 200, body: 'ok' };
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    return { status: 400, body: { ok: false, error: error.code, ...error.extra } };
  }
}

async function hook(exchange: Exchange, id: string, options: HttpOptions): Promise<void> {
  const parsed = parseJson(exchange.body.toString());
  const args = isObject(parsed) ? parsed : {};
  const call: RecordedCall = { method: 'response_url', args: structuredClone(args), at: options.context.clock.now() };
  await answer(exchange, call, options.faults.take('response_url'), () => respondTo(id, exchange.body, options));
  options.record(call);
}

async function uploadedBytes({ request, body }: Exchange): Promise<Buffer> {
  const type = request.headers['content-type'] ?? '';
  if (!type.includes('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  for (const value of form.values()) if (typeof value !== 'string') return Buffer.from(await value.arrayBuffer());
  return Buffer.alloc(0);
}

async function upload(exchange: Exchange, id: string, { context, faults, record }: HttpOptions): Promise<void> {
  const bytes = await uploadedBytes(exchange);
  const call: RecordedCall = { method: 'upload', args: { file: id, bytes: bytes.length }, at: context.clock.now() };
  await answer(exchange, call, faults.take('upload'), () => {
    const file = context.workspace.files.get(id);
    if (file === undefined) return { status: 404, body: 'no such upload' };
    file.content = bytes;
    return { status: 200, body: `OK - ${bytes.length}` };
  });
  record(call);
}

function download({ request, response }: Exchange, id: string, { context, tokens }: HttpOptions): void {
  const file = context.workspace.files.get(id);
  if (request.headers.authorization !== `Bearer ${tokens.bot}` || file === undefined) {
    sendText(response, 404, 'not found');
    return;
  }
  response.writeHead(200, { 'content-type': file.mimetype }).end(file.content);
}

async function route(exchange: Exchange, options: HttpOptions): Promise<void> {
  const [, area = '', ...rest] = exchange.url.pathname.split('/');
  if (area === 'api') return api(exchange, rest.join('/'), options);
  if (area === 'hook') return hook(exchange, rest.join('/'), options);
  if (area === 'upload') return upload(exchange, rest[0] ?? '', options);
  if (area === 'files') return download(exchange, rest[0] ?? '', options);
  sendText(exchange.response, 404, 'not found');
}

/** The HTTP server of the stand-in, not yet listening. */
export function createHttpServer(options: HttpOptions): Server {
  return createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    readBody(request)
      .then((body) => route({ request, response, url, body }, options))
      .catch((error: unknown) => {
        // A defect of the stand-in itself must be visible in the test that ran into it.
        sendText(
          response,
          500,
          `stand-in defect: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
      });
  });
}
