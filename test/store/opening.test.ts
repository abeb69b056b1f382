// long: one suite that runs on every engine.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type AnyRecord, keyOf } from '../../src/records/records.ts';
import { writeOwner } from '../../src/store/meta.ts';
import { migrations } from '../../src/store/migrations/index.ts';
import type { StoreMigration } from '../../src/store/migrations/migration.ts';
import type { Store } from '../../src/store/store.ts';
import { columnsOf, recordTables } from '../../src/store/tables.ts';
import { engines, noon, type Opening, type Place, titleOn } from './engines.ts';
import { partner, publication } from './world.ts';

const readerScript = new URL('children/read.ts', import.meta.url).pathname;

/** The version of a store of this program. */
const newest = migrations.length;
const second: StoreMigration = {
  name: '9001-second',
  async up(db, ddl) {
    await db.schema.createTable('second').addColumn('id', sql`${ddl.text}`).modifyEnd(ddl.tableEnd).execute();
  },
};
const failing: StoreMigration = {
  name: '9002-failing',
  async up(db, ddl) {
    await db.schema.createTable('third').addColumn('id', sql`${ddl.text}`).modifyEnd(ddl.tableEnd).execute();
    throw new Error('this migration fails');
  },
};

const withPerson = (): AnyRecord[] => [
  partner('a'),
  {
    record: 'portal-session',
    source: 'exports',
    id: null,
    partner: keyOf('exports', 'a'),
    person: '0123456789abcdef0123456789abcdef',
    at: '2026-05-01',
    durationSeconds: null,
    pages: null,
    failed: null,
  },
];

describe.each(engines)('A store', (engine) => {
  describe.skipIf(engine.missing !== undefined)(titleOn(engine), () => {
    const opened: Store[] = [];
    beforeAll(() => engine.start());
    afterAll(() => engine.stop());
    afterEach(async () => {
      for (const store of opened.splice(0)) await store.close();
    });

    async function open(place: Place, opening: Opening = {}): Promise<Store> {
      const store = await place.open(opening);
      opened.push(store);
      return store;
    }

    /** A place with a store that was published to and closed. */
    async function used(records: Iterable<AnyRecord>, opening: Opening = {}): Promise<Place> {
      const place = await engine.place();
      const store = await place.open(opening);
      await store.publish(publication(records));
      await store.close();
      return place;
    }

    test('keeps what was published when it is opened again', async () => {
      const place = await used([partner('a')]);
      for (const mode of ['read', 'own'] as const) {
        const store = await open(place, { mode });
        expect((await store.readRecords()).partner).toEqual([partner('a')]);
        expect(await store.dataVersion()).toBe(1);
        await store.close();
      }
    });

    test('that is new is empty', async () => {
      const store = await open(await engine.place());
      expect(await store.dataVersion()).toBe(0);
      expect(await store.sourceStates()).toEqual([]);
      expect(Object.values(await store.readRecords()).flat()).toEqual([]);
    });

    test('that does not exist cannot be read', async () => {
      await expect((await engine.place()).open({ mode: 'read' })).rejects.toMatchObject({ code: 'no-data' });
    });

    test('that was opened for reading takes no publication', async () => {
      const store = await open(await used([partner('a')]), { mode: 'read' });
      await expect(store.publish(publication([]))).rejects.toThrow('reading');
      expect((await store.readRecords()).partner).toHaveLength(1);
    });

    test('of a newer program is refused and left as it is', async () => {
      const place = await used([partner('a')], { steps: [...migrations, second] });
      for (const mode of ['read', 'own'] as const) {
        await expect(place.open({ mode })).rejects.toMatchObject({
          code: 'store-newer',
          params: { version: newest + 1, known: newest, program: expect.stringMatching(/^\d+\./) },
        });
      }
      const store = await open(place, { steps: [...migrations, second] });
      expect((await store.readRecords()).partner).toHaveLength(1);
    });

    test('of an older program waits for an owner, who brings it up to date', async () => {
      const place = await used([partner('a')]);
      const steps = [...migrations, second];
      await expect(place.open({ mode: 'read', steps })).rejects.toMatchObject({
        code: 'store-older',
        params: { version: newest, known: newest + 1 },
      });
      await (await place.open({ steps })).close();
      const store = await open(place, { mode: 'read', steps });
      expect((await store.readRecords()).partner).toEqual([partner('a')]);
    });

    test('whose migration fails is as it was before', async () => {
      const place = await used([partner('a')]);
      await expect(place.open({ steps: [...migrations, second, failing] })).rejects.toThrow('this migration fails');
      const store = await open(place);
      expect((await store.readRecords()).partner).toEqual([partner('a')]);
    });

    test('has the tables that its queries name', async () => {
      const place = await used([]);
      const direct = place.engine();
      const tables = await direct.writer.introspection.getTables();
      const schema = await direct.schema(direct.writer);
      await direct.close();
      for (const table of Object.values(recordTables)) {
        const found = tables.find((each) => each.name === table.table && each.schema === schema);
        expect(found?.columns.map(({ name }) => name).toSorted()).toEqual([...columnsOf(table)].toSorted());
      }
    });

    describe('hashes people', () => {
      const given = 'a1'.repeat(32);

      test('with a key that is made at the first start and stays', async () => {
        const place = await engine.place();
        const store = await place.open();
        const hash = store.personHash('mia@example.com');
        expect(hash).toMatch(/^[0-9a-f]{32}$/);
        expect(store.personHash('Mia@example.com')).not.toBe(hash);
        await store.publish(publication(withPerson()));
        await store.close();
        expect(statSync(place.keyFile).mode & 0o777).toBe(0o600);
        expect(readFileSync(place.keyFile, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
        for (const mode of ['read', 'own'] as const) {
          const again = await open(place, { mode });
          expect(again.personHash('mia@example.com')).toBe(hash);
          await again.close();
        }
      });

      test('never with a new key once it knows people', async () => {
        const place = await used(withPerson());
        const key = readFileSync(place.keyFile);
        rmSync(place.keyFile);
        const lost = { code: 'person-key-missing', params: { file: place.keyFile, reason: 'missing' } };
        await expect(place.open()).rejects.toMatchObject(lost);
        expect(existsSync(place.keyFile)).toBe(false);
        await expect(place.open({ personKey: given })).rejects.toMatchObject({ params: { reason: 'different' } });
        const reader = await open(place, { mode: 'read' });
        expect((await reader.readRecords())['portal-session']).toHaveLength(1);
        expect(() => reader.personHash('mia')).toThrow('person-key-missing');
        await reader.close();
        writeFileSync(place.keyFile, key);
        await (await place.open()).close();
      });

      test('with another key while it knows nobody', async () => {
        const place = await used([partner('a')]);
        rmSync(place.keyFile);
        const store = await open(place);
        await store.publish(publication(withPerson()));
        expect(existsSync(place.keyFile)).toBe(true);
      });

      test('with the key of the environment, and then keeps none itself', async () => {
        const place = await engine.place();
        const store = await open(place, { personKey: given });
        // HMAC-SHA256 of "mia" under 32 bytes 0xa1, computed with OpenSSL.
        expect(store.personHash('mia')).toBe('ae5f0a8050126d7f0469b3b15df05e3e');
        expect(existsSync(place.keyFile)).toBe(false);
      });

      test('never with a key that is none', async () => {
        const place = await engine.place();
        const wrong = { code: 'person-key-invalid', params: { from: 'environment' } };
        await expect(place.open({ personKey: 'secret' })).rejects.toMatchObject(wrong);
        writeFileSync(place.keyFile, 'not a key');
        await expect(place.open()).rejects.toMatchObject({
          code: 'person-key-invalid',
          params: { from: place.keyFile },
        });
      });
    });

    test('knows its owner by the lock, not by what an owner that was killed left behind', async () => {
      const place = await used([partner('a')]);
      const owner = await open(place, { role: 'bot' });
      const reader = await open(place, { mode: 'read' });
      const told = { role: 'bot', pid: process.pid, host: hostname(), since: new Date(noon).toISOString() };
      expect([await reader.owner(), await owner.owner()]).toEqual([told, told]);
      await owner.close();
      expect(await reader.owner()).toBeNull();
      const beside = place.engine();
      await writeOwner(beside.writer, told);
      await beside.close();
      expect(await reader.owner()).toBeNull();
      await open(place);
    });

    // One connection has nobody to meet.
    describe.skipIf(!engine.sessions)(
      engine.sessions ? 'has one owner' : 'has one owner (skipped: one connection)',
      () => {
        test('whom a second one gets to know', async () => {
          const place = await engine.place();
          const first = await open(place, { role: 'bot' });
          await expect(place.open()).rejects.toMatchObject({
            code: 'store-owned',
            params: {
              role: 'bot',
              pid: process.pid,
              host: hostname(),
              since: new Date(noon).toISOString(),
              where: first.where,
            },
          });
          await first.publish(publication([partner('a')]));
        });

        test('until it closes or its opening fails', async () => {
          const place = await used([partner('a')]);
          await expect(place.open({ steps: [...migrations, second, failing] })).rejects.toThrow();
          const owner = await open(place);
          await owner.close();
          await owner.close();
          await open(place);
        });

        test('beside any number of readers', async () => {
          const place = await used([partner('a')]);
          const owner = await open(place);
          const reader = await open(place, { mode: 'read' });
          await owner.publish(publication([partner('a'), partner('b')]));
          expect(await reader.dataVersion()).toBe(2);
          expect((await reader.readRecords()).partner).toHaveLength(2);
        });

        test('and while that publishes, others see the state before', async () => {
          const place = await used([partner('a')]);
          const owner = await open(place);
          const reader = await open(place, { mode: 'read' });
          const seen: number[] = [];
          async function* watched(): AsyncGenerator<AnyRecord> {
            for (const id of ['a', 'b', 'c']) {
              yield partner(id);
              seen.push((await reader.readRecords()).partner.length, (await owner.readRecords()).partner.length);
            }
          }
          const rejected = () => {
            // Asked within the transaction, when all is written: this process waits for another one's look.
            const args = [readerScript, place.address, place.keyFile];
            const { partners } = z
              .object({ partners: z.number() })
              .parse(JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })));
            seen.push(partners);
            return { rows: 0, fields: 0 };
          };
          await owner.publish(publication(watched(), { rejected }));
          expect(seen).toEqual([1, 1, 1, 1, 1, 1, 1]);
          expect((await reader.readRecords()).partner).toHaveLength(3);
        });
      },
    );
  });
});
