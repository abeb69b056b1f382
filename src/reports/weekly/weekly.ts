import { answerScope } from '../../kpi/compose.ts';
import { periodInfo } from '../../kpi/earlier.ts';
import { decimal, influencedRevenue, sourcedRevenue } from '../../kpi/revenue.ts';
import { Tally } from '../../kpi/tally.ts';
import { type Asked, headOf } from '../asked.ts';
import { gathered } from '../left-out.ts';
import { lastComplete } from '../periods.ts';
import { openPartnerDeals, qualityOf } from '../quality.ts';
import type { WeeklyReport } from '../report.ts';
import { expiredRegistrations } from './expired.ts';
import { pipelineRows } from './pipeline.ts';
import { stalledDeals } from './stalled.ts';
import { trainingTrend } from './training.ts';

const weeklyKpis = ['registered-deals', 'portal-engagement', 'content-adoption'] as const;

/** Rules 5.1–5.4 and the weekly KPIs. `since`: as-of of the digest before, ms; null: since the start of the last complete week. */
export function weeklyReport(asked: Asked, since: number | null): WeeklyReport {
  const { calculator, scope, asOf } = asked;
  const week = lastComplete(asked, 'week');
  const isNew = (expiresAt: number): boolean => (since === null ? expiresAt >= week.start : expiresAt > since);
  const open = openPartnerDeals(asked);
  const leftOut = new Tally();
  const pipeline = pipelineRows(asked, open, leftOut);
  const kpis = weeklyKpis.map((kpi) => answerScope(calculator, scope, { kpi, asOf }));
  return {
    ...headOf(asked),
    report: 'weekly',
    period: periodInfo(week),
    ...expiredRegistrations(asked, isNew),
    stalled: stalledDeals(asked),
    pipeline,
    training: trainingTrend(asked),
    kpis,
    lastQuarter: lastQuarter(asked),
    leftOut: gathered(leftOut.list(), kpis),
    quality: qualityOf(asked, open),
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
