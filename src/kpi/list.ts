/** The eight KPIs (rule 3): the closed list that names, texts and schemas are typed by. */
export const kpiIds = [
  'sourced-revenue',
  'registered-deals',
  'time-to-first-deal',
  'onboarding-completion',
  'training-certification',
  'content-adoption',
  'portal-engagement',
  'partner-satisfaction',
] as const;
export type KpiId = (typeof kpiIds)[number];

export type Area = 'engagement' | 'readiness' | 'revenue outcome';
export type Kind = 'leading' | 'lagging';
export type Cadence = 'weekly' | 'monthly' | 'quarterly';
export type Unit = 'money' | 'count' | 'days' | 'share' | 'score';

export const segmentKeys = ['tier', 'region', 'motion', 'manager', 'enablement'] as const;
export type SegmentKey = (typeof segmentKeys)[number];
export type Segment = { readonly [K in SegmentKey]?: string };
