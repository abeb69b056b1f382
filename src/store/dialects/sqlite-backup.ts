import { existsSync, renameSync, rmSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { PulseError } from '../../errors.ts';
import { guardedLedger, isDamage, storeFailure } from '../failures.ts';
import { makeFolderOf, makeOwnerOnly } from '../files.ts';
import { openReader } from './sqlite-files.ts';

const pagesPerBackupStep = 2_000;

/** A copy of a damaged store would be found to be none on the day when it is needed. Throws PulseError `store-damaged`. */
function refuseDamaged(database: BetterSqlite3.Database, file: string): void {
  if (database.pragma('quick_check(1)', { simple: true }) !== 'ok')
    throw new PulseError('store-damaged', { where: file });
}

/** Without WAL a copy is one file that can be read from a read-only place; its next owner turns WAL on again. */
function makeSelfContained(copy: string, file: string): void {
  const database = new BetterSqlite3(copy);
  try {
    database.pragma('journal_mode = DELETE');
    refuseDamaged(database, file);
  } finally {
    database.close();
  }
}

function readerOf(file: string): BetterSqlite3.Database {
  try {
    return openReader(file);
  } catch (error) {
    throw storeFailure(error, file);
  }
}

async function copyOf(file: string, copy: string): Promise<void> {
  if (existsSync(copy)) throw new PulseError('file-exists', { file: copy });
  const partial = `${copy}.partial-${process.pid}`;
  rmSync(partial, { force: true });
  const source = readerOf(file);
  try {
    makeOwnerOnly(partial);
    await source.backup(partial, { progress: () => pagesPerBackupStep });
    makeSelfContained(partial, file);
    renameSync(partial, copy);
  } catch (error) {
    for (const end of ['', '-journal', '-wal', '-shm']) rmSync(`${partial}${end}`, { force: true });
    throw storeFailure(error, isDamage(error) ? file : copy);
  } finally {
    source.close();
  }
}

/**
 * Copies the store and its ledger, each whole and as of its own moment: neither refers to the other. Under another name
 * first: a copy that was broken off never looks like a backup; the store's own comes last.
 */
export async function backup(file: string, copy: string): Promise<void> {
  makeFolderOf(copy);
  if (existsSync(copy)) throw new PulseError('file-exists', { file: copy });
  const hasLedger = existsSync(`${file}.ledger`);
  if (hasLedger) await guardedLedger(`${file}.ledger`, () => copyOf(`${file}.ledger`, `${copy}.ledger`));
  try {
    await copyOf(file, copy);
  } catch (error) {
    if (hasLedger) rmSync(`${copy}.ledger`, { force: true });
    throw error;
  }
}
