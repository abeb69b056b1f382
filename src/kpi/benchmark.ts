import { previousPeriod, type Window, windowAtEqualAge } from '../records/window.ts';
import type { Benchmark, Earlier, Goal } from './answer.ts';
import { groupOf } from './benchmark-group.ts';
import type { Calculator } from './calculator.ts';
import type { Kpi } from './definition.ts';
import { earlierAnswer } from './earlier.ts';
import type { Figures } from './figures.ts';
import type { Program } from './program/program.ts';
import type { Scope } from './program/scope.ts';

const EARLIER_PERIODS = 4;

/** Rule 3.11: the program's own earlier periods, and the partner's tier, motion and joining cohort. */
export function benchmark(
  calculator: Calculator,
  kpi: Kpi,
  scope: Scope,
  window: Window,
  previous: Earlier | null,
  figures: Figures,
): Benchmark {
  return {
    tier: groupOf(calculator, kpi, scope.partner, 'tier', window),
    motion: groupOf(calculator, kpi, scope.partner, 'motion', window),
    cohort: groupOf(calculator, kpi, scope.partner, 'cohort', window),
    earlierPeriods: earlierPeriods(calculator, kpi, scope, window),
    goal: goal(calculator.program, kpi, previous, figures),
  };
}

/** Each at the age that the asked period has (rule 2.4), latest first. */
function earlierPeriods(calculator: Calculator, kpi: Kpi, scope: Scope, window: Window): readonly Earlier[] {
  const list: Earlier[] = [];
  const { calendar } = calculator.program;
  let period = previousPeriod(window.period, calendar);
  while (period !== null && list.length < EARLIER_PERIODS) {
    list.push(earlierAnswer(calculator, kpi, scope, windowAtEqualAge(window, period, calendar)));
    period = previousPeriod(period, calendar);
  }
  return list;
}

/** "Better than last quarter": onboarding completion, default 10 % relative above the period before at equal age. */
function goal(program: Program, kpi: Kpi, previous: Earlier | null, figures: Figures): Goal | null {
  if (kpi.id !== 'onboarding-completion' || previous === null) return null;
  const before = previous.figures[kpi.headline];
  const actual = figures[kpi.headline];
  if (typeof before !== 'number' || typeof actual !== 'number') return null;
  const value = Math.min(1, before * (1 + program.settings.onboardingGoal));
  return { figure: kpi.headline, value, actual, reached: actual >= value };
}
