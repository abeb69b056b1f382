import { closeSync, existsSync, openSync, readSync, rmSync } from 'node:fs';
import { sql } from 'kysely';
import { systemCode } from '../../errors.ts';
import type { Db } from '../database.ts';
import { makeOwnerOnly } from '../files.ts';
import type { Staging } from './engine.ts';

const sqliteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** In the file's header: 2 for write-ahead logging. Only what is kept has it. */
const journalByte = 18;

function isKept(file: string): boolean {
  if (!existsSync(file)) return false;
  const descriptor = openSync(file, 'r');
  try {
    const header = Buffer.alloc(journalByte + 1);
    readSync(descriptor, header, 0, header.length, 0);
    return header[journalByte] === 2;
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Staged rows are in a file beside the store, which goes when they are published: the store neither grows nor waits.
 * Until something is kept it is written without journal or sync: whatever a killed process leaves is thrown away.
 */
export function stagingIn(file: string): Staging {
  const forget = (): void => {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${end}`, { force: true });
  };
  const run = (db: Db, command: string) => sql.raw(command).execute(db);
  const attach = async (db: Db): Promise<void> => {
    const kept = isKept(file);
    if (!kept) forget();
    makeOwnerOnly(file);
    await run(db, `attach database ${sqliteText(file)} as staging`);
    await run(db, `pragma staging.journal_mode = ${kept ? 'WAL' : 'OFF'}`);
    await run(db, `pragma staging.synchronous = ${kept ? 'NORMAL' : 'OFF'}`);
  };
  const detach = async (db: Db): Promise<void> => {
    const { rows } = await sql<{ name: string }>`pragma database_list`.execute(db);
    if (rows.some(({ name }) => name === 'staging')) await run(db, 'detach database staging');
  };
  return {
    schema: 'staging',
    table: sql`table`,
    place: sql`rowid`,
    async open(db) {
      try {
        await attach(db);
      } catch (error) {
        if (!/^SQLITE_(CORRUPT|NOTADB)/.test(systemCode(error) ?? '')) throw error;
        // It only held what can be read again.
        await detach(db);
        forget();
        await attach(db);
      }
    },
    async keep(db) {
      await run(db, 'pragma staging.journal_mode = WAL');
      await run(db, 'pragma staging.synchronous = NORMAL');
      // Brings what was written without sync to the disk.
      await run(db, 'pragma staging.wal_checkpoint(FULL)');
    },
    sweep() {
      if (existsSync(file) && !isKept(file)) forget();
    },
    close: detach,
    async drop(db) {
      await detach(db);
      forget();
    },
  };
}
