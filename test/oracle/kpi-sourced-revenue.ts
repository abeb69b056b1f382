import { dealsClosed, formatMoney, sharesOf, sourcedRevenue, sourcingInScope } from './money.ts';
import { bigRatio, median, medianMoney, minorDigits, ratio } from './numbers.ts';
import { inScope, isProgram } from './partner-state.ts';
import type { Kpi, Question } from './question.ts';
import { DEAL_TYPES, type Deal } from './records.ts';
import type { Json } from './settings.ts';
import type { Ms } from './time.ts';
import { amountOf, closedAt, influencing, sourcing, viewDays } from './view.ts';

/** Rule 3.1. */
export const sourcedRevenueKpi: Kpi = {
  name: 'sourced-revenue',
  area: 'revenue outcome',
  kind: 'lagging',
  cadence: 'quarterly',
  figures(question) {
    const { view, scope, period } = question;
    const won = dealsClosed(view, period, 'won');
    const sourcedDeals = won.filter((deal) => sourcedInScope(question, deal, closing(question, deal)).length > 0);
    const influencedDeals = won.filter((deal) => isInfluenced(question, deal, closing(question, deal)));
    const sourced = sourcedRevenue(view, scope, period);
    const influenced = wholeAmounts(question, influencedDeals);
    const program = isProgram(scope);
    const totalWon = wholeAmounts(question, won);

    const undated = view.world.deals.filter(
      (deal) => deal.status === 'won' && deal.closedAt === null && deal.createdAt <= view.asOf,
    );
    const closedEarly = program ? won.filter((deal) => closedBeforeCreated(question, deal)) : [];
    const isOnlyInfluenced = (deal: Deal): boolean =>
      sourcing(view, deal).length === 0 && influencing(view, deal).length > 0;
    return {
      figures: {
        sourced: formatMoney(view, sourced),
        sourcedDeals: sourcedDeals.length,
        influenced: formatMoney(view, influenced),
        influencedDeals: influencedDeals.length,
        combined: formatMoney(view, sourced + influenced),
        totalWon: program ? formatMoney(view, totalWon) : null,
        sourcedShare: program ? bigRatio(sourced, totalWon) : null,
        comparison: program ? comparison(question) : null,
        byType: byType(question, sourcedDeals),
      },
      leftOut: {
        'no-amount': count(sourcedDeals, (deal) => amountOf(view, deal) === 'no-amount'),
        unconverted: count(sourcedDeals, (deal) => amountOf(view, deal) === 'unconverted'),
        'no-closed-date': count(undated, (deal) => sourcedInScope(question, deal, view.asOf).length > 0),
        'closed-before-created': count(closedEarly, (deal) => !isOnlyInfluenced(deal)),
        'influenced-no-amount': count(influencedDeals, (deal) => amountOf(view, deal) === 'no-amount'),
        'influenced-unconverted': count(influencedDeals, (deal) => amountOf(view, deal) === 'unconverted'),
        'influenced-no-closed-date': count(undated, (deal) => isInfluenced(question, deal, view.asOf)),
        'influenced-closed-before-created': count(closedEarly, isOnlyInfluenced),
      },
    };
  },
  partnerFigures: () => null,
};

function count<T>(items: readonly T[], test: (item: T) => boolean): number {
  return items.filter(test).length;
}

function closing(question: Question, deal: Deal): Ms {
  return closedAt(question.view, deal) ?? question.view.asOf;
}

function sourcedInScope(question: Question, deal: Deal, moment: Ms): string[] {
  return sourcingInScope(question.view, question.scope, deal, moment);
}

/** For a partner: it influenced the deal. For program and segment: one of theirs did, and nobody sourced it. */
function isInfluenced(question: Question, deal: Deal, moment: Ms): boolean {
  const { view, scope } = question;
  if (scope.partner === null && sourcing(view, deal).length > 0) return false;
  return influencing(view, deal).some((partner) => inScope(view, scope, partner, moment, deal.createdAt));
}

function wholeAmounts(question: Question, deals: readonly Deal[]): bigint {
  return deals.reduce((sum, deal) => {
    const amount = amountOf(question.view, deal);
    return typeof amount === 'bigint' ? sum + amount : sum;
  }, 0n);
}

function closedBeforeCreated(question: Question, deal: Deal): boolean {
  return viewDays(question.view, deal.createdAt, closing(question, deal)) < 0;
}

/** The split by type; nothing where no type is known, a rest without type as type null. */
function byType(question: Question, deals: readonly Deal[]): Json {
  if (deals.every((deal) => deal.type === null)) return [];
  return [...DEAL_TYPES, null].flatMap((type) => {
    const those = deals.filter((deal) => deal.type === type);
    if (those.length === 0) return [];
    const sum = those.reduce(
      (total, deal) => total + sharesOf(question.view, deal, sourcedInScope(question, deal, closing(question, deal))),
      0n,
    );
    return [{ type, sourced: formatMoney(question.view, sum), deals: those.length }];
  });
}

/** Next to direct sales: every won and lost deal of the period in its group; `direct` is part of without-partner. */
function comparison(question: Question): Json {
  const { view, period } = question;
  const isSourced = (deal: Deal): boolean => sourcing(view, deal).length > 0;
  const isInfluencedOnly = (deal: Deal): boolean => !isSourced(deal) && influencing(view, deal).length > 0;
  const isWithout = (deal: Deal): boolean => !isSourced(deal) && !isInfluencedOnly(deal);
  const groups = [
    ['sourced', isSourced],
    ['influenced', isInfluencedOnly],
    ['without-partner', isWithout],
    ['direct', (deal: Deal): boolean => isWithout(deal) && deal.direct],
  ] as const;
  return groups.map(([group, test]) => {
    const won = dealsClosed(view, period, 'won').filter(test);
    const lost = dealsClosed(view, period, 'lost').filter(test);
    const cycles = won.filter((deal) => !closedBeforeCreated(question, deal));
    const amounts = won.map((deal) => amountOf(view, deal)).filter((amount) => typeof amount === 'bigint');
    return {
      group,
      won: won.length,
      lost: lost.length,
      winRate: ratio(won.length, won.length + lost.length),
      medianCycleDays: median(cycles.map((deal) => viewDays(view, deal.createdAt, closing(question, deal)))),
      medianAmount: medianMoney(amounts, minorDigits(view.settings.currency)),
    };
  });
}
