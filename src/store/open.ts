import { hostname } from 'node:os';
import program from '../../package.json' with { type: 'json' };
import { PulseError } from '../errors.ts';
import type { Db } from './database.ts';
import type { Engine, Ownership } from './dialects/engine.ts';
import { guarded, storeFailure } from './failures.ts';
import { forget } from './forget.ts';
import { noteUnchanged, readLastSync } from './last-sync.ts';
import { type AuditTrail, auditIn } from './ledger/audit.ts';
import { ledgerMigrations } from './ledger/migrations.ts';
import { type Requests, requestsIn } from './ledger/requests.ts';
import { forgetOwner, readDataVersion, readOwner, writeMeta, writeOwner } from './meta.ts';
import { migrate, migrateLedger, refuseNewer, storeVersion } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import type { StoreMigration } from './migrations/migration.ts';
import { type KeyPlace, ownersKey, readersKey } from './people.ts';
import type { PersonKey } from './person-key.ts';
import { publish, SourceFailed } from './publish.ts';
import { readerOn, readRecords, readSourceStates } from './read.ts';
import { stagedCursor } from './staging.ts';
import type { OpenOptions, OpenStore, OwnerInfo, PublishInput, PublishResult, RecordReader, Store } from './store.ts';

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

type Owned = Ownership & { readonly owner: OwnerInfo };

class OpenedStore implements Store {
  readonly where: string;
  readonly #engine: Engine;
  readonly #key: PersonKey;
  readonly #owned: Owned | 'shared' | undefined;
  readonly requests: Requests;
  readonly audit: AuditTrail;
  /** Publications follow each other; `close` waits for the last one. */
  #last: Promise<unknown> = Promise.resolve();
  #closed: Promise<void> | undefined;

  constructor(engine: Engine, key: PersonKey, owned: Owned | 'shared' | undefined) {
    this.where = engine.where;
    this.#engine = engine;
    this.#key = key;
    this.#owned = owned;
    this.requests = requestsIn(engine);
    this.audit = auditIn(engine);
  }

  dataVersion(): Promise<number> {
    return guarded(this.where, () => readDataVersion(this.#engine.reader));
  }

  readRecords(): ReturnType<Store['readRecords']> {
    return guarded(this.where, () => this.#engine.snapshot(readRecords));
  }

  read<R>(work: (reader: RecordReader) => Promise<R>): Promise<R> {
    return guarded(this.where, () => this.#engine.snapshot((db) => work(readerOn(db))));
  }

  sourceStates(): ReturnType<Store['sourceStates']> {
    return guarded(this.where, () => readSourceStates(this.#engine.reader));
  }

  owner(): Promise<OwnerInfo | null> {
    return guarded(this.where, async () =>
      (await this.#engine.isOwned()) ? ((await readOwner(this.#engine.reader)) ?? null) : null,
    );
  }

  lastSync(source: string): ReturnType<Store['lastSync']> {
    return guarded(this.where, () => readLastSync(this.#engine.reader, source));
  }

  noteUnchanged(source: string, seenAt: string): Promise<void> {
    return this.#inTurn(({ writer }) => noteUnchanged(writer, source, seenAt));
  }

  forget(source: string): Promise<number> {
    return this.#inTurn(({ writer }) => forget(writer, source));
  }

  publish(input: PublishInput): Promise<PublishResult> {
    return this.#inTurn((engine) => publish(engine, input));
  }

  #inTurn<R>(write: (engine: Engine) => Promise<R>): Promise<R> {
    const turn = this.#last.then(() => this.#asOwner(write));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #asOwner<R>(write: (engine: Engine) => Promise<R>): Promise<R> {
    const owned = this.#owned;
    if (owned === undefined) throw new TypeError('a store that was opened for reading cannot be published to');
    try {
      if (owned !== 'shared' && (await owned.confirm()) === 'retaken')
        await writeOwner(this.#engine.writer, owned.owner);
      return await write(this.#engine);
    } catch (error) {
      throw error instanceof SourceFailed ? error.cause : storeFailure(error, this.where);
    }
  }

  stagedCursor(source: string): Promise<string | null> {
    const { writer, staging } = this.#engine;
    const find = (): Promise<string | null> =>
      writer.connection().execute((session) => stagedCursor(session, staging, source));
    return guarded(this.where, find);
  }

  personHash(id: string): string {
    return this.#key.hash(id);
  }

  backup(file: string): Promise<void> {
    return guarded(file, () => this.#engine.backup(file));
  }

  close(): Promise<void> {
    this.#closed ??= this.#last.then(() => this.#close());
    return this.#closed;
  }

  async #close(): Promise<void> {
    const owned = this.#owned === 'shared' ? undefined : this.#owned;
    try {
      // What the entry says counts only while the lock is held: a full disk is no reason to end badly.
      if (owned !== undefined) await forgetOwner(this.#engine.writer, owned.owner).catch(() => undefined);
    } finally {
      await this.#engine.close().finally(() => owned?.release());
    }
  }
}
