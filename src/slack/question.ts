import { z } from 'zod';
import { type KpiId, kpiIds } from '../kpi/list.ts';
import type { Segment, SegmentKey } from '../kpi/segment.ts';

/** What somebody wants to know: one KPI or (null) all eight, of one partner, a segment, or the program. */
export interface Question {
  readonly kpi: KpiId | null;
  /** A partner's id as the analyst gives it. */
  readonly partner: string | null;
  readonly segment: Segment;
  readonly period: string | null;
  /** Epoch milliseconds; null: now. Kept in buttons so that what is shared is what was seen. */
  readonly asOf: number | null;
}

export const noQuestion: Question = { kpi: null, partner: null, segment: {}, period: null, asOf: null };

const isKpi = (text: string): text is KpiId => kpiIds.some((id) => id === text);

const short = z.string().min(1).max(200);
const stored = z.strictObject({
  k: z.string().refine(isKpi).optional(),
  p: short.optional(),
  s: z
    .strictObject({ tier: short, region: short, motion: short, manager: short, enablement: short })
    .partial()
    .optional(),
  t: z.string().min(1).max(60).optional(),
  a: z.int().nonnegative().optional(),
  /** A page of a list. */
  n: z.int().nonnegative().max(1000).optional(),
});

/** A question as the value of a button; a page number may ride along. */
export function pack(question: Question, page?: number): string {
  return JSON.stringify({
    ...(question.kpi === null ? {} : { k: question.kpi }),
    ...(question.partner === null ? {} : { p: question.partner }),
    ...(Object.keys(question.segment).length === 0 ? {} : { s: question.segment }),
    ...(question.period === null ? {} : { t: question.period }),
    ...(question.asOf === null ? {} : { a: question.asOf }),
    ...(page === undefined ? {} : { n: page }),
  });
}

/** Reads a button's value, which comes from outside like everything else; null where it is none of ours. */
export function unpack(value: string | null | undefined): (Question & { readonly page: number }) | null {
  if (value === undefined || value === null || value.length > 2000) return null;
  const parsed = stored.safeParse(parseJson(value));
  if (!parsed.success) return null;
  const { k, p, s, t, a, n } = parsed.data;
  const segment: { [K in SegmentKey]?: string } = {};
  for (const key of ['tier', 'region', 'motion', 'manager', 'enablement'] as const) {
    const wanted = s?.[key];
    if (wanted !== undefined) segment[key] = wanted;
  }
  return { kpi: k ?? null, partner: p ?? null, segment, period: t ?? null, asOf: a ?? null, page: n ?? 0 };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
