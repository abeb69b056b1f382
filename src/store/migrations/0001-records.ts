import { type CreateTableBuilder, type Kysely, sql } from 'kysely';
import type { Database } from '../database.ts';
import type { Ddl } from '../dialects/engine.ts';
import type { StoreMigration } from './migration.ts';

type Type = 'text' | 'integer' | 'number';
/** A column's type; with `?` it may be null. */
type Columns = Readonly<Record<string, Type | `${Type}?`>>;

interface Plan {
  readonly named: boolean;
  readonly columns: Columns;
  readonly references?: Readonly<Record<string, string>>;
}

const partner = { partner: 'partner' };

const plans: Readonly<Record<string, Plan>> = {
  partner: {
    named: true,
    columns: {
      url: 'text?',
      name: 'text',
      aliases: 'text',
      tier: 'text?',
      region: 'text?',
      motion: 'text?',
      manager: 'text?',
      active: 'integer?',
      joined_at: 'text?',
      onboarding_started_at: 'text?',
      onboarding_completed_at: 'text?',
      merged_into: 'text?',
    },
  },
  partner_history: {
    named: false,
    columns: { partner: 'text', field: 'text', value: 'text?', valid_from: 'text' },
    references: partner,
  },
  deal: {
    named: true,
    columns: {
      url: 'text?',
      name: 'text',
      amount: 'text?',
      currency: 'text?',
      type: 'text?',
      stage: 'text?',
      status: 'text',
      created_at: 'text',
      closed_at: 'text?',
      expected_close_on: 'text?',
      stage_entered_at: 'text?',
      last_activity_at: 'text?',
      owner: 'text?',
      account: 'text?',
      registration: 'text?',
      direct: 'integer?',
    },
  },
  attribution: {
    named: false,
    columns: { deal: 'text', partner: 'text', role: 'text' },
    references: { deal: 'deal', partner: 'partner' },
  },
  registration: {
    named: true,
    columns: {
      url: 'text?',
      partner: 'text',
      deal: 'text?',
      account: 'text?',
      status: 'text',
      submitted_at: 'text',
      decided_at: 'text?',
      expires_at: 'text?',
    },
    references: partner,
  },
  onboarding_step: {
    named: false,
    columns: { partner: 'text', step: 'text', order: 'number', started_at: 'text?', completed_at: 'text?' },
    references: partner,
  },
  training: {
    named: false,
    columns: {
      partner: 'text',
      person: 'text?',
      module: 'text',
      required: 'integer?',
      assigned_at: 'text?',
      completed_at: 'text?',
    },
    references: partner,
  },
  certification: {
    named: false,
    columns: {
      partner: 'text',
      person: 'text?',
      name: 'text',
      earned_at: 'text',
      expires_at: 'text?',
      revoked_at: 'text?',
    },
    references: partner,
  },
  asset: { named: true, columns: { title: 'text', published_at: 'text?', retired_at: 'text?' } },
  content_event: {
    named: false,
    columns: { partner: 'text', asset: 'text', kind: 'text', at: 'text' },
    references: partner,
  },
  portal_session: {
    named: false,
    columns: {
      partner: 'text',
      person: 'text?',
      at: 'text',
      duration_seconds: 'number?',
      pages: 'number?',
      failed: 'integer?',
    },
    references: partner,
  },
  touch: {
    named: false,
    columns: { partner: 'text', kind: 'text', at: 'text', deal: 'text?' },
    references: partner,
  },
  survey_response: {
    named: false,
    columns: {
      partner: 'text',
      respondent: 'text?',
      kind: 'text',
      score: 'integer?',
      milestone: 'text?',
      topic: 'text?',
      invited_at: 'text?',
      at: 'text?',
    },
    references: partner,
  },
  program_event: { named: false, columns: { date: 'text', kind: 'text', title: 'text' } },
  target: {
    named: false,
    columns: { kpi: 'text', figure: 'text', period: 'text', value: 'text', segment: 'text?' },
  },
  exchange_rate: { named: false, columns: { currency: 'text', date: 'text', rate: 'text' } },
};

const storeTables: Readonly<Record<string, { readonly columns: Columns; readonly key: readonly string[] }>> = {
  meta: { columns: { key: 'text', value: 'text' }, key: ['key'] },
  source_state: {
    columns: {
      source: 'text',
      kind: 'text',
      data_as_of: 'text',
      rows: 'integer',
      rejected_rows: 'integer',
      rejected_fields: 'integer',
    },
    key: ['source'],
  },
};

type Table = CreateTableBuilder<string, string>;

function withColumns(table: Table, columns: Columns, ddl: Ddl): Table {
  return Object.entries(columns).reduce((built: Table, [name, type]) => {
    const nullable = type.endsWith('?');
    const bare = nullable ? type.slice(0, -1) : type;
    const typeOf = bare === 'integer' ? ddl.integer : bare === 'number' ? ddl.number : ddl.text;
    return built.addColumn(name, sql`${typeOf}`, (column) => (nullable ? column : column.notNull()));
  }, table);
}

/** Deferred to the commit: a publication deletes and inserts in any order. */
const withReference = (table: Table, name: string, column: string, target: string): Table =>
  table.addForeignKeyConstraint(`${name}_${column}_key`, [column], target, ['key'], (key) =>
    key.deferrable().initiallyDeferred(),
  );

async function createRecordTable(db: Kysely<Database>, ddl: Ddl, name: string, plan: Plan): Promise<void> {
  const identity: Columns = plan.named ? { key: 'text', id: 'text' } : { copy: 'integer' };
  const own: Columns = { ...identity, source: 'text', seq: 'integer', hash: 'text', ...plan.columns };
  const references = Object.entries(plan.references ?? {});
  const table = withColumns(db.schema.createTable(name), own, ddl).addPrimaryKeyConstraint(
    `${name}_pk`,
    plan.named ? ['key'] : ['source', 'hash', 'copy'],
  );
  await references
    .reduce((built, [column, target]) => withReference(built, name, column, target), table)
    .modifyEnd(ddl.tableEnd)
    .execute();
  // Without them the deletion of one partner reads every table that refers to partners.
  for (const [column] of references) {
    await db.schema.createIndex(`${name}_${column}`).on(name).column(column).execute();
  }
  if (plan.named) await db.schema.createIndex(`${name}_source`).on(name).column('source').execute();
}

async function createLocalHistory(db: Kysely<Database>, ddl: Ddl): Promise<void> {
  const columns: Columns = {
    partner: 'text',
    source: 'text',
    field: 'text',
    value: 'text?',
    valid_from: 'text',
    valid_to: 'text?',
  };
  const table = withColumns(db.schema.createTable('local_history'), columns, ddl);
  await withReference(table, 'local_history', 'partner', 'partner')
    .addPrimaryKeyConstraint('local_history_pk', ['partner', 'field', 'valid_from'])
    .modifyEnd(ddl.tableEnd)
    .execute();
}

export const records: StoreMigration = {
  name: '0001-records',
  async up(db, ddl) {
    for (const [name, { columns, key }] of Object.entries(storeTables)) {
      await withColumns(db.schema.createTable(name), columns, ddl)
        .addPrimaryKeyConstraint(`${name}_pk`, [...key])
        .modifyEnd(ddl.tableEnd)
        .execute();
    }
    for (const [name, plan] of Object.entries(plans)) await createRecordTable(db, ddl, name, plan);
    await createLocalHistory(db, ddl);
  },
};
