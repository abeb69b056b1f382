// Associations with their labels, by the thousand and by the record, and which labels there are.
import { z } from 'zod';
import { iso } from '../clock.ts';
import { demand } from '../http/auth.ts';
import { invalid, notFound } from '../http/errors.ts';
import type { ObjectType } from '../object-types.ts';
import { cursor, idBehind, type Neighbour, neighbours } from './association-json.ts';
import { bodyOf, type Context, limitIn, ok, pagingTo, param, type Reply, typeIn } from './context.ts';

const IDS = 1000;

const body = z.object({
  inputs: z.array(z.object({ id: z.coerce.string(), after: z.string().optional() })),
});

function pair(context: Context): { from: ObjectType; to: ObjectType } {
  const from = typeIn(context);
  const to = typeIn(context, 'to');
  demand(context.scopes, [...new Set([...from.scopes, ...to.scopes])]);
  return { from, to };
}

/** Date-based versions give the id as text, v4 as a number. */
function target(context: Context, neighbour: Neighbour): object {
  return {
    toObjectId: context.version === 'v4' ? Number(neighbour.id) : neighbour.id,
    associationTypes: neighbour.types.map(({ category, typeId, label }) => ({ category, typeId, label })),
  };
}

function page(all: Neighbour[], to: ObjectType, after: string | undefined | null, size: number) {
  const behind = after === undefined || after === null ? '0' : idBehind(after);
  if (behind === undefined) throw invalid(`Invalid after ${after}`);
  const rest = all.filter(({ id }) => Number(id) > Number(behind));
  const rows = rest.slice(0, size);
  const last = rows.at(-1);
  return { rows, next: rest.length > size && last !== undefined ? cursor(to, last.id) : undefined };
}

/** Up to 1,000 records' associations to one type; each record has its own paging. Those without any make it a 207. */
export function batchRead(context: Context): Reply {
  const { from, to } = pair(context);
  const { inputs } = bodyOf(body, context);
  if (inputs.length > IDS) throw invalid(`The maximum number of inputs is ${IDS}, but ${inputs.length} were given`);
  const results: object[] = [];
  const errors: object[] = [];
  for (const { id, after } of inputs) {
    const all = neighbours(context, from, id, to);
    if (all.length === 0) {
      errors.push(none(from, to, id));
      continue;
    }
    const { rows, next } = page(all, to, after, context.service.associationPage);
    results.push({
      from: { id },
      to: rows.map((row) => target(context, row)),
      ...(next !== undefined && { paging: { next: { after: next, link: 'https://api.hubapi.com/' } } }),
    });
  }
  const at = iso(context.portal.clock.now());
  const answer = { status: 'COMPLETE', results, startedAt: at, completedAt: at };
  if (errors.length === 0) return ok(answer);
  return { status: 207, body: { ...answer, numErrors: errors.length, errors } };
}

function none(from: ObjectType, to: ObjectType, id: string): object {
  return {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
    message: `No ${to.singular} is associated with ${from.singular} ${id}.`,
    context: { fromObjectId: [id], fromObjectType: [from.singular], toObjectType: [to.singular] },
    errors: [],
    links: {},
  };
}

/** One record's associations to one type, 500 a page. */
export function listOf(context: Context): Reply {
  const { from, to } = pair(context);
  const id = param(context, 'id');
  if (context.portal.records(from.name).live.get(id) === undefined) throw notFound();
  const limit = limitIn(context.query, 500, 500);
  const { rows, next } = page(neighbours(context, from, id, to), to, context.query.get('after'), limit);
  return ok({ results: rows.map((row) => target(context, row)), ...pagingTo(context, next) });
}

/** The kinds of association in this direction, the plain one with a null label. */
export function labels(context: Context): Reply {
  const { from, to } = pair(context);
  const kinds = context.portal.associations.types.between(from.name, to.name);
  return ok({ results: kinds.map(({ category, typeId, label }) => ({ category, typeId, label })) });
}
