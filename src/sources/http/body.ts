import { CrmFailure, networkFailure, unreachable } from './failure.ts';
import type { Mask } from './mask.ts';
import type { Watch } from './watch.ts';

/** A page may be a maintenance notice that is over in a moment, but a login page stays. */
const PAGE_ATTEMPTS = 3;

export interface BodyContext {
  readonly host: string;
  readonly mask: Mask;
  readonly watch: Watch;
  readonly bodyMs: number;
  readonly largest: number;
}

/** The pieces of a body. Throws CrmFailure when it stalls, breaks or is shorter than announced. */
export async function* piecesOf(response: Response, context: BodyContext): AsyncGenerator<Uint8Array> {
  const { host, watch, bodyMs } = context;
  let length = 0;
  try {
    watch.expect(bodyMs);
    for await (const piece of response.body ?? []) {
      length += piece.byteLength;
      // A reader that takes its time is no silence of the service.
      watch.stop();
      yield piece;
      watch.expect(bodyMs);
    }
  } catch (error) {
    watch.throwIfStopped();
    throw networkFailure(host, error);
  } finally {
    watch.stop();
  }
  const announced = response.headers.get('content-length');
  const isPacked = response.headers.has('content-encoding');
  if (announced !== null && !isPacked && Number(announced) !== length) throw unreachable(host, 'truncated');
}

/** The whole body as text, at most `largest` bytes. */
export async function textOf(response: Response, context: BodyContext): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of piecesOf(response, context)) {
    length += piece.byteLength;
    if (length > context.largest) throw tooLarge(context);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** The beginning of a body, and whether all of it came that was to come. */
export async function beginningOf(response: Response, context: BodyContext): Promise<{ text: string; whole: boolean }> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  let whole = true;
  try {
    for await (const piece of piecesOf(response, context)) {
      pieces.push(piece);
      length += piece.byteLength;
      if (length > context.largest) break;
    }
  } catch (error) {
    if (!(error instanceof CrmFailure)) throw error;
    whole = false;
  }
  const text = Buffer.concat(pieces).toString('utf8');
  // A compressed body that ends too early comes without an error.
  const isJson = /\bjson\b/i.test(response.headers.get('content-type') ?? '');
  return { text, whole: whole && (!isJson || length > context.largest || isParsable(text)) };
}

function isParsable(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The value of a JSON answer. */
export async function jsonOf(response: Response, context: BodyContext): Promise<unknown> {
  const type = response.headers.get('content-type') ?? '';
  const text = await textOf(response, context);
  if ((type !== '' && !/\bjson\b/i.test(type)) || /^\s*</.test(text)) throw isPage(text, response.status, context);
  try {
    return JSON.parse(text);
  } catch (error) {
    // Without its cause: the parser's message quotes the body.
    if (error instanceof SyntaxError) throw unreachable(context.host, 'truncated', '', { status: response.status });
    throw error;
  }
}

/** Refuses an answer of another content type. Throws with its first words. */
export async function demandType(response: Response, type: RegExp, context: BodyContext): Promise<void> {
  if (type.test(response.headers.get('content-type') ?? '')) return;
  const { text } = await beginningOf(response, context);
  throw isPage(text, response.status, context);
}

function isPage(text: string, status: number, { host, mask }: BodyContext): CrmFailure {
  const params = { host, why: 'page', words: mask.firstWords(text) };
  return new CrmFailure('crm-unexpected-answer', params, { status, passing: true, attempts: PAGE_ATTEMPTS });
}

const tooLarge = ({ host, largest }: BodyContext): CrmFailure =>
  new CrmFailure('crm-unexpected-answer', { host, why: 'size', words: `> ${Math.round(largest / 1_048_576)} MB` });
