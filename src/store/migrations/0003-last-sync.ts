import { sql } from 'kysely';
import type { StoreMigration } from './migration.ts';

/** What the last sync of each source read, so that the next one can tell that nothing is new. */
export const lastSync: StoreMigration = {
  name: '0003-last-sync',
  async up(db, ddl) {
    await db.schema
      .createTable('last_sync')
      .addColumn('source', sql`${ddl.text}`, (column) => column.notNull())
      .addColumn('fingerprint', sql`${ddl.text}`, (column) => column.notNull())
      .addColumn('report', sql`${ddl.text}`, (column) => column.notNull())
      .addPrimaryKeyConstraint('last_sync_pk', ['source'])
      .modifyEnd(ddl.tableEnd)
      .execute();
  },
};
