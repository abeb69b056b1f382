import { PulseError } from '../errors.ts';
import { type KpiId, kpiIds } from '../kpi/list.ts';
import { type Segment, segmentKeys } from '../kpi/segment.ts';
import { UsageError, unknownName } from './arguments.ts';

const isKpi = (text: string): text is KpiId => kpiIds.some((id) => id === text);

/** The KPI of a name; UsageError with the nearest one, or with all where none is near, otherwise. */
export function readKpi(name: string): KpiId {
  if (isKpi(name)) return name;
  throw unknownName('usage.unknown-kpi', { kpi: name }, name, kpiIds);
}

/** `tier=Gold` or `tier:Gold`, several: all must hold. Throws UsageError, or `unknown-segment` for a key that is none. */
export function readSegment(pairs: readonly string[]): Segment {
  const read: Record<string, string> = {};
  for (const pair of pairs) {
    const match = /^([^=:]+)[=:](.+)$/s.exec(pair);
    const [, key = '', value = ''] = match ?? [];
    if (!match) throw new UsageError('usage.bad-segment', { value: pair });
    const known = segmentKeys.find((name) => name === key.trim().toLowerCase());
    if (!known) throw new PulseError('unknown-segment', { segment: pair });
    if (Object.hasOwn(read, known)) throw new UsageError('usage.segment-twice', { key: known });
    read[known] = value.trim();
  }
  return read;
}
