import type { Known, Pass, PassPage } from '../crm/contract.ts';
import type { HubSpotObject } from './hubspot-facts.ts';
import { orderedIds } from './id-passes.ts';
import { linksOfPartners, linksToPartners, type PairsOf, partnerIds } from './partner-passes.ts';
import type { Part, Reading } from './reading.ts';
import { ASSOCIATION_IDS } from './rest.ts';
import { idsOf, rowsOf } from './row-passes.ts';

const LIST_PAGE = 100;

export interface CheckContext {
  readonly reading: Reading;
  readonly object: HubSpotObject;
  readonly known: Known;
  readonly pairs: PairsOf;
}

/**
 * Every row of an object looked at once more: for those that vanished without a trace, came back with their old stamp, or are
 * otherwise than any other pass could notice. Whole rows cost no more questions than their ids. It cannot go on after a break:
 * what was there before it may be gone since.
 */
export function checkedRows(context: CheckContext): Pass {
  const { object, known } = context;
  const name = object.need.object;
  return {
    name: `check:${name}`,
    object: name,
    phase: 2,
    basis: object.basis,
    calls: Math.max(1, Math.ceil((object.linkedBy === null ? rowsOf(object, known) : known.count(name)) / LIST_PAGE)),
    covers: 'present',
    read: ({ signal }) => checked(context, signal),
  };
}

async function* checked(context: CheckContext, signal: AbortSignal): AsyncIterable<PassPage> {
  const { reading, object, known } = context;
  const at = reading.client.serverNow();
  const mine = idsOf(known, object.need.object);
  let done = 0;
  for await (const part of parts(context, signal)) {
    const rows = part.rows ?? [];
    done += rows.length;
    const links = await linksOfNew(
      context,
      rows.map(({ id }) => id).filter((id) => !mine.has(id)),
      signal,
    );
    yield { ...part, links, present: rows.map(({ id }) => id), cursor: null, done, total: mine.size };
  }
  yield { cursor: null, watermark: new Date(at).toISOString(), done, total: done };
}

/** Links of rows that nobody knew: whoever asks for them next may be a day away. */
async function linksOfNew({ reading, object, pairs }: CheckContext, ids: readonly string[], signal: AbortSignal) {
  const walked = await reading.walked(object, ids, signal);
  return [...walked, ...(await linksOfPartners(reading, object, ids, pairs, signal))];
}

/** Always by list: a row that search lost is found by nothing else. */
function parts(context: CheckContext, signal: AbortSignal): AsyncGenerator<Part> {
  return context.object.linkedBy === null ? listedParts(context, signal) : linkedParts(context, signal);
}

async function* listedParts({ reading, object }: CheckContext, signal: AbortSignal): AsyncGenerator<Part> {
  const options = { properties: reading.namesOf(object), signal };
  for await (const { rows } of reading.client.list(object.path, options)) {
    // What is not wanted is not named, which tells that it is gone.
    const part = await reading.part(object, rows, signal);
    yield { rows: part.rows, merged: part.merged };
  }
}

/** From the partners: what none of them is linked to is of no interest any more. */
async function* linkedParts(
  { reading, object, known, pairs }: CheckContext,
  signal: AbortSignal,
): AsyncGenerator<Part> {
  const { linkedBy } = object;
  if (linkedBy === null) return;
  const way = reading.way(linkedBy);
  const partners = orderedIds(partnerIds(known, way.to), undefined);
  for (let start = 0; start < partners.length; start += ASSOCIATION_IDS) {
    const set = await linksToPartners(reading, way, partners.slice(start, start + ASSOCIATION_IDS), pairs, signal);
    const ids = [...new Set(set.links.map(({ from }) => from))];
    for (let first = 0; first < ids.length; first += ASSOCIATION_IDS) {
      const part = await reading.byId(object, ids.slice(first, first + ASSOCIATION_IDS), signal);
      yield { rows: part.rows, merged: part.merged };
    }
  }
}
