import type { Kysely } from 'kysely';
import type { Database } from '../database.ts';
import type { Ddl } from '../dialects/engine.ts';

/** One step of the schema. Its number, counted from 1 in the list, is the version of a store that has it; never changed once released. */
export interface StoreMigration {
  readonly name: string;
  up(db: Kysely<Database>, ddl: Ddl): Promise<void>;
}
