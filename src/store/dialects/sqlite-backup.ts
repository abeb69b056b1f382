import { existsSync, renameSync, rmSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { PulseError } from '../../errors.ts';
import { storeFailure } from '../failures.ts';
import { makeFolderOf, makeOwnerOnly } from '../files.ts';
import { openReader } from './sqlite-files.ts';

const pagesPerBackupStep = 2_000;

/** Without WAL a copy is one file that can be read from a read-only place; its next owner turns WAL on again. */
function makeSelfContained(copy: string): void {
  const database = new BetterSqlite3(copy);
  try {
    database.pragma('journal_mode = DELETE');
  } finally {
    database.close();
  }
}

async function copyOf(file: string, copy: string): Promise<void> {
  if (existsSync(copy)) throw new PulseError('file-exists', { file: copy });
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

/**
 * Copies the store and its ledger, each whole and as of its own moment: neither refers to the other. Under another name
 * first: a copy that was broken off never looks like a backup; the store's own comes last.
 */
export async function backup(file: string, copy: string): Promise<void> {
  makeFolderOf(copy);
  if (existsSync(copy)) throw new PulseError('file-exists', { file: copy });
  if (existsSync(`${file}.ledger`)) await copyOf(`${file}.ledger`, `${copy}.ledger`);
  await copyOf(file, copy);
}
