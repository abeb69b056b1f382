import {
  type AnyRecord,
  type ContentEvent,
  type Deal,
  keyOf,
  type Partner,
  type PartnerHistory,
} from '../../src/records/records.ts';
import type { PageEnd, PublishInput } from '../../src/store/store.ts';

export const seenAt = '2026-09-01T10:00:00.000Z';

export const partner = (id: string, fields: Partial<Partner> = {}): Partner => ({
  record: 'partner',
  source: 'exports',
  id,
  url: null,
  name: `Partner ${id}`,
  aliases: [],
  tier: null,
  region: null,
  motion: null,
  manager: null,
  active: null,
  joinedAt: null,
  onboardingStartedAt: null,
  onboardingCompletedAt: null,
  mergedInto: null,
  ...fields,
});

export const deal = (id: string, fields: Partial<Deal> = {}): Deal => ({
  record: 'deal',
  source: 'exports',
  id,
  url: null,
  name: `Deal ${id}`,
  amount: null,
  currency: null,
  type: null,
  stage: null,
  status: 'open',
  createdAt: '2026-01-02',
  closedAt: null,
  expectedCloseOn: null,
  stageEnteredAt: null,
  lastActivityAt: null,
  owner: null,
  account: null,
  registration: null,
  direct: null,
  ...fields,
});

export const view = (partnerId: string, asset: string, fields: Partial<ContentEvent> = {}): ContentEvent => ({
  record: 'content-event',
  source: 'exports',
  id: null,
  partner: keyOf('exports', partnerId),
  asset: keyOf('exports', asset),
  kind: 'view',
  at: '2026-03-01T08:00:00.000Z',
  ...fields,
});

export const history = (partnerId: string, fields: Partial<PartnerHistory> = {}): PartnerHistory => ({
  record: 'partner-history',
  source: 'exports',
  id: null,
  partner: keyOf('exports', partnerId),
  field: 'tier',
  value: 'Gold',
  validFrom: '2026-01-01',
  ...fields,
});

const event = { source: 'exports', id: null, partner: keyOf('exports', 'a') } as const;

/** One or two records of every type, with values and without, in the order of loading. */
export const everything: readonly AnyRecord[] = [
  partner('a', {
    url: 'https://crm.example/a',
    name: 'Acme "Ünïted" | 株式会社\nLtd',
    aliases: ['acme', 'a|b', ''],
    tier: 'Gold',
    region: 'DACH',
    motion: 'reseller',
    manager: 'mia@example.com',
    active: true,
    joinedAt: '2025-01-31',
    onboardingStartedAt: '2025-02-01T09:00:00.000Z',
    onboardingCompletedAt: '2025-03-01',
    mergedInto: keyOf('other', 'b'),
  }),
  partner('b', { active: false }),
  history('a'),
  history('a', { field: 'active', value: null, validFrom: '2026-02-01T00:00:00.000Z' }),
  deal('d/1', {
    amount: '-12345678901234567890.123456789',
    currency: 'EUR',
    type: 'expansion',
    stage: 'Closed won',
    status: 'won',
    closedAt: '2026-04-01T22:30:00.000Z',
    registration: keyOf('exports', 'r1'),
    direct: false,
  }),
  deal('d2', { direct: true }),
  { record: 'attribution', ...event, deal: keyOf('exports', 'd/1'), role: 'sourced' },
  {
    record: 'registration',
    ...event,
    id: 'r1',
    url: null,
    deal: keyOf('exports', 'd/1'),
    account: 'Contoso',
    status: 'approved',
    submittedAt: '2026-02-01',
    decidedAt: '2026-02-03T10:00:00.000Z',
    expiresAt: null,
  },
  { record: 'onboarding-step', ...event, step: 'Contract', order: 1.5, startedAt: '2026-01-01', completedAt: null },
  {
    record: 'training',
    ...event,
    person: '0123456789abcdef0123456789abcdef',
    module: 'Basics',
    required: true,
    assignedAt: null,
    completedAt: '2026-01-05',
  },
  { record: 'training', ...event, person: null, module: 'Basics', required: null, assignedAt: null, completedAt: null },
  {
    record: 'certification',
    ...event,
    person: null,
    name: 'Seller',
    earnedAt: '2026-01-01',
    expiresAt: '2027-01-01',
    revokedAt: null,
  },
  { record: 'asset', source: 'exports', id: 'x', title: 'Battle card', publishedAt: '2025-12-01', retiredAt: null },
  view('a', 'x'),
  {
    record: 'portal-session',
    ...event,
    person: null,
    at: '2026-05-01T00:00:00.000Z',
    durationSeconds: 12.25,
    pages: 0,
    failed: false,
  },
  { record: 'touch', ...event, kind: 'co-sell', at: '2026-05-02', deal: keyOf('exports', 'd2') },
  {
    record: 'survey-response',
    ...event,
    respondent: null,
    kind: 'nps',
    score: 10,
    milestone: 'quarterly',
    topic: null,
    invitedAt: '2026-05-01',
    at: null,
  },
  { record: 'program-event', source: 'exports', id: null, date: '2026-06-01', kind: 'launch', title: 'New portal' },
  {
    record: 'target',
    source: 'exports',
    id: null,
    kpi: 'sourced-revenue',
    figure: 'revenue',
    period: '2026-Q3',
    value: '100000.50',
    segment: null,
  },
  { record: 'exchange-rate', source: 'exports', id: null, currency: 'USD', date: '2026-01-01', rate: '0.92' },
];

async function* stream<R>(records: Iterable<R>): AsyncGenerator<R> {
  yield* records;
}

/** A publication of these records by the source `exports`, seen at `seenAt`. */
export const publication = (
  records: Iterable<AnyRecord | PageEnd> | AsyncIterable<AnyRecord | PageEnd>,
  input: Partial<PublishInput> = {},
): PublishInput => ({
  source: 'exports',
  kind: 'files',
  seenAt,
  records: Symbol.asyncIterator in records ? records : stream(records),
  acceptDeletions: false,
  rejected: () => ({ rows: 0, fields: 0 }),
  ...input,
});
