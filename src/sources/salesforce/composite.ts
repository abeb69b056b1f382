import { z } from 'zod';
import { usualRefusal } from '../http/refusal.ts';
import type { HttpRequest } from '../http/types.ts';
import { restRefusal } from './refusal.ts';
import { shaped } from './shapes.ts';

const answerShape = z.looseObject({
  compositeResponse: z.array(z.looseObject({ body: z.unknown(), httpStatusCode: z.number() })).length(1),
});

/** A read whose address is too long for a header, as the body of a composite; it counts as one call too. */
export const wrapped = (root: string, url: string, host: string): Partial<HttpRequest> & { readonly url: string } => ({
  method: 'POST',
  url: `${root}/composite`,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ compositeRequest: [{ method: 'GET', url, referenceId: 'query' }] }),
  idempotent: true,
  check: (body) => void unwrapped(body, host),
});

/** What the read inside a composite brought. Throws as the read itself would have. */
export function unwrapped(answer: unknown, host: string): unknown {
  const [inner] = shaped(answerShape, answer, host).compositeResponse;
  if (inner === undefined || inner.httpStatusCode < 400) return inner?.body;
  const text = JSON.stringify(inner.body ?? null);
  const words = `HTTP ${inner.httpStatusCode}`;
  const refused = { host, status: inner.httpStatusCode, headers: new Headers(), text, words, waitMs: undefined };
  throw restRefusal(refused) ?? usualRefusal(refused);
}
