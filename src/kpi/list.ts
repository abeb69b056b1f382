import type { RecordType } from '../records/records.ts';
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

/** What every answer rests on, since each has the revenue beside it (rule 3.9). */
const beside: readonly RecordType[] = ['partner', 'partner-history', 'deal', 'attribution', 'exchange-rate', 'target'];

/** Whether the figures of a KPI (null: of all of them) rest on records of a type. */
export const restsOn = (kpi: KpiId | null, type: string): boolean =>
  kpi === null || beside.some((one) => one === type) || kpiOf(kpi).rests.some((one) => one === type);
