import { medianMinor } from '../records/money.ts';
import { previousPeriod, type Window, windowAtEqualAge } from '../records/window.ts';
import { median } from '../statistics/median.ts';
import type { Benchmark, BenchmarkGroup, Earlier, Goal } from './answer.ts';
import type { Kpi } from './definition.ts';
import { earlierAnswer } from './earlier.ts';
import type { Figures } from './figures.ts';
import { onboardingDays } from './onboarding-completion/steps.ts';
import { isActive, joinedWith } from './program/activity.ts';
import { dealMoney, dealState } from './program/deal-state.ts';
import type { PartnerFacts } from './program/facts.ts';
import type { Program } from './program/program.ts';
import { type Scope, segmentValue } from './program/scope.ts';
import { UNKNOWN } from './segment.ts';

const FEW = 5;
const EARLIER_PERIODS = 4;

/** Rule 3.11: the program's own earlier periods, and the partner's tier, motion and joining cohort. */
export function benchmark(
  program: Program,
  kpi: Kpi,
  scope: Scope,
  window: Window,
  previous: Earlier | null,
  figures: Figures,
): Benchmark {
  return {
    tier: groupOf(program, kpi, scope.partner, 'tier', window),
    motion: groupOf(program, kpi, scope.partner, 'motion', window),
    cohort: cohortOf(program, kpi, scope.partner, window),
    earlierPeriods: earlierPeriods(program, kpi, scope, window),
    goal: goal(program, kpi, previous, figures),
  };
}

function groupOf(
  program: Program,
  kpi: Kpi,
  partner: PartnerFacts | null,
  key: 'tier' | 'motion',
  window: Window,
): BenchmarkGroup | null {
  if (partner === null) return null;
  const value = segmentValue(program, partner, key, window.last);
  const members = program.partners.filter(
    (p) => segmentValue(program, p, key, window.last) === value && isActive(program, p, window.last),
  );
  const scope: Scope = { partner: null, segment: { [key]: value } };
  return groupResult(program, kpi, scope, window, value, members);
}

function cohortOf(program: Program, kpi: Kpi, partner: PartnerFacts | null, window: Window): BenchmarkGroup | null {
  if (partner === null || partner.cohort === UNKNOWN) return null;
  const value = partner.cohort;
  const members = joinedWith(program, partner, window.last);
  const scope: Scope = { partner: null, segment: {}, cohort: value };
  return groupResult(program, kpi, scope, window, value, members);
}

function groupResult(
  program: Program,
  kpi: Kpi,
  scope: Scope,
  window: Window,
  value: string,
  members: readonly PartnerFacts[],
): BenchmarkGroup {
  return {
    value,
    n: members.length,
    few: members.length < FEW,
    figures: kpi.compute({ program, scope, window }).figures,
    ...groupMedians(program, members, window),
  };
}

/** Median onboarding duration in days, and median amount of the won deals that the members sourced, both up to the end of the window. */
function groupMedians(program: Program, members: readonly PartnerFacts[], { last }: Window) {
  const deals = new Set(members.flatMap((p) => p.sourcedDeals));
  const amounts = [...deals]
    .filter((deal) => dealState(deal, last) === 'won')
    .map((deal) => dealMoney(program, deal, last))
    .filter((money) => typeof money !== 'string');
  return {
    medianOnboardingDays: median(members.flatMap((p) => onboardingDays(program, p, last) ?? [])),
    medianDealSize: medianMinor(amounts, program.digits),
  };
}

/** Each at the age that the asked period has (rule 2.4), latest first. */
function earlierPeriods(program: Program, kpi: Kpi, scope: Scope, window: Window): readonly Earlier[] {
  const list: Earlier[] = [];
  let period = previousPeriod(window.period, program.calendar);
  while (period !== null && list.length < EARLIER_PERIODS) {
    list.push(earlierAnswer(program, kpi, scope, windowAtEqualAge(window, period, program.calendar)));
    period = previousPeriod(period, program.calendar);
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
