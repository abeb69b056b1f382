// /jobs/query and what is below it.
import { z } from 'zod';
import { parseJson } from '../bulk/request.ts';
import { ApiError } from '../errors.ts';
import { type ApiRequest, badMethod, ok, type Reply } from './exchange.ts';
import type { Service } from './service.ts';

const abortSchema = z.object({ state: z.literal('Aborted') });
const PAGES_PER_CALL = 5;

const toLocator = (from: number): string => Buffer.from(`row:${from}`).toString('base64url');

function fromLocator(locator: string | null): number {
  if (locator === null) return 0;
  const [, digits] = /^row:(\d+)$/.exec(Buffer.from(locator, 'base64url').toString()) ?? [];
  if (digits === undefined) throw new ApiError(400, 'API_ERROR', 'Invalid locator');
  return Number(digits);
}

function maxOf(request: ApiRequest): number | undefined {
  const text = request.query.get('maxRecords');
  if (text === null) return undefined;
  if (!/^[1-9]\d*$/.test(text)) throw new ApiError(400, 'API_ERROR', 'maxRecords must be a positive number');
  return Number(text);
}

/** `/jobs/query`: a new job, or the list of jobs. */
export function jobs(service: Service, request: ApiRequest, version: string): Reply {
  if (request.method === 'POST') return ok(service.jobs.describe(service.jobs.create(request.body, version)));
  if (request.method !== 'GET') throw badMethod(request.method);
  const all = service.jobs.all();
  const from = fromLocator(request.query.get('queryLocator'));
  const until = Math.min(all.length, from + 1000);
  const done = until >= all.length;
  return ok({
    done,
    nextRecordsUrl: done ? null : `/services/data/v${version}/jobs/query?queryLocator=${toLocator(until)}`,
    records: all.slice(from, until).map((job) => ({ ...service.jobs.describe(job), jobType: 'V2Query' })),
  });
}

/** `/jobs/query/ID`: ask, abort, delete. */
export function job(service: Service, request: ApiRequest, id: string): Reply {
  if (request.method === 'GET') return ok(service.jobs.describeFully(service.jobs.poll(id)));
  if (request.method === 'DELETE') {
    service.jobs.delete(id);
    return { status: 204, text: '' };
  }
  if (request.method !== 'PATCH') throw badMethod(request.method);
  if (!abortSchema.safeParse(parseJson(request.body)).success)
    throw new ApiError(400, 'INVALIDJOBSTATE', 'the only state that a job can be put into is Aborted');
  return ok(service.jobs.describe(service.jobs.abort(id)));
}

/** `/jobs/query/ID/results`: one file of CSV. The last says `Sforce-Locator: null`. */
export function results(service: Service, request: ApiRequest, version: string, id: string): Reply {
  const page = service.jobs.results(id, version, fromLocator(request.query.get('locator')), maxOf(request));
  return {
    status: 200,
    text: page.text,
    type: 'text/csv; charset=UTF-8',
    headers: {
      'sforce-numberofrecords': String(page.count),
      'sforce-locator': page.next === undefined ? 'null' : toLocator(page.next),
    },
  };
}

/** `/jobs/query/ID/resultPages`: addresses of up to five files that can be read side by side. */
export function resultPages(service: Service, request: ApiRequest, version: string, id: string): Reply {
  const max = maxOf(request);
  const base = `/services/data/v${version}/jobs/query/${id}`;
  const tail = max === undefined ? '' : `&maxRecords=${max}`;
  const pages: { resultUrl: string }[] = [];
  let from: number | undefined = fromLocator(request.query.get('locator'));
  while (from !== undefined && pages.length < PAGES_PER_CALL) {
    pages.push({ resultUrl: `${base}/results?locator=${toLocator(from)}${tail}` });
    from = service.jobs.results(id, version, from, max).next;
  }
  const next: string | null = from === undefined ? null : `${base}/resultPages?locator=${toLocator(from)}${tail}`;
  return ok({ resultPages: pages, nextRecordsUrl: next, done: next === null });
}
