import { joiningCohort } from './joining-cohort.ts';
import { byCodePoint, median, ratio } from './numbers.ts';
import { hasJoined, inScope } from './partner-state.ts';
import { inPeriod } from './period.ts';
import type { Kpi, Question } from './question.ts';
import type { Partner } from './records.ts';
import type { Json } from './settings.ts';
import type { Ms } from './time.ts';
import { existingDeals, partnerById, sourcing, stepPosition, stepsAt, type View, viewDays } from './view.ts';

const STALLED_DAYS = 30;

/** Rule 3.4. */
export const onboardingCompletionKpi: Kpi = {
  name: 'onboarding-completion',
  area: 'readiness',
  kind: 'leading',
  cadence: 'monthly',
  figures(question) {
    const { view, scope } = question;
    const cohort = cohortOf(question);
    const completed = cohort.filter((partner) => onboardingState(view, partner, view.asOf) === 'completed');
    const stalled = cohort.filter((partner) => onboardingState(view, partner, view.asOf) === 'stalled');
    const standing = stalled.map((partner) => openStep(view, partner, view.asOf));
    return {
      figures: {
        cohort: cohort.length,
        completed: completed.length,
        rate: scope.partner === null ? ratio(completed.length, cohort.length) : null,
        within30: completedWithin(view, cohort, 30),
        within60: completedWithin(view, cohort, 60),
        within90: completedWithin(view, cohort, 90),
        inProgress: cohort.length - completed.length - stalled.length,
        stalled: stalled.length,
        bottleneck: bottleneck(
          view,
          standing.filter((step) => step !== null),
        ),
        noOpenStep: standing.filter((step) => step === null).length,
        funnel: funnel(view, cohort),
        activated: cohort.filter((partner) => isActivated(view, partner)).length,
      },
      leftOut: {},
    };
  },
  partnerFigures({ view, period }, id) {
    const partner = partnerById(view, id);
    const { moment } = period;
    const steps = stepsAt(view, id, moment);
    const durations = joiningCohort(view, partner, moment)
      .map((other) => duration(view, other, moment))
      .filter((days) => days !== null);
    const started = partner.onboardingStartedAt;
    const running = started !== null && started <= moment ? viewDays(view, started, moment) : null;
    const state = onboardingState(view, partner, moment);
    return {
      state,
      stepsDone: steps.filter((step) => step.completedAt !== null).length,
      steps: steps.length,
      openStep: openStep(view, partner, moment),
      days: state === 'completed' ? duration(view, partner, moment) : running,
      cohortMedianDays: median(durations),
    };
  },
};

function cohortOf({ view, scope, period }: Question): Partner[] {
  return view.world.partners.filter(
    (partner) =>
      partner.onboardingStartedAt !== null &&
      inPeriod(period, partner.onboardingStartedAt) &&
      hasJoined(partner, period.moment) &&
      inScope(view, scope, partner.id, period.moment),
  );
}

function isCompleted(partner: Partner, moment: Ms): boolean {
  return partner.onboardingCompletedAt !== null && partner.onboardingCompletedAt <= moment;
}

function onboardingState(
  view: View,
  partner: Partner,
  moment: Ms,
): 'not-started' | 'in-progress' | 'stalled' | 'completed' {
  if (isCompleted(partner, moment)) return 'completed';
  const started = partner.onboardingStartedAt;
  if (started === null || started > moment) return 'not-started';
  const stamps = stepsAt(view, partner.id, moment).flatMap((step) => [step.startedAt, step.completedAt]);
  const last = Math.max(started, ...stamps.filter((stamp) => stamp !== null));
  return viewDays(view, last, moment) >= STALLED_DAYS ? 'stalled' : 'in-progress';
}

/** Days from start to completion of a completed onboarding; null where it is not completed or a stamp is unknown. */
function duration(view: View, partner: Partner, moment: Ms): number | null {
  const { onboardingStartedAt: started, onboardingCompletedAt: completed } = partner;
  if (started === null || completed === null || started > moment || completed > moment) return null;
  return viewDays(view, started, completed);
}

/** The number completed within so many days of the start; null until everybody was followed that long. */
function completedWithin(view: View, cohort: readonly Partner[], limit: number): number | null {
  const followed = cohort.every(
    (partner) => viewDays(view, partner.onboardingStartedAt ?? view.asOf, view.asOf) >= limit,
  );
  if (!followed) return null;
  return cohort.filter((partner) => {
    const days = duration(view, partner, view.asOf);
    return days !== null && days <= limit;
  }).length;
}

function openStep(view: View, partner: Partner, moment: Ms): string | null {
  return stepsAt(view, partner.id, moment).find((step) => step.completedAt === null)?.step ?? null;
}

/** The step at which most stand; a tie goes to the earlier step. */
function bottleneck(view: View, standing: readonly string[]): Json {
  const ranked = inOrder(view, standing)
    .map((step) => ({ step, partners: standing.filter((other) => other === step).length }))
    .sort((a, b) => b.partners - a.partners);
  return ranked[0] ?? null;
}

function inOrder(view: View, steps: readonly string[]): string[] {
  return [...new Set(steps)].sort((a, b) => stepPosition(view, a) - stepPosition(view, b) || byCodePoint(a, b));
}

function funnel(view: View, cohort: readonly Partner[]): Json {
  const all = cohort.flatMap((partner) => stepsAt(view, partner.id, view.asOf));
  const names = inOrder(
    view,
    all.map((row) => row.step),
  );
  return names.map((step) => {
    const rows = all.filter((row) => row.step === step);
    return {
      step,
      partners: rows.length,
      started: rows.filter((row) => row.startedAt !== null || row.completedAt !== null).length,
      completed: rows.filter((row) => row.completedAt !== null).length,
    };
  });
}

function isActivated(view: View, partner: Partner): boolean {
  const registered = view.world.registrations.some(
    (registration) => registration.partner === partner.id && registration.submittedAt <= view.asOf,
  );
  return registered || existingDeals(view).some((deal) => sourcing(view, deal).includes(partner.id));
}
