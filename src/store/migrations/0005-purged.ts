import { sql } from 'kysely';
import type { StoreMigration } from './migration.ts';

/** People who were taken out and are kept out, by their hashes; texts by which sources named no partner, and those of nobody here. */
export const purged: StoreMigration = {
  name: '0005-purged',
  async up(db, { text, integer, tableEnd }) {
    await sql`
      create table purged (source ${text} not null, hash ${text} not null, primary key (source, hash)) ${tableEnd}
    `.execute(db);
    await sql`
      create table refused_name (text ${text} not null primary key, by ${text} not null, at ${text} not null) ${tableEnd}
    `.execute(db);
    await sql`
      create table unmatched (
        source ${text} not null, record ${text} not null, name ${text} not null, count ${integer} not null,
        primary key (source, record, name)
      ) ${tableEnd}
    `.execute(db);
  },
};
