import type { PipelineRow } from '../reports/report.ts';
import { sumOf } from './sums.ts';

/** Open pipeline of one stage or month (rule 5.4); amounts are decimals, sourced and influenced never added. */
export interface PipelineBar {
  readonly key: string;
  readonly sourced: string;
  readonly sourcedDeals: number;
  readonly influenced: string;
  readonly influencedDeals: number;
}

/** The rows added up by stage or by expected month, in the order in which those come first in the report. */
export function pipelineBy(
  rows: readonly PipelineRow[],
  by: 'stage' | 'month',
  currency: string,
): readonly PipelineBar[] {
  const bars = [...Map.groupBy(rows, (row) => row[by])].map(([key, own]) => barOf(key, own, currency));
  return by === 'stage' ? bars : bars.toSorted((a, b) => monthRank(a.key).localeCompare(monthRank(b.key)));
}

/** The key of bars that are added up. */
export const REST = '(rest)';

/** At most so many bars: those in the middle are added up under `REST`; the first ones and the last keep their own. */
export function shortened(bars: readonly PipelineBar[], most: number, currency: string): readonly PipelineBar[] {
  const last = bars.at(-1);
  if (bars.length <= most || last === undefined) return bars;
  const middle = bars.slice(most - 2, -1);
  const rest = barOf(
    REST,
    middle.map((bar) => ({ ...bar, stage: '', month: '' })),
    currency,
  );
  return [...bars.slice(0, most - 2), rest, last];
}

/** All of the pipeline. */
export const pipelineTotal = (rows: readonly PipelineRow[], currency: string): PipelineBar => barOf('', rows, currency);

/** Overdue first, months by name, unknown last. */
const monthRank = (key: string): string => (key === 'overdue' ? '0' : key === 'unknown' ? '9999-99' : key);

function barOf(key: string, rows: readonly PipelineRow[], currency: string): PipelineBar {
  const count = (of: 'sourcedDeals' | 'influencedDeals'): number => rows.reduce((sum, row) => sum + row[of], 0);
  const amount = (of: 'sourced' | 'influenced'): string =>
    sumOf(
      rows.map((row) => row[of]),
      currency,
    );
  return {
    key,
    sourced: amount('sourced'),
    sourcedDeals: count('sourcedDeals'),
    influenced: amount('influenced'),
    influencedDeals: count('influencedDeals'),
  };
}
