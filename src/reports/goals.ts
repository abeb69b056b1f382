import type { KpiAnswer } from '../kpi/answer.ts';
import { kpiOf } from '../kpi/list.ts';
import type { GoalRow } from './report.ts';

/** Figures of which less is better, beside all that are counted in days. */
const lessIsBetter = new Set([
  'stalled',
  'noOpenStep',
  'expiring60',
  'uncertifiedRegistrations',
  'uncertifiedOpenDeals',
  'waiting',
  'earlierDeal',
  'failed',
  'loginFriction',
  'detractors',
  'passives',
]);

/** The targets of a report's KPIs (rule 3.11), then the program's own goal "better than the period before". */
export const goalsOf = (kpis: readonly KpiAnswer[]): readonly GoalRow[] =>
  kpis.flatMap(({ kpi, targets, benchmark: { goal } }) => [
    ...targets.map(
      ({ figure, value, actual, gap }): GoalRow => ({
        kpi,
        figure,
        value,
        actual,
        reached: gap === null ? null : isReached(kpi, figure, Number(gap)),
      }),
    ),
    ...(goal === null
      ? []
      : [{ kpi, figure: goal.figure, value: goal.value, actual: goal.actual, reached: goal.reached }]),
  ]);

function isReached(kpi: KpiAnswer['kpi'], figure: string, gap: number): boolean {
  const { units, headline, better } = kpiOf(kpi);
  const less = figure === headline ? better === 'lower' : lessIsBetter.has(figure) || units[figure] === 'days';
  return less ? gap <= 0 : gap >= 0;
}
