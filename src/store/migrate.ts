import { type Migration, Migrator } from 'kysely/migration';
import { PulseError } from '../errors.ts';
import type { Db } from './database.ts';
import type { Engine } from './dialects/engine.ts';
import { timedName } from './files.ts';
import { readMeta, writeMeta } from './meta.ts';
import type { StoreMigration } from './migrations/migration.ts';
import { stagingTables } from './staging.ts';

/** The version of a store: how many migrations it has; 0 if it is empty. */
export async function storeVersion(engine: Engine, db: Db): Promise<number> {
  if (!(await engine.hasTable(db, 'kysely_migration'))) return 0;
  const done = await db.selectFrom('kysely_migration').select('name').execute();
  return done.length;
}

/** Throws PulseError `store-newer` if a later program wrote the store. */
export async function refuseNewer(engine: Engine, db: Db, version: number, known: number): Promise<void> {
  if (version <= known) return;
  const program = (await readMeta(db, 'program-version')) ?? '?';
  throw new PulseError('store-newer', { where: engine.where, version, known, program });
}

/**
 * Brings the store to the last version in the list, whole or not at all; one that holds something is copied first to
 * `<store>.backup-v<version>-<time>`. Returns the copy's path, if one was made.
 */
export async function migrate(
  engine: Engine,
  steps: readonly StoreMigration[],
  program: string,
  now: number,
): Promise<string | undefined> {
  const version = await storeVersion(engine, engine.writer);
  await refuseNewer(engine, engine.writer, version, steps.length);
  if (version === steps.length) return undefined;
  const copies = engine.copiesToFile && version > 0;
  const copy = copies ? timedName(`${engine.where}.backup-v${version}`, now) : undefined;
  if (copy !== undefined) await engine.backup(copy);
  await run(engine, engine.writer, steps, {});
  // Rows that wait for their publication have the old shape; they are read again.
  await engine.writer.connection().execute((session) => engine.staging.drop(session, stagingTables));
  await writeMeta(engine.writer, 'program-version', program);
  return copy;
}

const ledgerTables = { migrationTableName: 'ledger_migration', migrationLockTableName: 'ledger_migration_lock' };

/** Brings the ledger to the last version in the list. */
export const migrateLedger = (engine: Engine, steps: readonly StoreMigration[]): Promise<void> =>
  run(engine, engine.ledger, steps, ledgerTables);

async function run(
  engine: Engine,
  db: Db,
  steps: readonly StoreMigration[],
  names: Partial<typeof ledgerTables>,
): Promise<void> {
  const provided = steps.map((step): [string, Migration] => [step.name, { up: (on) => step.up(on, engine.ddl) }]);
  const schema = await engine.schema(engine.writer);
  const migrator = new Migrator({
    db,
    ...(schema === undefined ? {} : { migrationTableSchema: schema }),
    ...names,
    provider: { getMigrations: () => Promise.resolve(Object.fromEntries(provided)) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
