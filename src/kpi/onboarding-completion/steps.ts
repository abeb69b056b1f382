import { compareCodePoints } from '../../records/order.ts';
import type { PartnerFacts, StepFacts } from '../program/facts.ts';
import type { Program } from '../program/program.ts';

export const STALLED_DAYS = 30;

const by = (moment: number | null, t: number) => moment !== null && moment <= t;

export const stepDone = (step: StepFacts, t: number): boolean => by(step.completedAt, t);
/** A completed step was started, also where nobody wrote down when. */
export const stepStarted = (step: StepFacts, t: number): boolean => by(step.startedAt, t) || stepDone(step, t);

/** Order of two step names: by the smallest position that any row gives them, then by name (rule 3.4). */
export const compareSteps = (program: Program) => (a: string, b: string) =>
  (program.stepPositions.get(a) ?? 0) - (program.stepPositions.get(b) ?? 0) || compareCodePoints(a, b);

/** First step that is not completed at t, in order; null where none is open. */
export function openStep(program: Program, partner: PartnerFacts, t: number): string | null {
  const open = partner.steps.filter((step) => !stepDone(step, t)).map((step) => step.step);
  return open.sort(compareSteps(program))[0] ?? null;
}

export type OnboardingState = 'not-started' | 'in-progress' | 'stalled' | 'completed';

/** Rule 3.4: the partner field decides on completion; stalled = 30 days or more since the last step moved, or since the start. */
export function onboardingState(program: Program, partner: PartnerFacts, t: number): OnboardingState {
  if (by(partner.onboardingCompletedAt, t)) return 'completed';
  const started = partner.onboardingStartedAt;
  if (started === null || started > t) return 'not-started';
  const moves = partner.steps.flatMap((step) => [step.startedAt, step.completedAt]);
  const lastMove = moves.reduce((latest: number, at) => (at !== null && at <= t && at > latest ? at : latest), started);
  const { zone } = program.calendar;
  return zone.dayOf(t) - zone.dayOf(lastMove) >= STALLED_DAYS ? 'stalled' : 'in-progress';
}

/** Local days from the start of onboarding to its completion, by t; null where either is unknown. */
export function onboardingDays(program: Program, partner: PartnerFacts, t: number): number | null {
  const { onboardingStartedAt: start, onboardingCompletedAt: end } = partner;
  if (start === null || end === null || start > t || end > t) return null;
  const { zone } = program.calendar;
  return zone.dayOf(end) - zone.dayOf(start);
}
