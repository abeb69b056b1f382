import type { Known, Pass, PassPage } from '../crm/contract.ts';
import type { HubSpotObject } from './hubspot-facts.ts';
import { readIdMark, recent, written } from './marks.ts';
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
  /** Whether it can go on after a break: what was read before it is an hour old at most. */
  readonly resumes: boolean;
  readonly ids: () => Iterable<string>;
  readonly size: number;
  readonly part: (chunk: readonly string[], signal: AbortSignal) => Promise<Partial<PassPage>>;
}

/** Walks through ids in chunks; each page can be the place to go on. */
export async function* byIds(
  reading: Reading,
  { ids, size, part, resumes }: IdWalk,
  { cursor, signal }: Start,
): AsyncIterable<PassPage> {
  const mark = resumes ? recent(readIdMark(cursor), reading) : null;
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
    const place = resumes ? written({ at, behind, done }) : null;
    yield { ...page, ...(isLast ? end : { cursor: place, total }), done };
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
    read: (start) => byIds(reading, { ids: () => idsOf(known, need.object), size: BATCH, part, resumes: true }, start),
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
          resumes: true,
          part: async (ids, signal) => ({ links: await reading.walk(walk, ids, signal) }),
        },
        start,
      ),
  };
}
