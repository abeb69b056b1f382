import type { Known, LinkSet, Pass, PassPage } from '../crm/contract.ts';
import type { ApiEvent } from './client.ts';
import type { HubSpotObject } from './hubspot-facts.ts';
import { readListMark, written } from './marks.ts';
import { eventTypeOf } from './names.ts';
import { eventRow, isOf, rateRow } from './other-objects.ts';
import type { Reading } from './reading.ts';
import { knownUntil, type Start } from './row-passes.ts';

const instant = (ms: number): string => new Date(ms).toISOString();

/** The exchange rates, which came with the facts. */
export function allRates(reading: Reading, object: HubSpotObject): Pass {
  const name = object.need.object;
  return {
    name: `all:${name}`,
    object: name,
    phase: 0,
    basis: object.basis,
    calls: 0,
    covers: 'rows',
    read: async function* ({ signal }) {
      signal.throwIfAborted();
      const rows = object.rates.map(rateRow);
      yield { rows, cursor: null, watermark: reading.facts.at, done: rows.length, total: rows.length };
    },
  };
}

/** Events of one kind: all of them, or those since the last reading. They never change. */
export function events(reading: Reading, object: HubSpotObject, known: Known, isAll: boolean, overlapMs: number): Pass {
  const name = object.need.object;
  const from = Math.max(1000, isAll ? 0 : knownUntil(object, known) - overlapMs);
  return {
    name: `${isAll ? 'all' : 'changes'}:${name}`,
    object: name,
    phase: 0,
    basis: object.basis,
    calls: 1,
    covers: isAll ? 'rows' : null,
    read: (start) => eventPages(reading, object, from, start),
  };
}

async function* eventPages(
  reading: Reading,
  object: HubSpotObject,
  since: number,
  { cursor, signal }: Start,
): AsyncIterable<PassPage> {
  const eventType = eventTypeOf(object.need.object) ?? '';
  const mark = readListMark(cursor);
  const at = mark?.at ?? reading.client.serverNow();
  let done = mark?.done ?? 0;
  const options = { since: instant(since), from: mark?.after ?? null, signal };
  for await (const { events: found, next } of reading.client.events(eventType, options)) {
    done += found.length;
    const rows = found.map((event) => eventRow(object.need.object, event));
    const links = await linksOf(reading, object, found, signal);
    if (next === null) yield { rows, links, cursor: null, watermark: instant(at), done, total: done };
    else yield { rows, links, cursor: written({ at, after: next, done }), done, total: null };
  }
}

/** An event hangs on the record that it happened to; from there on the walks go as everywhere. */
async function linksOf(
  reading: Reading,
  object: HubSpotObject,
  found: readonly ApiEvent[],
  signal: AbortSignal,
): Promise<readonly LinkSet[]> {
  const sets: LinkSet[] = [];
  const begins = reading.facts.ways.filter(({ from }) => from === object.need.object);
  for (const { from, to } of begins) {
    const own = found.filter((event) => isOf(event, to));
    const links = own.map(({ id, objectId }) => ({ from: id, to: objectId, labels: [] }));
    sets.push({ fromObject: from, toObject: to, side: 'from', ids: own.map(({ id }) => id), links });
    const walks = object.walks.filter(([first]) => first?.to === to).map((walk) => walk.slice(1));
    for (const walk of walks)
      sets.push(
        ...(await reading.walk(
          walk,
          own.map(({ objectId }) => objectId),
          signal,
        )),
      );
  }
  return sets;
}
