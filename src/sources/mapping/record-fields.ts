import { dealTypes, historyFields, type RecordType, registrationStatuses } from '../../records/records.ts';

/** Records that others point at. */
export type Referred = 'partner' | 'deal' | 'registration' | 'asset';

/** What a field holds, hence how a cell of the CRM is read. */
export type Kind =
  | {
      readonly type:
        | 'text'
        | 'list'
        | 'stamp'
        | 'date'
        | 'decimal'
        | 'rate'
        | 'number'
        | 'not-negative'
        | 'score'
        | 'boolean'
        | 'currency'
        | 'email'
        | 'person';
    }
  | { readonly type: 'words'; readonly words: readonly string[] }
  | { readonly type: 'reference'; readonly to: Referred };

export interface FieldRule {
  readonly kind: Kind;
  /** A row without it is rejected, so an entry must map it. */
  readonly required: boolean;
  /** Not part of the record: used to find it only. */
  readonly aside?: boolean;
}

const text: Kind = { type: 'text' };
const stamp: Kind = { type: 'stamp' };
const boolean: Kind = { type: 'boolean' };
const person: Kind = { type: 'person' };
const words = (...list: readonly string[]): Kind => ({ type: 'words', words: list });
const to = (record: Referred): Kind => ({ type: 'reference', to: record });
const must = (kind: Kind): FieldRule => ({ kind, required: true });
const may = (kind: Kind): FieldRule => ({ kind, required: false });

/** Types that a mapping can fill: targets are the program's own, no CRM has them. */
export type MappedType = Exclude<RecordType, 'target'>;
export type FieldRules = Readonly<Record<string, FieldRule>>;

/** The fields of each record that can be mapped; `id`, `source` and `url` come with the row. */
export const recordFields: Readonly<Record<MappedType, FieldRules>> = {
  partner: {
    name: must(text),
    aliases: may({ type: 'list' }),
    tier: may(text),
    region: may(text),
    motion: may(text),
    manager: may({ type: 'email' }),
    active: may(boolean),
    joinedAt: may(stamp),
    onboardingStartedAt: may(stamp),
    onboardingCompletedAt: may(stamp),
    mergedInto: may(to('partner')),
    domain: { kind: text, required: false, aside: true },
  },
  'partner-history': {
    partner: must(to('partner')),
    field: must(words(...historyFields)),
    value: may(text),
    validFrom: must(stamp),
  },
  deal: {
    name: must(text),
    amount: may({ type: 'decimal' }),
    currency: may({ type: 'currency' }),
    type: may(words(...dealTypes)),
    stage: may(text),
    status: must(words('open', 'won', 'lost')),
    createdAt: must(stamp),
    closedAt: may(stamp),
    expectedCloseOn: may(stamp),
    stageEnteredAt: may(stamp),
    lastActivityAt: may(stamp),
    owner: may({ type: 'email' }),
    account: may(text),
    registration: may(to('registration')),
    direct: may(boolean),
  },
  attribution: { deal: must(to('deal')), partner: must(to('partner')), role: must(words('sourced', 'influenced')) },
  registration: {
    partner: must(to('partner')),
    deal: may(to('deal')),
    account: may(text),
    status: must(words(...registrationStatuses)),
    submittedAt: must(stamp),
    decidedAt: may(stamp),
    expiresAt: may(stamp),
  },
  'onboarding-step': {
    partner: must(to('partner')),
    step: must(text),
    order: must({ type: 'number' }),
    startedAt: may(stamp),
    completedAt: may(stamp),
  },
  training: {
    partner: must(to('partner')),
    person: may(person),
    module: must(text),
    required: may(boolean),
    assignedAt: may(stamp),
    completedAt: may(stamp),
  },
  certification: {
    partner: must(to('partner')),
    person: may(person),
    name: must(text),
    earnedAt: must(stamp),
    expiresAt: may(stamp),
    revokedAt: may(stamp),
  },
  asset: { title: must(text), publishedAt: may(stamp), retiredAt: may(stamp) },
  'content-event': {
    partner: must(to('partner')),
    asset: must(to('asset')),
    kind: must(words('view', 'download', 'share')),
    at: must(stamp),
  },
  'portal-session': {
    partner: must(to('partner')),
    person: may(person),
    at: must(stamp),
    durationSeconds: may({ type: 'not-negative' }),
    pages: may({ type: 'not-negative' }),
    failed: may(boolean),
  },
  touch: {
    partner: must(to('partner')),
    kind: must(words('email', 'call', 'co-sell', 'live-training', 'office-hours', 'chat')),
    at: must(stamp),
    deal: may(to('deal')),
  },
  'survey-response': {
    partner: must(to('partner')),
    respondent: may(person),
    kind: must(words('nps', 'csat')),
    score: may({ type: 'score' }),
    milestone: may(words('onboarding', 'quarterly', 'program-change', 'other')),
    topic: may(text),
    invitedAt: may(stamp),
    at: may(stamp),
  },
  'program-event': {
    date: must(stamp),
    kind: must(words('launch', 'program-change', 'campaign')),
    title: must(text),
  },
  'exchange-rate': { currency: must({ type: 'currency' }), date: must({ type: 'date' }), rate: must({ type: 'rate' }) },
};

export const mappedTypes = [
  'partner',
  'partner-history',
  'deal',
  'attribution',
  'registration',
  'onboarding-step',
  'training',
  'certification',
  'asset',
  'content-event',
  'portal-session',
  'touch',
  'survey-response',
  'program-event',
  'exchange-rate',
] as const satisfies readonly MappedType[];

/** Records with an id of their own; all others are events. */
export const hasId = (record: MappedType): boolean =>
  record === 'partner' || record === 'deal' || record === 'registration' || record === 'asset';

const ruleLists: ReadonlyMap<MappedType, readonly (readonly [string, FieldRule])[]> = new Map(
  mappedTypes.map((record) => [record, Object.entries(recordFields[record]).filter(([, { aside }]) => aside !== true)]),
);

/** The fields that a record consists of, each with its rule. */
export const rulesOf = (record: MappedType): readonly (readonly [string, FieldRule])[] => ruleLists.get(record) ?? [];
