// Records by page, by id and by the hundred.
import { z } from 'zod';
import { iso } from '../clock.ts';
import { demand } from '../http/auth.ts';
import { invalid, notFound } from '../http/errors.ts';
import type { ObjectType } from '../object-types.ts';
import type { CrmRecord } from '../types.ts';
import { embedded } from './association-json.ts';
import { bodyOf, type Context, flagIn, limitIn, listIn, ok, pagingTo, param, type Reply, typeIn } from './context.ts';
import { namesFor, present } from './present.ts';

const PAGE = 100;
const PAGE_WITH_HISTORY = 50;

function asked(context: Context, type: ObjectType) {
  const history = listIn(context.query, 'propertiesWithHistory');
  return { properties: namesFor(context, type, listIn(context.query, 'properties')), history };
}

/** One record with what the query asks for beside it. */
function full(context: Context, type: ObjectType, record: CrmRecord): object {
  const associations = embedded(context, type, record.id, listIn(context.query, 'associations'));
  return { ...present(context, type, record, asked(context, type)), ...(associations && { associations }) };
}

/** A page of live records, or of archived ones. No filter, lowest id first. */
export function list(context: Context): Reply {
  const type = typeIn(context);
  demand(context.scopes, type.scopes);
  const withHistory = context.query.has('propertiesWithHistory');
  const most = withHistory ? PAGE_WITH_HISTORY : PAGE;
  const limit = limitIn(context.query, 10, most);
  const records = context.portal.records(type.name);
  const all = flagIn(context.query, 'archived') ? records.archived() : records.live;
  const after = context.query.get('after') ?? '0';
  if (!/^\d{1,20}$/.test(after)) throw invalid(`Invalid after ${after}`);
  const start = all.placeOf(after);
  const page = all.inOrder().slice(start, start + limit);
  // The cursor names the place behind the last row, not the next row: it holds when rows come and go.
  const last = page.at(-1);
  const more = start + limit < all.size && last !== undefined ? String(Number(last.id) + 1) : undefined;
  return ok({ results: page.map((record) => full(context, type, record)), ...pagingTo(context, more) });
}

/** One record; an id that was merged away gives the survivor. */
export function get(context: Context): Reply {
  const type = typeIn(context);
  demand(context.scopes, type.scopes);
  const records = context.portal.records(type.name);
  const id = param(context, 'id');
  const idProperty = context.query.get('idProperty');
  const archived = flagIn(context.query, 'archived');
  const found =
    idProperty === null
      ? archived
        ? records.findArchived(id)
        : records.find(id)
      : records.live.inOrder().find((record) => record.values[idProperty] === id);
  if (found === undefined) throw notFound();
  return ok(full(context, type, found));
}

const batchBody = z.object({
  inputs: z.array(z.object({ id: z.coerce.string() })),
  properties: z.array(z.string()).default([]),
  propertiesWithHistory: z.array(z.string()).default([]),
  idProperty: z.string().optional(),
});

/** Up to 100 records by id, 50 with histories. Ids that are not there make it a 207 with an error beside the rows. */
export function batchRead(context: Context): Reply {
  const type = typeIn(context);
  demand(context.scopes, type.scopes);
  const body = bodyOf(batchBody, context);
  const most = body.propertiesWithHistory.length > 0 ? PAGE_WITH_HISTORY : PAGE;
  if (body.inputs.length > most) {
    throw invalid(`The maximum number of inputs in a batch request is ${most}, but ${body.inputs.length} were given`);
  }
  const records = context.portal.records(type.name);
  const archived = flagIn(context.query, 'archived');
  const { idProperty } = body;
  const byProperty = (id: string) =>
    records.live.inOrder().find((record) => idProperty !== undefined && record.values[idProperty] === id);
  const find = (id: string): CrmRecord | undefined => {
    if (idProperty !== undefined) return byProperty(id);
    return archived ? records.findArchived(id) : records.find(id);
  };
  const wanted = { properties: namesFor(context, type, body.properties), history: body.propertiesWithHistory };
  const found = new Map<string, CrmRecord>();
  const missing: string[] = [];
  for (const { id } of body.inputs) {
    const record = find(id);
    if (record === undefined) missing.push(id);
    else found.set(record.id, record);
  }
  const at = iso(context.portal.clock.now());
  const results = [...found.values()].map((record) => present(context, type, record, wanted));
  const answer = { status: 'COMPLETE', results, startedAt: at, completedAt: at };
  if (missing.length === 0) return ok(answer);
  return { status: 207, body: { ...answer, numErrors: 1, errors: [missingError(type, missing)] } };
}

function missingError(type: ObjectType, ids: string[]): object {
  const name = type.singular.toUpperCase();
  return {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    message: `Could not get some ${name} objects, they may be deleted or not exist. Check that ids are valid.`,
    context: { ids },
    errors: [],
    links: {},
  };
}
