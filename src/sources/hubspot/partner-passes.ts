import type { CrmLink, Known, LinkSet, Pass, PassPage } from '../crm/contract.ts';
import type { FoundLink } from './client.ts';
import type { HubSpotObject, KnownWay } from './hubspot-facts.ts';
import { byIds, orderedIds } from './id-passes.ts';
import type { LabelPairs } from './labels.ts';
import { plainLabels } from './labels.ts';
import { readIdMark, written } from './marks.ts';
import { isId } from './names.ts';
import type { Reading } from './reading.ts';
import { ASSOCIATION_IDS, ASSOCIATION_PAGE } from './rest.ts';
import { idsOf, type Start } from './row-passes.ts';
import { wayName } from './ways.ts';

/** Rows of a page: as many as one question for their other links takes. */
const SLICE = ASSOCIATION_IDS;
const BATCH = 100;

export type PairsOf = (way: KnownWay) => LabelPairs;

/** The ids of partners among the rows of an object. */
export const partnerIds = (known: Known, object: string): string[] =>
  known.partners().flatMap((one) => (one.object === object ? one.ids.filter(isId) : []));

/** The links of a way that lead to these partners, named as seen from the other end. */
export async function linksToPartners(
  reading: Reading,
  way: KnownWay,
  partners: readonly string[],
  pairs: PairsOf,
  signal: AbortSignal,
): Promise<LinkSet> {
  const found = await reading.client.associations(way.toPath, way.fromPath, partners, signal);
  const links: CrmLink[] = [];
  const unclear: FoundLink[] = [];
  for (const link of found) {
    const labels = way.labels ? pairs(way).translated(link) : [];
    if (labels === null) unclear.push(link);
    else links.push({ from: link.to, to: link.from, labels });
  }
  links.push(...(await clarified(reading, way, unclear, pairs(way), signal)));
  return { fromObject: way.from, toObject: way.to, side: 'to', ids: partners, links };
}

/** Links whose labels are not certain from this side, read from the other one until the rest is certain. */
async function clarified(
  reading: Reading,
  way: KnownWay,
  unclear: readonly FoundLink[],
  pairs: LabelPairs,
  signal: AbortSignal,
): Promise<CrmLink[]> {
  const links: CrmLink[] = [];
  let open = unclear;
  while (open.length > 0) {
    const rows = [...new Set(open.map(({ to }) => to))].slice(0, ASSOCIATION_IDS);
    const asked = new Set(rows);
    const seen = new Map<string, FoundLink>();
    for (const link of await reading.client.associations(way.fromPath, way.toPath, rows, signal))
      seen.set(`${link.from} ${link.to}`, link);
    const rest: FoundLink[] = [];
    for (const link of open) {
      const own = seen.get(`${link.to} ${link.from}`);
      if (!asked.has(link.to)) rest.push(link);
      // One that is gone meanwhile is no link any more.
      else if (own !== undefined) {
        pairs.learn(link, own);
        links.push({ from: link.to, to: link.from, labels: plainLabels(own) });
      }
    }
    open = rest.flatMap((link) => {
      const labels = pairs.translated(link);
      if (labels === null) return [link];
      links.push({ from: link.to, to: link.from, labels });
      return [];
    });
  }
  return links;
}

/** All links of these rows where they are partners; none for an object that partners do not come from. */
export async function linksOfPartners(
  reading: Reading,
  object: HubSpotObject,
  ids: readonly string[],
  pairs: PairsOf,
  signal: AbortSignal,
): Promise<readonly LinkSet[]> {
  if (ids.length === 0) return [];
  const sets = await Promise.all(
    reading.facts.ways.map(async (way) => {
      if (way.partners === 'to' && way.to === object.need.object)
        return [await linksToPartners(reading, way, ids, pairs, signal)];
      const isFrom = way.partners === 'from' && way.from === object.need.object;
      return isFrom ? await reading.linksFrom(way, ids, signal) : [];
    }),
  );
  return sets.flat();
}

/** All links between partners and another object: read every time, since no stamp tells of their changes. */
export function partnerLinks(reading: Reading, way: KnownWay, known: Known, pairs: PairsOf): Pass {
  const object = way.partners === 'from' ? way.from : way.to;
  const part = async (ids: readonly string[], signal: AbortSignal): Promise<Partial<PassPage>> => ({
    links:
      way.partners === 'from'
        ? await reading.linksFrom(way, ids, signal)
        : [await linksToPartners(reading, way, ids, pairs, signal)],
  });
  return {
    name: `links:${wayName(way)}`,
    object: way.owners[0] ?? way.from,
    phase: 1,
    basis: way.basis,
    calls: Math.max(1, Math.ceil(partnerIds(known, object).length / ASSOCIATION_IDS)),
    covers: null,
    read: (start) =>
      byIds(reading, { ids: () => partnerIds(known, object), size: ASSOCIATION_IDS, part, resumes: false }, start),
  };
}

/**
 * An object of which only what partners are linked to matters, found from the partners. `all`: its rows anew; `new`: the links, and rows
 * that are not known yet.
 */
export function linkedRows(
  reading: Reading,
  object: HubSpotObject,
  way: KnownWay,
  known: Known,
  pairs: PairsOf,
  what: 'all' | 'new',
): Pass {
  const name = object.need.object;
  const sweeps = sweepCalls(object, way, known);
  const common = { object: name, calls: sweeps + (what === 'all' ? Math.ceil(known.count(name) / BATCH) : 0) };
  const partners = (): string[] => partnerIds(known, way.to);
  const read = (start: Start): AsyncIterable<PassPage> =>
    linked(reading, object, way, { known, pairs, what, partners }, start);
  if (what === 'all') return { ...common, name: `all:${name}`, phase: 1, basis: object.basis, covers: 'rows', read };
  return { ...common, name: sweepName(way), phase: 1, basis: sweepBasis(object, way), covers: null, read };
}

/** What the pass over all links between partners and an object is called, and what its questions depend on. */
export const sweepName = (way: KnownWay): string => `links:${wayName(way)}`;
export const sweepBasis = (object: HubSpotObject, way: KnownWay): string => `${object.basis} ${way.basis}`;

/** Calls that a sweep over all links between partners and an object takes at most: of one partner no more than a page comes at once. */
export const sweepCalls = ({ need }: HubSpotObject, way: KnownWay, known: Known): number =>
  Math.max(1, Math.ceil(partnerIds(known, way.to).length / ASSOCIATION_IDS)) +
  Math.floor(known.count(need.object) / ASSOCIATION_PAGE);

/** The same for partners alone that this run has found: what they are linked to is older than they are. */
export function linkedToNew(
  reading: Reading,
  object: HubSpotObject,
  way: KnownWay,
  known: Known,
  pairs: PairsOf,
): Pass {
  const before = new Set(partnerIds(known, way.to));
  const partners = (): string[] => partnerIds(known, way.to).filter((id) => !before.has(id));
  return {
    name: `${sweepName(way)}:new`,
    object: object.need.object,
    phase: 1,
    basis: sweepBasis(object, way),
    calls: 0,
    covers: null,
    read: (start) => linked(reading, object, way, { known, pairs, what: 'new', partners }, start),
  };
}

interface LinkedBy {
  readonly known: Known;
  readonly pairs: PairsOf;
  readonly what: 'all' | 'new';
  readonly partners: () => readonly string[];
}

async function* linked(
  reading: Reading,
  object: HubSpotObject,
  way: KnownWay,
  { known, pairs, what, partners: all }: LinkedBy,
  { cursor, signal }: Start,
): AsyncIterable<PassPage> {
  const mark = what === 'all' ? readIdMark(cursor) : null;
  const at = mark?.at ?? reading.client.serverNow();
  const partners = orderedIds(all(), mark?.behind);
  const seen = what === 'all' ? new Set<string>() : idsOf(known, object.need.object);
  let [place, done] = [mark === null ? null : cursor, mark?.done ?? 0];
  for (let start = 0; start < partners.length; start += ASSOCIATION_IDS) {
    const chunk = partners.slice(start, start + ASSOCIATION_IDS);
    const set = await linksToPartners(reading, way, chunk, pairs, signal);
    const ids = [...new Set(set.links.map(({ from }) => from))].filter((id) => !seen.has(id));
    for (const id of ids) seen.add(id);
    // The links come last: whoever goes on behind them has all their rows.
    for (let first = 0; first < ids.length; first += SLICE) {
      const part = await reading.byId(object, ids.slice(first, first + SLICE), signal);
      const links = await reading.walked(
        object,
        part.rows.map(({ id }) => id),
        signal,
      );
      done += part.rows.length;
      yield { rows: part.rows, merged: part.merged, links, cursor: place, done, total: null };
    }
    if (what === 'all') place = written({ at, behind: chunk.at(-1) ?? '', done });
    yield { links: [set], cursor: place, done, total: null };
  }
  yield { cursor: null, watermark: new Date(at).toISOString(), done, total: done };
}
