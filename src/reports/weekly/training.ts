import { isActive } from '../../kpi/program/activity.ts';
import type { PartnerFacts } from '../../kpi/program/facts.ts';
import { inScope, partnersOf, segmentValue } from '../../kpi/program/scope.ts';
import { completionsIn } from '../../kpi/program/windows.ts';
import { compareGroups } from '../../kpi/segment.ts';
import { trainingState } from '../../kpi/training-certification/training.ts';
import { type Period, periodOf } from '../../records/period.ts';
import { previousPeriod, type Window, windowOf } from '../../records/window.ts';
import { dateOfDay } from '../../records/zone.ts';
import { type Asked, orNull } from '../asked.ts';
import type { TrainingRow } from '../report.ts';
import type { Steps } from '../steps.ts';

const WEEKS = 8;

interface Group {
  readonly tier: string;
  readonly cohort: string;
  withRequired: number;
  trained: number;
  completions: number;
}

/** Rule 5.3: who is trained at the end of each of the last eight complete weeks, by tier and joining cohort; oldest first. */
export function* trainingTrend(asked: Asked): Steps<readonly TrainingRow[]> {
  const rows: TrainingRow[] = [];
  for (const week of completeWeeks(asked)) {
    rows.push(...weekRows(asked, windowOf(week, asked.program.calendar, asked.asOf)));
    yield;
  }
  return rows;
}

function completeWeeks({ program: { calendar }, today }: Asked): readonly Period[] {
  const weeks: Period[] = [];
  let week = previousPeriod(periodOf('week', today, calendar), calendar);
  while (week !== null && weeks.length < WEEKS) {
    weeks.unshift(week);
    week = previousPeriod(week, calendar);
  }
  return weeks;
}

function weekRows({ program, scope }: Asked, window: Window): readonly TrainingRow[] {
  const { last } = window;
  const groups = new Map<string, Group>();
  const groupAt = (partner: PartnerFacts, moment: number): Group => {
    const tier = segmentValue(program, partner, 'tier', moment);
    const slot = `${partner.cohort} ${tier}`;
    const known = groups.get(slot);
    if (known !== undefined) return known;
    const fresh = { tier, cohort: partner.cohort, withRequired: 0, trained: 0, completions: 0 };
    groups.set(slot, fresh);
    return fresh;
  };
  for (const partner of partnersOf(program, scope)) {
    // Most partners without a training are told at once from those with one.
    if (partner.trainings.length === 0) continue;
    if (!inScope(program, scope, partner, last) || !isActive(program, partner, last)) continue;
    const { required, trained } = trainingState(program, partner, last);
    if (required.size === 0) continue;
    const group = groupAt(partner, last);
    group.withRequired++;
    if (trained) group.trained++;
  }
  for (const { partner, completedAt } of completionsIn(program, scope, window)) {
    if (completedAt === null || !inScope(program, scope, partner, completedAt)) continue;
    groupAt(partner, completedAt).completions++;
  }
  const week = dateOfDay(window.period.start ?? 0);
  return [...groups.values()]
    .sort((a, b) => compareGroups(a.tier, b.tier) || compareGroups(a.cohort, b.cohort))
    .map(({ tier, cohort, ...counts }) => ({ week, tier: orNull(tier), cohort: orNull(cohort), ...counts }));
}
