import { joiningCohort } from './joining-cohort.ts';
import { type FollowUp, kaplanMeierMedian, shareBy } from './kaplan-meier.ts';
import { sourcingInScope } from './money.ts';
import { mean, median } from './numbers.ts';
import { hasJoined, inScope } from './partner-state.ts';
import { inPeriod } from './period.ts';
import type { Kpi } from './question.ts';
import type { Partner } from './records.ts';
import type { Ms } from './time.ts';
import { existingDeals, partnerById, sourcing, statusAt, type View, viewDays } from './view.ts';

/** Rule 3.3, with the default `firstDeal: sourced`. */
export const timeToFirstDealKpi: Kpi = {
  name: 'time-to-first-deal',
  area: 'revenue outcome',
  kind: 'lagging',
  cadence: 'quarterly',
  figures({ view, scope, period }) {
    const completed = view.world.partners.filter(
      (partner) =>
        partner.onboardingCompletedAt !== null &&
        inPeriod(period, partner.onboardingCompletedAt) &&
        hasJoined(partner, period.moment) &&
        inScope(view, scope, partner.id, period.moment),
    );
    const { cohort, earlier } = followUps(view, completed, view.asOf);
    const closed = cohort.filter((subject) => subject.event).map((subject) => subject.days);
    const single = scope.partner !== null;
    const undated = view.world.deals.filter(
      (deal) =>
        deal.status === 'won' &&
        deal.closedAt === null &&
        deal.createdAt <= view.asOf &&
        sourcingInScope(view, scope, deal, view.asOf).length > 0,
    );
    return {
      figures: {
        cohort: cohort.length,
        earlierDeal: earlier,
        closed: closed.length,
        closedMedianDays: median(closed),
        closedMeanDays: mean(closed),
        medianDays: kaplanMeierMedian(cohort),
        share90: single ? null : shareBy(cohort, 90),
        share180: single ? null : shareBy(cohort, 180),
      },
      leftOut: { 'earlier-deal': earlier, 'no-closed-date': undated.length },
    };
  },
  partnerFigures({ view, period }, id) {
    const partner = partnerById(view, id);
    const completedAt = partner.onboardingCompletedAt;
    const cohort = joiningCohort(view, partner, period.moment).filter(
      (other) => other.onboardingCompletedAt !== null && other.onboardingCompletedAt <= period.moment,
    );
    const cohortMedianDays = kaplanMeierMedian(followUps(view, cohort, period.moment).cohort);
    if (completedAt === null || completedAt > period.moment) return { reached: null, days: null, cohortMedianDays };
    const first = firstDeal(view, id, period.moment);
    return { reached: first !== null, days: viewDays(view, completedAt, first ?? period.moment), cohortMedianDays };
  },
};

/** When a partner's first sourced deal was won, of those won by the moment. */
function firstDeal(view: View, partner: string, moment: Ms): Ms | null {
  const closings = existingDeals(view)
    .filter((deal) => statusAt(view, deal, moment) === 'won' && sourcing(view, deal).includes(partner))
    .map((deal) => deal.closedAt)
    .filter((at) => at !== null);
  return closings.length === 0 ? null : Math.min(...closings);
}

/** The follow-up of partners whose onboarding is completed, up to the moment; those with an earlier deal counted apart. */
function followUps(view: View, partners: readonly Partner[], moment: Ms): { cohort: FollowUp[]; earlier: number } {
  const all = partners.flatMap((partner): FollowUp[] => {
    if (partner.onboardingCompletedAt === null) return [];
    const first = firstDeal(view, partner.id, moment);
    return [{ days: viewDays(view, partner.onboardingCompletedAt, first ?? moment), event: first !== null }];
  });
  const cohort = all.filter((subject) => subject.days >= 0);
  return { cohort, earlier: all.length - cohort.length };
}
