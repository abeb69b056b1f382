import type { Known, Pass, PassPage } from '../crm/contract.ts';
import type { SearchGroup } from './client.ts';
import type { HubSpotObject } from './hubspot-facts.ts';
import { readIdMark, readListMark, written } from './marks.ts';
import { compareIds, isId } from './names.ts';
import { nameOf, type Reading } from './reading.ts';
import { idsOf, type Start } from './row-passes.ts';

const BATCH = 100;
const SWEEP = 1000;

const instant = (ms: number): string => new Date(ms).toISOString();

/** Ids in their order, those behind a mark: so that a walk through them can go on. */
export function orderedIds(ids: Iterable<string>, behind: string | undefined): string[] {
  const sorted = [...ids].filter(isId).sort(compareIds);
  return behind === undefined ? sorted : sorted.filter((id) => compareIds(id, behind) > 0);
}

/** What a walk through ids in order does with each chunk of them. */
interface IdWalk {
  readonly ids: () => Iterable<string>;
  readonly size: number;
  readonly part: (chunk: readonly string[], signal: AbortSignal) => Promise<Partial<PassPage>>;
}

/** Walks through ids in chunks; each page can be the place to go on. */
export async function* byIds(
  reading: Reading,
  { ids, size, part }: IdWalk,
  { cursor, signal }: Start,
): AsyncIterable<PassPage> {
  const mark = readIdMark(cursor);
  const at = mark?.at ?? reading.client.serverNow();
  const all = orderedIds(ids(), mark?.behind);
  let done = mark?.done ?? 0;
  const total = done + all.length;
  const end = { cursor: null, watermark: instant(at), total };
  if (all.length === 0) {
    yield { ...end, done };
    return;
  }
  for (let start = 0; start < all.length; start += size) {
    signal.throwIfAborted();
    const chunk = all.slice(start, start + size);
    const page = await part(chunk, signal);
    done += chunk.length;
    const behind = chunk.at(-1) ?? '';
    const isLast = start + size >= all.length;
    yield { ...page, ...(isLast ? end : { cursor: written({ at, behind, done }), total }), done };
  }
}

/** Calculated values of all known rows: they change without a stamp. What is missing then is gone. */
export function calculatedValues(reading: Reading, object: HubSpotObject, known: Known): Pass {
  const { need, calculated, path } = object;
  const part = async (ids: readonly string[], signal: AbortSignal): Promise<Partial<PassPage>> => {
    const values = [];
    const gone = [];
    const merged = [];
    for await (const page of reading.client.batch(path, ids, { properties: calculated, signal })) {
      const asked = new Set(ids);
      for (const row of page.rows) {
        const own = Object.fromEntries(calculated.map((name) => [name, row.values[name] ?? '']));
        if (asked.has(row.id)) values.push({ ...nameOf(object, row.id), values: own });
        // The survivor of a merge answers for the rows that it took in.
        for (const id of (row.values.hs_merged_object_ids ?? '').split(';'))
          if (asked.has(id) && id !== row.id) merged.push({ ...nameOf(object, id), into: row.id });
      }
      const isMerged = new Set(merged.map(({ id }) => id));
      gone.push(...page.gone.filter((id) => !isMerged.has(id)).map((id) => nameOf(object, id)));
    }
    return { values, gone, merged };
  };
  return {
    name: `values:${need.object}`,
    object: need.object,
    phase: 1,
    basis: `${object.basis} ${calculated.join()}`,
    calls: Math.max(1, Math.ceil(known.count(need.object) / BATCH)),
    covers: null,
    read: (start) => byIds(reading, { ids: () => idsOf(known, need.object), size: BATCH, part }, start),
  };
}

/** All links of an object along a walk that partners do not bring: no stamp tells of a change. */
export function walkedLinks(reading: Reading, object: HubSpotObject, known: Known, place: number): Pass | null {
  const walk = object.walks[place];
  if (walk === undefined) return null;
  const { need } = object;
  return {
    name: `links:${[need.object, ...walk.map(({ to }) => to)].join('>')}`,
    object: need.object,
    phase: 1,
    basis: walk.map((step) => reading.way(step).basis).join(),
    calls: walk.length * Math.ceil(known.count(need.object) / SWEEP),
    covers: null,
    read: (start) =>
      byIds(
        reading,
        {
          ids: () => idsOf(known, need.object),
          size: SWEEP,
          part: async (ids, signal) => ({ links: await reading.walk(walk, ids, signal) }),
        },
        start,
      ),
  };
}

/** Which rows there are: those that no other pass heard of, and those that vanished without a trace. */
export function checkedRows(reading: Reading, object: HubSpotObject, known: Known): Pass {
  const { need, search } = object;
  return {
    name: `check:${need.object}`,
    object: need.object,
    phase: 2,
    basis: object.basis,
    calls: Math.max(1, Math.ceil(known.count(need.object) / (search === null ? 100 : 200))),
    covers: 'present',
    read: (start) =>
      search === null ? presentByList(reading, object, start) : presentBySearch(reading, object, search, known, start),
  };
}

const filterNames = ({ need, names }: HubSpotObject): readonly string[] => {
  const named = new Set((need.filters ?? []).flat().map(({ field }) => field));
  return ['hs_object_id', ...names.filter((name) => named.has(name))];
};

async function* presentByList(
  reading: Reading,
  object: HubSpotObject,
  { cursor, signal }: Start,
): AsyncIterable<PassPage> {
  const mark = readListMark(cursor);
  const at = mark?.at ?? reading.client.serverNow();
  let done = mark?.done ?? 0;
  const options = { properties: filterNames(object), from: mark?.after ?? null, signal };
  for await (const { rows, next } of reading.client.list(object.path, options)) {
    done += rows.length;
    const present = rows.filter((row) => reading.isWanted(object, row)).map(({ id }) => id);
    if (next === null) yield { present, cursor: null, watermark: instant(at), done, total: done };
    else yield { present, cursor: written({ at, after: next, done }), done, total: null };
  }
}

/** By search, which may be late: known rows that it does not find are asked for by id. In one go, since what is missing shows at the end. */
async function* presentBySearch(
  reading: Reading,
  object: HubSpotObject,
  groups: readonly SearchGroup[],
  known: Known,
  { signal }: Start,
): AsyncIterable<PassPage> {
  const at = reading.client.serverNow();
  const missing = idsOf(known, object.need.object);
  const properties = filterNames(object);
  let done = 0;
  for (let behind: string | null = '0'; behind !== null; ) {
    const page = await reading.client.search(object.path, groups, { properties, behind, signal });
    const present = page.rows.filter((row) => reading.isWanted(object, row)).map(({ id }) => id);
    for (const id of present) missing.delete(id);
    done += present.length;
    yield { present, cursor: null, done, total: null };
    behind = page.next;
  }
  const late: string[] = [];
  for await (const page of reading.client.batch(object.path, orderedIds(missing, undefined), { properties, signal }))
    late.push(...page.rows.filter((row) => missing.has(row.id) && reading.isWanted(object, row)).map(({ id }) => id));
  yield { present: late, cursor: null, watermark: instant(at), done: done + late.length, total: done + late.length };
}
