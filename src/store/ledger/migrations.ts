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

const notices: StoreMigration = {
  name: '0003-notices',
  async up(db, ddl) {
    const { text, integer, tableEnd } = ddl;
    await sql`
      create table notice (
        id ${text} not null primary key, source ${text}, code ${text} not null, params ${text} not null,
        since ${text} not null, last_at ${text} not null, ended_at ${text}
      ) ${tableEnd}
    `.execute(db);
    await sql`
      create table notice_shown (id ${text} not null, place ${text} not null, primary key (id, place)) ${tableEnd}
    `.execute(db);
    await sql`
      create table source_calls (
        source ${text} not null, day ${text} not null, calls ${integer} not null, primary key (source, day)
      ) ${tableEnd}
    `.execute(db);
    await sql`
      create table source_run (
        source ${text} not null primary key, started_at ${text} not null, ended_at ${text} not null,
        ok ${integer} not null, code ${text}, params ${text} not null, mode ${text} not null,
        calls ${integer} not null, next_at ${text}, last_success_at ${text}
      ) ${tableEnd}
    `.execute(db);
  },
};

/** Of the ledger, which has a version of its own. In order; names sort alike. */
export const ledgerMigrations: readonly StoreMigration[] = [requests, audit, notices];
