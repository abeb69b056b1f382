import { median, ratio } from './numbers.ts';
import { inScope } from './partner-state.ts';
import { inPeriod } from './period.ts';
import type { Kpi } from './question.ts';
import { type RegistrationState, STATES } from './records.ts';
import { everApproved, linkedDeals, stateOf, statusAt, viewDays } from './view.ts';

/** Rule 3.2. */
export const registeredDealsKpi: Kpi = {
  name: 'registered-deals',
  area: 'readiness',
  kind: 'leading',
  cadence: 'weekly',
  figures({ view, scope, period }) {
    const registrations = view.world.registrations.filter(
      (registration) =>
        inPeriod(period, registration.submittedAt) &&
        inScope(view, scope, registration.partner, registration.submittedAt),
    );
    const inState = (state: RegistrationState): number =>
      registrations.filter((registration) => stateOf(view, registration) === state).length;
    const approved = registrations.filter((registration) => everApproved(view, registration)).length;
    const decided = approved + inState('rejected');

    const decisionDays: number[] = [];
    const daysToDeal: number[] = [];
    const distinctDeals = new Set<string>();
    let won = 0;
    for (const registration of registrations) {
      const { decidedAt, submittedAt } = registration;
      if (decidedAt !== null && decidedAt <= view.asOf) decisionDays.push(viewDays(view, submittedAt, decidedAt));
      const deals = linkedDeals(view, registration);
      for (const deal of deals) distinctDeals.add(deal.id);
      if (deals.some((deal) => statusAt(view, deal) === 'won')) won += 1;
      if (deals.length > 0) {
        const firstCreated = Math.min(...deals.map((deal) => deal.createdAt));
        daysToDeal.push(viewDays(view, submittedAt, firstCreated));
      }
    }
    return {
      figures: {
        registrations: registrations.length,
        distinctDeals: distinctDeals.size,
        byState: Object.fromEntries(STATES.map((state) => [state, inState(state)])),
        everApproved: approved,
        decided,
        approvalRate: ratio(approved, decided),
        medianDecisionDays: median(decisionDays),
        waiting: inState('submitted'),
        wonShare: ratio(won, registrations.length),
        medianDaysToDeal: median(daysToDeal),
      },
      leftOut: {},
    };
  },
  partnerFigures: () => null,
};
