import { medianMinor } from '../records/money.ts';
import { type Window, windowOf } from '../records/window.ts';
import { median } from '../statistics/median.ts';
import type { BenchmarkGroup } from './answer.ts';
import type { Calculator } from './calculator.ts';
import type { Kpi } from './definition.ts';
import { iso } from './figures.ts';
import { onboardingDays } from './onboarding-completion/steps.ts';
import { isActive, joinedWith } from './program/activity.ts';
import { dealMoney, dealState } from './program/deal-state.ts';
import type { PartnerFacts } from './program/facts.ts';
import type { Program } from './program/program.ts';
import { type Scope, segmentValue } from './program/scope.ts';
import { UNKNOWN } from './segment.ts';

const FEW = 5;

const groupKeys = ['tier', 'motion', 'cohort'] as const;
export type GroupKey = (typeof groupKeys)[number];

/**
 * Rule 3.11: the KPI of the partner's tier, motion or joining cohort, with the group's size and medians; null without a
 * partner or, of cohorts, without a joining date. A complete period is computed as of the last local midnight: every
 * partner of a group is compared with the same figures all day.
 */
export function groupOf(
  calculator: Calculator,
  kpi: Kpi,
  partner: PartnerFacts | null,
  key: GroupKey,
  asked: Window,
): BenchmarkGroup | null {
  if (partner === null || (key === 'cohort' && partner.cohort === UNKNOWN)) return null;
  const { program } = calculator;
  const window = sinceMidnight(program, asked);
  const value = key === 'cohort' ? partner.cohort : segmentValue(program, partner, key, window.last);
  const scope: Scope =
    key === 'cohort' ? { partner: null, segment: {}, cohort: value } : { partner: null, segment: { [key]: value } };
  const group = calculator.group(scope, window, () => {
    const members =
      key === 'cohort'
        ? joinedWith(program, partner, window.last)
        : program.partners.filter(
            (p) => segmentValue(program, p, key, window.last) === value && isActive(program, p, window.last),
          );
    return {
      value,
      n: members.length,
      few: members.length < FEW,
      ...groupMedians(program, members, window),
    };
  });
  return { ...group, asOf: iso(window.asOf), figures: calculator.outcome(kpi, scope, window).figures };
}

/** Computes the groups of all partners for a window beforehand, one KPI of one group at a time. */
export function* warmGroups(calculator: Calculator, kpis: readonly Kpi[], window: Window): Generator<void> {
  const { program } = calculator;
  const { last } = sinceMidnight(program, window);
  for (const key of groupKeys) {
    const values = Map.groupBy(program.partners, (p) =>
      key === 'cohort' ? p.cohort : segmentValue(program, p, key, last),
    );
    for (const [partner] of values.values()) {
      for (const kpi of kpis) {
        groupOf(calculator, kpi, partner ?? null, key, window);
        yield;
      }
    }
  }
}

/** The same window as of the local midnight before its as-of, where it was complete by then. */
function sinceMidnight(program: Program, window: Window): Window {
  const { zone } = program.calendar;
  const midnight = zone.startOf(zone.dayOf(window.asOf));
  return window.end <= midnight ? windowOf(window.period, program.calendar, midnight) : window;
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
