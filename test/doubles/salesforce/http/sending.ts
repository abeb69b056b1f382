// Sends an answer, whole or spoiled by a fault after the work.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Reply } from '../api/exchange.ts';
import type { Fault } from '../faults.ts';

const compress = promisify(gzip);
const PIECES = 10;

/** Writes and waits until the bytes have left this process. */
const flushed = (response: ServerResponse, bytes: Buffer): Promise<void> =>
  new Promise((resolve) => {
    response.write(bytes, () => resolve());
  });

async function slowly(response: ServerResponse, bytes: Buffer, ms: number): Promise<void> {
  const size = Math.max(1, Math.ceil(bytes.length / PIECES));
  for (let from = 0; from < bytes.length && !response.destroyed; from += size) {
    await flushed(response, bytes.subarray(from, from + size));
    await sleep(ms / PIECES);
  }
  response.end();
}

/** Sends an answer; returns how many bytes of body went out. */
export async function send(
  request: IncomingMessage,
  response: ServerResponse,
  reply: Reply,
  fault: Fault | undefined,
): Promise<number> {
  const text = reply.text ?? (reply.json === undefined ? '' : JSON.stringify(reply.json));
  const type = reply.type ?? (reply.json === undefined ? 'text/plain' : 'application/json;charset=UTF-8');
  const zipped = text.length > 0 && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  const bytes = zipped ? await compress(text) : Buffer.from(text);
  const headers: Record<string, string | number> = { ...reply.headers };
  if (text.length > 0) headers['content-type'] = type;
  if (zipped) headers['content-encoding'] = 'gzip';
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  if (fault?.truncate === true) {
    // Neither a length nor chunks: the client cannot tell that there was more.
    response.useChunkedEncodingByDefault = false;
    response.shouldKeepAlive = false;
    response.writeHead(reply.status, headers).end(half);
    return half.length;
  }
  if (reply.status !== 204 && reply.status !== 304) headers['content-length'] = bytes.length;
  response.writeHead(reply.status, headers);
  if (fault?.resetMidBody === true) {
    await flushed(response, half);
    response.socket?.resetAndDestroy();
    return half.length;
  }
  if (fault?.slowBodyMs !== undefined) await slowly(response, bytes, fault.slowBodyMs);
  else response.end(bytes);
  return bytes.length;
}
