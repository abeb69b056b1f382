import type { Minor } from '../../records/money.ts';
import { dealTypes } from '../../records/records.ts';
import type { Window } from '../../records/window.ts';
import { behind, tellDeal } from '../behind.ts';
import { type Ask, defineKpi, type Outcome } from '../definition.ts';
import type { FigureValue } from '../figures.ts';
import { cycleDays } from '../program/deal-state.ts';
import type { Program } from '../program/program.ts';
import { isWholeProgram } from '../program/scope.ts';
import { type DealSum, decimal, influencedRevenue, sourcedRevenue, tallyUndatedWins, wonIn } from '../revenue.ts';
import { Tally } from '../tally.ts';
import { compareWithDirect, totalWon } from './comparison.ts';

/** Rule 3.1: revenue that partners sourced, beside (never mixed with) what they influenced, next to direct sales. */
export const sourcedRevenueKpi = defineKpi({
  id: 'sourced-revenue',
  area: 'revenue outcome',
  kind: 'lagging',
  cadence: 'quarterly',
  rests: [],
  unit: 'money',
  better: 'higher',
  decision: 'focus',
  headline: 'sourced',
  units: {
    sourced: 'money',
    sourcedDeals: 'count',
    influenced: 'money',
    influencedDeals: 'count',
    combined: 'money',
    totalWon: 'money',
    sourcedShare: 'share',
  },
  compute,
  partnerState: null,
});

function compute({ program, scope, window }: Ask): Outcome {
  const leftOut = new Tally();
  const sourced = sourcedRevenue(program, scope, window, leftOut);
  const influenced = influencedRevenue(program, scope, window, leftOut);
  tallyUndatedWins(program, scope, window.asOf, leftOut, true);
  const whole = isWholeProgram(scope);
  if (whole) tallyCycles(program, window, leftOut);
  const all = whole ? totalWon(program, window) : null;
  return {
    figures: {
      sourced: decimal(program, sourced.total),
      sourcedDeals: sourced.deals.length,
      influenced: decimal(program, influenced.total),
      influencedDeals: influenced.deals.length,
      combined: decimal(program, sourced.total + influenced.total),
      totalWon: all === null ? null : decimal(program, all),
      sourcedShare: all === null || all === 0n ? null : Number(sourced.total) / Number(all),
      comparison: whole ? compareWithDirect(program, window) : null,
      byType: byType(sourced, (value) => decimal(program, value)),
    },
    leftOut,
    behind: behind(
      [...sourced.deals, ...influenced.deals].map(({ deal }) => deal),
      tellDeal(program),
    ),
  };
}

/** Rule 1.6: won deals closed on an earlier day than created are left out of the cycle times, and counted. */
function tallyCycles(program: Program, window: Window, leftOut: Tally): void {
  for (const deal of program.dealIndex.byClose.between(window.start, window.until)) {
    if (!wonIn(deal, window) || cycleDays(program, deal) !== null) continue;
    const influenced = deal.sourcing.length === 0 && deal.influencing.length > 0;
    leftOut.add(influenced ? 'influenced-closed-before-created' : 'closed-before-created');
  }
}

/** The split by deal type, where any is known; deals without one stand last, so that the split adds up (rule 2.5). */
function byType(sum: DealSum, format: (value: Minor) => string): FigureValue {
  if (sum.deals.every(({ deal }) => deal.type === null)) return [];
  return [...dealTypes, null].flatMap((type) => {
    const deals = sum.deals.filter(({ deal }) => deal.type === type);
    if (deals.length === 0) return [];
    return [
      { type, sourced: format(deals.reduce((total, { part }) => total + (part ?? 0n), 0n)), deals: deals.length },
    ];
  });
}
