// What every route gets, and how it reads what it was asked.
import type { z } from 'zod';
import { invalid, unknownType } from '../http/errors.ts';
import type { RateLimits } from '../http/rate-limits.ts';
import type { ObjectType } from '../object-types.ts';
import type { Portal } from '../portal/portal.ts';
import type { ServiceOptions } from '../service-options.ts';

export interface Context {
  portal: Portal;
  limits: RateLimits;
  service: ServiceOptions;
  scopes: ReadonlySet<string>;
  version: string;
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  body: unknown;
}

export interface Reply {
  status: number;
  body: object;
}

/** A successful answer. */
export const ok = (body: object): Reply => ({ status: 200, body });

/** A part of the path. */
export function param(context: Context, name: string): string {
  return context.params[name] ?? '';
}

/** The object type that the path names; refused when there is none. */
export function typeIn(context: Context, name = 'type'): ObjectType {
  const given = param(context, name);
  const found = context.portal.types.find(given);
  if (found === undefined) throw unknownType(given);
  return found;
}

/** `a=x,y&a=z` as x, y, z. */
export function listIn(query: URLSearchParams, name: string): string[] {
  return query
    .getAll(name)
    .flatMap((value) => value.split(','))
    .filter((value) => value !== '');
}

export function flagIn(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  if (value === null || value === 'false') return false;
  if (value === 'true') return true;
  throw invalid(`Invalid boolean in query parameter ${name}`);
}

/** A page size within its limit. */
export function limitIn(query: URLSearchParams, fallback: number, most: number): number {
  const given = query.get('limit');
  if (given === null) return fallback;
  const value = Number(given);
  if (!Number.isInteger(value) || value < 1) throw invalid(`Invalid limit ${given}`);
  if (value > most) throw invalid(`limit must be at most ${most}`);
  return value;
}

/** A body of the right form; refused with the place of the first fault. */
export function bodyOf<T>(schema: z.ZodType<T>, context: Context): T {
  const parsed = schema.safeParse(context.body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid(`Invalid input JSON: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
}

/** The paging member of an answer, or nothing on the last page. The link is there because the service sends it. */
export function pagingTo(context: Context, after: string | undefined): { paging?: object } {
  if (after === undefined) return {};
  const query = new URLSearchParams(context.query);
  query.set('after', after);
  return { paging: { next: { after, link: `https://api.hubapi.com/?${query.toString()}` } } };
}
