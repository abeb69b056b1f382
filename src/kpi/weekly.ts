import { periodOf } from '../records/period.ts';
import { previousPeriod, type Window, windowOf } from '../records/window.ts';
import { dateOfDay } from '../records/zone.ts';
import type { WeeklyPoint } from './answer.ts';
import type { PartnerFacts } from './program/facts.ts';
import type { Program } from './program/program.ts';
import type { Scope } from './program/scope.ts';
import { engagementCount } from './program/windows.ts';
import { decimal, sourcedPipelineCreated, sourcedRevenue, within } from './revenue.ts';

/** A partner's last complete weeks, oldest first, for its chart. */
export function weeklyPoints(
  program: Program,
  partner: PartnerFacts,
  asOf: number,
  weeks: number,
): readonly WeeklyPoint[] {
  const { calendar } = program;
  const points: WeeklyPoint[] = [];
  let week = previousPeriod(periodOf('week', calendar.zone.dayOf(asOf), calendar), calendar);
  while (week !== null && points.length < weeks) {
    points.unshift(point(program, partner, { ...windowOf(week, calendar, asOf) }));
    week = previousPeriod(week, calendar);
  }
  return points;
}

function point(program: Program, partner: PartnerFacts, window: Window): WeeklyPoint {
  const scope: Scope = { partner, segment: {} };
  const count = (list: readonly { readonly at: number }[]) => list.filter((event) => within(event.at, window)).length;
  return {
    weekStart: dateOfDay(window.period.start ?? 0),
    registrations: count(partner.registrations),
    sourcedPipelineCreated: decimal(program, sourcedPipelineCreated(program, scope, window).total),
    engagementEvents: engagementCount(program, partner, window.start, window.until),
    sourcedRevenue: decimal(program, sourcedRevenue(program, scope, window).total),
  };
}
