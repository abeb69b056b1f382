import type { Minor } from '../../records/money.ts';
import { compareCodePoints } from '../../records/order.ts';
import { type Ask, defineKpi, type Outcome } from '../definition.ts';
import type { FigureValue } from '../figures.ts';
import { cycleDays } from '../program/deal-state.ts';
import { anyInScope, isWholeProgram } from '../program/scope.ts';
import {
  behindDeal,
  type DealSum,
  decimal,
  influencedRevenue,
  influencers,
  sourcedRevenue,
  wonIn,
} from '../revenue.ts';
import { Tally } from '../tally.ts';
import { compareWithDirect, totalWon } from './comparison.ts';

/** Rule 3.1: revenue that partners sourced, beside (never mixed with) what they influenced, next to direct sales. */
export const sourcedRevenueKpi = defineKpi({
  id: 'sourced-revenue',
  area: 'revenue outcome',
  kind: 'lagging',
  cadence: 'quarterly',
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
  tallyCycles({ program, scope, window }, leftOut);
  const whole = isWholeProgram(scope);
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
    behind: [...sourced.deals, ...influenced.deals].map(({ deal }) => behindDeal(deal)),
  };
}

/** Rule 1.6: won deals closed on an earlier day than created are left out of cycle times, and counted. */
function tallyCycles({ program, scope, window }: Ask, leftOut: Tally): void {
  for (const deal of program.deals) {
    if (deal.closedAt === null || !wonIn(deal, window) || cycleDays(program, deal) !== null) continue;
    const hit = (partners: typeof deal.sourcing) =>
      deal.closedAt !== null && anyInScope(program, scope, partners, deal.closedAt, deal.createdAt);
    if (hit(deal.sourcing)) leftOut.add('closed-before-created');
    else if (hit(influencers(scope, deal))) leftOut.add('influenced-closed-before-created');
  }
}

/** The split by deal type, where types are known (rule 2.5). */
function byType(sum: DealSum, format: (value: Minor) => string): FigureValue {
  const types = new Map<string, { sourced: Minor; deals: number }>();
  for (const { deal, part } of sum.deals) {
    const { type } = deal.record;
    if (type === null) continue;
    const entry = types.get(type) ?? { sourced: 0n, deals: 0 };
    types.set(type, { sourced: entry.sourced + part, deals: entry.deals + 1 });
  }
  return [...types]
    .sort(([a], [b]) => compareCodePoints(a, b))
    .map(([type, { sourced, deals }]) => ({ type, sourced: format(sourced), deals }));
}
