import type { PassPage, RowName } from '../crm/contract.ts';
import { linksOfPartners, type PairsOf } from './partner-passes.ts';
import type { Reading } from './reading.ts';

const SLICE = 100;

/** Records that a person who looks at one partner looks at. */
const looked: ReadonlySet<string> = new Set(['partner', 'deal', 'registration', 'attribution']);

/** Everything about some partners: their rows, their links, and the deals and registrations at the other end. */
export async function* refreshed(
  reading: Reading,
  partners: readonly RowName[],
  pairs: PairsOf,
  signal: AbortSignal,
): AsyncGenerator<PassPage> {
  const { objects } = reading.facts;
  let done = 0;
  const rest = { cursor: null, total: null };
  const ends = new Map<string, Set<string>>();
  for (const object of objects) {
    const ids = partners.filter((partner) => partner.object === object.need.object).map(({ id }) => id);
    if (ids.length === 0) continue;
    const part = await reading.byId(object, ids, signal);
    done += part.rows.length;
    yield { ...part, ...rest, done };
    const links = await linksOfPartners(reading, object, ids, pairs, signal);
    for (const set of links) {
      const [end, found] =
        set.side === 'to'
          ? [set.fromObject, set.links.map(({ from }) => from)]
          : [set.toObject, set.links.map(({ to }) => to)];
      ends.set(end, new Set([...(ends.get(end) ?? []), ...found]));
    }
    yield { links, ...rest, done };
  }
  for (const [name, found] of ends) {
    const object = objects.find(({ need }) => need.object === name);
    if (object === undefined || !object.need.records.some((record) => looked.has(record))) continue;
    const ids = [...found];
    for (let start = 0; start < ids.length; start += SLICE) {
      const part = await reading.byId(object, ids.slice(start, start + SLICE), signal);
      done += part.rows.length;
      const links = await reading.walked(
        object,
        part.rows.map(({ id }) => id),
        signal,
      );
      yield { ...part, links, ...rest, done };
    }
  }
}
