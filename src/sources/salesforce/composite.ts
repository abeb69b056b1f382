import { z } from 'zod';
import { CrmFailure } from '../http/failure.ts';
import { usualRefusal } from '../http/refusal.ts';
import type { HttpRequest } from '../http/types.ts';
import { restRefusal } from './refusal.ts';
import { shaped } from './shapes.ts';

const answerShape = z.looseObject({
  compositeResponse: z.array(z.looseObject({ body: z.unknown(), httpStatusCode: z.number() })),
});

/** Reads whose addresses are too long for a header, or that share a call, as the body of a composite; it counts as one call. */
export const wrapped = (
  root: string,
  urls: readonly string[],
  host: string,
): Partial<HttpRequest> & { readonly url: string } => ({
  method: 'POST',
  url: `${root}/composite`,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    compositeRequest: urls.map((url, index) => ({ method: 'GET', url, referenceId: `r${index}` })),
  }),
  idempotent: true,
  // A failure inside that passes is one of the whole call: it is made again.
  check: (body) => {
    for (const part of unwrapped(body, urls.length, host))
      if (part instanceof CrmFailure && part.facts.passing === true) throw part;
  },
});

/** What each read inside a composite brought: its body, or how the read itself would have failed. */
export function unwrapped(answer: unknown, count: number, host: string): readonly unknown[] {
  const parts = shaped(answerShape, answer, host).compositeResponse;
  if (parts.length !== count)
    throw new CrmFailure('crm-unexpected-answer', { host, why: 'shape', words: `${parts.length} of ${count} answers` });
  return parts.map(({ body, httpStatusCode: status }) => {
    if (status < 400) return body;
    const text = JSON.stringify(body ?? null);
    const refused = { host, status, headers: new Headers(), text, words: `HTTP ${status}`, waitMs: undefined };
    return restRefusal(refused) ?? usualRefusal(refused);
  });
}
