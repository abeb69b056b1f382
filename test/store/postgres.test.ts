import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import type { OpenOptions, Store } from '../../src/store/store.ts';
import { noon } from './engines.ts';
import { type PostgresServer, postgresMissing, startPostgres } from './postgres-server.ts';
import { partner, publication } from './world.ts';

/** Returns when no session owns a store any more. */
const waitForOwners = `do $$ begin
  while exists (select 1 from pg_stat_activity where application_name = 'partner-pulse owner') loop
    perform pg_sleep(0.01);
    perform pg_stat_clear_snapshot();
  end loop;
end $$`;

const title =
  postgresMissing === undefined ? 'A store on PostgreSQL' : `A store on PostgreSQL (skipped: ${postgresMissing})`;

describe.skipIf(postgresMissing !== undefined)(title, () => {
  let server: PostgresServer;
  let admin: pg.Client;
  let folder = '';
  const warnings: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pulse-pg-key-'));
    server = await startPostgres();
    admin = new pg.Client(server.admin);
    await admin.connect();
  });
  afterAll(async () => {
    await admin.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function addressOf(schema: string): Promise<string> {
    await admin.query(`create schema ${schema}`);
    return server.schema(schema);
  }

  const open = (address: string, more: Partial<OpenOptions> = {}): Promise<Store> =>
    openStore({
      address,
      mode: 'own',
      role: 'bot',
      now: () => noon,
      keyFile: join(folder, 'pulse.key'),
      warn: (message) => warnings.push(message),
      ...more,
    });

  /** Ends the connections that hold the stores' locks, and waits until they are gone. */
  const cutOwners = () =>
    admin.query(
      `select pg_terminate_backend(pid, 10000) from pg_stat_activity where application_name = 'partner-pulse owner'`,
    );

  test('shares its database with others, each in its schema with its own owner', async () => {
    const stores = [await open(await addressOf('one')), await open(await addressOf('two'))];
    for (const [index, store] of stores.entries()) await store.publish(publication([partner(`p${index}`)]));
    const read = await Promise.all(stores.map((store) => store.readRecords()));
    expect(read.map((records) => records.partner.map(({ id }) => id))).toEqual([['p0'], ['p1']]);
    for (const store of stores) await store.close();
  });

  test('is taken again by an owner that lost its connection', async () => {
    const address = await addressOf('lost');
    const store = await open(address);
    await cutOwners();
    await store.publish(publication([partner('a')]));
    await expect(open(address)).rejects.toMatchObject({ code: 'store-owned', params: { role: 'bot' } });
    await store.close();
    expect(warnings.join()).toContain('was lost');
  });

  test('is not published to by an owner whom another one replaced', async () => {
    const address = await addressOf('replaced');
    const first = await open(address);
    await cutOwners();
    const second = await open(address, { role: 'sync' });
    await expect(first.publish(publication([partner('a')]))).rejects.toMatchObject({
      code: 'store-owned',
      params: { role: 'sync' },
    });
    expect((await second.readRecords()).partner).toEqual([]);
    await first.close();
    await expect(open(address)).rejects.toMatchObject({ code: 'store-owned', params: { role: 'sync' } });
    await second.close();
  });

  test('is free when its owner was killed', async () => {
    const address = await addressOf('killed');
    const child = new URL('children/die.ts', import.meta.url).pathname;
    const key = join(folder, 'pulse.key');
    const before = await open(address);
    await before.publish(publication([partner('a')]));
    await before.close();
    const killed = spawnSync(process.execPath, [child, address, 'writing', key], { encoding: 'utf8' });
    expect({ signal: killed.signal, stderr: killed.stderr }).toEqual({ signal: 'SIGKILL', stderr: '' });
    // The server ends the session when it sees the closed connection.
    await admin.query(waitForOwners);
    const store = await open(address);
    expect((await store.readRecords()).partner).toEqual([partner('a')]);
    await store.close();
  });

  test('needs a place for its key', async () => {
    const address = await addressOf('keyless');
    const failure = { code: 'person-key-missing', params: { reason: 'missing', file: '' } };
    await expect(open(address, { keyFile: undefined })).rejects.toMatchObject(failure);
    await (await open(address, { keyFile: undefined, personKey: 'ab'.repeat(32) })).close();
  });

  test('is copied with its server’s own tools', async () => {
    const store = await open(await addressOf('copied'));
    await expect(store.backup(join(folder, 'copy'))).rejects.toMatchObject({ code: 'backup-by-server' });
    await store.close();
  });

  test('in a schema that does not exist says so', async () => {
    await expect(open(server.schema('nowhere'))).rejects.toMatchObject({ code: 'store-unreachable' });
  });
});
