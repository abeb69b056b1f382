import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { z } from 'zod';
import { filesSource } from '../../src/sources/files/files.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';

/** What SQLite itself finds wrong with a store's files; nothing if they are whole. */
export function faultsIn(address: string): string[] {
  return [address, `${address}.ledger`].filter(existsSync).flatMap((file) => {
    const database = new BetterSqlite3(file);
    try {
      const integrity = database.pragma('integrity_check', { simple: true });
      const references = database.pragma('foreign_key_check');
      return [
        ...(integrity === 'ok' ? [] : [`${file}: ${String(integrity)}`]),
        ...(Array.isArray(references) && references.length === 0 ? [] : [`${file}: ${JSON.stringify(references)}`]),
      ];
    } finally {
      database.close();
    }
  });
}

/** Fills a store of an earlier version with what a later one holds, as far as it has a place for it. */
export function copyRows(from: string, into: string): void {
  const database = new BetterSqlite3(into);
  try {
    database.pragma('foreign_keys = OFF');
    database.prepare('attach database ? as later').run(from);
    const names = (sql: string): string[] => z.array(z.string()).parse(database.prepare(sql).pluck().all());
    const tables = names(`
      select name from main.sqlite_schema where type = 'table' and name not like 'kysely%' and name <> 'meta'
      and name in (select name from later.sqlite_schema)`);
    for (const table of tables) {
      const columns = names(`
        select name from pragma_table_info('${table}', 'main')
        where name in (select name from pragma_table_info('${table}', 'later'))`)
        .map((name) => `"${name}"`)
        .join(', ');
      database.exec(`insert into main."${table}" (${columns}) select ${columns} from later."${table}"`);
    }
  } finally {
    database.close();
  }
}

/** Publishes a folder as a sync does, with a word when all is read and only the publication is left. */
export async function publishFolder(store: Store, folder: string, read: () => void = () => undefined): Promise<void> {
  async function* records() {
    yield* filesSource({ name: 'exports', folder }).records({
      name: 'exports',
      cursor: null,
      personHash: (id) => store.personHash(id),
      onReject: () => undefined,
      onWarning: () => undefined,
      onProgress: () => undefined,
      signal: new AbortController().signal,
    });
    read();
  }
  await store.publish({
    source: 'exports',
    kind: 'files',
    seenAt: new Date().toISOString(),
    records: records(),
    acceptDeletions: true,
    rejected: () => ({ rows: 0, fields: 0 }),
  });
}

/** Equal records have equal hashes. Instants that differ from run to run (when a sync saw something) are left out. */
export async function stateOf(address: string): Promise<string> {
  const store = await openStore({ address, mode: 'read', role: 'test', now: Date.now, warn: () => undefined });
  try {
    const { sources, 'partner-history': histories, ...records } = await store.readRecords();
    const seen = histories.map(({ validFrom, ...history }) => history);
    const rows = sources.map(({ dataAsOf, ...source }) => source);
    return createHash('sha256')
      .update(JSON.stringify([records, seen, rows]))
      .digest('hex')
      .slice(0, 16);
  } finally {
    await store.close();
  }
}
