import { CrmFailure } from '../http/failure.ts';
import type { Transport } from '../http/types.ts';
import type { CopyFacts } from './kept-copy.ts';

/** What one answer brought: nothing new, or a whole file piece by piece. */
export type Answer =
  | { readonly isNew: false }
  | { readonly isNew: true; readonly pieces: AsyncIterable<Uint8Array>; readonly facts: CopyFacts };

export interface Asked {
  readonly url: string;
  readonly token: string | null;
  /** What is known of the copy; null without one. */
  readonly known: CopyFacts | null;
  readonly largest: number;
  readonly now: number;
  readonly signal: AbortSignal;
}

/** A page or a JSON answer is never the export, whatever the status says. */
const noPage = /^(?!.*\b(html|xhtml|json)\b)/i;

/**
 * Asks for a file, for its content only where it has changed. Throws CrmFailure: of the call, or `crm-unexpected-answer`
 * for a page in the place of CSV and for too much of it; the pieces throw it too.
 */
export async function download(transport: Transport, asked: Asked): Promise<Answer> {
  const { url, token, known, signal } = asked;
  const answer = await transport.request({
    url,
    expect: 'stream',
    // Of a packed body nobody could tell whether it is whole.
    headers: {
      'accept-encoding': 'identity',
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...unless(known),
    },
    accept: known === null ? [] : [304],
    type: noPage,
    signal,
  });
  const { body, headers, status } = answer;
  if (body === null) return { isNew: false };
  const strange = strangeHead(status, headers);
  if (strange !== null) {
    await dropped(body);
    throw new CrmFailure('crm-unexpected-answer', { host: transport.base.host, why: 'form', words: strange });
  }
  const facts = { etag: headers.get('etag'), lastModified: headers.get('last-modified'), fetchedAt: asked.now };
  return { isNew: true, pieces: checked(body, transport, asked), facts };
}

/** Why an answer cannot be a whole file, by its head; null for one that may be. A packed body that is cut short unpacks without an error. */
function strangeHead(status: number, headers: Headers): string | null {
  if (status !== 200) return `HTTP ${status}`;
  const packing = headers.get('content-encoding');
  return packing === null || packing === 'identity' ? null : `Content-Encoding: ${packing}`;
}

/** Ends an answer that nobody will read. */
async function dropped(body: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _piece of body) break;
}

function unless(known: CopyFacts | null): Record<string, string> {
  return {
    ...(known?.etag != null && { 'if-none-match': known.etag }),
    ...(known?.lastModified != null && { 'if-modified-since': known.lastModified }),
  };
}

const enoughToTell = 4_096;

async function* checked(
  body: AsyncIterable<Uint8Array>,
  { base, mask }: Transport,
  { largest }: Asked,
): AsyncGenerator<Uint8Array> {
  const refuse = (why: 'page' | 'size' | 'form', words: string): CrmFailure =>
    new CrmFailure('crm-unexpected-answer', { host: base.host, why, words });
  let length = 0;
  let beginning = Buffer.alloc(0);
  for await (const piece of body) {
    length += piece.byteLength;
    if (length > largest) throw refuse('size', `> ${Math.round(largest / 1_048_576)} MB`);
    if (beginning.length < enoughToTell) {
      beginning = Buffer.concat([beginning, piece.subarray(0, enoughToTell)]);
      const what = strangeBeginning(beginning);
      if (what === 'page') throw refuse('page', mask.firstWords(beginning.toString('utf8')));
      if (what !== null) throw refuse('form', what);
    }
    yield piece;
  }
  // Even an export without rows has a header line.
  if (length === 0) throw refuse('form', '0 bytes');
}

/** What a body is that is no CSV, by its first bytes; null for one that may be. */
function strangeBeginning(bytes: Buffer): string | null {
  if (bytes.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'))) return 'ZIP / Excel (.xlsx)';
  if (bytes.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b]))) return 'GZIP';
  return /^\ufeff?\s*</.test(bytes.toString('utf8')) ? 'page' : null;
}
