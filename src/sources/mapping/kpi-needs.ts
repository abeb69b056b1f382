import type { MappedType } from './record-fields.ts';

/** One thing that a KPI rests on: any of these fields (null: any record of the type). */
export interface KpiNeed {
  readonly any: readonly (readonly [MappedType, string | null])[];
  readonly answers: string;
}

export interface KpiNeeds {
  readonly kpi: string;
  /** Without one of these there is no answer. */
  readonly needs: readonly KpiNeed[];
  /** Without one of these, some figure stays unknown. */
  readonly wants: readonly KpiNeed[];
}

const need = (answers: string, ...any: readonly (readonly [MappedType, string | null])[]): KpiNeed => ({
  any,
  answers,
});
const partners = need('the KPI', ['partner', 'name']);

/** Every KPI stands beside revenue. */
const revenue: readonly KpiNeed[] = [
  need('revenue', ['deal', 'amount']),
  need('revenue', ['deal', 'closedAt']),
  need('revenue', ['attribution', 'role']),
];

const segments: readonly KpiNeed[] = [
  need('segments by tier', ['partner', 'tier']),
  need('segments by region', ['partner', 'region']),
];

const activity: readonly KpiNeed[] = [
  need('active partners, which are guessed by what they do', ['partner', 'active']),
];

/** What each KPI (rule 3) needs of the records; a test compares the names with the list of KPIs. */
export const kpiNeeds: readonly KpiNeeds[] = [
  {
    kpi: 'sourced-revenue',
    needs: [partners, ...revenue],
    wants: [
      need('amounts in other currencies', ['deal', 'currency']),
      need('amounts in other currencies', ['exchange-rate', 'rate']),
      need('the split by deal type', ['deal', 'type']),
      ...segments,
    ],
  },
  {
    kpi: 'registered-deals',
    needs: [partners, need('the KPI', ['registration', 'status'])],
    wants: [
      need('days to the decision', ['registration', 'decidedAt']),
      need('expired registrations', ['registration', 'expiresAt']),
      need('the share won', ['registration', 'deal'], ['deal', 'registration']),
      ...revenue,
      ...segments,
    ],
  },
  {
    kpi: 'time-to-first-deal',
    needs: [partners, need('the cohort', ['partner', 'onboardingCompletedAt']), ...revenue.slice(1)],
    wants: [...revenue.slice(0, 1), ...segments],
  },
  {
    kpi: 'onboarding-completion',
    needs: [
      partners,
      need('the cohort', ['partner', 'onboardingStartedAt']),
      need('who completed', ['partner', 'onboardingCompletedAt']),
    ],
    wants: [
      need('steps and bottleneck', ['onboarding-step', 'completedAt']),
      need('who is activated', ['registration', 'submittedAt'], ['attribution', 'role']),
      ...revenue,
      ...segments,
    ],
  },
  {
    kpi: 'training-certification',
    needs: [partners, need('the KPI', ['training', 'completedAt'], ['certification', 'earnedAt'])],
    wants: [
      need('training', ['training', 'completedAt']),
      need('required modules', ['training', 'required']),
      need('people trained', ['training', 'person']),
      need('certification', ['certification', 'earnedAt']),
      need('certificates about to expire', ['certification', 'expiresAt']),
      need('joining cohorts', ['partner', 'joinedAt']),
      ...activity,
      ...revenue,
      ...segments,
    ],
  },
  {
    kpi: 'content-adoption',
    needs: [partners, need('the KPI', ['content-event', 'at'])],
    wants: [need('low adoption', ['asset', 'publishedAt']), ...activity, ...revenue, ...segments],
  },
  {
    kpi: 'portal-engagement',
    needs: [partners, need('the KPI', ['portal-session', 'at'])],
    wants: [
      need('session length', ['portal-session', 'durationSeconds']),
      need('pages per session', ['portal-session', 'pages']),
      need('login friction', ['portal-session', 'failed']),
      need('engagement off the portal', ['touch', 'at'], ['registration', 'submittedAt']),
      ...activity,
      ...revenue,
      ...segments,
    ],
  },
  {
    kpi: 'partner-satisfaction',
    needs: [partners, need('the KPI', ['survey-response', 'score']), need('the KPI', ['survey-response', 'at'])],
    wants: [
      need('the response rate', ['survey-response', 'invitedAt']),
      need('the latest answer of each person', ['survey-response', 'respondent']),
      need('answers by milestone', ['survey-response', 'milestone']),
      need('answers by topic', ['survey-response', 'topic']),
      ...revenue,
      ...segments,
    ],
  },
];
