import { compareCodePoints } from '../records/order.ts';

/** Rule 1.9: what partners and their events can be grouped by. */
export const segmentKeys = ['tier', 'region', 'motion', 'manager', 'enablement'] as const;
export type SegmentKey = (typeof segmentKeys)[number];
/** All given keys must hold. */
export type Segment = { readonly [K in SegmentKey]?: string };

/** Groups in code-point order, the unknown one last. */
export const compareGroups = (a: string, b: string): number =>
  a === UNKNOWN || b === UNKNOWN ? Number(a === UNKNOWN) - Number(b === UNKNOWN) : compareCodePoints(a, b);

/** Partners without a value form this segment, so that segments add up to the program. */
export const UNKNOWN = '(unknown)';

const isSegmentKey = (text: string): text is SegmentKey => (segmentKeys as readonly string[]).includes(text);

/** Reads `key=value` texts into a segment; null where a key is none of ours, is given twice, or a value is missing. */
export function parseSegment(texts: readonly string[]): Segment | null {
  const segment: { [K in SegmentKey]?: string } = {};
  for (const text of texts) {
    const cut = text.indexOf('=');
    const key = text.slice(0, cut).trim().toLowerCase();
    const value = text.slice(cut + 1).trim();
    if (cut < 1 || value === '' || !isSegmentKey(key) || segment[key] !== undefined) return null;
    segment[key] = value;
  }
  return segment;
}
