import type { RecordOf, RecordType } from '../records/records.ts';

/** How a field stands in its column: flags are 0/1, lists JSON text, on every engine alike. */
export type ColumnKind = 'text' | 'integer' | 'number' | 'flag' | 'list';

type KindOf<V> = [Exclude<V, null>] extends [boolean]
  ? 'flag'
  : [Exclude<V, null>] extends [readonly string[]]
    ? 'list'
    : [Exclude<V, null>] extends [number]
      ? 'integer' | 'number'
      : 'text';

type DataField<T extends RecordType> = Exclude<keyof RecordOf<T>, 'record' | 'source' | 'id'>;

interface Shape<T extends RecordType> {
  readonly table: string;
  readonly fields: { readonly [F in DataField<T>]: KindOf<RecordOf<T>[F]> };
  /** Required references: they hold within the store, whichever source the target is from. */
  readonly references: Readonly<Partial<Record<DataField<T>, 'partner' | 'deal'>>>;
}

const text = 'text' as const;
const ofPartner = { partner: 'partner' } as const;

const shapes: { readonly [T in RecordType]: Shape<T> } = {
  partner: {
    table: 'partner',
    fields: {
      url: text,
      name: text,
      aliases: 'list',
      tier: text,
      region: text,
      motion: text,
      manager: text,
      active: 'flag',
      joinedAt: text,
      onboardingStartedAt: text,
      onboardingCompletedAt: text,
      mergedInto: text,
    },
    references: {},
  },
  'partner-history': {
    table: 'partner_history',
    fields: { partner: text, field: text, value: text, validFrom: text },
    references: ofPartner,
  },
  deal: {
    table: 'deal',
    fields: {
      url: text,
      name: text,
      amount: text,
      currency: text,
      type: text,
      stage: text,
      status: text,
      createdAt: text,
      closedAt: text,
      expectedCloseOn: text,
      stageEnteredAt: text,
      lastActivityAt: text,
      owner: text,
      account: text,
      registration: text,
      direct: 'flag',
    },
    references: {},
  },
  attribution: {
    table: 'attribution',
    fields: { deal: text, partner: text, role: text },
    references: { deal: 'deal', partner: 'partner' },
  },
  registration: {
    table: 'registration',
    fields: {
      url: text,
      partner: text,
      deal: text,
      account: text,
      status: text,
      submittedAt: text,
      decidedAt: text,
      expiresAt: text,
    },
    references: ofPartner,
  },
  'onboarding-step': {
    table: 'onboarding_step',
    fields: { partner: text, step: text, order: 'number', startedAt: text, completedAt: text },
    references: ofPartner,
  },
  training: {
    table: 'training',
    fields: { partner: text, person: text, module: text, required: 'flag', assignedAt: text, completedAt: text },
    references: ofPartner,
  },
  certification: {
    table: 'certification',
    fields: { partner: text, person: text, name: text, earnedAt: text, expiresAt: text, revokedAt: text },
    references: ofPartner,
  },
  asset: { table: 'asset', fields: { title: text, publishedAt: text, retiredAt: text }, references: {} },
  'content-event': {
    table: 'content_event',
    fields: { partner: text, asset: text, kind: text, at: text },
    references: ofPartner,
  },
  'portal-session': {
    table: 'portal_session',
    fields: { partner: text, person: text, at: text, durationSeconds: 'number', pages: 'number', failed: 'flag' },
    references: ofPartner,
  },
  touch: { table: 'touch', fields: { partner: text, kind: text, at: text, deal: text }, references: ofPartner },
  'survey-response': {
    table: 'survey_response',
    fields: {
      partner: text,
      respondent: text,
      kind: text,
      score: 'integer',
      milestone: text,
      topic: text,
      invitedAt: text,
      at: text,
    },
    references: ofPartner,
  },
  'program-event': { table: 'program_event', fields: { date: text, kind: text, title: text }, references: {} },
  target: {
    table: 'target',
    fields: { kpi: text, figure: text, period: text, value: text, segment: text },
    references: {},
  },
  'exchange-rate': { table: 'exchange_rate', fields: { currency: text, date: text, rate: text }, references: {} },
};

/** Record types with an id; the others are events, which are what they are (rule 7.5). */
const namedTypes: ReadonlySet<RecordType> = new Set(['partner', 'deal', 'registration', 'asset']);

export interface RecordColumn {
  readonly field: string;
  readonly column: string;
  readonly kind: ColumnKind;
}

export interface RecordTable {
  readonly type: RecordType;
  readonly table: string;
  readonly named: boolean;
  /** Columns of the record's own fields, without those that the store adds. */
  readonly columns: readonly RecordColumn[];
  readonly references: readonly { readonly column: string; readonly target: string }[];
}

const snakeCase = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function describe(type: RecordType): RecordTable {
  const shape = shapes[type];
  const fields: Readonly<Record<string, ColumnKind>> = shape.fields;
  const references: Readonly<Record<string, string | undefined>> = shape.references;
  return {
    type,
    table: shape.table,
    named: namedTypes.has(type),
    columns: Object.entries(fields).map(([field, kind]) => ({ field, column: snakeCase(field), kind })),
    references: Object.entries(references).flatMap(([field, target]) =>
      target === undefined ? [] : [{ column: snakeCase(field), target }],
    ),
  };
}

export type PerType<V> = { readonly [T in RecordType]: V };

/** One value for every record type. */
export const perType = <V>(make: (type: RecordType) => V): PerType<V> => ({
  partner: make('partner'),
  'partner-history': make('partner-history'),
  deal: make('deal'),
  attribution: make('attribution'),
  registration: make('registration'),
  'onboarding-step': make('onboarding-step'),
  training: make('training'),
  certification: make('certification'),
  asset: make('asset'),
  'content-event': make('content-event'),
  'portal-session': make('portal-session'),
  touch: make('touch'),
  'survey-response': make('survey-response'),
  'program-event': make('program-event'),
  target: make('target'),
  'exchange-rate': make('exchange-rate'),
});

/** The table of each record type, as the queries see it; the migrations must have made the same (a test compares). */
export const recordTables: PerType<RecordTable> = perType(describe);

export const allRecordTables: readonly RecordTable[] = Object.values(recordTables);

/** Columns in which a record type is told apart: its key, or for events its content and which copy of it this is. */
export const identityOf = (table: RecordTable): readonly string[] => (table.named ? ['key'] : ['hash', 'copy']);

/** All columns of a record table, in the order in which rows are staged and copied. */
export const columnsOf = (table: RecordTable): readonly string[] => [
  ...(table.named ? ['key', 'id'] : ['copy']),
  'source',
  'seq',
  'hash',
  'origin',
  ...table.columns.map(({ column }) => column),
];
