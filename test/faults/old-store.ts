import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { sqliteEngine } from '../../src/store/dialects/sqlite.ts';
import { migrations } from '../../src/store/migrations/index.ts';
import { openOn } from '../../src/store/open.ts';
import { copyRows } from './stores.ts';

const files = ['', '-wal', '-shm', '.ledger', '.ledger-wal', '.ledger-shm'];

/** Makes a store of the first version, at `old` if it is not there yet, that holds what `store` does, and puts it in its place. */
export async function makeOld(
  store: string,
  old: string,
  prepare: () => Promise<unknown> = async () => undefined,
): Promise<void> {
  if (!existsSync(old)) {
    const options = { address: old, mode: 'own', role: 'sync', now: Date.now, warn: () => undefined } as const;
    copyFileSync(`${store}.key`, `${old}.key`);
    await (await openOn(sqliteEngine(old), options, migrations.slice(0, 1))).close();
    await prepare();
    copyRows(store, old);
  }
  for (const end of files) rmSync(`${store}${end}`, { force: true });
  copyFileSync(old, store);
}
