import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { type ErrorCode, PulseError } from '../errors.ts';
import type { Analyst, KpiQuery } from '../kpi/analyst.ts';
import { segmentKeys } from '../kpi/segment.ts';
import { UsageError, unknownName } from './arguments.ts';
import { parseAsOf } from './as-of.ts';
import { withDefinition } from './definition.ts';
import type { Output } from './output.ts';
import { readKpi } from './query.ts';
import type { Words } from './words.ts';

/** One query of `kpi --stdin` (rule 8); what is null or absent is not asked for. */
const queryLine = z.strictObject({
  kpi: z.string(),
  period: z.string().nullish(),
  partner: z.string().nullish(),
  segment: z.record(z.string(), z.string()).nullish(),
  asOf: z.string().nullish(),
  records: z.boolean().nullish(),
});

export interface Batch {
  readonly analyst: Analyst;
  readonly input: Readable;
  readonly out: Output;
  readonly words: Words;
  readonly now: number;
}

/** Answers each line in its place as it comes, errors too; the number of errors. */
export async function answerLines({ analyst, input, out, words, now }: Batch): Promise<number> {
  let failed = 0;
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    try {
      await out.json(withDefinition(analyst.answer(readQuery(line, analyst.settings.timeZone, now))));
    } catch (error) {
      failed += 1;
      await out.json({ error: tell(error, words) });
    }
  }
  return failed;
}

function readQuery(line: string, timeZone: string, now: number): KpiQuery {
  const parsed = queryLine.safeParse(parseJson(line));
  if (!parsed.success) throw mistake(parsed.error.issues[0]);
  const { kpi, period, partner, segment, asOf, records } = parsed.data;
  return {
    kpi: readKpi(kpi),
    asOf: asOf ? parseAsOf(asOf, timeZone) : now,
    period: period ?? undefined,
    partner: partner ?? undefined,
    segment: checkedSegment(segment ?? {}),
    records: records ?? undefined,
  };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError('usage.bad-json');
    throw error;
  }
}

function mistake(issue: z.core.$ZodIssue | undefined): UsageError {
  if (issue?.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const known = Object.keys(queryLine.shape);
    return unknownName('usage.unknown-query-key', { key }, key, known);
  }
  return new UsageError('usage.bad-query', { key: issue?.path.join('.') || 'query' });
}

function checkedSegment(segment: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const [key, value] of Object.entries(segment)) {
    if (!segmentKeys.some((known) => known === key))
      throw new PulseError('unknown-segment', { segment: `${key}=${value}` });
  }
  return segment;
}

function tell(error: unknown, words: Words): { readonly code: ErrorCode; readonly message: string } {
  if (error instanceof UsageError) {
    const code = error.key.startsWith('usage.unknown-kpi') ? 'unknown-kpi' : 'bad-argument';
    return { code, message: words(error.key, error.params) };
  }
  if (!(error instanceof PulseError)) throw error;
  const { cause, remedy } = words.error(error.code, error.params);
  return { code: error.code, message: `${cause} ${remedy}` };
}
