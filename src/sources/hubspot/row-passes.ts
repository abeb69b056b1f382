import type { Known, LinkSet, Pass, PassPage } from '../crm/contract.ts';
import type { HubSpotRow, ListPage, SearchGroup } from './client.ts';
import type { HubSpotObject } from './hubspot-facts.ts';
import { readListMark, readSearchMark, recent, written } from './marks.ts';
import { stampProperty } from './names.ts';
import { nameOf, type Reading } from './reading.ts';
import { mergedIds } from './rows.ts';

export type Start = Parameters<Pass['read']>[0];

const LIST_PAGE = 100;
const SEARCH_PAGE = 200;
/** HubSpot fails on the beginning of time itself. */
const FIRST_MOMENT = 1000;

const instant = (ms: number): string => new Date(ms).toISOString();
const pagesOf = (rows: number, page: number): number => Math.max(1, Math.ceil(rows / page));

/** Rows of an object, those that the mapping does not want included, as far as anybody says. */
export const rowsOf = ({ need, total }: HubSpotObject, known: Known): number =>
  Math.max(total ?? 0, known.count(need.object));

/** The whole of an object: by list, or by a search where that finds far less. */
export function allRows(reading: Reading, object: HubSpotObject, known: Known): Pass {
  const name = object.need.object;
  const histories = object.need.histories.length > 0 ? Math.ceil(known.count(name) / 50) : 0;
  const { search } = object;
  const page = search === null ? LIST_PAGE : SEARCH_PAGE;
  return {
    name: `all:${name}`,
    object: name,
    phase: 0,
    basis: object.basis,
    calls: pagesOf(search === null ? rowsOf(object, known) : known.count(name), page) + histories,
    covers: 'rows',
    read: (start) => (search === null ? listed(reading, object, start) : searchedAll(reading, object, search, start)),
  };
}

async function* listed(reading: Reading, object: HubSpotObject, { cursor, signal }: Start): AsyncIterable<PassPage> {
  const mark = readListMark(cursor);
  const at = mark?.at ?? reading.client.serverNow();
  let done = mark?.done ?? 0;
  const options = { properties: reading.namesOf(object), from: mark?.after ?? null, signal };
  for await (const page of reading.client.list(object.path, options)) {
    const { rows, merged } = await reading.part(object, page.rows, signal);
    done += page.rows.length;
    yield { rows, merged, ...ending(page, at, done, (after) => written({ at, after, done })) };
  }
}

/** The end of a page: where to go on, or up to when everything is known. */
function ending({ next }: ListPage, until: number, done: number, mark: (next: string) => string) {
  if (next === null) return { cursor: null, watermark: instant(until), done, total: done };
  return { cursor: mark(next), done, total: null };
}

async function* searchedAll(
  reading: Reading,
  object: HubSpotObject,
  groups: readonly SearchGroup[],
  { cursor, signal }: Start,
): AsyncIterable<PassPage> {
  const mark = readSearchMark(cursor);
  const until = mark?.until ?? reading.client.serverNow();
  let done = mark?.done ?? 0;
  for (let behind: string | null = mark?.behind ?? '0'; behind !== null; ) {
    const page = await reading.client.search(object.path, groups, {
      properties: reading.namesOf(object),
      behind,
      signal,
    });
    const { rows, merged } = await reading.part(object, page.rows, signal);
    done += page.rows.length;
    const total = done - page.rows.length + page.total;
    yield {
      rows,
      merged,
      ...ending(page, until, done, (next) => written({ from: 0, until, behind: next, done })),
      total,
    };
    behind = page.next;
  }
}

/** Up to when an object is known, by whatever pass. */
export function knownUntil({ need: { object }, basis }: HubSpotObject, known: Known): number {
  const marks = [known.pass(`all:${object}`, basis), known.pass(`changes:${object}`, basis)];
  return Math.max(0, ...marks.flatMap((pass) => (pass?.watermark == null ? [] : Date.parse(pass.watermark))));
}

/**
 * Rows that changed since the last reading, an overlap before it included: search is late, and by how much nobody knows. `bringsPartners`:
 * of an object that only partners lead to, rows bring their links to these themselves, since nobody reads them from the partners in this run.
 */
export function changedRows(
  reading: Reading,
  object: HubSpotObject,
  known: Known,
  overlapMs: number,
  bringsPartners = false,
): Pass {
  const name = object.need.object;
  const from = Math.max(FIRST_MOMENT, knownUntil(object, known) - overlapMs);
  return {
    name: `changes:${name}`,
    object: name,
    // Partners that are new come first: a row may be with one of them.
    phase: bringsPartners ? 1 : 0,
    basis: object.basis,
    calls: 1 + object.walks.length + (object.need.histories.length > 0 || bringsPartners ? 1 : 0),
    covers: null,
    read: (start) => changes(reading, object, known, { since: from, bringsPartners }, start),
  };
}

async function* changes(
  reading: Reading,
  object: HubSpotObject,
  known: Known,
  { since, bringsPartners }: { readonly since: number; readonly bringsPartners: boolean },
  { cursor, signal }: Start,
): AsyncIterable<PassPage> {
  const mark = readSearchMark(cursor);
  const from = mark?.from ?? since;
  const until = mark?.until ?? Math.max(from, reading.client.serverNow());
  // A row that changes while these pages are read leaves the window, and is in that of the next run.
  const window: SearchGroup = [
    {
      propertyName: stampProperty(object.need.object),
      operator: 'BETWEEN',
      value: String(from),
      highValue: String(until),
    },
  ];
  const mine = object.linkedBy === null ? null : idsOf(known, object.need.object);
  let done = mark?.done ?? 0;
  for (let behind: string | null = mark?.behind ?? '0'; behind !== null; ) {
    const page = await reading.client.search(object.path, [window], {
      properties: reading.namesOf(object),
      behind,
      signal,
    });
    const brought = bringsPartners ? await linksToKnown(reading, object, page.rows, known, signal) : [];
    const isLinked = new Set(brought.flatMap(({ links }) => links.map(({ from: id }) => id)));
    // Those that partners are newly linked to come by their links.
    const found = mine === null ? page.rows : page.rows.filter(({ id }) => mine.has(id) || isLinked.has(id));
    done += found.length;
    const part = await changedPart(reading, object, found, signal);
    yield {
      ...part,
      links: [...ofRows(brought, new Set(found.map(({ id }) => id))), ...part.links],
      ...ending(page, until, done, (next) => written({ from, until, behind: next, done })),
    };
    behind = page.next;
  }
}

/** The links of rows to those who are partners here, as the partners would tell them. */
async function linksToKnown(
  reading: Reading,
  { linkedBy }: HubSpotObject,
  rows: readonly HubSpotRow[],
  known: Known,
  signal: AbortSignal,
): Promise<readonly LinkSet[]> {
  if (linkedBy === null || rows.length === 0) return [];
  const way = reading.way(linkedBy);
  const partners = new Set(known.partners().flatMap(({ object, ids }) => (object === way.to ? ids : [])));
  const sets = await reading.linksFrom(
    way,
    rows.map(({ id }) => id),
    signal,
  );
  return sets.map((set) => ({ ...set, links: set.links.filter(({ to }) => partners.has(to)) }));
}

const ofRows = (sets: readonly LinkSet[], rows: ReadonlySet<string>): LinkSet[] =>
  sets.map((set) => ({ ...set, ids: set.ids.filter((id) => rows.has(id)) }));

async function changedPart(reading: Reading, object: HubSpotObject, found: readonly HubSpotRow[], signal: AbortSignal) {
  const part = await reading.part(object, found, signal);
  const links = await reading.walked(
    object,
    part.rows.map(({ id }) => id),
    signal,
  );
  return { ...part, links };
}

export const idsOf = (known: Known, object: string): Set<string> => {
  const ids = new Set<string>();
  for (const chunk of known.ids(object)) for (const id of chunk) ids.add(id);
  return ids;
};

/** Archived rows, of the ninety days for which HubSpot lists them: deleting moves no stamp, and search hides them. */
export function archivedRows(reading: Reading, object: HubSpotObject): Pass {
  const name = object.need.object;
  return {
    name: `archived:${name}`,
    object: name,
    phase: 0,
    basis: object.basis,
    calls: 1,
    covers: null,
    lists: 'gone',
    read: async function* ({ cursor, signal }) {
      const mark = recent(readListMark(cursor), reading);
      const at = mark?.at ?? reading.client.serverNow();
      let done = mark?.done ?? 0;
      const properties = ['hs_object_id', 'hs_merged_object_ids'];
      const options = { properties, archived: true, from: mark?.after ?? null, signal };
      for await (const page of reading.client.list(object.path, options)) {
        done += page.rows.length;
        // What it had taken in before went with it.
        const ids = page.rows.flatMap((row) => [row.id, ...mergedIds(row)]);
        const gone = ids.map((id) => nameOf(object, id));
        const present = page.rows.map(({ id }) => id);
        yield { gone, present, ...ending(page, at, done, (after) => written({ at, after, done })) };
      }
    },
  };
}
