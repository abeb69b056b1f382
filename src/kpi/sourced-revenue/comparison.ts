import { type Minor, medianMinor } from '../../records/money.ts';
import type { Window } from '../../records/window.ts';
import { median } from '../../statistics/median.ts';
import { type FigureValue, ratio } from '../figures.ts';
import { cycleDays, dealMoney, dealState } from '../program/deal-state.ts';
import type { DealFacts } from '../program/facts.ts';
import type { Program } from '../program/program.ts';
import { wonIn } from '../revenue.ts';

/** All revenue won in the window, with or without partner. */
export function totalWon(program: Program, window: Window): Minor {
  let sum = 0n;
  for (const deal of program.dealIndex.byClose.between(window.start, window.until)) {
    if (!wonIn(deal, window)) continue;
    const money = dealMoney(program, deal, window.asOf);
    if (typeof money !== 'string') sum += money;
  }
  return sum;
}

const groups: readonly { readonly group: string; readonly holds: (deal: DealFacts) => boolean }[] = [
  { group: 'sourced', holds: (deal) => deal.sourcing.length > 0 },
  { group: 'influenced', holds: (deal) => deal.sourcing.length === 0 && deal.influencing.length > 0 },
  { group: 'without-partner', holds: (deal) => deal.sourcing.length + deal.influencing.length === 0 },
  {
    group: 'direct',
    holds: (deal) => deal.sourcing.length + deal.influencing.length === 0 && deal.direct,
  },
];

/** Rule 3.1, next to direct sales: won, lost, win rate, median cycle and median amount of the won ones, by group. */
export function compareWithDirect(program: Program, window: Window): FigureValue {
  const closed = program.dealIndex.byClose.between(window.start, window.until);
  return groups.map(({ group, holds }) => {
    const deals = closed.filter(holds);
    const won = deals.filter((deal) => dealState(deal, window.asOf) === 'won');
    const lost = deals.filter((deal) => dealState(deal, window.asOf) === 'lost');
    const amounts = won
      .map((deal) => dealMoney(program, deal, window.asOf))
      .filter((money) => typeof money !== 'string');
    const cycles = won.map((deal) => cycleDays(program, deal)).filter((days) => days !== null);
    return {
      group,
      won: won.length,
      lost: lost.length,
      winRate: ratio(won.length, won.length + lost.length),
      medianCycleDays: median(cycles),
      medianAmount: medianMinor(amounts, program.digits),
    };
  });
}
