// Answers on the wire, right ones and spoiled ones.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fault } from './faults.ts';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** The page that proxies and maintenance show to people. */
const page =
  '<!doctype html><html><head><title>Just a moment</title></head><body><h1>We will be back</h1></body></html>';

/** The whole body of a request. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
  return Buffer.concat(chunks).toString('utf8');
}

/** The answer as a fault changes it, where the fault is one of content. */
export function spoiled(answer: Answer, fault: Fault): Answer {
  let { status, body } = answer;
  const headers = { ...answer.headers };
  if (fault.redirect !== undefined) return { status: 302, headers: { location: fault.redirect }, body: '' };
  if (fault.status !== undefined) {
    status = fault.status;
    body = fault.body ?? JSON.stringify({ status: 'error', message: 'internal error' });
  }
  if (fault.html === true) {
    if (fault.status === undefined) status = 200;
    body = page;
    headers['content-type'] = 'text/html; charset=utf-8';
  }
  if (fault.body !== undefined) body = fault.body;
  if (fault.retryAfter !== undefined) headers['retry-after'] = String(fault.retryAfter);
  if (fault.contentType === null) delete headers['content-type'];
  else if (fault.contentType !== undefined) headers['content-type'] = fault.contentType;
  if (fault.truncate === true) body = body.slice(0, Math.floor(body.length / 2));
  return { status, headers, body };
}

/** Sends an answer, whole or broken off. Says how many bytes of body were meant. */
export function send(response: ServerResponse, { status, headers, body }: Answer, fault: Fault | undefined): number {
  const bytes = Buffer.byteLength(body);
  response.writeHead(status, { ...headers, 'content-length': String(bytes) });
  if (fault?.stall === true) {
    response.flushHeaders();
  } else if (fault?.reset === 'middle') {
    response.write(body.slice(0, Math.floor(body.length / 2)), () => response.destroy());
  } else {
    response.end(body);
  }
  return bytes;
}
