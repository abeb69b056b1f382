import { periodInfo } from '../../kpi/earlier.ts';
import { answersOf } from '../answers.ts';
import { type Asked, headOf } from '../asked.ts';
import { goalsOf } from '../goals.ts';
import { gathered } from '../left-out.ts';
import { lastComplete } from '../periods.ts';
import { openPartnerDeals, qualityOf } from '../quality.ts';
import type { MonthlyReport } from '../report.ts';
import type { Steps } from '../steps.ts';
import { cohortRows } from './cohorts.ts';
import { expiringCertifications } from './expiring.ts';

const monthlyKpis = ['onboarding-completion', 'training-certification'] as const;

/** The readiness KPIs of the last complete month, by cohort at equal age, with what expires and which goals were reached. */
export function* monthlyReport(asked: Asked): Steps<MonthlyReport> {
  const month = lastComplete(asked, 'month');
  const kpis = yield* answersOf(asked, monthlyKpis);
  const cohorts = cohortRows(asked, month.lastDay);
  yield;
  const expiring = expiringCertifications(asked);
  yield;
  return {
    ...headOf(asked),
    report: 'monthly',
    period: periodInfo(month),
    kpis,
    cohorts,
    expiring,
    goals: goalsOf(kpis),
    leftOut: gathered([], kpis),
    quality: qualityOf(asked, openPartnerDeals(asked)),
  };
}
