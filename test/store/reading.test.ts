import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { keyOf, type RecordOf, type RecordType } from '../../src/records/records.ts';
import type { RecordReader, Store } from '../../src/store/store.ts';
import { engines, titleOn } from './engines.ts';
import { deal, everything, history, partner, publication, view } from './world.ts';

async function rowsOf<T extends RecordType, F extends keyof RecordOf<T>>(
  reader: RecordReader,
  type: T,
  fields: readonly F[],
): Promise<Pick<RecordOf<T>, F>[]> {
  const rows: Pick<RecordOf<T>, F>[] = [];
  for await (const chunk of reader.scan(type, fields)) rows.push(...chunk);
  return rows;
}

describe.each(engines)('Reading in a stream', (engine) => {
  describe.skipIf(engine.missing !== undefined)(titleOn(engine), () => {
    const opened: Store[] = [];
    beforeAll(() => engine.start());
    afterAll(() => engine.stop());
    afterEach(async () => {
      for (const store of opened.splice(0)) await store.close();
    });

    async function newStore(): Promise<Store> {
      const place = await engine.place();
      const store = await place.open();
      opened.push(store);
      return store;
    }

    test('gives every record, with the fields that are asked for', async () => {
      const store = await newStore();
      await store.publish(publication(everything));
      const held = await store.readRecords();
      const read = await store.read(async (reader) => ({
        partners: await rowsOf(reader, 'partner', ['id', 'aliases', 'active']),
        deals: await rowsOf(reader, 'deal', ['record', 'source', 'id', 'direct', 'amount']),
        trainings: await rowsOf(reader, 'training', ['id', 'required', 'completedAt']),
        sessions: await rowsOf(reader, 'portal-session', ['failed', 'durationSeconds', 'at']),
        sources: await reader.sources(),
      }));
      expect(read).toEqual({
        partners: held.partner.map(({ id, aliases, active }) => ({ id, aliases, active })),
        deals: held.deal.map(({ record, source, id, direct, amount }) => ({ record, source, id, direct, amount })),
        trainings: held.training.map(({ id, required, completedAt }) => ({ id, required, completedAt })),
        sessions: held['portal-session'].map(({ failed, durationSeconds, at }) => ({ failed, durationSeconds, at })),
        sources: held.sources,
      });
      expect(read.partners[0]?.aliases).toEqual(['acme', 'a|b', '']);
      expect(read.deals.map(({ direct }) => direct)).toEqual([false, true]);
    });

    test('keeps the order of sources and of their rows, in chunks that stay small', async () => {
      const store = await newStore();
      const count = 45_000;
      const assets = Array.from({ length: count }, (_, index) => String(index));
      await store.publish(publication([partner('a'), ...assets.map((asset) => view('a', asset))]));
      await store.publish(publication([view('a', 'x', { source: 'a-portal' })], { source: 'a-portal' }));
      const chunks: string[][] = [];
      await store.read(async (reader) => {
        for await (const rows of reader.scan('content-event', ['asset'])) chunks.push(rows.map(({ asset }) => asset));
      });
      expect(chunks.flat()).toEqual([keyOf('exports', 'x'), ...assets.map((asset) => keyOf('exports', asset))]);
      expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThanOrEqual(20_000);
      expect(chunks.length).toBeGreaterThan(2);
    });

    test('ends a history that no source gives with what was seen (rule 1.4)', async () => {
      const store = await newStore();
      const gold = partner('a', { tier: 'Gold', region: 'DACH' });
      await store.publish(publication([gold, history('a', { field: 'tier', value: 'Gold' })]));
      const rows = await store.read((reader) => rowsOf(reader, 'partner-history', ['partner', 'field', 'value']));
      expect(rows).toEqual([
        { partner: keyOf('exports', 'a'), field: 'tier', value: 'Gold' },
        { partner: keyOf('exports', 'a'), field: 'region', value: 'DACH' },
      ]);
    });

    test('throws what its work throws, and reads again', async () => {
      const store = await newStore();
      await store.publish(publication([partner('a')]));
      const failure = new Error('of the work');
      await expect(store.read(() => Promise.reject(failure))).rejects.toBe(failure);
      expect(await store.read((reader) => rowsOf(reader, 'partner', ['id']))).toEqual([{ id: 'a' }]);
    });

    describe.skipIf(!engine.sessions)('beside a publication', () => {
      test('sees what there was when it began, and holds nobody up', async () => {
        const store = await newStore();
        await store.publish(publication([partner('a'), deal('1')]));
        const read = await store.read(async (reader) => {
          const partners = await rowsOf(reader, 'partner', ['id']);
          await store.publish(publication([partner('b'), deal('1'), deal('2')]));
          expect(await store.dataVersion()).toBe(2);
          expect((await store.readRecords()).deal).toHaveLength(2);
          return {
            partners,
            deals: await rowsOf(reader, 'deal', ['id']),
            partnersAgain: await rowsOf(reader, 'partner', ['id']),
          };
        });
        expect(read).toEqual({ partners: [{ id: 'a' }], deals: [{ id: '1' }], partnersAgain: [{ id: 'a' }] });
      });
    });
  });
});
