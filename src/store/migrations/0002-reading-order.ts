import { sql } from 'kysely';
import type { StoreMigration } from './migration.ts';

const named = ['partner', 'deal', 'registration', 'asset'];
const events = [
  'partner_history',
  'attribution',
  'onboarding_step',
  'training',
  'certification',
  'content_event',
  'portal_session',
  'touch',
  'survey_response',
  'program_event',
  'target',
  'exchange_rate',
];

/** An index in the order in which rows are read: a stream of millions must neither be sorted nor read from the start for each of its chunks. */
export const readingOrder: StoreMigration = {
  name: '0002-reading-order',
  async up(db) {
    // The new index begins with the source, too.
    for (const table of named) await db.schema.dropIndex(`${table}_source`).execute();
    for (const table of [...named, ...events]) {
      await sql`create index ${sql.ref(`${table}_order`)} on ${sql.table(table)} (source, seq)`.execute(db);
    }
  },
};
