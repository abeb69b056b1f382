// Search: late copies, filters in groups, one sort, and a wall at 10,000 rows.
import { z } from 'zod';
import { demand } from '../http/auth.ts';
import { invalid } from '../http/errors.ts';
import type { ObjectType } from '../object-types.ts';
import { Records } from '../portal/records.ts';
import type { Indexed } from '../portal/search-index.ts';
import { bodyOf, type Context, ok, type Reply, typeIn } from './context.ts';
import { compile, filterSchema, rank, type Test } from './filters.ts';
import { namesFor, present } from './present.ts';

const PAGE = 200;
const LONGEST_QUERY = 3000;

const sortSchema = z.union([
  z.string().transform((text) => ({ propertyName: text.replace(/^-/, ''), descending: text.startsWith('-') })),
  z
    .object({ propertyName: z.string(), direction: z.enum(['ASCENDING', 'DESCENDING']).default('ASCENDING') })
    .transform(({ propertyName, direction }) => ({ propertyName, descending: direction === 'DESCENDING' })),
]);

const searchBody = z.object({
  filterGroups: z.array(z.object({ filters: z.array(filterSchema) })).default([]),
  sorts: z.array(sortSchema).default([]),
  query: z.string().optional(),
  properties: z.array(z.string()).default([]),
  limit: z.int().min(1).default(10),
  after: z.union([z.string(), z.number().transform(String)]).optional(),
});

type Search = z.infer<typeof searchBody>;

function checkSize(context: Context, { filterGroups, query, limit, sorts }: Search): void {
  const { groups, perGroup, total } = context.service.searchFilters;
  const counts = filterGroups.map(({ filters }) => filters.length);
  if (counts.length > groups) throw invalid(`filterGroups may have at most ${groups} groups`);
  if (counts.some((count) => count > perGroup)) throw invalid(`a filterGroup may have at most ${perGroup} filters`);
  if (counts.reduce((sum, count) => sum + count, 0) > total)
    throw invalid(`a search may have at most ${total} filters`);
  if (limit > PAGE) throw invalid(`limit must be at most ${PAGE}`);
  if (sorts.length > 1) throw invalid('only one sort is allowed');
  if ((query?.length ?? 0) > LONGEST_QUERY) throw invalid(`query may have at most ${LONGEST_QUERY} characters`);
}

function offsetOf(context: Context, { after, limit }: Search): number {
  const offset = Number(after ?? '0');
  if (!Number.isInteger(offset) || offset < 0) throw invalid(`Invalid after ${after}`);
  if (offset + limit > context.service.searchCap) {
    throw invalid(`The search API cannot page beyond ${context.service.searchCap} results`);
  }
  return offset;
}

function textTest(type: ObjectType, query: string | undefined): Test {
  if (query === undefined || query === '') return () => true;
  const wanted = query.toLowerCase();
  return (record) => type.searchable.some((name) => record.values[name]?.toLowerCase().includes(wanted));
}

function matching(context: Context, type: ObjectType, search: Search): Indexed[] {
  const groups = search.filterGroups.map(({ filters }) =>
    filters.map((filter) => compile(context.portal, type, filter)),
  );
  const named = textTest(type, search.query);
  const all = context.portal.records(type.name).index.visible().inOrder();
  return all.filter(
    (record) => (groups.length === 0 || groups.some((tests) => tests.every((test) => test(record)))) && named(record),
  );
}

/** Sorted rows; equals stand by id, those without a value at the end. By creation where nothing is asked for. */
function sorted(context: Context, type: ObjectType, rows: Indexed[], [sort]: Search['sorts']): Indexed[] {
  if (sort === undefined) return rows.sort((a, b) => a.createdAt - b.createdAt || Number(a.id) - Number(b.id));
  const { propertyName: name, descending } = sort;
  const definition = context.portal.properties.find(type, name);
  if (definition === undefined) throw invalid('There was a problem with the request.', { propertyName: [name] });
  // They come by id already.
  if (name === 'hs_object_id') return descending ? rows.reverse() : rows;
  const keys = new Map(
    rows.map((row) => {
      const value = Records.valueOf(type, row, name);
      return [row, value === undefined ? undefined : (rank(definition, value) ?? value.toLowerCase())] as const;
    }),
  );
  const way = descending ? -1 : 1;
  return rows.sort((a, b) => {
    const [left, right] = [keys.get(a), keys.get(b)];
    if (left === right) return 0;
    if (left === undefined) return 1;
    if (right === undefined) return -1;
    return (left < right ? -1 : 1) * way;
  });
}

/** The search route. */
export function search(context: Context): Reply {
  const type = typeIn(context);
  demand(context.scopes, type.scopes);
  const asked = bodyOf(searchBody, context);
  checkSize(context, asked);
  const offset = offsetOf(context, asked);
  const rows = sorted(context, type, matching(context, type, asked), asked.sorts);
  const page = rows.slice(offset, offset + asked.limit);
  const properties = namesFor(context, type, asked.properties);
  const live = context.portal.records(type.name).live;
  const whole = (row: Indexed) => (context.service.searchReturns === 'record' ? (live.get(row.id) ?? row) : row);
  const next = offset + asked.limit;
  return ok({
    total: rows.length,
    results: page.map((row) => present(context, type, whole(row), { properties })),
    ...(next < rows.length && { paging: { next: { after: String(next) } } }),
  });
}
