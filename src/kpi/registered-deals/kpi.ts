import { registrationStatuses } from '../../records/records.ts';
import { median } from '../../statistics/median.ts';
import { behind, tellRegistration } from '../behind.ts';
import { type Ask, defineKpi, type Outcome } from '../definition.ts';
import { ratio } from '../figures.ts';
import { dealState } from '../program/deal-state.ts';
import type { DealFacts, RegistrationFacts } from '../program/facts.ts';
import type { Program } from '../program/program.ts';
import { everApproved, registrationState } from '../program/registration-state.ts';
import { inScope } from '../program/scope.ts';
import { registrationsIn } from '../program/windows.ts';
import { Tally } from '../tally.ts';

/** Rule 3.2: deal registrations submitted, their states, how fast they are decided and what became of them. */
export const registeredDealsKpi = defineKpi({
  id: 'registered-deals',
  area: 'readiness',
  kind: 'leading',
  cadence: 'weekly',
  rests: ['registration'],
  unit: 'count',
  better: 'higher',
  decision: 'focus',
  headline: 'registrations',
  units: {
    registrations: 'count',
    distinctDeals: 'count',
    everApproved: 'count',
    decided: 'count',
    approvalRate: 'share',
    medianDecisionDays: 'days',
    waiting: 'count',
    wonShare: 'share',
    medianDaysToDeal: 'days',
  },
  compute,
  partnerState: null,
});

function compute({ program, scope, window }: Ask): Outcome {
  const { asOf } = window;
  const registrations = registrationsIn(program, scope, window).filter((r) => inScope(program, scope, r.partner, r.at));
  const states = registrations.map((r) => registrationState(r, asOf));
  const count = (state: string) => states.filter((s) => s === state).length;
  const approved = registrations.filter((r) => everApproved(r, asOf)).length;
  const decided = approved + count('rejected');
  const linked = registrations.map((r) => ({ r, deals: r.deals.filter((deal) => deal.createdAt <= asOf) }));
  const won = linked.filter(({ deals }) => deals.some((deal) => dealState(deal, asOf) === 'won')).length;
  return {
    figures: {
      registrations: registrations.length,
      distinctDeals: new Set(linked.flatMap(({ deals }) => deals)).size,
      byState: Object.fromEntries(registrationStatuses.map((state) => [state, count(state)])),
      everApproved: approved,
      decided,
      approvalRate: ratio(approved, decided),
      medianDecisionDays: median(decisionDays(program, registrations, asOf)),
      waiting: count('submitted'),
      wonShare: ratio(won, registrations.length),
      medianDaysToDeal: median(linked.flatMap(({ r, deals }) => daysToDeal(program, r, deals))),
    },
    leftOut: new Tally(),
    behind: behind(registrations, tellRegistration(program)),
  };
}

const daysBetween = (program: Program, from: number, to: number) =>
  program.calendar.zone.dayOf(to) - program.calendar.zone.dayOf(from);

/** Days from submission to the creation of the (first) linked deal; negative where the deal was there first. */
function daysToDeal(program: Program, registration: RegistrationFacts, deals: readonly DealFacts[]): readonly number[] {
  if (deals.length === 0) return [];
  return [daysBetween(program, registration.at, Math.min(...deals.map((deal) => deal.createdAt)))];
}

const decisionDays = (program: Program, registrations: readonly RegistrationFacts[], asOf: number) =>
  registrations.flatMap((r) =>
    r.decidedAt !== null && r.decidedAt <= asOf ? [daysBetween(program, r.at, r.decidedAt)] : [],
  );
