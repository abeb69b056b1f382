import { firstAtOrAfter } from '../../records/order.ts';
import { dealExists } from './deal-state.ts';
import type { DealFacts, PartnerFacts } from './facts.ts';
import type { Program } from './program.ts';

const ACTIVITY_DAYS = 365;

/** Rule 1.8: nobody is there before joinedAt; without one, always. */
export const hasJoined = (partner: PartnerFacts, moment: number): boolean =>
  partner.joinedAt === null || partner.joinedAt <= moment;

/** The partner's joining quarter, itself included (rule 3.10); nobody, where its quarter is unknown. */
export const joinedWith = (program: Program, partner: PartnerFacts, moment: number): readonly PartnerFacts[] =>
  (program.cohorts.get(partner.cohort) ?? []).filter((p) => hasJoined(p, moment));

/** Rule 1.8: the field's value at that moment, else any activity in the 365 local days before it. */
export function isActive(program: Program, partner: PartnerFacts, moment: number): boolean {
  if (!hasJoined(partner, moment)) return false;
  const known = partner.active.at(moment);
  return known === null ? hadActivity(program, partner, moment) : known === 'true';
}

function hadActivity(program: Program, partner: PartnerFacts, moment: number): boolean {
  const { zone } = program.calendar;
  const from = zone.startOf(zone.dayOf(moment) - ACTIVITY_DAYS);
  const within = (at: number | null) => at !== null && at >= from && at <= moment;
  const anyOf = (list: readonly { readonly at: number }[]) => within(list[firstAtOrAfter(list, from)]?.at ?? null);
  const deal = (d: DealFacts) => dealExists(d, moment) && (within(d.createdAt) || within(d.closedAt));
  return (
    anyOf(partner.registrations) ||
    program.content.of(partner).count(from, moment + 1) > 0 ||
    program.touches.of(partner).count(from, moment + 1) > 0 ||
    program.logins.of(partner).count(from, moment + 1) > 0 ||
    partner.trainings.some((t) => within(t.completedAt)) ||
    partner.surveys.some((s) => s.score !== null && within(s.at)) ||
    partner.sourcedDeals.some(deal) ||
    partner.influencedDeals.some(deal)
  );
}
