// long: the files of one store, through its whole life.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AnyRecord } from '../../src/records/records.ts';
import { sqliteEngine } from '../../src/store/dialects/sqlite.ts';
import { migrations } from '../../src/store/migrations/index.ts';
import type { StoreMigration } from '../../src/store/migrations/migration.ts';
import { openOn, openStore } from '../../src/store/open.ts';
import type { OpenOptions, Store } from '../../src/store/store.ts';
import { noon } from './engines.ts';
import { deal, partner, publication, view } from './world.ts';

let folder = '';
const opened: Store[] = [];
const warnings: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pulse-file-'));
  warnings.length = 0;
});
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const at = (...names: string[]): string => join(folder, ...names);
const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);
const options = (address: string, mode: OpenOptions['mode'] = 'own'): OpenOptions => ({
  address,
  mode,
  role: 'sync',
  now: () => noon,
  warn: (message) => warnings.push(message),
});

async function open(address: string, mode: OpenOptions['mode'] = 'own'): Promise<Store> {
  const store = await openStore(options(address, mode));
  opened.push(store);
  return store;
}

async function used(address: string, records: Iterable<AnyRecord> = [partner('a')]): Promise<void> {
  const store = await openStore(options(address));
  await store.publish(publication(records));
  await store.close();
}

const partnersIn = async (address: string): Promise<string[]> => {
  const store = await openStore(options(address, 'read'));
  const { partner: partners } = await store.readRecords();
  await store.close();
  return partners.map(({ id }) => id);
};

describe('The files of a store', () => {
  test('are for their owner only, and so is a folder that is made for them', async () => {
    const store = await open(at('new', 'deep', 'store.db'));
    await store.publish(publication([partner('a')]));
    await store.backup(at('copies', 'copy.db'));
    const made = readdirSync(at('new', 'deep')).toSorted();
    const kept = ['', '-shm', '-wal', '.key', '.ledger', '.ledger-shm', '.ledger-wal', '.lock'];
    expect(made).toEqual(kept.map((end) => `store.db${end}`));
    expect(made.map((file) => modeOf(at('new', 'deep', file)))).toEqual(made.map(() => '600'));
    expect([at('new'), at('new', 'deep'), at('copies')].map(modeOf)).toEqual(['700', '700', '700']);
    expect(['copy.db', 'copy.db.ledger'].map((file) => modeOf(at('copies', file)))).toEqual(['600', '600']);
  });

  test('lose rights that others were given, but a folder that was there stays as it is', async () => {
    mkdirSync(at('shared'));
    chmodSync(at('shared'), 0o755);
    await used(at('shared', 'store.db'));
    chmodSync(at('shared', 'store.db'), 0o644);
    chmodSync(at('shared', 'store.db.key'), 0o644);
    await open(at('shared', 'store.db'));
    expect([at('shared'), at('shared', 'store.db'), at('shared', 'store.db.key')].map(modeOf)).toEqual([
      '755',
      '600',
      '600',
    ]);
  });

  test('have one owner under every name they are reached by', async () => {
    await used(at('store.db'));
    symlinkSync(at('store.db'), at('link.db'));
    symlinkSync(folder, at('here'));
    await open(at('store.db'));
    for (const other of [at('link.db'), at('here', 'store.db')]) {
      await expect(openStore(options(other))).rejects.toMatchObject({ code: 'store-owned' });
    }
  });
});

describe('A store whose owner is killed', () => {
  const child = new URL('children/die.ts', import.meta.url).pathname;

  test.each(['staging', 'writing'])('while %s keeps its last state and is free', async (moment) => {
    const file = at('store.db');
    await used(file);
    const killed = spawnSync(process.execPath, [child, file, moment], { encoding: 'utf8' });
    expect({ signal: killed.signal, stderr: killed.stderr }).toEqual({ signal: 'SIGKILL', stderr: '' });
    expect(await partnersIn(file)).toEqual(['a']);
    const store = await open(file);
    expect(await store.dataVersion()).toBe(1);
    await store.publish(publication([partner('a'), partner('b')]));
    expect(await partnersIn(file)).toEqual(['a', 'b']);
  });
});

describe('What waits for its publication', () => {
  test('stands in a file of its own, which goes with the publication, and with one that fails', async () => {
    const store = await open(at('store.db'));
    const staged = () => readdirSync(folder).filter((name) => name.includes('staging'));
    async function* watched(last: () => void): AsyncGenerator<AnyRecord> {
      yield partner('a');
      expect([...new Set(staged().map((file) => modeOf(at(file))))]).toEqual(['600']);
      last();
    }
    await store.publish(publication(watched(() => undefined)));
    expect(staged()).toEqual([]);
    const failing = publication(
      watched(() => {
        throw new Error('half-way');
      }),
    );
    await expect(store.publish(failing)).rejects.toThrow('half-way');
    expect(staged()).toEqual([]);
  });

  test('is forgotten where its file is broken', async () => {
    const store = await open(at('store.db'));
    writeFileSync(at('store.db.staging'), 'no database, but long enough to be taken for one '.repeat(100));
    await store.publish(publication([partner('a')]));
    expect(await partnersIn(at('store.db'))).toEqual(['a']);
  });
});

describe('What a killed reading left', () => {
  test('goes with the next owner, whether or not that one reads anything', async () => {
    const first = await open(at('store.db'));
    await first.publish(publication([partner('a')]));
    await first.close();
    writeFileSync(at('store.db.staging'), Buffer.alloc(4096));
    const next = await open(at('store.db'));
    expect(readdirSync(folder).filter((name) => name.includes('staging'))).toEqual([]);
    await next.close();
    expect(await partnersIn(at('store.db'))).toEqual(['a']);
  });
});

describe('A copy of a store', () => {
  test('made during a publication holds the state before it, and is a store itself', async () => {
    const store = await open(at('store.db'));
    await store.publish(publication([partner('a')]));
    async function* copying(): AsyncGenerator<AnyRecord> {
      yield* [partner('a'), partner('b')];
      await store.backup(at('copy.db'));
    }
    await store.publish(publication(copying()));
    expect(await partnersIn(at('copy.db'))).toEqual(['a']);
    expect(await partnersIn(at('store.db'))).toEqual(['a', 'b']);
  });

  test('is whole even if publications go on while it is made', async () => {
    const store = await open(at('store.db'));
    const views = (name: string) => Array.from({ length: 30_000 }, (_, index) => view('a', `${name}-${index}`));
    await store.publish(publication([partner('a'), ...views('old')]));
    const copied = store.backup(at('copy.db'));
    await store.publish(publication([partner('a'), ...views('new')]));
    await copied;
    const copy = await open(at('copy.db'), 'read');
    const names = (await copy.readRecords())['content-event'].map(({ asset }) => asset.replace(/-\d+$/, ''));
    expect(names).toHaveLength(30_000);
    expect(new Set(names).size).toBe(1);
  });

  test('can be made by a reader beside the owner', async () => {
    const store = await open(at('store.db'));
    await store.publish(publication([partner('a')]));
    const reader = await open(at('store.db'), 'read');
    await reader.backup(at('copy.db'));
    expect(await partnersIn(at('copy.db'))).toEqual(['a']);
  });

  test('never replaces a file', async () => {
    const store = await open(at('store.db'));
    writeFileSync(at('copy.db'), 'mine');
    await expect(store.backup(at('copy.db'))).rejects.toMatchObject({
      code: 'file-exists',
      params: { file: at('copy.db') },
    });
    await expect(store.backup(at('store.db'))).rejects.toMatchObject({ code: 'file-exists' });
    expect(statSync(at('copy.db')).size).toBe(4);
  });

  test('is not left half-made where it cannot be written', async () => {
    const store = await open(at('store.db'));
    writeFileSync(at('file'), '');
    await expect(store.backup(at('file', 'copy.db'))).rejects.toMatchObject({ code: 'file-not-writable' });
    expect(readdirSync(folder).filter((name) => name.includes('copy'))).toEqual([]);
  });

  test('is made before a migration', async () => {
    const second: StoreMigration = {
      name: '9001-second',
      async up(db) {
        await sql`delete from deal`.execute(db);
      },
    };
    const file = at('store.db');
    await used(file, [deal('1')]);
    const store = await openOn(sqliteEngine(file), options(file), [...migrations, second]);
    opened.push(store);
    const copy = at(`store.db.backup-v${migrations.length}-20260901T120000Z`);
    expect(modeOf(copy)).toBe('600');
    expect(warnings.join()).toContain(copy);
    expect((await store.readRecords()).deal).toEqual([]);
    const before = await open(copy, 'read');
    expect((await before.readRecords()).deal).toHaveLength(1);
  });
});

describe('A store that cannot be used', () => {
  const both = ['own', 'read'] as const;

  test.each(both)('since its file is no database says so (%s)', async (mode) => {
    writeFileSync(at('store.db'), 'this is a text file, and long enough to be looked at as a database '.repeat(20));
    await expect(openStore(options(at('store.db'), mode))).rejects.toMatchObject({
      code: 'store-damaged',
      params: { where: at('store.db') },
      cause: { code: 'SQLITE_NOTADB' },
    });
  });

  test('since its file is cut off says so', async () => {
    await used(at('store.db'), [partner('a'), ...Array.from({ length: 5_000 }, (_, index) => view('a', `x${index}`))]);
    truncateSync(at('store.db'), 200_000);
    const reading = (async () => (await open(at('store.db'), 'read')).readRecords())();
    await expect(reading).rejects.toMatchObject({ code: 'store-damaged' });
  });

  test.each(both)('since it is another program’s database is left alone (%s)', async (mode) => {
    const other = new BetterSqlite3(at('store.db'));
    other.exec('create table partner (id text)');
    other.close();
    await expect(openStore(options(at('store.db'), mode))).rejects.toMatchObject({ code: 'store-foreign' });
    const after = new BetterSqlite3(at('store.db'));
    expect(after.prepare('select name from sqlite_schema').all()).toEqual([{ name: 'partner' }]);
    after.close();
  });

  test.each(both)('since a folder has its name says so (%s)', async (mode) => {
    mkdirSync(at('store.db'));
    await expect(openStore(options(at('store.db'), mode))).rejects.toMatchObject({ code: 'store-unreachable' });
  });

  test('since its folder cannot be made says so', async () => {
    writeFileSync(at('file'), '');
    await expect(openStore(options(at('file', 'store.db')))).rejects.toMatchObject({
      code: 'file-not-writable',
      params: { file: at('file') },
    });
  });

  const child = new URL('children/own.ts', import.meta.url).pathname;
  /** Root writes everywhere, so somebody else has to try. */
  const somebody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const somebodyRuns = spawnSync(process.execPath, ['--check', child], somebody).status === 0;
  const readOnly = 'since its folder is read-only says so';
  const title = somebodyRuns ? readOnly : `${readOnly} (skipped: an unprivileged user cannot run this checkout)`;

  test.skipIf(!somebodyRuns)(title, async () => {
    await used(at('sub', 'store.db'));
    chmodSync(folder, 0o755);
    chmodSync(at('sub'), 0o555);
    const run = spawnSync(process.execPath, [child, at('sub', 'other.db')], { encoding: 'utf8', ...somebody });
    chmodSync(at('sub'), 0o755);
    expect(run.stdout).toBe(JSON.stringify({ code: 'file-not-writable', file: at('sub', 'other.db.lock') }));
  });
});

describe('A PostgreSQL address', () => {
  test('that nobody answers at is named without its password', async () => {
    const address = 'postgres://pulse:s3cret@127.0.0.1:1/pulse?password=s3cret';
    const failure: unknown = await openStore({ ...options(address), personKey: 'ab'.repeat(32) }).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: 'store-unreachable', cause: { code: 'ECONNREFUSED' } });
    expect(String(failure)).toContain('pulse@127.0.0.1:1');
    expect(String(failure)).not.toContain('s3cret');
  });
});
