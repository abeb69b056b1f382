import { PulseError } from '../errors.ts';
import { defaultPeriod, type Period, parsePeriod, runningPeriod } from '../records/period.ts';
import type { Cadence } from './definition.ts';
import { foldName, matchPartner, similarPartners } from './find-partner.ts';
import { enablementStages } from './program/enablement.ts';
import type { PartnerFacts } from './program/facts.ts';
import type { Program } from './program/program.ts';
import { type Segment, type SegmentKey, segmentKeys, UNKNOWN } from './segment.ts';

/** The partner that a text names exactly; throws PulseError `unknown-partner` (with the nearest names) or `ambiguous-partner`. */
export function askedPartner(program: Program, text: string): { partner: PartnerFacts; mergedFrom: string | null } {
  const hits = matchPartner(program, text, false);
  const [hit] = hits;
  if (hit === undefined) {
    const near = similarPartners(program, text, 3).map((p) => p.name);
    throw new PulseError('unknown-partner', { partner: text, suggestions: near.join(', ') });
  }
  if (hits.length > 1) {
    throw new PulseError('ambiguous-partner', { partner: text, choices: hits.map((h) => h.partner.key).join(', ') });
  }
  return hit;
}

/** Every value that a segment key has or had, `(unknown)` included. */
export function valuesOf(program: Program, key: SegmentKey): readonly string[] {
  if (key === 'enablement') return enablementStages;
  return [...new Set([...program.partners.flatMap((p) => p[key].values), UNKNOWN])].sort();
}

/** The segment with its values as the records write them; throws PulseError `unknown-segment` for a value that never occurs. */
export function askedSegment(program: Program, segment: Segment): Segment {
  const result: { [K in SegmentKey]?: string } = {};
  for (const key of segmentKeys) {
    const wanted = segment[key];
    if (wanted === undefined) continue;
    const values = valuesOf(program, key);
    const value = values.find((v) => v === wanted) ?? values.find((v) => foldName(v) === foldName(wanted));
    if (value === undefined)
      throw new PulseError('unknown-segment', { key, value: wanted, choices: values.join(', ') });
    result[key] = value;
  }
  return result;
}

/** The period asked for, or the last complete one of the cadence with the running one beside it (rule 2.3). */
export function askedPeriod(
  program: Program,
  text: string | undefined,
  cadence: Cadence,
  asOf: number,
): { readonly period: Period; readonly running: Period | null } {
  const { calendar } = program;
  if (text !== undefined) return { period: parsePeriod(text, calendar, asOf), running: null };
  return { period: defaultPeriod(cadence, calendar, asOf), running: runningPeriod(cadence, calendar, asOf) };
}
