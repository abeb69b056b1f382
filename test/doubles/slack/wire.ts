// Reading and answering HTTP requests.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isObject, type JsonObject, parseJson } from './json.ts';

const STRUCTURED = new Set(['blocks', 'view', 'metadata', 'attachments', 'files', 'unfurls']);

/** The whole body of a request. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
  return Buffer.concat(chunks);
}

function formFields(pairs: Iterable<[string, unknown]>): JsonObject {
  const fields: JsonObject = {};
  for (const [key, value] of pairs) {
    const text = String(value);
    fields[key] = STRUCTURED.has(key) ? (parseJson(text) ?? text) : text;
  }
  return fields;
}

/** The arguments of a call, from a JSON body, a form or the query string; and the token wherever it stands. */
export async function readArguments(
  request: IncomingMessage,
  url: URL,
  body: Buffer,
): Promise<{ args: JsonObject; token: string | undefined }> {
  const type = request.headers['content-type'] ?? '';
  const query = formFields(url.searchParams);
  let fields: JsonObject;
  if (type.includes('json')) {
    const parsed = parseJson(body.toString());
    fields = isObject(parsed) ? parsed : {};
  } else if (type.includes('multipart/form-data')) {
    fields = formFields(await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData());
  } else {
    fields = formFields(new URLSearchParams(body.toString()));
  }
  const { token: inBody, ...args } = { ...query, ...fields };
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  return { args, token: bearer ?? (typeof inBody === 'string' ? inBody : undefined) };
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: JsonObject,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

export function sendText(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers });
  response.end(body);
}
