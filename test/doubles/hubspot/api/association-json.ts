// Associations as they go over the wire, only those whose other side is alive.

import { unknownType } from '../http/errors.ts';
import type { ObjectType } from '../object-types.ts';
import type { AssociationType } from '../types.ts';
import type { Context } from './context.ts';

export interface Neighbour {
  id: string;
  types: AssociationType[];
}

/** The live records of a type that hang on a record. */
export function neighbours(context: Context, type: ObjectType, id: string, to: ObjectType): Neighbour[] {
  const { portal } = context;
  const other = portal.records(to.name);
  if (portal.records(type.name).live.get(id) === undefined) return [];
  return portal.associations
    .from({ type: type.name, id }, to.name)
    .filter((neighbour) => neighbour.types.length > 0 && other.live.get(neighbour.id) !== undefined);
}

/** Cursors are text that must be sent back as it came; the service percent-encodes them already. */
export function cursor(to: ObjectType, id: string): string {
  return encodeURIComponent(Buffer.from(`${to.id}-${id}`).toString('base64'));
}

/** The id a cursor stands behind; undefined for a cursor that was never given out. */
export function idBehind(after: string): string | undefined {
  const plain = Buffer.from(decodeURIComponent(after), 'base64').toString();
  return /^\d+-\d+-(\d+)$/.exec(plain)?.[1];
}

const EMBEDDED = 100;

/** The `associations` member of a list row: ids and type names, no labels, one entry per kind. */
export function embedded(context: Context, type: ObjectType, id: string, asked: readonly string[]) {
  const result: Record<string, object> = {};
  for (const name of asked) {
    const to = context.portal.types.find(name);
    if (to === undefined) throw unknownType(name);
    const all = neighbours(context, type, id, to);
    if (all.length === 0) continue;
    const page = all.slice(0, EMBEDDED);
    const last = page.at(-1);
    const results = page.flatMap((neighbour) => neighbour.types.map((kind) => ({ id: neighbour.id, type: kind.name })));
    const after = all.length > EMBEDDED && last !== undefined ? cursor(to, last.id) : undefined;
    result[to.name] = { results, ...(after !== undefined && { paging: { next: { after, link: '' } } }) };
  }
  return Object.keys(result).length > 0 ? result : undefined;
}
