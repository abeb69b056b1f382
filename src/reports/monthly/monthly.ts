import { answerScope } from '../../kpi/compose.ts';
import { periodInfo } from '../../kpi/earlier.ts';
import { type Asked, headOf } from '../asked.ts';
import { goalsOf } from '../goals.ts';
import { gathered } from '../left-out.ts';
import { lastComplete } from '../periods.ts';
import { openPartnerDeals, qualityOf } from '../quality.ts';
import type { MonthlyReport } from '../report.ts';
import { cohortRows } from './cohorts.ts';
import { expiringCertifications } from './expiring.ts';

const monthlyKpis = ['onboarding-completion', 'training-certification'] as const;

/** The readiness KPIs of the last complete month, by cohort at equal age, with what expires and which goals were reached. */
export function monthlyReport(asked: Asked): MonthlyReport {
  const { calculator, scope, asOf } = asked;
  const month = lastComplete(asked, 'month');
  const kpis = monthlyKpis.map((kpi) => answerScope(calculator, scope, { kpi, asOf }));
  return {
    ...headOf(asked),
    report: 'monthly',
    period: periodInfo(month),
    kpis,
    cohorts: cohortRows(asked, month.lastDay),
    expiring: expiringCertifications(asked),
    goals: goalsOf(kpis),
    leftOut: gathered([], kpis),
    quality: qualityOf(asked, openPartnerDeals(asked)),
  };
}
