import { compareCodePoints } from '../../records/order.ts';
import type { PartnerFacts } from '../program/facts.ts';
import type { Program } from '../program/program.ts';

export const STALLED_DAYS = 30;

const by = (moment: number | null, t: number) => moment !== null && moment <= t;

/** A step of a partner as it was known at a moment. */
export interface StepState {
  readonly step: string;
  readonly startedAt: number | null;
  readonly completedAt: number | null;
}

export const stepDone = (step: StepState): boolean => step.completedAt !== null;
/** A completed step was started, also where nobody wrote down when. */
export const stepStarted = (step: StepState): boolean => step.startedAt !== null || stepDone(step);

/**
 * The partner's steps as known at t, in order. Where several rows name one step (merged partners), the one completed
 * first stands for it (rule 1.3), among what is known at t: a later completion must not change what was seen before.
 */
export function stepsAt(program: Program, partner: PartnerFacts, t: number): readonly StepState[] {
  const best = new Map<string, StepState>();
  const known = (moment: number | null) => (by(moment, t) ? moment : null);
  for (const row of partner.steps) {
    const state = { step: row.step, startedAt: known(row.startedAt), completedAt: known(row.completedAt) };
    const other = best.get(row.step);
    if (other === undefined || isEarlier(state, other)) best.set(row.step, state);
  }
  const order = compareSteps(program);
  return [...best.values()].sort((a, b) => order(a.step, b.step));
}

const isEarlier = (a: StepState, b: StepState): boolean => {
  const late = (moment: number | null) => moment ?? Number.MAX_SAFE_INTEGER;
  const completed = late(a.completedAt) - late(b.completedAt);
  return completed < 0 || (completed === 0 && late(a.startedAt) < late(b.startedAt));
};

/** Order of two step names: by the smallest position that any row gives them, then by name (rule 3.4). */
export const compareSteps = (program: Program) => (a: string, b: string) =>
  (program.stepPositions.get(a) ?? 0) - (program.stepPositions.get(b) ?? 0) || compareCodePoints(a, b);

/** First step that is not completed at t, in order; null where none is open. */
export const openStep = (program: Program, partner: PartnerFacts, t: number): string | null =>
  stepsAt(program, partner, t).find((step) => !stepDone(step))?.step ?? null;

export type OnboardingState = 'not-started' | 'in-progress' | 'stalled' | 'completed';

/** Rule 3.4: the partner field decides on completion; stalled = 30 days or more since the last step moved, or since the start. */
export function onboardingState(program: Program, partner: PartnerFacts, t: number): OnboardingState {
  if (by(partner.onboardingCompletedAt, t)) return 'completed';
  const started = partner.onboardingStartedAt;
  if (started === null || started > t) return 'not-started';
  const moves = stepsAt(program, partner, t).flatMap((step) => [
    step.startedAt ?? started,
    step.completedAt ?? started,
  ]);
  const lastMove = Math.max(started, ...moves);
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
