import { kaplanMeier, type Survival, survivalAt, survivalMedian } from '../../statistics/kaplan-meier.ts';
import { mean, median } from '../../statistics/median.ts';
import { tellDeal, tellPartner } from '../behind.ts';
import { type Ask, defineKpi, type Outcome } from '../definition.ts';
import type { Figures } from '../figures.ts';
import { hasJoined, joinedWith } from '../program/activity.ts';
import type { DealFacts, PartnerFacts } from '../program/facts.ts';
import { inScope, partnersOf } from '../program/scope.ts';
import { tallyUndatedWins, within } from '../revenue.ts';
import { Tally } from '../tally.ts';
import { firstWonDeal, journeyToFirstDeal } from './first-deal.ts';

/** Rule 3.3: days from completing onboarding to the first won deal; partners without one are censored, not forgotten. */
export const timeToFirstDealKpi = defineKpi({
  id: 'time-to-first-deal',
  area: 'revenue outcome',
  kind: 'lagging',
  cadence: 'quarterly',
  rests: [],
  unit: 'days',
  better: 'lower',
  decision: 'fix',
  headline: 'medianDays',
  units: {
    cohort: 'count',
    earlierDeal: 'count',
    closed: 'count',
    closedMedianDays: 'days',
    closedMeanDays: 'days',
    medianDays: 'days',
    share90: 'share',
    share180: 'share',
  },
  compute,
  partnerState,
});

function compute({ program, scope, window }: Ask): Outcome {
  const { asOf, last } = window;
  const leftOut = new Tally();
  const survivals: Survival[] = [];
  const cohort: { readonly partner: PartnerFacts; readonly deal: DealFacts | null }[] = [];
  let earlierDeal = 0;
  for (const partner of partnersOf(program, scope)) {
    const completed = partner.onboardingCompletedAt;
    if (completed === null || completed > asOf || !within(completed, window)) continue;
    if (!hasJoined(partner, last) || !inScope(program, scope, partner, last)) continue;
    const journey = journeyToFirstDeal(program, partner, asOf);
    if (journey === null) continue;
    cohort.push({ partner, deal: journey.deal });
    if (journey.kind === 'earlier') earlierDeal++;
    else survivals.push(journey.survival);
  }
  if (earlierDeal > 0) leftOut.add('earlier-deal', earlierDeal);
  tallyUndatedWins(program, scope, asOf, leftOut, false);
  const times = survivals.filter((s) => s.event).map((s) => s.time);
  const steps = kaplanMeier(survivals);
  const share = (days: number): number | null => {
    const reached = survivalAt(steps, days);
    const followed = survivals.some((s) => s.time >= days) || (survivals.length > 0 && reached === 0);
    return followed && scope.partner === null ? 1 - reached : null;
  };
  return {
    figures: {
      cohort: survivals.length,
      earlierDeal,
      closed: times.length,
      closedMedianDays: median(times),
      closedMeanDays: mean(times),
      medianDays: survivalMedian(steps),
      share90: share(90),
      share180: share(180),
    },
    leftOut,
    behind: {
      count: cohort.reduce((sum, { deal }) => sum + (deal === null ? 1 : 2), 0),
      list: (most) =>
        cohort
          .slice(0, most)
          .flatMap(({ partner, deal }) => [tellPartner(partner), ...(deal === null ? [] : [tellDeal(program)(deal)])])
          .slice(0, most),
    },
  };
}

/** Rule 3.10: reached after n days, or day n so far; beside it the Kaplan–Meier median of the joining quarter. */
function partnerState({ program, scope, window }: Ask): Figures {
  const partner = scope.partner;
  if (partner === null) return {};
  const { last } = window;
  const cohort = joinedWith(program, partner, last).flatMap((p) => {
    const journey = journeyToFirstDeal(program, p, last);
    return journey?.kind === 'followed' ? [journey.survival] : [];
  });
  const cohortMedianDays = survivalMedian(kaplanMeier(cohort));
  const journey = journeyToFirstDeal(program, partner, last);
  if (journey === null) return { reached: null, days: null, cohortMedianDays };
  const days = journey.kind === 'earlier' ? journey.days : journey.survival.time;
  return { reached: firstWonDeal(program, partner, last) !== null, days, cohortMedianDays };
}
