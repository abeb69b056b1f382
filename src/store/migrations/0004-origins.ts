import { type Kysely, sql } from 'kysely';
import type { Database } from '../database.ts';
import type { Ddl } from '../dialects/engine.ts';
import type { StoreMigration } from './migration.ts';

const recordTables = [
  'partner',
  'partner_history',
  'deal',
  'attribution',
  'registration',
  'onboarding_step',
  'training',
  'certification',
  'asset',
  'content_event',
  'portal_session',
  'touch',
  'survey_response',
  'program_event',
  'target',
  'exchange_rate',
];

/** Columns of each table; with `?` a text may be null, `#` is a whole number. */
const tables: Readonly<Record<string, { readonly columns: readonly string[]; readonly key: readonly string[] }>> = {
  source_cursor: { columns: ['source', 'cursor'], key: ['source'] },
  first_seen: {
    columns: ['source', 'object', 'id', 'property', 'value', 'at'],
    key: ['source', 'object', 'id', 'property', 'value'],
  },
  stage: {
    columns: [
      ...['source', '#number', 'object', 'pipeline', 'pipeline_label'],
      ...['stage', 'label', '#position', 'status?'],
    ],
    key: ['source', 'number'],
  },
  // Without an origin it is empty: a part of the key cannot be null.
  match_key: {
    columns: ['by', 'value', 'source', 'key', 'origin'],
    key: ['by', 'value', 'source', 'key', 'origin'],
  },
  match_version: { columns: ['source', '#version'], key: ['source'] },
  local_alias: { columns: ['text', 'key', 'by', 'at'], key: ['text'] },
  local_merge: { columns: ['from', 'into', 'by', 'at'], key: ['from'] },
};

async function createTable(db: Kysely<Database>, ddl: Ddl, name: string): Promise<void> {
  const { columns, key } = tables[name] ?? { columns: [], key: [] };
  const typed = columns.map((column) => {
    const type = column.startsWith('#') ? ddl.integer : ddl.text;
    return sql`${sql.ref(column.replace(/[#?]/, ''))} ${type}${column.endsWith('?') ? sql`` : sql` not null`}`;
  });
  await sql`
    create table ${sql.table(name)}
    (${sql.join(typed)}, primary key (${sql.join(key.map((column) => sql.ref(column)))})) ${ddl.tableEnd}
  `.execute(db);
}

/**
 * From which row of its source a record comes, so that a part of a source can be published; and what is written beside
 * records: cursors, first sights, stages, names to match partners by, and what was decided here about partners.
 */
export const origins: StoreMigration = {
  name: '0004-origins',
  async up(db, ddl) {
    for (const table of recordTables) {
      await sql`alter table ${sql.table(table)} add column origin ${ddl.text}`.execute(db);
      // Only of rows that have one: files have none, and need not carry the index.
      await sql`
        create index ${sql.ref(`${table}_origin`)} on ${sql.table(table)} (source, origin) where origin is not null
      `.execute(db);
    }
    await sql`create index local_history_source on local_history (source, valid_from)`.execute(db);
    for (const name of Object.keys(tables)) await createTable(db, ddl, name);
    await sql`create index match_key_origin on match_key (source, origin)`.execute(db);
  },
};
