import { compareCodePoints } from '../records/order.ts';
import type { TrainingRow } from '../reports/report.ts';

/** The training completion of one group over the weeks (rule 5.3). */
export interface TrainingSeries {
  /** The tier or cohort; null: unknown. */
  readonly name: string | null;
  /** Per week, 0–1; null: nobody had a required module. */
  readonly shares: readonly (number | null)[];
  readonly completions: readonly number[];
  /** At the end of the last week. */
  readonly trained: number;
  readonly withRequired: number;
}

export interface TrainingTrend {
  /** First days, `YYYY-MM-DD`, oldest first. */
  readonly weeks: readonly string[];
  /** The largest group first where they are tiers, the oldest first where they are cohorts; the unknown one last. */
  readonly series: readonly TrainingSeries[];
}

/** The rows of a report by tier, or by joining cohort. Cells of the other key are added up before the share is taken. */
export function trainingTrend(rows: readonly TrainingRow[], by: 'tier' | 'cohort'): TrainingTrend {
  const weeks = [...new Set(rows.map(({ week }) => week))].sort();
  const series = [...Map.groupBy(rows, (row) => row[by])].map(([name, own]) => seriesOf(name, own, weeks));
  const ordered = series.toSorted((a, b) => {
    if (a.name === null || b.name === null) return Number(a.name === null) - Number(b.name === null);
    if (by === 'tier' && a.withRequired !== b.withRequired) return b.withRequired - a.withRequired;
    return compareCodePoints(a.name, b.name);
  });
  return { weeks, series: ordered };
}

function seriesOf(name: string | null, rows: readonly TrainingRow[], weeks: readonly string[]): TrainingSeries {
  const sums = weeks.map((week) =>
    rows
      .filter((row) => row.week === week)
      .reduce(
        (sum, row) => ({
          withRequired: sum.withRequired + row.withRequired,
          trained: sum.trained + row.trained,
          completions: sum.completions + row.completions,
        }),
        { withRequired: 0, trained: 0, completions: 0 },
      ),
  );
  const last = sums.at(-1);
  return {
    name,
    shares: sums.map(({ trained, withRequired }) => (withRequired === 0 ? null : trained / withRequired)),
    completions: sums.map(({ completions }) => completions),
    trained: last?.trained ?? 0,
    withRequired: last?.withRequired ?? 0,
  };
}
