import { existsSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { PulseError } from '../../errors.ts';
import { keepForOwner, makeOwnerOnly } from '../files.ts';

const busyTimeoutMs = 5_000;
/** Small writes follow each other within milliseconds; one that waits longer has met a fault. */
const ledgerTimeoutMs = 1_000;
/** Marks our files, so that we never write into another program's database: "PPls". */
const applicationId = 0x5050_6c73;

/** For the owner: makes the file if need be. */
export function openWriter(file: string): BetterSqlite3.Database {
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

/** Whoever asks the owner for something writes here too, without owning the store. */
export function openLedger(file: string): BetterSqlite3.Database {
  if (!makeOwnerOnly(file)) keepForOwner(file);
  const database = new BetterSqlite3(file, { timeout: ledgerTimeoutMs });
  try {
    if (!isOurs(database, file)) database.pragma(`application_id = ${applicationId}`);
    database.pragma('journal_mode = WAL');
    // NORMAL: outlives every death of the process; a power cut may take the last moments. A sync to disk per small
    // write would hold up the thread that answers while a publication keeps the disk busy.
    database.pragma('synchronous = NORMAL');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Throws PulseError `no-data` if there is no file. */
export function openReader(file: string): BetterSqlite3.Database {
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
