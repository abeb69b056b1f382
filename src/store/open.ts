import { hostname } from 'node:os';
import program from '../../package.json' with { type: 'json' };
import { PulseError } from '../errors.ts';
import type { Db } from './database.ts';
import type { Engine } from './dialects/engine.ts';
import { guarded } from './failures.ts';
import { ledgerMigrations } from './ledger/migrations.ts';
import { readDataVersion, readOwner, writeMeta, writeOwner } from './meta.ts';
import { migrate, migrateLedger, refuseNewer, storeVersion } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import type { StoreMigration } from './migrations/migration.ts';
import { OpenedStore } from './opened.ts';
import { type KeyPlace, ownersKey, readersKey } from './people.ts';
import type { OpenOptions, OpenStore, OwnerInfo, Store } from './store.ts';

const isServer = (address: string): boolean => /^postgres(ql)?:\/\//.test(address);

async function engineFor({ address, warn }: OpenOptions): Promise<Engine> {
  // Each driver is loaded only where it is needed: a command's start is part of its answer time.
  if (isServer(address)) return (await import('./dialects/postgres.ts')).postgresEngine(address, warn);
  return (await import('./dialects/sqlite.ts')).sqliteEngine(address);
}

/**
 * Opens a store. Throws PulseError: `store-owned` (somebody else owns it), `no-data` (read: there is none yet),
 * `store-newer`, `store-older` (read: an owner must migrate it first), `store-foreign`, `store-damaged`,
 * `store-unreachable`, `file-not-writable`, `person-key-missing`, `person-key-invalid`.
 */
export const openStore: OpenStore = async (options) => openOn(await engineFor(options), options, migrations);

/** Opens a store on an engine with a list of migrations: what `openStore` does with the program's own. */
export async function openOn(engine: Engine, options: OpenOptions, steps: readonly StoreMigration[]): Promise<Store> {
  const open = openings[options.mode];
  try {
    return await guarded(engine.where, () => open(engine, options, steps));
  } catch (error) {
    await engine.close();
    throw error;
  }
}

const keyPlace = (engine: Engine, { personKey, keyFile }: OpenOptions): KeyPlace => ({
  where: engine.where,
  given: personKey,
  file: keyFile ?? engine.keyFile,
});

const exists = (engine: Engine, db: Db): Promise<boolean> => engine.hasTable(db, 'meta');

async function openForReading(engine: Engine, options: OpenOptions, steps: readonly StoreMigration[]): Promise<Store> {
  const version = await storeVersion(engine, engine.reader);
  if (version === 0) throw new PulseError('no-data', { where: engine.where });
  await refuseNewer(engine, engine.reader, version, steps.length);
  if (version < steps.length) {
    throw new PulseError('store-older', { where: engine.where, version, known: steps.length });
  }
  return new OpenedStore(engine, await readersKey(engine.reader, keyPlace(engine, options)), undefined);
}

/** The owner, in another thread of this process, has made and migrated everything. */
async function openShared(engine: Engine, options: OpenOptions): Promise<Store> {
  const key = await ownersKey(engine.writer, keyPlace(engine, options));
  return new OpenedStore(engine, key, 'shared');
}

async function openOwned(engine: Engine, options: OpenOptions, steps: readonly StoreMigration[]): Promise<Store> {
  const since = new Date(options.now()).toISOString();
  const owner: OwnerInfo = { pid: process.pid, host: hostname(), role: options.role, since };
  const ownership = await engine.own(() => holderOf(engine));
  try {
    const copy = await migrate(engine, steps, program.version, options.now());
    const aside = engine.setDamagedLedgerAside(options.now());
    if (aside !== undefined)
      options.warn(`the ledger was damaged; a new one was begun, the old one is kept as ${aside}`);
    await migrateLedger(engine, ledgerMigrations);
    engine.staging.sweep();
    if (copy !== undefined)
      options.warn(`the store was brought to version ${steps.length}; its old state is in ${copy}`);
    await writeOwner(engine.writer, owner);
    const key = await ownersKey(engine.writer, keyPlace(engine, options));
    if ((await readDataVersion(engine.writer)) === 0) await writeMeta(engine.writer, 'data-version', '0');
    return new OpenedStore(engine, key, { ...ownership, owner });
  } catch (error) {
    await ownership.release();
    throw error;
  }
}

/** Who holds the store, as far as it can be read at all: the refusal itself must not fail. */
async function holderOf(engine: Engine): Promise<OwnerInfo | undefined> {
  try {
    return (await exists(engine, engine.reader)) ? await readOwner(engine.reader) : undefined;
  } catch {
    return undefined;
  }
}

const openings = { own: openOwned, share: openShared, read: openForReading } as const;
