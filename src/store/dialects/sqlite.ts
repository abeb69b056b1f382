import { existsSync, truncateSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import { sql } from 'kysely';
import { PulseError, systemCode } from '../../errors.ts';
import type { Db } from '../database.ts';
import { isDamage } from '../failures.ts';
import { keepForOwner, makeFolderOf, makeOwnerOnly, trueName, writing } from '../files.ts';
import type { OwnerInfo } from '../store.ts';
import { type Ddl, type Engine, inSnapshot, type Ownership } from './engine.ts';
import { backup } from './sqlite-backup.ts';
import { openLedger, openReader, openWriter } from './sqlite-files.ts';
import { kyselyOn } from './sqlite-kysely.ts';
import { setAsideIfDamaged } from './sqlite-ledger.ts';
import { stagingIn } from './sqlite-staging.ts';

/** Outlasts somebody who only looks whether the lock is free. */
const lockTimeoutMs = 200;

const ddl: Ddl = { text: sql`text`, integer: sql`integer`, number: sql`real`, tableEnd: sql`strict` };

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

/** Something that is no empty database is read only where nobody holds it; it is emptied in place, since the file itself is the lock. */
function takeLockEvenDamaged(file: string): BetterSqlite3.Database | undefined {
  try {
    return takeLock(file);
  } catch (error) {
    if (!isDamage(error)) throw error;
    writing(file, () => truncateSync(file));
    return takeLock(file);
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
    if (isDamage(error)) return false;
    throw error;
  } finally {
    database.close();
  }
}

async function own(file: string, holder: () => Promise<OwnerInfo | undefined>): Promise<Ownership> {
  makeFolderOf(file);
  const lock = takeLockEvenDamaged(`${file}.lock`);
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

const scrubTries = 50;
const scrubPauseMs = 100;

/** Writes the file anew without its free pages; its journal is emptied once nobody reads what was before. */
async function scrub(writer: Db): Promise<void> {
  await sql`vacuum`.execute(writer);
  for (let tries = 0; tries < scrubTries; tries += 1) {
    const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(TRUNCATE)`.execute(writer);
    if (rows[0]?.busy !== 1) return;
    await pause(scrubPauseMs);
  }
}

/** A SQLite store. Nothing is opened or made before its first use; a reader of a missing file gets PulseError `no-data`. */
export function sqliteEngine(path: string): Engine {
  const file = trueName(path);
  const writer = kyselyOn(() => openWriter(file));
  const reader = kyselyOn(() => openReader(file));
  const ledgerFile = `${file}.ledger`;
  const ledger = kyselyOn(() => openLedger(ledgerFile));
  return {
    where: file,
    ddl,
    keyFile: `${file}.key`,
    copiesToFile: true,
    writer,
    reader,
    ledger,
    ledgerFile,
    setDamagedLedgerAside: (now) => setAsideIfDamaged(ledgerFile, now),
    staging: stagingIn(`${file}.staging`),
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
    scrub: () => scrub(writer),
    backup: (copy) => backup(file, trueName(copy)),
    async close() {
      await reader.destroy();
      await ledger.destroy();
      await writer.destroy();
    },
  };
}
