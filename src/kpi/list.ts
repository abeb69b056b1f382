import { contentAdoptionKpi } from './content-adoption/kpi.ts';
import type { Kpi } from './definition.ts';
import { onboardingCompletionKpi } from './onboarding-completion/kpi.ts';
import { partnerSatisfactionKpi } from './partner-satisfaction/kpi.ts';
import { portalEngagementKpi } from './portal-engagement/kpi.ts';
import { registeredDealsKpi } from './registered-deals/kpi.ts';
import { sourcedRevenueKpi } from './sourced-revenue/kpi.ts';
import { timeToFirstDealKpi } from './time-to-first-deal/kpi.ts';
import { trainingCertificationKpi } from './training-certification/kpi.ts';

/** The eight KPIs (rule 3), in the order in which they are shown. A new one is its folder and one line here. */
export const kpis = [
  sourcedRevenueKpi,
  registeredDealsKpi,
  timeToFirstDealKpi,
  onboardingCompletionKpi,
  trainingCertificationKpi,
  contentAdoptionKpi,
  portalEngagementKpi,
  partnerSatisfactionKpi,
] as const;

export type KpiId = (typeof kpis)[number]['id'];

export const kpiIds: readonly KpiId[] = kpis.map((kpi) => kpi.id);

/** The KPI of an id. */
export function kpiOf(id: KpiId): Kpi<KpiId> {
  const kpi: Kpi<KpiId> | undefined = kpis.find((k) => k.id === id);
  if (kpi === undefined) throw new RangeError(`no KPI ${id}`);
  return kpi;
}
