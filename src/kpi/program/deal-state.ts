import { type Minor, splitEqually, toMinor } from '../../records/money.ts';
import { hasNoCloseDate } from './build-deals.ts';
import type { DealFacts } from './facts.ts';
import type { Program } from './program.ts';

/** What a deal is at an instant (rule 1.6): `absent` = created later; `undated` = won or lost without a close date. */
export type DealState = 'absent' | 'undated' | 'open' | 'won' | 'lost';

/** A deal closed after the as-of is still open then; an open one ignores its close date (reopened). */
export function dealState(deal: DealFacts, asOf: number): DealState {
  if (deal.createdAt > asOf) return 'absent';
  if (hasNoCloseDate(deal)) return 'undated';
  return deal.closedAt === null || deal.closedAt > asOf ? 'open' : deal.status;
}

/** Whether it counts as a created deal at an instant. */
export const dealExists = (deal: DealFacts, asOf: number): boolean => {
  const state = dealState(deal, asOf);
  return state !== 'absent' && state !== 'undated';
};

export type DealMoney = Minor | 'no-amount' | 'unconverted';

/**
 * Rule 2.5: the deal's amount in minor units of the reporting currency, at the latest rate on or before its close date
 * (open at as-of: the as-of date), rounded half away from zero once.
 */
export function dealMoney(program: Program, deal: DealFacts, asOf: number): DealMoney {
  const { amount, currency } = deal;
  if (amount === null) return 'no-amount';
  const { zone } = program.calendar;
  const moment = deal.closedAt !== null && deal.closedAt <= asOf ? deal.closedAt : asOf;
  const rate = program.rates.rateAt(currency ?? program.settings.currency, zone.dayOf(moment));
  return rate === null ? 'unconverted' : toMinor(amount, rate, program.digits);
}

/** Rule 2.6: what each sourcing partner (in the order of `deal.sourcing`) gets of it. */
export const sharesOf = (deal: DealFacts, total: Minor): readonly Minor[] => splitEqually(total, deal.sourcing.length);

/** Days from creation to close in local calendar days; null where the close is on an earlier day (rule 1.6). */
export function cycleDays(program: Program, deal: DealFacts): number | null {
  if (deal.closedAt === null) return null;
  const { zone } = program.calendar;
  const days = zone.dayOf(deal.closedAt) - zone.dayOf(deal.createdAt);
  return days < 0 ? null : days;
}
