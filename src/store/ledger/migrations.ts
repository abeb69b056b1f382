import { sql } from 'kysely';
import type { StoreMigration } from '../migrations/migration.ts';

const requests: StoreMigration = {
  name: '0001-requests',
  async up(db, ddl) {
    const text = sql`${ddl.text}`;
    await db.schema
      .createTable('request')
      .addColumn('id', text, (column) => column.notNull().primaryKey())
      .addColumn('command', text, (column) => column.notNull())
      .addColumn('arguments', text, (column) => column.notNull())
      .addColumn('asked_at', text, (column) => column.notNull())
      .addColumn('asked_by', text, (column) => column.notNull())
      .addColumn('state', text, (column) => column.notNull())
      .addColumn('progress', text)
      .addColumn('exit_code', sql`${ddl.integer}`)
      .addColumn('report', text)
      .modifyEnd(ddl.tableEnd)
      .execute();
    await db.schema.createIndex('request_state').on('request').columns(['state', 'asked_at']).execute();
  },
};

const audit: StoreMigration = {
  name: '0002-audit',
  async up(db, ddl) {
    const text = sql`${ddl.text}`;
    await db.schema
      .createTable('audit')
      .addColumn('id', text, (column) => column.notNull().primaryKey())
      .addColumn('at', text, (column) => column.notNull())
      .addColumn('person', text, (column) => column.notNull())
      .addColumn('action', text, (column) => column.notNull())
      .addColumn('place', text, (column) => column.notNull())
      .addColumn('about', text, (column) => column.notNull())
      .addColumn('refused', text)
      .modifyEnd(ddl.tableEnd)
      .execute();
    await db.schema.createIndex('audit_at').on('audit').columns(['at']).execute();
  },
};

/** Of the ledger, which has a version of its own. In order; names sort alike. */
export const ledgerMigrations: readonly StoreMigration[] = [requests, audit];
