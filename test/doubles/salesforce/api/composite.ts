// /composite: up to 25 requests in one call that counts once; at most five of them are queries.
import { z } from 'zod';
import { parseJson } from '../bulk/request.ts';
import { ApiError } from '../errors.ts';
import type { ApiRequest, Reply } from './exchange.ts';

const compositeSchema = z.object({
  allOrNone: z.boolean().optional(),
  compositeRequest: z
    .array(
      z.object({ method: z.literal('GET'), url: z.string().startsWith('/services/data/v'), referenceId: z.string() }),
    )
    .min(1),
});

const MAX_REQUESTS = 25;
const MAX_QUERIES = 5;

/** Answers each request by `answer`; a failing one does not stop the others. */
export function composite(request: ApiRequest, answer: (one: ApiRequest) => Reply): Reply {
  const read = compositeSchema.safeParse(parseJson(request.body));
  if (!read.success) throw new ApiError(400, 'JSON_PARSER_ERROR', read.error.issues[0]?.message ?? '');
  const all = read.data.compositeRequest;
  const queries = all.filter((one) => /^\/services\/data\/v[\d.]+\/query(All)?\b/.test(one.url));
  if (all.length > MAX_REQUESTS || queries.length > MAX_QUERIES)
    throw new ApiError(400, 'LIMIT_EXCEEDED', `at most ${MAX_REQUESTS} requests, of them ${MAX_QUERIES} queries`);
  const answers = all.map((one) => {
    const url = new URL(one.url, 'http://127.0.0.1');
    const reply = answer({
      method: one.method,
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: '',
    });
    return {
      body: reply.json ?? null,
      httpHeaders: reply.headers ?? {},
      httpStatusCode: reply.status,
      referenceId: one.referenceId,
    };
  });
  return { status: 200, json: { compositeResponse: answers } };
}
