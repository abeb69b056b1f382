import { periodInfo } from '../../kpi/earlier.ts';
import { decimal, influencedRevenue, sourcedRevenue } from '../../kpi/revenue.ts';
import { Tally } from '../../kpi/tally.ts';
import { answersOf } from '../answers.ts';
import { type Asked, headOf } from '../asked.ts';
import { gathered } from '../left-out.ts';
import { lastComplete } from '../periods.ts';
import { openPartnerDeals, qualityOf } from '../quality.ts';
import type { WeeklyReport } from '../report.ts';
import type { Steps } from '../steps.ts';
import { expiredRegistrations } from './expired.ts';
import { pipelineRows } from './pipeline.ts';
import { stalledDeals } from './stalled.ts';
import { trainingTrend } from './training.ts';

const weeklyKpis = ['registered-deals', 'portal-engagement', 'content-adoption'] as const;

/** Rules 5.1–5.4 and the weekly KPIs. `since`: as-of of the digest before, ms; null: since the start of the last complete week. */
export function* weeklyReport(asked: Asked, since: number | null): Steps<WeeklyReport> {
  const week = lastComplete(asked, 'week');
  const isNew = (expiresAt: number): boolean => (since === null ? expiresAt >= week.start : expiresAt > since);
  const open = openPartnerDeals(asked);
  const leftOut = new Tally();
  const pipeline = pipelineRows(asked, open, leftOut);
  const quality = qualityOf(asked, open);
  yield;
  const registrations = expiredRegistrations(asked, isNew);
  yield;
  const stalled = stalledDeals(asked);
  yield;
  const training = yield* trainingTrend(asked);
  const quarter = lastQuarter(asked);
  yield;
  const kpis = yield* answersOf(asked, weeklyKpis);
  return {
    ...headOf(asked),
    report: 'weekly',
    period: periodInfo(week),
    ...registrations,
    stalled,
    pipeline,
    training,
    kpis,
    lastQuarter: quarter,
    leftOut: gathered(leftOut.list(), kpis),
    quality,
  };
}

function lastQuarter(asked: Asked): WeeklyReport['lastQuarter'] {
  const { program, scope } = asked;
  const quarter = lastComplete(asked, 'quarter');
  return {
    period: periodInfo(quarter),
    sourced: decimal(program, sourcedRevenue(program, scope, quarter).total),
    influenced: decimal(program, influencedRevenue(program, scope, quarter).total),
  };
}
