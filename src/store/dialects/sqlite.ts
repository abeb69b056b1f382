import { existsSync, renameSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import BetterSqlite3 from 'better-sqlite3';
import { type DialectAdapter, Kysely, SqliteAdapter, SqliteDialect, type SqliteStatement, sql } from 'kysely';
import { PulseError } from '../../errors.ts';
import type { Database, Db } from '../database.ts';
import { storeFailure, systemCode } from '../failures.ts';
import { keepForOwner, makeFolderOf, makeOwnerOnly, trueName } from '../files.ts';
import type { OwnerInfo } from '../store.ts';
import { type Ddl, type Engine, inSnapshot, type Ownership } from './engine.ts';

const busyTimeoutMs = 5_000;
/** Marks our files, so that we never write into another program's database: "PPls". */
const applicationId = 0x5050_6c73;
/** A publication compiles a few dozen statements; more would only hold memory. */
const keptStatements = 256;
const pagesPerBackupStep = 2_000;
/** Outlasts somebody who only looks whether the lock is free. */
const lockTimeoutMs = 200;

const ddl: Ddl = { text: sql`text`, integer: sql`integer`, number: sql`real`, tableEnd: sql`strict` };

/** SQLite has transactional DDL; Kysely's adapter does not use it. With it a migration happens whole or not at all. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class StoreSqliteDialect extends SqliteDialect {
  override createAdapter(): DialectAdapter {
    return new TransactionalSqliteAdapter();
  }
}

/**
 * Opened at the first query. Keeps prepared statements by their text: parsing a many-row insert costs as much as
 * running it.
 */
function kyselyOn(open: () => BetterSqlite3.Database): Db {
  const connect = () => {
    const database = open();
    const statements = new Map<string, SqliteStatement>();
    const prepare = (text: string): SqliteStatement => {
      const known = statements.get(text);
      if (known !== undefined) return known;
      const statement = database.prepare(text);
      if (statements.size >= keptStatements) statements.clear();
      statements.set(text, statement);
      return statement;
    };
    return { prepare, close: () => database.close() };
  };
  return new Kysely<Database>({ dialect: new StoreSqliteDialect({ database: async () => connect() }) });
}

function openWriter(file: string): BetterSqlite3.Database {
  if (!makeOwnerOnly(file)) keepForOwner(file);
  const database = new BetterSqlite3(file, { timeout: busyTimeoutMs });
  try {
    if (!isOurs(database, file)) database.pragma(`application_id = ${applicationId}`);
    database.pragma('journal_mode = WAL');
    // FULL: a publication that was reported must survive a power cut. It costs one sync per publication.
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    database.pragma(`journal_size_limit = ${64 * 1024 * 1024}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function openReader(file: string): BetterSqlite3.Database {
  if (!existsSync(file)) throw new PulseError('no-data', { where: file });
  const database = new BetterSqlite3(file, { timeout: busyTimeoutMs, readonly: true, fileMustExist: true });
  try {
    isOurs(database, file);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** True if the file is ours; false if it is empty. Throws PulseError `store-foreign` if it is somebody else's. */
function isOurs(database: BetterSqlite3.Database, file: string): boolean {
  if (database.pragma('application_id', { simple: true }) === applicationId) return true;
  const tables = database.prepare('select 1 from sqlite_schema limit 1').all();
  if (tables.length > 0) throw new PulseError('store-foreign', { where: file });
  return false;
}

/**
 * A second database file in an exclusive transaction for the life of the owner: the kernel frees its lock when the
 * process dies, however it dies. The file itself stays; removing it would let two owners lock two files.
 */
function takeLock(file: string): BetterSqlite3.Database | undefined {
  makeOwnerOnly(file);
  keepForOwner(file);
  const database = new BetterSqlite3(file, { timeout: lockTimeoutMs });
  try {
    // Nothing is ever written to it, so it needs no journal beside it.
    database.pragma('journal_mode = MEMORY');
    database.exec('begin exclusive');
    return database;
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

const isBusy = (error: unknown): boolean => systemCode(error)?.startsWith('SQLITE_BUSY') === true;

/** Whether the lock is taken: it lets nobody read while it is. */
function isLocked(file: string): boolean {
  if (!existsSync(file)) return false;
  const database = new BetterSqlite3(file, { timeout: 0, readonly: true, fileMustExist: true });
  try {
    database.prepare('select 1 from sqlite_schema').all();
    return false;
  } catch (error) {
    if (isBusy(error)) return true;
    throw error;
  } finally {
    database.close();
  }
}

async function own(file: string, holder: () => Promise<OwnerInfo | undefined>): Promise<Ownership> {
  makeFolderOf(file);
  const lock = takeLock(`${file}.lock`);
  if (lock === undefined) {
    const { pid, host, role, since } = (await holder()) ?? { pid: '?', host: hostname(), role: '?', since: '?' };
    throw new PulseError('store-owned', { role, pid, host, since, where: file });
  }
  return {
    confirm: () => Promise.resolve('held'),
    release: () => {
      lock.close();
      return Promise.resolve();
    },
  };
}

/** Without WAL a copy is one file that can be read from a read-only place; its next owner turns WAL on again. */
function makeSelfContained(copy: string): void {
  const database = new BetterSqlite3(copy);
  try {
    database.pragma('journal_mode = DELETE');
  } finally {
    database.close();
  }
}

/** Copies under another name first: a copy that was broken off never looks like a backup. */
async function backup(file: string, copy: string): Promise<void> {
  if (existsSync(copy)) throw new PulseError('file-exists', { file: copy });
  makeFolderOf(copy);
  const partial = `${copy}.partial-${process.pid}`;
  rmSync(partial, { force: true });
  makeOwnerOnly(partial);
  const source = openReader(file);
  try {
    await source.backup(partial, { progress: () => pagesPerBackupStep });
    makeSelfContained(partial);
    renameSync(partial, copy);
  } catch (error) {
    rmSync(partial, { force: true });
    throw storeFailure(error, copy);
  } finally {
    source.close();
  }
}

/** A SQLite store. Nothing is opened or made before its first use; a reader of a missing file gets PulseError `no-data`. */
export function sqliteEngine(path: string): Engine {
  const file = trueName(path);
  const writer = kyselyOn(() => openWriter(file));
  const reader = kyselyOn(() => openReader(file));
  return {
    where: file,
    ddl,
    keyFile: `${file}.key`,
    copiesToFile: true,
    writer,
    reader,
    // A connection is one transaction at a time: on the shared one others would wait for as long as `work` reads.
    async snapshot(work) {
      const own = kyselyOn(() => openReader(file));
      try {
        return await inSnapshot(own, work);
      } finally {
        await own.destroy();
      }
    },
    own: (holder) => own(file, holder),
    isOwned: async () => isLocked(`${file}.lock`),
    schema: () => Promise.resolve(undefined),
    async hasTable(db, name) {
      const found = await sql`select 1 from sqlite_schema where type = 'table' and name = ${name}`.execute(db);
      return found.rows.length > 0;
    },
    backup: (copy) => backup(file, trueName(copy)),
    async close() {
      await reader.destroy();
      await writer.destroy();
    },
  };
}
