import type { Analyst } from '../kpi/analyst.ts';
import { type Segment, segmentKeys } from '../kpi/segment.ts';
import type { Context } from './command.ts';

/** A value that nobody ever had is more often a typing mistake than a question. */
export function noteEmptySegments(
  { note, words }: Pick<Context, 'note' | 'words'>,
  analyst: Pick<Analyst, 'segmentValues'>,
  segment: Segment,
): void {
  for (const key of segmentKeys) {
    const value = segment[key];
    const known = analyst.segmentValues(key);
    if (value === undefined || known.includes(value)) continue;
    note(`partner-pulse: ${words('kpi.empty-segment', { key, value, known: known.join(', ') })}`);
  }
}
