import { existsSync, renameSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { isDamage } from '../failures.ts';
import { timedName, writing } from '../files.ts';

function isDamaged(file: string): boolean {
  try {
    const database = new BetterSqlite3(file);
    try {
      return database.pragma('quick_check(1)', { simple: true }) !== 'ok';
    } finally {
      database.close();
    }
  } catch (error) {
    if (isDamage(error)) return true;
    throw error;
  }
}

/** A damaged ledger keeps nobody from the records: it is kept under another name (it may tell who saw what), and a new one begun. */
export function setAsideIfDamaged(file: string, now: number): string | undefined {
  if (!existsSync(file) || !isDamaged(file)) return undefined;
  const aside = timedName(`${file}.damaged`, now);
  writing(file, () => {
    // Its journal first: to a new ledger it would be a foreign one.
    for (const end of ['-wal', '-shm', ''])
      if (existsSync(`${file}${end}`)) renameSync(`${file}${end}`, `${aside}${end}`);
  });
  return aside;
}
