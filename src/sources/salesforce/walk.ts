import { z } from 'zod';
import { CrmFailure, isCrmFailure } from '../http/failure.ts';
import { instant } from './cells.ts';
import type { Page, SalesforceClient, SalesforceRow } from './client.ts';
import { idOf } from './rows.ts';
import { type Condition, countSoql, soql } from './soql.ts';
import { behind } from './window.ts';

/** A query over all rows that meet a condition, in the order of their stamps and ids, or of their ids alone. */
export interface Question {
  readonly object: string;
  readonly fields: readonly string[];
  readonly where: Condition | null;
  readonly stamp: string | null;
}

/** Where a walk goes on: at the service's own next page, or, should that be gone, behind the last row. */
export const placeShape = z.strictObject({
  next: z.string().nullable(),
  mark: z.strictObject({ id: z.string(), at: z.number().nullable() }).nullable(),
  /** Rows before the query that `next` belongs to. */
  base: z.number(),
  done: z.number(),
});

export type Place = z.infer<typeof placeShape>;

export interface Leaf {
  readonly records: readonly SalesforceRow[];
  /** Null after the last page. */
  readonly place: Place | null;
  readonly done: number;
  readonly total: number;
}

const beginning: Place = { next: null, mark: null, base: 0, done: 0 };

/**
 * The pages of a question's answer, at least one. A locator that expired is replaced by a query behind the last row. An
 * answer with fewer rows than it announced is believed only if a count says the same, else read once more from its beginning.
 */
export async function* walk(
  client: SalesforceClient,
  question: Question,
  start: Place | null,
  signal: AbortSignal,
): AsyncGenerator<Leaf> {
  let place = start ?? beginning;
  let wasRepeated = false;
  for (;;) {
    let total = 0;
    let isShort = false;
    try {
      for await (const page of pages(client, question, place, signal)) {
        place = moved(place, page, question.stamp);
        total = place.base + page.totalSize;
        isShort = page.next === null && place.done < total;
        const isEnd = page.next === null && !isShort;
        yield { records: page.records, place: isEnd ? null : place, done: place.done, total };
        if (isEnd) return;
      }
    } catch (error) {
      if (!isCrmFailure(error, 'crm-cursor-expired')) throw error;
      place = { ...place, next: null, base: place.done };
      continue;
    }
    if (!isShort) return;
    const { object, where } = question;
    const { count } = await client.count(countSoql(object, where ?? undefined), signal);
    if (count <= place.done) {
      // The missing ones were purged while the pages were read.
      yield { records: [], place: null, done: place.done, total: place.done };
      return;
    }
    if (wasRepeated) throw await short(client, place.done, total, signal);
    wasRepeated = true;
    place = beginning;
  }
}

async function* pages(
  client: SalesforceClient,
  { object, fields, where, stamp }: Question,
  { next, mark }: Place,
  signal: AbortSignal,
): AsyncGenerator<Page> {
  const rest: Condition[] = mark === null ? [] : [afterMark(stamp, mark)];
  const all = { all: [...(where === null ? [] : [where]), ...rest] };
  const text = soql({
    object,
    fields,
    ...(all.all.length > 0 && { where: all }),
    orderBy: stamp === null ? ['Id'] : [stamp, 'Id'],
  });
  // Of changes there is mostly one page or none: those of several objects share a call.
  yield* client.queryAll(text, next === null ? { signal, shared: stamp !== null } : { signal, from: next });
}

const afterMark = (stamp: string | null, { id, at }: { id: string; at: number | null }): Condition =>
  stamp === null || at === null ? { field: 'Id', is: '>', value: id } : behind(stamp, { at, id });

function moved(place: Place, { records, next }: Page, stamp: string | null): Place {
  const last = records.at(-1);
  const done = place.done + records.length;
  if (last === undefined) return { ...place, next, done };
  const told = stamp === null ? null : last[stamp];
  const at = typeof told === 'string' ? Date.parse(instant(told)) : null;
  return { next, mark: { id: idOf(last), at }, base: place.base, done };
}

async function short(client: SalesforceClient, done: number, total: number, signal: AbortSignal): Promise<CrmFailure> {
  const { host } = new URL(await client.origin(signal));
  return new CrmFailure('crm-unexpected-answer', { host, why: 'shape', words: `${done} records of ${total}` });
}
