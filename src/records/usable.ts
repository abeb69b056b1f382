import {
  type AnyRecord,
  dealTypes,
  decimalPattern,
  historyFields,
  type RecordOf,
  type RecordType,
  recordSchemas,
  registrationStatuses,
  sourceName,
  stamp,
} from './records.ts';

type Check = (value: unknown) => boolean;

// What the schemas say, a tenth as expensive: asked for each record of a CRM. A test holds the two together.
const commonStamp = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])(?:T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z)?$/;
const currencyPattern = /^[A-Z]{3}$/;

const text: Check = (value) => typeof value === 'string' && value !== '';
const key: Check = (value) => typeof value === 'string' && value.indexOf('/') > 0;
const decimal: Check = (value) => typeof value === 'string' && decimalPattern.test(value);
const currency: Check = (value) => typeof value === 'string' && currencyPattern.test(value);
const moment: Check = (value) =>
  typeof value === 'string' && (commonStamp.test(value) || stamp.safeParse(value).success);
const date: Check = (value) => typeof value === 'string' && value.length === 10 && moment(value);
const flag: Check = (value) => typeof value === 'boolean';
const number: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const notNegative: Check = (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0;
const whole: Check = (value) => Number.isSafeInteger(value);
const none: Check = (value) => value === null;
const texts: Check = (value) => Array.isArray(value) && value.every(text);
const may =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const word =
  (...words: readonly unknown[]): Check =>
  (value) =>
    words.includes(value);

/** The source of nearly every record is that of the one before it. */
let knownSource = '';
const source: Check = (value) => {
  if (typeof value !== 'string') return false;
  if (value === knownSource) return true;
  if (!sourceName.safeParse(value).success) return false;
  knownSource = value;
  return true;
};

const named = { source, id: text };
const event = { source, id: none };

/** In the order of the schemas. */
const checks: { readonly [T in RecordType]: { readonly [F in keyof RecordOf<T>]: Check } } = {
  partner: {
    record: word('partner'),
    ...named,
    url: may(text),
    name: text,
    aliases: texts,
    tier: may(text),
    region: may(text),
    motion: may(text),
    manager: may(text),
    active: may(flag),
    joinedAt: may(moment),
    onboardingStartedAt: may(moment),
    onboardingCompletedAt: may(moment),
    mergedInto: may(key),
  },
  'partner-history': {
    record: word('partner-history'),
    ...event,
    partner: key,
    field: word(...historyFields),
    value: may(text),
    validFrom: moment,
  },
  deal: {
    record: word('deal'),
    ...named,
    url: may(text),
    name: text,
    amount: may(decimal),
    currency: may(currency),
    type: may(word(...dealTypes)),
    stage: may(text),
    status: word('open', 'won', 'lost'),
    createdAt: moment,
    closedAt: may(moment),
    expectedCloseOn: may(moment),
    stageEnteredAt: may(moment),
    lastActivityAt: may(moment),
    owner: may(text),
    account: may(text),
    registration: may(key),
    direct: may(flag),
  },
  attribution: {
    record: word('attribution'),
    ...event,
    deal: key,
    partner: key,
    role: word('sourced', 'influenced'),
  },
  registration: {
    record: word('registration'),
    ...named,
    url: may(text),
    partner: key,
    deal: may(key),
    account: may(text),
    status: word(...registrationStatuses),
    submittedAt: moment,
    decidedAt: may(moment),
    expiresAt: may(moment),
  },
  'onboarding-step': {
    record: word('onboarding-step'),
    ...event,
    partner: key,
    step: text,
    order: number,
    startedAt: may(moment),
    completedAt: may(moment),
  },
  training: {
    record: word('training'),
    ...event,
    partner: key,
    person: may(text),
    module: text,
    required: may(flag),
    assignedAt: may(moment),
    completedAt: may(moment),
  },
  certification: {
    record: word('certification'),
    ...event,
    partner: key,
    person: may(text),
    name: text,
    earnedAt: moment,
    expiresAt: may(moment),
    revokedAt: may(moment),
  },
  asset: { record: word('asset'), ...named, title: text, publishedAt: may(moment), retiredAt: may(moment) },
  'content-event': {
    record: word('content-event'),
    ...event,
    partner: key,
    asset: key,
    kind: word('view', 'download', 'share'),
    at: moment,
  },
  'portal-session': {
    record: word('portal-session'),
    ...event,
    partner: key,
    person: may(text),
    at: moment,
    durationSeconds: may(notNegative),
    pages: may(notNegative),
    failed: may(flag),
  },
  touch: {
    record: word('touch'),
    ...event,
    partner: key,
    kind: word('email', 'call', 'co-sell', 'live-training', 'office-hours', 'chat'),
    at: moment,
    deal: may(key),
  },
  'survey-response': {
    record: word('survey-response'),
    ...event,
    partner: key,
    respondent: may(text),
    kind: word('nps', 'csat'),
    score: may(whole),
    milestone: may(word('onboarding', 'quarterly', 'program-change', 'other')),
    topic: may(text),
    invitedAt: may(moment),
    at: may(moment),
  },
  'program-event': {
    record: word('program-event'),
    ...event,
    date: moment,
    kind: word('launch', 'program-change', 'campaign'),
    title: text,
  },
  target: {
    record: word('target'),
    ...event,
    kpi: text,
    figure: text,
    period: text,
    value: decimal,
    segment: may(text),
  },
  'exchange-rate': { record: word('exchange-rate'), ...event, currency, date, rate: decimal },
};

const listed: ReadonlyMap<string, readonly (readonly [string, Check])[]> = new Map(
  Object.entries(checks).map(([type, own]) => [type, Object.entries(own)]),
);

type Draft = Readonly<Record<string, unknown>>;
const isRecord = (fields: readonly (readonly [string, Check])[], draft: Draft): draft is AnyRecord & Draft =>
  fields.every(([field, check]) => check(draft[field]));

/**
 * A draft of a record as the record that it is, its fields in the order of its schema; else the name of the first field that is wrong, empty
 * for one that no record has.
 */
export function usable(type: RecordType, draft: Draft): AnyRecord | string {
  const fields = listed.get(type) ?? [];
  const ordered: Record<string, unknown> = {};
  for (const [field] of fields) ordered[field] = draft[field];
  if (isRecord(fields, ordered) && Object.keys(draft).length === fields.length) return ordered;
  const parsed = recordSchemas[type].safeParse(draft);
  return parsed.success ? parsed.data : String(parsed.error.issues[0]?.path[0] ?? '');
}
