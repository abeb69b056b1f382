import { PulseError } from '../errors.ts';
import { defaultPeriod, type Period, parsePeriod, runningPeriod } from '../records/period.ts';
import type { Cadence } from './definition.ts';
import { matchPartner } from './names/match.ts';
import { enablementStages } from './program/enablement.ts';
import type { PartnerFacts } from './program/facts.ts';
import type { Program } from './program/program.ts';
import { type SegmentKey, UNKNOWN } from './segment.ts';

const SUGGESTIONS = 3;

/** The partner that a text names exactly; throws PulseError `unknown-partner` (with the nearest names) or `ambiguous-partner`. */
export function askedPartner(program: Program, text: string): { partner: PartnerFacts; mergedFrom: string | null } {
  const match = matchPartner(program, text);
  switch (match.kind) {
    case 'one':
      return match.hit;
    case 'many': {
      const choices = match.hits.map((hit) => hit.partner.key).join(', ');
      throw new PulseError('ambiguous-partner', { partner: text, choices });
    }
    case 'none': {
      const near = match.suggestions.slice(0, SUGGESTIONS).map((p) => p.name);
      throw new PulseError('unknown-partner', { partner: text, suggestions: near.join(', ') });
    }
  }
}

/** Every value that a segment key has or had, `(unknown)` included. */
export function valuesOf(program: Program, key: SegmentKey): readonly string[] {
  if (key === 'enablement') return enablementStages;
  return [...new Set([...program.partners.flatMap((p) => p[key].values), UNKNOWN])].sort();
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
