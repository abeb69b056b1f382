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

const deliveries: StoreMigration = {
  name: '0004-deliveries',
  async up(db, ddl) {
    const { text, integer, tableEnd } = ddl;
    const statements = [
      sql`create table subscription (
        id ${text} not null primary key, settings ${text} not null, created_at ${text} not null, pause ${text},
        last_as_of ${text}
      ) ${tableEnd}`,
      sql`create table job_run (
        job ${text} not null, due_at ${text} not null, started_at ${text} not null, ended_at ${text},
        outcome ${text} not null, late ${integer} not null, attempts ${integer} not null, code ${text},
        params ${text} not null, progress ${text}, primary key (job, due_at)
      ) ${tableEnd}`,
      sql`create table outbox (
        id ${text} not null primary key, key ${text} not null unique, seq ${integer} not null unique,
        subscription ${text}, destination ${text} not null, thread ${text}, bulk ${integer} not null,
        figures ${integer} not null, state ${text} not null, created_at ${text} not null,
        not_before ${text} not null, expires_at ${text}, attempts ${integer} not null, next_at ${text} not null,
        attempted_at ${text}, sent_at ${text}, channel ${text}, ts ${text}, error ${text}, body ${text} not null
      ) ${tableEnd}`,
      // What is open is little, however much was sent; whose turn it is stands here, without the long bodies.
      sql`create index outbox_open on outbox
        (destination, seq, state, next_at, attempts, thread, subscription, expires_at)
        where state in ('waiting', 'sending', 'unsettled')`,
      sql`create index outbox_due on outbox (next_at) where state in ('waiting', 'unsettled')`,
      sql`create index outbox_thread on outbox (thread)`,
      sql`create index outbox_created on outbox (created_at)`,
      sql`create table posted (
        channel ${text} not null, ts ${text} not null, file ${text}, at ${text} not null, replaced_at ${text},
        primary key (channel, ts)
      ) ${tableEnd}`,
      sql`create table published (
        subscription ${text} not null, kpi ${text} not null, figure ${text} not null, period ${text} not null,
        value ${text} not null, parts ${text} not null, basis ${text} not null, as_of ${text} not null,
        primary key (subscription, kpi, figure, period)
      ) ${tableEnd}`,
      sql`create table restatement (
        subscription ${text} not null, kpi ${text} not null, figure ${text} not null, period ${text} not null,
        "before" ${text} not null, "after" ${text} not null, reasons ${text} not null, at ${text} not null,
        primary key (subscription, kpi, figure, period, at)
      ) ${tableEnd}`,
      sql`create table row_work (
        record ${text} not null, id ${text} not null, snoozed_until ${text}, snoozed_by ${text}, assigned_to ${text},
        at ${text} not null, "by" ${text} not null, primary key (record, id)
      ) ${tableEnd}`,
    ];
    for (const statement of statements) await statement.execute(db);
  },
};

const digestOffers: StoreMigration = {
  name: '0005-digest-offers',
  async up(db, { text, tableEnd }) {
    await sql`
      create table digest_offer (person ${text} not null primary key, answer ${text} not null, at ${text} not null)
      ${tableEnd}
    `.execute(db);
  },
};

/** Of the ledger, which has a version of its own. In order; names sort alike. */
export const ledgerMigrations: readonly StoreMigration[] = [requests, audit, notices, deliveries, digestOffers];
