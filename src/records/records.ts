// long: the whole normalised model is one contract, to be read in one place.
import { z } from 'zod';

/**
 * The normalised model (rule 1): what every source delivers, the store keeps and `export` prints.
 * A record names itself in `record`, carries its `source`, and its `id` within that source (events have none).
 * References are keys `source/id`, so that one source may point at another's records.
 */

/** Source names are path-safe, so that the first `/` of a key always ends the source. */
export const sourceName = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens');

declare const keyBrand: unique symbol;
/** `source/id`: unique in the store. */
export type Key = string & { readonly [keyBrand]: true };

const isKey = (text: string): text is Key => text.indexOf('/') > 0;
const key = z.string().refine(isKey, 'source/id');

/** The key of a record: its source and its id within that source. */
export function keyOf(source: string, id: string): Key {
  const text = `${source}/${id}`;
  if (!isKey(text)) throw new RangeError(`a key needs a source: ${text}`);
  return text;
}

/** The id within its source; the part after the first `/`. */
export const idOfKey = (k: Key): string => k.slice(k.indexOf('/') + 1);
/** The source's name; the part before the first `/`. */
export const sourceOfKey = (k: Key): string => k.slice(0, k.indexOf('/'));

/**
 * A moment as the source gave it: a bare calendar date `YYYY-MM-DD`, or a UTC instant `YYYY-MM-DDTHH:MM:SS.sssZ`.
 * Bare dates stay dates in the store; only the reporting zone turns them into instants (rule 1.5).
 */
export const stamp = z.union([z.iso.date(), z.iso.datetime({ precision: 3 })]);
export type Stamp = z.infer<typeof stamp>;

export const decimalPattern = /^-?\d+(\.\d+)?$/;
/** An exact decimal in plain notation, as the source gave it (rule 2.5). */
export const decimal = z.string().regex(decimalPattern);
const currency = z.string().regex(/^[A-Z]{3}$/);
const text = z.string().min(1);
const optional = <T extends z.ZodType>(type: T) => type.nullable();

const named = { source: sourceName, id: text };
const event = { source: sourceName, id: z.null() };

export const partnerRecord = z.strictObject({
  record: z.literal('partner'),
  ...named,
  url: optional(text),
  name: text,
  aliases: z.array(text),
  tier: optional(text),
  region: optional(text),
  motion: optional(text),
  manager: optional(text),
  active: optional(z.boolean()),
  joinedAt: optional(stamp),
  onboardingStartedAt: optional(stamp),
  onboardingCompletedAt: optional(stamp),
  mergedInto: optional(key),
});

export const historyFields = ['tier', 'region', 'motion', 'manager', 'active'] as const;
export type HistoryField = (typeof historyFields)[number];

export const partnerHistoryRecord = z.strictObject({
  record: z.literal('partner-history'),
  ...event,
  partner: key,
  field: z.enum(historyFields),
  /** null: unknown from then on. `active` is 'true' or 'false'. */
  value: optional(text),
  validFrom: stamp,
});

export const dealTypes = ['new', 'expansion', 'renewal'] as const;

export const dealRecord = z.strictObject({
  record: z.literal('deal'),
  ...named,
  url: optional(text),
  name: text,
  amount: optional(decimal),
  currency: optional(currency),
  type: optional(z.enum(dealTypes)),
  stage: optional(text),
  status: z.enum(['open', 'won', 'lost']),
  createdAt: stamp,
  closedAt: optional(stamp),
  expectedCloseOn: optional(stamp),
  stageEnteredAt: optional(stamp),
  lastActivityAt: optional(stamp),
  owner: optional(text),
  account: optional(text),
  registration: optional(key),
  direct: optional(z.boolean()),
});

export const attributionRecord = z.strictObject({
  record: z.literal('attribution'),
  ...event,
  deal: key,
  partner: key,
  role: z.enum(['sourced', 'influenced']),
});

export const registrationStatuses = ['submitted', 'approved', 'rejected', 'expired', 'converted', 'withdrawn'] as const;

export const registrationRecord = z.strictObject({
  record: z.literal('registration'),
  ...named,
  url: optional(text),
  partner: key,
  deal: optional(key),
  account: optional(text),
  status: z.enum(registrationStatuses),
  submittedAt: stamp,
  decidedAt: optional(stamp),
  expiresAt: optional(stamp),
});

export const onboardingStepRecord = z.strictObject({
  record: z.literal('onboarding-step'),
  ...event,
  partner: key,
  step: text,
  order: z.number(),
  startedAt: optional(stamp),
  completedAt: optional(stamp),
});

export const trainingRecord = z.strictObject({
  record: z.literal('training'),
  ...event,
  partner: key,
  person: optional(text),
  module: text,
  required: optional(z.boolean()),
  assignedAt: optional(stamp),
  completedAt: optional(stamp),
});

export const certificationRecord = z.strictObject({
  record: z.literal('certification'),
  ...event,
  partner: key,
  person: optional(text),
  name: text,
  earnedAt: stamp,
  expiresAt: optional(stamp),
  revokedAt: optional(stamp),
});

export const assetRecord = z.strictObject({
  record: z.literal('asset'),
  ...named,
  title: text,
  publishedAt: optional(stamp),
  retiredAt: optional(stamp),
});

export const contentEventRecord = z.strictObject({
  record: z.literal('content-event'),
  ...event,
  partner: key,
  /** The asset's key, whether or not an asset record exists for it (rule 7.1). */
  asset: key,
  kind: z.enum(['view', 'download', 'share']),
  at: stamp,
});

export const portalSessionRecord = z.strictObject({
  record: z.literal('portal-session'),
  ...event,
  partner: key,
  person: optional(text),
  at: stamp,
  durationSeconds: optional(z.number().nonnegative()),
  pages: optional(z.number().nonnegative()),
  failed: optional(z.boolean()),
});

export const touchRecord = z.strictObject({
  record: z.literal('touch'),
  ...event,
  partner: key,
  kind: z.enum(['email', 'call', 'co-sell', 'live-training', 'office-hours', 'chat']),
  at: stamp,
  deal: optional(key),
});

export const surveyResponseRecord = z.strictObject({
  record: z.literal('survey-response'),
  ...event,
  partner: key,
  respondent: optional(text),
  kind: z.enum(['nps', 'csat']),
  score: optional(z.number().int()),
  milestone: optional(z.enum(['onboarding', 'quarterly', 'program-change', 'other'])),
  topic: optional(text),
  invitedAt: optional(stamp),
  at: optional(stamp),
});

export const programEventRecord = z.strictObject({
  record: z.literal('program-event'),
  ...event,
  date: stamp,
  kind: z.enum(['launch', 'program-change', 'campaign']),
  title: text,
});

export const targetRecord = z.strictObject({
  record: z.literal('target'),
  ...event,
  kpi: text,
  figure: text,
  period: text,
  value: decimal,
  /** Segment as given, e.g. `tier=Gold`; several joined by `|`; null: the program. */
  segment: optional(text),
});

export const exchangeRateRecord = z.strictObject({
  record: z.literal('exchange-rate'),
  ...event,
  currency,
  date: z.iso.date(),
  rate: decimal,
});

/** The one list of record types; order is the order of loading (references point backwards, except deal ↔ registration). */
export const recordSchemas = {
  partner: partnerRecord,
  'partner-history': partnerHistoryRecord,
  deal: dealRecord,
  attribution: attributionRecord,
  registration: registrationRecord,
  'onboarding-step': onboardingStepRecord,
  training: trainingRecord,
  certification: certificationRecord,
  asset: assetRecord,
  'content-event': contentEventRecord,
  'portal-session': portalSessionRecord,
  touch: touchRecord,
  'survey-response': surveyResponseRecord,
  'program-event': programEventRecord,
  target: targetRecord,
  'exchange-rate': exchangeRateRecord,
} as const;

export type RecordType = keyof typeof recordSchemas;
export type RecordOf<T extends RecordType> = z.infer<(typeof recordSchemas)[T]>;
export type AnyRecord = { [T in RecordType]: RecordOf<T> }[RecordType];

export type Partner = RecordOf<'partner'>;
export type PartnerHistory = RecordOf<'partner-history'>;
export type Deal = RecordOf<'deal'>;
export type Attribution = RecordOf<'attribution'>;
export type Registration = RecordOf<'registration'>;
export type OnboardingStep = RecordOf<'onboarding-step'>;
export type Training = RecordOf<'training'>;
export type Certification = RecordOf<'certification'>;
export type Asset = RecordOf<'asset'>;
export type ContentEvent = RecordOf<'content-event'>;
export type PortalSession = RecordOf<'portal-session'>;
export type Touch = RecordOf<'touch'>;
export type SurveyResponse = RecordOf<'survey-response'>;
export type ProgramEvent = RecordOf<'program-event'>;
export type Target = RecordOf<'target'>;
export type ExchangeRate = RecordOf<'exchange-rate'>;

/** Everything that a store holds of one program at one moment: each list in the order of its source's rows. */
export type RecordSet = { readonly [T in RecordType]: readonly RecordOf<T>[] } & {
  readonly sources: readonly SourceState[];
};

/** What is known of a source's last complete sync. `dataAsOf` is a UTC instant: the data are as the source had them then. */
export interface SourceState {
  readonly source: string;
  readonly kind: string;
  readonly dataAsOf: string;
  readonly rows: number;
  readonly rejectedRows: number;
  readonly rejectedFields: number;
}
