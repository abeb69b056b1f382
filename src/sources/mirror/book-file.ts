import { existsSync, renameSync, rmSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { PulseError } from '../../errors.ts';
import { isDamage } from '../../store/failures.ts';
import { keepForOwner, makeFolderOf, makeOwnerOnly, timedName, writing } from '../../store/files.ts';
import { schemaVersion, tables } from './schema.ts';

/** Marks mirrors, so that we never empty another program's database: "PPlm". */
const applicationId = 0x5050_6c6d;
const busyTimeoutMs = 5_000;

/** The file of a mirror, made where there is none; of another version it is made anew, damaged it is set aside. */
export function opened(file: string, now: () => number): BetterSqlite3.Database {
  makeFolderOf(file);
  try {
    return tryOpen(file);
  } catch (error) {
    if (!isDamage(error)) throw error;
    setAside(file, now());
    return tryOpen(file);
  }
}

function tryOpen(file: string): BetterSqlite3.Database {
  if (!makeOwnerOnly(file)) keepForOwner(file);
  const database = new BetterSqlite3(file, { timeout: busyTimeoutMs });
  try {
    const version = versionOf(database, file);
    if (version !== null && version !== schemaVersion) {
      database.close();
      for (const end of ['-wal', '-shm', '']) writing(file, () => rmSync(`${file}${end}`, { force: true }));
      return tryOpen(file);
    }
    database.pragma('journal_mode = WAL');
    // NORMAL: a power cut may take the last pages, and their cursors with them; they are read again.
    database.pragma('synchronous = NORMAL');
    database.pragma('wal_autocheckpoint = 16000');
    database.pragma('cache_size = -16384');
    database.pragma('temp_store = MEMORY');
    database.pragma(`journal_size_limit = ${64 * 1024 * 1024}`);
    if (version === null) {
      database.transaction(() => {
        database.exec(tables);
        database.pragma(`application_id = ${applicationId}`);
        database.pragma(`user_version = ${schemaVersion}`);
      })();
    }
    // Damage shows with the first look at the tables, if it is at their beginning.
    database.prepare('select count(*) from object').get();
    return database;
  } catch (error) {
    if (database.open) database.close();
    throw error;
  }
}

/** null: it is empty. Throws PulseError `store-foreign` if it is somebody else's. */
function versionOf(database: BetterSqlite3.Database, file: string): number | null {
  if (database.pragma('application_id', { simple: true }) === applicationId) {
    return Number(database.pragma('user_version', { simple: true }));
  }
  if (database.prepare('select 1 from sqlite_schema limit 1').all().length > 0) {
    throw new PulseError('store-foreign', { where: file });
  }
  return null;
}

/** Puts a damaged file where nobody opens it. */
export function setAside(file: string, now: number): void {
  const aside = timedName(`${file}.damaged`, now);
  writing(file, () => {
    for (const end of ['-wal', '-shm', ''])
      if (existsSync(`${file}${end}`)) renameSync(`${file}${end}`, `${aside}${end}`);
  });
}
