import type { Survival } from '../../statistics/kaplan-meier.ts';
import { dealState } from '../program/deal-state.ts';
import type { DealFacts, PartnerFacts } from '../program/facts.ts';
import type { Program } from '../program/program.ts';

/** The partner's first won deal by an instant (rule 3.3; setting `firstDeal`: sourced, or any attribution). */
export function firstWonDeal(program: Program, partner: PartnerFacts, asOf: number): DealFacts | null {
  const candidates =
    program.settings.firstDeal === 'any' ? [...partner.sourcedDeals, ...partner.influencedDeals] : partner.sourcedDeals;
  let first: DealFacts | null = null;
  for (const deal of candidates) {
    if (deal.closedAt === null || dealState(deal, asOf) !== 'won') continue;
    if (first === null || deal.closedAt < (first.closedAt ?? Number.POSITIVE_INFINITY)) first = deal;
  }
  return first;
}

export type Journey =
  /** Days from completion to the first deal, or so far without one; `earlier`: the deal came before the day of completion. */
  | { readonly kind: 'followed'; readonly survival: Survival; readonly deal: DealFacts | null }
  | { readonly kind: 'earlier'; readonly days: number; readonly deal: DealFacts };

/** From onboarding completion to the first deal, in local days, followed until `asOf`; null unless completed by then. */
export function journeyToFirstDeal(program: Program, partner: PartnerFacts, asOf: number): Journey | null {
  const completed = partner.onboardingCompletedAt;
  if (completed === null || completed > asOf) return null;
  const { zone } = program.calendar;
  const start = zone.dayOf(completed);
  const deal = firstWonDeal(program, partner, asOf);
  const time = zone.dayOf(deal?.closedAt ?? asOf) - start;
  if (deal !== null && time < 0) return { kind: 'earlier', days: time, deal };
  return { kind: 'followed', survival: { time, event: deal !== null }, deal };
}
