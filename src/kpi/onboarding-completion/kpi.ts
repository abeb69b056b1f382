import { median } from '../../statistics/median.ts';
import { behind, tellPartner } from '../behind.ts';
import { type Ask, defineKpi, type Outcome } from '../definition.ts';
import { type Figures, type FigureValue, ratio } from '../figures.ts';
import { hasJoined, joinedWith } from '../program/activity.ts';
import { dealExists } from '../program/deal-state.ts';
import type { PartnerFacts } from '../program/facts.ts';
import type { Program } from '../program/program.ts';
import { inScope, partnersOf } from '../program/scope.ts';
import { within } from '../revenue.ts';
import { Tally } from '../tally.ts';
import { compareSteps, onboardingDays, onboardingState, openStep, stepDone, stepStarted, stepsAt } from './steps.ts';

/** Rule 3.4: of the partners that started onboarding, how many completed it, and where the others stand. */
export const onboardingCompletionKpi = defineKpi({
  id: 'onboarding-completion',
  area: 'readiness',
  kind: 'leading',
  cadence: 'monthly',
  rests: ['onboarding-step'],
  unit: 'share',
  better: 'higher',
  decision: 'fix',
  headline: 'rate',
  units: {
    cohort: 'count',
    completed: 'count',
    rate: 'share',
    within30: 'count',
    within60: 'count',
    within90: 'count',
    inProgress: 'count',
    stalled: 'count',
    noOpenStep: 'count',
    activated: 'count',
  },
  compute,
  partnerState,
});

function compute({ program, scope, window }: Ask): Outcome {
  const { asOf, last } = window;
  const cohort = partnersOf(program, scope).filter(
    (p) =>
      p.onboardingStartedAt !== null &&
      p.onboardingStartedAt <= asOf &&
      within(p.onboardingStartedAt, window) &&
      hasJoined(p, last) &&
      inScope(program, scope, p, last),
  );
  const states = cohort.map((p) => onboardingState(program, p, asOf));
  const count = (state: string) => states.filter((s) => s === state).length;
  const completed = count('completed');
  const stalled = cohort.filter((_, index) => states[index] === 'stalled');
  return {
    figures: {
      cohort: cohort.length,
      completed,
      rate: scope.partner === null ? ratio(completed, cohort.length) : null,
      within30: completedWithin(program, cohort, asOf, 30),
      within60: completedWithin(program, cohort, asOf, 60),
      within90: completedWithin(program, cohort, asOf, 90),
      inProgress: count('in-progress'),
      stalled: stalled.length,
      ...bottleneck(program, stalled, asOf),
      funnel: funnel(program, cohort, asOf),
      activated: cohort.filter((p) => isActivated(p, asOf)).length,
    },
    leftOut: new Tally(),
    behind: behind(cohort, tellPartner),
  };
}

/** null until every partner of the cohort was followed that long (rule 3.4). */
function completedWithin(program: Program, cohort: readonly PartnerFacts[], asOf: number, days: number): number | null {
  const { zone } = program.calendar;
  const today = zone.dayOf(asOf);
  const followed = cohort.every(
    (p) => p.onboardingStartedAt !== null && today - zone.dayOf(p.onboardingStartedAt) >= days,
  );
  if (!followed) return null;
  return cohort.filter((p) => {
    const taken = onboardingDays(program, p, asOf);
    return taken !== null && taken <= days;
  }).length;
}

/** The step at which most stalled partners stand; at a tie the earlier one. Without an open step they are counted apart. */
function bottleneck(program: Program, stalled: readonly PartnerFacts[], asOf: number): Figures {
  const standing = new Map<string, number>();
  let noOpenStep = 0;
  for (const partner of stalled) {
    const step = openStep(program, partner, asOf);
    if (step === null) noOpenStep++;
    else standing.set(step, (standing.get(step) ?? 0) + 1);
  }
  const inOrder = [...standing].sort(([a], [b]) => compareSteps(program)(a, b));
  const most = inOrder.reduce<[string, number] | null>(
    (best, entry) => (best === null || entry[1] > best[1] ? entry : best),
    null,
  );
  return { bottleneck: most === null ? null : { step: most[0], partners: most[1] }, noOpenStep };
}

/** Partners of the cohort that have the step, started it, completed it. */
function funnel(program: Program, cohort: readonly PartnerFacts[], asOf: number): FigureValue {
  const steps = cohort.flatMap((p) => stepsAt(program, p, asOf));
  return [...new Set(steps.map((s) => s.step))].sort(compareSteps(program)).map((step) => {
    const rows = steps.filter((s) => s.step === step);
    return {
      step,
      partners: rows.length,
      started: rows.filter((s) => stepStarted(s)).length,
      completed: rows.filter((s) => stepDone(s)).length,
    };
  });
}

const isActivated = (partner: PartnerFacts, asOf: number) =>
  partner.registrations.some((r) => r.at <= asOf) || partner.sourcedDeals.some((deal) => dealExists(deal, asOf));

/** Rule 3.10: where the partner stands, and how long its joining quarter took. */
function partnerState({ program, scope, window }: Ask): Figures {
  const partner = scope.partner;
  if (partner === null) return {};
  const { last, lastDay } = window;
  const { zone } = program.calendar;
  const steps = stepsAt(program, partner, last);
  const state = onboardingState(program, partner, last);
  const started = partner.onboardingStartedAt;
  const soFar = started === null || started > last ? null : lastDay - zone.dayOf(started);
  const cohortDays = joinedWith(program, partner, last).flatMap((p) => onboardingDays(program, p, last) ?? []);
  return {
    state,
    stepsDone: steps.filter(stepDone).length,
    steps: steps.length,
    openStep: openStep(program, partner, last),
    days: state === 'completed' ? onboardingDays(program, partner, last) : soFar,
    cohortMedianDays: median(cohortDays),
  };
}
