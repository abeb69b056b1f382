// long: reports of all three kinds, ordinary and extreme, written by hand.
import type { Analyst } from '../../../src/kpi/analyst.ts';
import type { KpiAnswer } from '../../../src/kpi/answer.ts';
import type { KpiId } from '../../../src/kpi/list.ts';
import type {
  MonthlyReport,
  QuarterlyReport,
  RegistrationRow,
  Report,
  StalledRow,
  WeeklyReport,
} from '../../../src/reports/report.ts';
import type { Restated } from '../../../src/reports/restated.ts';
import type { DigestContent } from '../../../src/slack/digests/content.ts';
import { NOW } from '../program.ts';

const AS_OF = new Date(NOW).toISOString();
const crm = (record: string, id: string): string => `https://crm.example.com/${record}/${id}`;

export const partner = (n: number) => ({ id: `P-${n}`, name: `Partner ${n} GmbH`, url: crm('partner', `P-${n}`) });

export const registration = (n: number, given: Partial<RegistrationRow> = {}): RegistrationRow => ({
  record: 'registration',
  id: `R-${n}`,
  group: 'new',
  partner: partner(n),
  manager: 'maya.brandt@example.com',
  account: `Customer ${n}`,
  expiresOn: '2026-11-20',
  days: 4,
  amount: `${1000 + n}.50`,
  deal: `D-R${n}`,
  url: crm('registration', `R-${n}`),
  ...given,
});

export const stalledDeal = (n: number, given: Partial<StalledRow> = {}): StalledRow => ({
  record: 'deal',
  id: `D-${n}`,
  name: `Deal ${n}`,
  partner: partner(n),
  manager: 'jonas.keller@example.com',
  stage: 'Negotiation',
  days: 30 + n,
  amount: `${20_000 + n}.00`,
  url: crm('deal', `D-${n}`),
  ...given,
});

const common = (kpis: readonly KpiAnswer[]) => ({
  version: 1 as const,
  definitionVersion: 1,
  asOf: AS_OF,
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  dataAsOf: { files: new Date(NOW - 12 * 60_000).toISOString() },
  scope: { segment: {}, partners: null },
  leftOut: [
    { reason: 'no-amount' as const, count: 2 },
    { reason: 'no-publication-date' as const, count: 1 },
  ],
  quality: { partnersWithoutManager: 3, activePartners: 57, dealsWithoutAmount: 4, dealsUnconverted: 1 },
  kpis,
});

const answers = (analyst: Analyst, kpis: readonly KpiId[]): readonly KpiAnswer[] =>
  kpis.map((kpi) => analyst.answer({ kpi, asOf: NOW }));

const WEEKS = [
  '2026-09-28',
  '2026-10-05',
  '2026-10-12',
  '2026-10-19',
  '2026-10-26',
  '2026-11-02',
  '2026-11-09',
  '2026-11-16',
];

export function weekly(analyst: Analyst, given: Partial<WeeklyReport> = {}): WeeklyReport {
  const kpis = answers(analyst, ['registered-deals', 'portal-engagement', 'content-adoption']);
  const first = kpis[0];
  if (first === undefined) throw new Error('no answer');
  return {
    ...common(kpis),
    report: 'weekly',
    period: first.period,
    expired: [
      registration(1, { amount: '84000.00' }),
      registration(2, { amount: null }),
      registration(3, { group: 'older', expiresOn: '2026-10-02', days: 53, account: null }),
      registration(4, { group: 'date-unknown', expiresOn: null, days: null, url: null }),
    ],
    lastQuarter: {
      period: { name: '2026-Q3', start: '2026-06-30T22:00:00.000Z', end: '2026-09-30T22:00:00.000Z', running: false },
      sourced: '731900.00',
      influenced: '42200.00',
    },
    expiredOlder: 11,
    expiring: [registration(5, { group: 'coming', expiresOn: '2026-11-28', days: 4, amount: '12500.00' })],
    stalled: [
      stalledDeal(1, { days: 112, amount: '148000.00' }),
      stalledDeal(2, { days: 61, stage: null }),
      stalledDeal(3, { partner: null, manager: null, amount: null }),
    ],
    pipeline: [
      pipe('Qualified', 'overdue', 40_000, 2, 0, 0),
      pipe('Qualified', '2026-12', 310_000, 9, 120_000, 3),
      pipe('Proposal', 'overdue', 96_000, 3, 15_000, 1),
      pipe('Proposal', '2026-11', 60_000, 2, 0, 0),
      pipe('Proposal', '2027-01', 180_000, 4, 55_000, 2),
      pipe('Negotiation', '2026-11', 220_000, 5, 90_000, 2),
      pipe('Negotiation', 'unknown', 30_000, 1, 0, 0),
    ],
    training: WEEKS.flatMap((week, index) => [
      train(week, 'Gold', '2025-Q1', 8, 5 + Math.min(2, index >> 1), 1),
      train(week, 'Silver', '2025-Q4', 14, 6 + (index >> 1), 2),
      train(week, 'Silver', '2026-Q2', 9, 1 + (index >> 1), index % 3),
      train(week, 'Registered', '2026-Q2', 11, index >> 2, 0),
      train(week, null, null, 0, 0, index === 7 ? 1 : 0),
    ]),
    ...given,
  };
}

const pipe = (
  stage: string,
  month: string,
  sourced: number,
  sourcedDeals: number,
  influenced: number,
  influencedDeals: number,
) => ({
  stage,
  month,
  sourced: `${sourced}.00`,
  sourcedDeals,
  influenced: `${influenced}.00`,
  influencedDeals,
});

const train = (
  week: string,
  tier: string | null,
  cohort: string | null,
  withRequired: number,
  trained: number,
  completions: number,
) => ({ week, tier, cohort, withRequired, trained, completions });

export function monthly(analyst: Analyst, given: Partial<MonthlyReport> = {}): MonthlyReport {
  const kpis = answers(analyst, ['onboarding-completion', 'training-certification']);
  const first = kpis[0];
  if (first === undefined) throw new Error('no answer');
  return {
    ...common(kpis),
    report: 'monthly',
    period: first.period,
    cohorts: [
      {
        cohort: '2025-Q4',
        partners: 12,
        within30: 0.25,
        within60: 0.5,
        within90: 0.75,
        certified: 0.67,
        trained: 0.75,
      },
      {
        cohort: '2026-Q1',
        partners: 9,
        within30: 0.33,
        within60: 0.56,
        within90: 0.78,
        certified: 0.56,
        trained: 0.67,
      },
      {
        cohort: '2026-Q2',
        partners: 14,
        within30: 0.21,
        within60: 0.43,
        within90: 0.57,
        certified: 0.36,
        trained: 0.5,
      },
      {
        cohort: '2026-Q3',
        partners: 7,
        within30: 0.29,
        within60: null,
        within90: null,
        certified: 0.14,
        trained: 0.29,
      },
    ],
    expiring: [1, 2, 3].map((n) => ({
      partner: partner(n),
      manager: n === 2 ? null : 'maya.brandt@example.com',
      name: n === 3 ? 'Sales Professional' : 'Solution Architect',
      expiresOn: `2026-12-0${n}`,
      days: 6 + n,
    })),
    goals: [
      { kpi: 'onboarding-completion', figure: 'rate', value: 0.7, actual: 0.58, reached: false },
      { kpi: 'training-certification', figure: 'certificationRate', value: 0.5, actual: 0.54, reached: true },
      { kpi: 'training-certification', figure: 'trainingRate', value: 0.6, actual: null, reached: null },
    ],
    ...given,
  };
}

export function quarterly(analyst: Analyst, given: Partial<QuarterlyReport> = {}): QuarterlyReport {
  const kpis = answers(analyst, ['sourced-revenue', 'time-to-first-deal', 'partner-satisfaction']);
  const first = kpis[0];
  if (first === undefined) throw new Error('no answer');
  const signals = (now: number) => ({ now, before: 100 - now });
  return {
    ...common(kpis),
    report: 'quarterly',
    period: first.period,
    movers: [
      ...[1, 2].map((n) => ({
        partner: partner(n),
        manager: 'maya.brandt@example.com',
        movement: 'down' as const,
        signals: { registrations: signals(30), engagement: signals(20), pipeline: signals(50) },
      })),
      { partner: partner(3), manager: null, movement: 'up', signals: null },
    ],
    firstDeals: {
      period: first.period,
      figures: {
        cohort: 11,
        earlierDeal: 1,
        closed: 5,
        closedMedianDays: 71,
        closedMeanDays: 88,
        medianDays: 120,
        share90: 0.3,
        share180: null,
      },
      inQuarter: 2,
    },
    goals: [{ kpi: 'sourced-revenue', figure: 'sourced', value: '900000.00', actual: '861250.00', reached: false }],
    ...given,
  };
}

export const restated: readonly Restated[] = [
  {
    kpi: 'sourced-revenue',
    figure: 'sourced',
    period: '2026-Q2',
    before: '412000.00',
    after: '398000.00',
    reasons: [
      {
        reason: 'reopened',
        count: 2,
        value: '-11000.00',
        records: [1, 2].map((n) => ({ record: 'deal', id: `D-${n}`, label: `Deal ${n}`, url: crm('deal', `D-${n}`) })),
      },
      {
        reason: 'amount-changed',
        count: 1,
        value: '-3000.00',
        records: [{ record: 'deal', id: 'D-3', label: null, url: crm('deal', 'D-3') }],
      },
    ],
  },
];

/** A content around a report, as one of a subscription that was told on time. */
export const content = (report: Report, given: Partial<DigestContent> = {}): DigestContent => ({
  report,
  subscription: 'S-1',
  restated: [],
  work: new Map(),
  late: null,
  stale: [],
  account: { sent: 41, late: 0, lateReason: null, failed: 0 },
  next: { at: new Date(NOW + 6 * 86_400_000).toISOString(), zone: 'America/New_York' },
  ...given,
});

export const nothing = {
  weekly: (analyst: Analyst): WeeklyReport => {
    const report = weekly(analyst);
    const kpis = report.kpis.map((answer) => ({
      ...answer,
      figures: Object.fromEntries(Object.keys(answer.figures).map((key) => [key, key === 'rate' ? null : 0])),
    }));
    return { ...report, kpis, expired: [], expiredOlder: 0, expiring: [], stalled: [], pipeline: [], training: [] };
  },
};

/** Everything that can be unknown is unknown. */
export const unknownRows = {
  expired: [
    registration(1, {
      group: 'date-unknown',
      manager: null,
      account: null,
      expiresOn: null,
      days: null,
      amount: null,
      url: null,
    }),
  ],
  stalled: [stalledDeal(1, { partner: null, manager: null, stage: null, amount: null, url: null })],
};

/** Five hundred rows of each kind. */
export const many = {
  expired: Array.from({ length: 500 }, (_, n) => registration(n, { group: n < 200 ? 'new' : 'older' })),
  expiring: Array.from({ length: 500 }, (_, n) => registration(1000 + n, { group: 'coming' })),
  stalled: Array.from({ length: 500 }, (_, n) => stalledDeal(n)),
};
