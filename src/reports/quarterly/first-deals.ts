import { periodInfo } from '../../kpi/earlier.ts';
import { kpiOf } from '../../kpi/list.ts';
import { inScope, partnersOf } from '../../kpi/program/scope.ts';
import { firstWonDeal } from '../../kpi/time-to-first-deal/first-deal.ts';
import { rangeOf } from '../../records/period.ts';
import { type Window, windowOf } from '../../records/window.ts';
import { addMonths } from '../../records/zone.ts';
import type { Asked } from '../asked.ts';
import type { QuarterlyReport } from '../report.ts';

/**
 * Rule 3.3: a quarter's cohort is young, so those of the last four are taken together; beside them the first won deals of
 * partners in scope at their close that were closed in the quarter.
 */
export function firstDeals(asked: Asked, quarter: Window): QuarterlyReport['firstDeals'] {
  const { calculator, program, scope, asOf } = asked;
  const { end } = quarter.period;
  const year = windowOf(rangeOf(addMonths(end ?? 0, -12), end ?? 0), program.calendar, asOf);
  const inQuarter = partnersOf(program, scope).filter((partner) => {
    const deal = firstWonDeal(program, partner, asOf);
    if (deal === null || deal.closedAt === null) return false;
    const { closedAt, createdAt } = deal;
    const isIn = closedAt >= quarter.start && closedAt < quarter.until;
    return isIn && inScope(program, scope, partner, closedAt, createdAt);
  });
  return {
    period: periodInfo(year),
    figures: calculator.outcome(kpiOf('time-to-first-deal'), scope, year).figures,
    inQuarter: inQuarter.length,
  };
}
