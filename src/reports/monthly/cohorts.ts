import { onboardingDays } from '../../kpi/onboarding-completion/steps.ts';
import { hasJoined } from '../../kpi/program/activity.ts';
import type { PartnerFacts } from '../../kpi/program/facts.ts';
import type { Program } from '../../kpi/program/program.ts';
import { inScope, partnersOf } from '../../kpi/program/scope.ts';
import { trainingState } from '../../kpi/training-certification/training.ts';
import { type Period, periodOf } from '../../records/period.ts';
import { previousPeriod, type Window, windowOf } from '../../records/window.ts';
import type { Asked } from '../asked.ts';
import type { CohortRow } from '../report.ts';

const QUARTERS = 6;
/** The age at which training and certification of all cohorts are compared. */
const AGE_DAYS = 90;

/**
 * Onboarding, training and certification by quarter, each at the same age of its partners; oldest first, the quarter that
 * `until` (a local day) lies in last. Partners are in scope as at the end of their quarter (rule 1.9).
 */
export function cohortRows(asked: Asked, until: number): readonly CohortRow[] {
  const { program, scope, asOf } = asked;
  const partners = partnersOf(program, scope);
  return lastQuarters(program, until).flatMap((quarter) => {
    const window = windowOf(quarter, program.calendar, asOf);
    const isIn = (moment: number | null): boolean => moment !== null && moment >= window.start && moment < window.until;
    const members = partners.filter(
      (p) =>
        (isIn(p.onboardingStartedAt) || isIn(p.joinedAt)) &&
        hasJoined(p, window.last) &&
        inScope(program, scope, p, window.last),
    );
    if (members.length === 0) return [];
    return [rowOf(asked, window, members, isIn)];
  });
}

function lastQuarters({ calendar }: Program, until: number): readonly Period[] {
  const quarters: Period[] = [];
  let quarter: Period | null = periodOf('quarter', until, calendar);
  while (quarter !== null && quarters.length < QUARTERS) {
    quarters.unshift(quarter);
    quarter = previousPeriod(quarter, calendar);
  }
  return quarters;
}

function rowOf(
  asked: Asked,
  { period }: Window,
  members: readonly PartnerFacts[],
  isIn: (moment: number | null) => boolean,
): CohortRow {
  const started = members.filter((p) => isIn(p.onboardingStartedAt));
  const states = statesAtAge(
    asked,
    members.filter((p) => isIn(p.joinedAt)),
  );
  return {
    cohort: period.name,
    partners: members.length,
    within30: completedWithin(asked, started, 30),
    within60: completedWithin(asked, started, 60),
    within90: completedWithin(asked, started, 90),
    certified: states === null ? null : share(states, ({ certified }) => certified),
    trained:
      states === null
        ? null
        : share(
            states.filter(({ required }) => required.size > 0),
            ({ trained }) => trained,
          ),
  };
}

/** null until every partner was followed that long (rule 3.4). */
function completedWithin(asked: Asked, started: readonly PartnerFacts[], days: number): number | null {
  const { program, asOf } = asked;
  if (!started.every((p) => ageOf(asked, p.onboardingStartedAt) >= days)) return null;
  return share(started, (p) => {
    const taken = onboardingDays(program, p, asOf);
    return taken !== null && taken <= days;
  });
}

/** Training and certification on day 90 after joining; null until every partner is that old. */
function statesAtAge(asked: Asked, joined: readonly PartnerFacts[]) {
  const { program, asOf } = asked;
  const { zone } = program.calendar;
  if (!joined.every((p) => ageOf(asked, p.joinedAt) >= AGE_DAYS)) return null;
  return joined.map((p) => {
    const endOfDay = zone.startOf(zone.dayOf(p.joinedAt ?? asOf) + AGE_DAYS + 1) - 1;
    return trainingState(program, p, Math.min(endOfDay, asOf));
  });
}

const ageOf = ({ program, today }: Asked, since: number | null): number =>
  since === null ? 0 : today - program.calendar.zone.dayOf(since);

const share = <T>(all: readonly T[], holds: (one: T) => boolean): number | null =>
  all.length === 0 ? null : all.filter(holds).length / all.length;
