import { z } from 'zod';
import { isCrmFailure } from '../http/failure.ts';
import { type BulkJobs, isGone } from './bulk.ts';
import type { SalesforceClient } from './client.ts';
import { type Layout, lineReader, type ReadRow, rowOf, selected } from './rows.ts';
import { type Condition, soql } from './soql.ts';
import { placeShape, walk } from './walk.ts';

/** Where a sweep goes on. `bulk: false` where the Bulk API has been tried in vain. */
export const sweepShape = z.discriminatedUnion('way', [
  z.strictObject({ way: z.literal('rest'), place: placeShape.nullable(), bulk: z.boolean() }),
  z.strictObject({
    way: z.literal('bulk'),
    job: z.string().nullable(),
    /** Of the file that is being read; null: the first. */
    locator: z.string().nullable(),
    /** Rows of the files before it. */
    base: z.number(),
  }),
]);

export type SweepPlace = z.infer<typeof sweepShape>;

export interface Sweep {
  readonly layout: Layout;
  readonly where: Condition | null;
  /** Rows that are known of the object; 0 where nothing is. */
  readonly known: number;
}

export interface SweepPart {
  readonly rows: readonly ReadRow[];
  /** Null after the last part. */
  readonly place: SweepPlace | null;
  readonly done: number;
  readonly total: number | null;
}

export interface SweepContext {
  readonly client: SalesforceClient;
  readonly jobs: BulkJobs;
  readonly bulkAbove: number;
}

type BulkPlace = Extract<SweepPlace, { way: 'bulk' }>;
type RestPlace = Extract<SweepPlace, { way: 'rest' }>;

/**
 * Every row that meets a condition, in any order, at least one part: page by page, or above `bulkAbove` rows from the files of a Bulk job. How
 * many rows there are is known from before, or from the first page.
 */
export async function* sweep(
  context: SweepContext,
  what: Sweep,
  start: SweepPlace | null,
  signal: AbortSignal,
): AsyncGenerator<SweepPart> {
  const usual: SweepPlace =
    what.known > context.bulkAbove
      ? { way: 'bulk', job: null, locator: null, base: 0 }
      : { way: 'rest', place: null, bulk: true };
  let place: SweepPlace | null = start ?? usual;
  while (place !== null) {
    place =
      place.way === 'bulk' ? yield* byBulk(context, what, place, signal) : yield* byRest(context, what, place, signal);
  }
}

/** Reads pages: null at the end, or where it goes on by another way. */
async function* byRest(
  { client, bulkAbove }: SweepContext,
  { layout, where }: Sweep,
  { place, bulk }: RestPlace,
  signal: AbortSignal,
): AsyncGenerator<SweepPart, SweepPlace | null> {
  const question = { object: layout.object, fields: selected(layout), where, stamp: null };
  const anew: BulkPlace = { way: 'bulk', job: null, locator: null, base: 0 };
  try {
    for await (const leaf of walk(client, question, place, signal)) {
      if (bulk && place === null && leaf.total > bulkAbove) return anew;
      const next: SweepPlace | null = leaf.place === null ? null : { way: 'rest', place: leaf.place, bulk };
      yield {
        rows: leaf.records.map((record) => rowOf(layout, record)),
        place: next,
        done: leaf.done,
        total: leaf.total,
      };
    }
    return null;
  } catch (error) {
    // What takes too long in order may be quick in any order.
    if (bulk && isCrmFailure(error, 'crm-slow-query')) return anew;
    throw error;
  }
}

/** Reads the files of a job: null at the end, or where it goes on by another way. */
async function* byBulk(
  { jobs }: SweepContext,
  { layout, where }: Sweep,
  start: BulkPlace,
  signal: AbortSignal,
): AsyncGenerator<SweepPart, SweepPlace | null> {
  const rest: RestPlace = { way: 'rest', place: null, bulk: false };
  // No order: it would keep the service from splitting the work.
  const query = soql({ object: layout.object, fields: selected(layout), ...(where !== null && { where }) });
  const job = start.job ?? (await jobs.start(query, signal));
  if (job === null) return rest;
  let place: BulkPlace = { ...start, job };
  // Kept before anything is waited for, so that a crash does not leave the job behind.
  if (start.job === null) yield { rows: [], place, done: 0, total: null };
  const total = await jobs.finished(job, signal);
  // A job of an earlier run may be gone by now: another one is begun. One of this run that failed would fail again.
  if (total === null) return start.job === null ? rest : { way: 'bulk', job: null, locator: null, base: 0 };
  try {
    for (;;) {
      let next: string | null = null;
      for await (const { header, lines, done, end } of jobs.file(job, place.locator, signal)) {
        const rows = lines.map(lineReader(layout, header));
        const count = place.base + done;
        if (end !== undefined) {
          next = end.next;
          place = { ...place, locator: end.next, base: count };
        }
        yield { rows, place: end?.next === null ? null : place, done: count, total };
      }
      if (next === null) break;
    }
  } catch (error) {
    if (isCrmFailure(error) && isGone(error) && start.job !== null)
      return { way: 'bulk', job: null, locator: null, base: 0 };
    throw error;
  }
  await jobs.delete(job, signal);
  return null;
}
