import { z } from 'zod';
import { parseSegment, type Segment } from '../../kpi/segment.ts';
import type { ReportQuery } from '../../reports/report.ts';

/** Slack's limits of an option's and of a button's value. */
const OPTION = 150;
const VALUE = 2000;

/** What can be done about a row. `open` is done by the browser. */
export const rowVerbs = ['open', 'snooze', 'take', 'undo'] as const;
export type RowVerb = (typeof rowVerbs)[number];

/** A row of a digest as its menu carries it. `partner`: whose row it is, which decides who may press; null: nobody's. */
export interface RowRef {
  readonly record: 'deal' | 'registration';
  readonly id: string;
  readonly partner: string | null;
}

export interface RowPress extends RowRef {
  readonly verb: RowVerb;
}

const rowValue = z.tuple([
  z.enum(rowVerbs),
  z.enum(['deal', 'registration']),
  z.string().min(1),
  z.string().min(1).nullable(),
]);

/** The value of a row's option; null where its ids are too long for Slack. */
export function packRow(verb: RowVerb, { record, id, partner }: RowRef): string | null {
  const value = JSON.stringify([verb, record, id, partner]);
  return value.length > OPTION ? null : value;
}

/** Reads what somebody chose, which comes from outside; null where it is none of ours. */
export function unpackRow(value: string | null): RowPress | null {
  const read = rowValue.safeParse(parsed(value, OPTION));
  if (!read.success) return null;
  const [verb, record, id, partner] = read.data;
  return { verb, record, id, partner };
}

const instant = z.int().nonnegative();
const reportValue = z.strictObject({
  r: z.enum(['weekly', 'monthly', 'quarterly']),
  a: instant,
  s: instant.optional(),
  g: z.record(z.string(), z.string().min(1)).optional(),
  p: z.array(z.string().min(1)).optional(),
});

/** A report's question as the value of a button; null where its partners are too many for one. */
export function packReport({ report, asOf, since, segment, partners }: ReportQuery): string | null {
  const value = JSON.stringify({
    r: report,
    a: asOf,
    ...(since === null ? {} : { s: since }),
    ...(Object.keys(segment).length === 0 ? {} : { g: segment }),
    ...(partners === null ? {} : { p: partners }),
  });
  return value.length > VALUE ? null : value;
}

/** Reads a button's question; null where it is none of ours. */
export function unpackReport(value: string | null): ReportQuery | null {
  const read = reportValue.safeParse(parsed(value, VALUE));
  if (!read.success) return null;
  const { r, a, s, g, p } = read.data;
  const segment = segmentOf(g ?? {});
  return segment === null ? null : { report: r, asOf: a, since: s ?? null, segment, partners: p ?? null };
}

/** Only keys that there are; null otherwise. */
export const segmentOf = (values: Readonly<Record<string, string>>): Segment | null =>
  parseSegment(Object.entries(values).map(([key, value]) => `${key}=${value}`));

function parsed(text: string | null, most: number): unknown {
  if (text === null || text.length > most) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
