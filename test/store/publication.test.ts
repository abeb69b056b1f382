// long: one suite that runs on every engine.
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type AnyRecord, keyOf, type RecordSet } from '../../src/records/records.ts';
import type { PageEnd, Store } from '../../src/store/store.ts';
import { engines, titleOn } from './engines.ts';
import { deal, everything, history, partner, publication, seenAt, view } from './world.ts';

const allRecords = ({ sources, ...lists }: RecordSet): AnyRecord[] => Object.values(lists).flat();
const numbered = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe.each(engines)('A publication', (engine) => {
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

    test('gives back every record as it was given, in the order of its rows', async () => {
      const store = await newStore();
      const result = await store.publish(publication(everything));
      expect(result).toMatchObject({ added: everything.length, changed: 0, deleted: 0, unchanged: 0 });
      expect(result.perType.training).toEqual({ rows: 2, deleted: 0 });
      const read = await store.readRecords();
      const local = read['partner-history'].slice(2);
      expect(allRecords(read).filter((record) => !local.some((kept) => kept === record))).toEqual(everything);
      expect(read.sources).toEqual([
        {
          source: 'exports',
          kind: 'files',
          dataAsOf: seenAt,
          rows: everything.length,
          rejectedRows: 0,
          rejectedFields: 0,
        },
      ]);
    });

    test('of a source that is forgotten is gone, with what others say of it alone', async () => {
      const store = await newStore();
      await store.publish(
        publication([partner('a', { tier: 'Gold' }), deal('1')], {
          remember: () => ({ fingerprint: 'f', report: 'r' }),
        }),
      );
      const elsewhere = { source: 'lms', kind: 'files' };
      const others = [partner('z', { source: 'lms' }), view('a', 'A', { source: 'lms' })];
      await store.publish(publication(others, { ...elsewhere, remember: () => ({ fingerprint: 'g', report: 'r' }) }));
      expect(await store.forget('exports')).toBe(2);
      const { sources, ...left } = await store.readRecords();
      expect(Object.values(left).flat()).toEqual([partner('z', { source: 'lms' })]);
      expect(sources.map(({ source }) => source)).toEqual(['lms']);
      expect(await store.dataVersion()).toBe(3);
      expect([await store.lastSync('exports'), await store.lastSync('lms')]).toEqual([undefined, undefined]);
      expect(await store.forget('exports')).toBe(0);
    });

    test('repeated changes nothing but the age of the data (rule 7.5)', async () => {
      const store = await newStore();
      await store.publish(publication(everything));
      const before = await store.readRecords();
      const again = await store.publish(
        publication(everything, { seenAt: '2026-09-02T10:00:00.000Z', rejected: () => ({ rows: 2, fields: 3 }) }),
      );
      expect(again).toMatchObject({ added: 0, changed: 0, deleted: 0, unchanged: everything.length });
      expect(await store.dataVersion()).toBe(1);
      const { sources, ...records } = await store.readRecords();
      expect({ ...records, sources: before.sources }).toEqual(before);
      expect(sources).toMatchObject([{ dataAsOf: '2026-09-02T10:00:00.000Z', rejectedRows: 2, rejectedFields: 3 }]);
    });

    test('adds, changes and deletes what differs (rule 1.2)', async () => {
      const store = await newStore();
      await store.publish(publication([partner('a'), partner('b'), deal('1'), deal('2')]));
      const result = await store.publish(
        publication([partner('a', { tier: 'Gold' }), partner('c'), deal('1'), deal('2', { status: 'lost' })]),
      );
      expect(result).toMatchObject({
        added: 1,
        changed: 2,
        deleted: 1,
        unchanged: 1,
        perType: { partner: { rows: 2, deleted: 1 }, deal: { rows: 2, deleted: 0 } },
      });
      expect(await store.dataVersion()).toBe(2);
      const read = await store.readRecords();
      expect(read.partner).toEqual([partner('a', { tier: 'Gold' }), partner('c')]);
      expect(read.deal).toEqual([deal('1'), deal('2', { status: 'lost' })]);
    });

    test('keeps identical events as often as they are given (rule 7.5)', async () => {
      const store = await newStore();
      const twice = [partner('a'), view('a', 'x'), view('a', 'y'), view('a', 'x')];
      await store.publish(publication(twice));
      expect((await store.readRecords())['content-event']).toEqual(twice.slice(1));
      const result = await store.publish(publication([partner('a'), view('a', 'x'), view('a', 'y')]));
      expect(result).toMatchObject({ added: 0, changed: 0, deleted: 1, unchanged: 3 });
      expect((await store.readRecords())['content-event']).toEqual([view('a', 'x'), view('a', 'y')]);
    });

    test('follows the order of the rows when only that changes', async () => {
      const store = await newStore();
      await store.publish(publication([partner('a'), partner('b'), view('a', 'x'), view('b', 'x')]));
      const result = await store.publish(publication([partner('b'), partner('a'), view('b', 'x'), view('a', 'x')]));
      expect(result).toMatchObject({ added: 0, changed: 0, deleted: 0, unchanged: 4 });
      const read = await store.readRecords();
      expect(read.partner.map(({ id }) => id)).toEqual(['b', 'a']);
      expect(read['content-event']).toEqual([view('b', 'x'), view('a', 'x')]);
      expect(await store.dataVersion()).toBe(2);
    });

    test('is refused before anything changes when more than half of a type would go (rule 7.2)', async () => {
      const store = await newStore();
      const deals = numbered(20).map((id) => deal(String(id)));
      await store.publish(publication([partner('a'), ...deals]));
      const before = await store.readRecords();
      const tooFew = [partner('a', { tier: 'Gold' }), ...deals.slice(0, 9)];
      await expect(store.publish(publication(tooFew))).rejects.toMatchObject({
        code: 'too-many-deletions',
        params: { type: 'deal', stored: 20, deleted: 11 },
      });
      expect(await store.readRecords()).toEqual(before);
      expect(await store.dataVersion()).toBe(1);
      const accepted = await store.publish(publication(tooFew, { acceptDeletions: true }));
      expect(accepted).toMatchObject({ deleted: 11, changed: 1 });
    });

    test('may delete half of a type, or all of a small one (rule 7.2)', async () => {
      const store = await newStore();
      const partners = numbered(20).map((id) => partner(String(id)));
      const deals = numbered(19).map((id) => deal(String(id)));
      await store.publish(publication([...partners, ...deals]));
      const result = await store.publish(publication(partners.slice(10)));
      expect(result).toMatchObject({ deleted: 29, unchanged: 10 });
    });

    test('counts events that were replaced as changed, not as deleted (rule 7.2)', async () => {
      const store = await newStore();
      const views = (at: string) => numbered(30).map((asset) => view('a', String(asset), { at }));
      await store.publish(publication([partner('a'), ...views('2026-01-01')]));
      const result = await store.publish(publication([partner('a'), ...views('2026-01-02'), view('a', 'new')]));
      expect(result).toMatchObject({ added: 1, changed: 30, deleted: 0 });
      await expect(store.publish(publication([partner('a')]))).rejects.toMatchObject({
        params: { type: 'content-event', stored: 31, deleted: 31 },
      });
    });

    test('touches its own source only, and takes with a partner what other sources say of it', async () => {
      const store = await newStore();
      await store.publish(publication([partner('a'), partner('b'), view('a', 'x')]));
      const portal = [view('a', 'x', { source: 'a-portal' }), view('b', 'x', { source: 'a-portal' })];
      await store.publish(publication(portal, { source: 'a-portal' }));
      const both = await store.readRecords();
      expect(both['content-event']).toEqual([...portal, view('a', 'x')]);
      expect(both.sources.map(({ source }) => source)).toEqual(['a-portal', 'exports']);
      await store.publish(publication([partner('b')]));
      const left = await store.readRecords();
      expect(left['content-event']).toEqual([view('b', 'x', { source: 'a-portal' })]);
    });

    test('whose source fails half-way leaves everything as it was, and the next one works', async () => {
      const store = await newStore();
      await store.publish(publication([partner('a')]));
      const broken = Object.assign(new Error('disk gone'), { code: 'EACCES' });
      async function* failing(): AsyncGenerator<AnyRecord> {
        yield* numbered(2_000).map((id) => partner(`n${id}`));
        throw await Promise.resolve(broken);
      }
      await expect(store.publish(publication(failing()))).rejects.toBe(broken);
      expect((await store.readRecords()).partner).toEqual([partner('a')]);
      await store.publish(publication([partner('a'), partner('b')]));
      expect((await store.readRecords()).partner).toHaveLength(2);
    });

    test('with a reference to nobody changes nothing', async () => {
      const store = await newStore();
      await store.publish(publication([partner('a')]));
      await expect(store.publish(publication([partner('b'), view('nobody', 'x')]))).rejects.toThrow(/foreign key/i);
      expect((await store.readRecords()).partner).toEqual([partner('a')]);
    });

    test('of a source holds only its own records', async () => {
      const store = await newStore();
      const foreign = publication([partner('a', { source: 'other' })]);
      await expect(store.publish(foreign)).rejects.toThrow('other');
    });

    describe('of a source that is read by pages', () => {
      async function* broken(pages: Iterable<AnyRecord | PageEnd>): AsyncGenerator<AnyRecord | PageEnd> {
        yield* pages;
        throw new Error('connection lost');
      }
      const interrupted = async (store: Store): Promise<void> => {
        const pages = [partner('a'), view('a', 'x'), { page: 'p1' }, partner('b'), view('a', 'x'), { page: 'p2' }];
        // More than one statement's worth of rows behind the last page: they are in staging, but not for good.
        const more = numbered(1_000).map((id) => partner(`late-${id}`));
        await expect(store.publish(publication(broken([...pages, ...more])))).rejects.toThrow('connection lost');
      };

      test('goes on behind the last whole page, and is published at once', async () => {
        const store = await newStore();
        await store.publish(publication([partner('old')]));
        await interrupted(store);
        expect((await store.readRecords()).partner.map(({ id }) => id)).toEqual(['old']);
        expect(await store.stagedCursor('exports')).toBe('p2');
        const rest = [partner('c'), view('a', 'x')];
        await store.publish(publication(rest, { continueAfter: 'p2', acceptDeletions: true }));
        const read = await store.readRecords();
        expect(read.partner.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
        expect(read['content-event']).toHaveLength(3);
        expect(await store.stagedCursor('exports')).toBeNull();
      });

      test('begins anew where it was not continued', async () => {
        const store = await newStore();
        await interrupted(store);
        await store.publish(publication([partner('z')]));
        expect((await store.readRecords()).partner.map(({ id }) => id)).toEqual(['z']);
        expect(await store.stagedCursor('exports')).toBeNull();
      });

      test('keeps its pages while another source is published', async () => {
        const store = await newStore();
        await interrupted(store);
        const other = { ...partner('o'), source: 'other' };
        await store.publish(publication([other], { source: 'other' }));
        expect(await store.stagedCursor('exports')).toBe('p2');
        await store.publish(publication([], { continueAfter: 'p2' }));
        expect((await store.readRecords()).partner.map(({ id }) => id)).toEqual(['a', 'b', 'o']);
      });

      test('never continues behind a page that is not staged', async () => {
        const store = await newStore();
        await interrupted(store);
        await expect(store.publish(publication([partner('z')], { continueAfter: 'p7' }))).rejects.toThrow(RangeError);
        expect((await store.readRecords()).partner).toEqual([]);
      });
    });

    test('waits for the one before it', async () => {
      const store = await newStore();
      const results = await Promise.all([
        store.publish(publication([partner('a')])),
        store.publish(publication([partner('a'), partner('b')])),
      ]);
      expect(results.map(({ added }) => added)).toEqual([1, 1]);
    });

    test('keeps text that a database may not like', async () => {
      const store = await newStore();
      const names = ["'; drop table partner; --", '💥 \u202e <!channel>', '=1+1', '%s $1 ?'];
      const partners = names.map((name, id) => partner(String(id), { name }));
      await store.publish(publication([...partners, partner('nul', { name: 'a\0b' })]));
      const read = await store.readRecords();
      expect(read.partner).toEqual([...partners, partner('nul', { name: 'ab' })]);
    });

    test('then the store holds exactly what was published, whatever it held (rules 1.2, 7.5)', async () => {
      const store = await newStore();
      const event = fc.record({ partner: fc.constantFrom('a', 'b'), asset: fc.constantFrom('x', 'y', 'z') });
      const world = fc.record({
        deals: fc.uniqueArray(
          fc.record({ id: fc.constantFrom('1', '2', '3', '4'), stage: fc.constantFrom('s', 't') }),
          {
            selector: ({ id }) => id,
          },
        ),
        events: fc.array(event, { maxLength: 12 }),
      });
      let version = await store.dataVersion();
      await fc.assert(
        fc.asyncProperty(world, async ({ deals, events }) => {
          const before = (await store.readRecords()).deal.length + (await store.readRecords())['content-event'].length;
          const expected = {
            deal: deals.map(({ id, stage }) => deal(id, { stage })),
            'content-event': events.map((each) => view(each.partner, each.asset)),
          };
          const records = [partner('a'), partner('b'), ...expected.deal, ...expected['content-event']];
          const { added, deleted } = await store.publish(publication(records, { acceptDeletions: true }));
          const read = await store.readRecords();
          expect(read).toMatchObject(expected);
          expect(read['content-event'].length + read.deal.length - before).toBe(
            added - deleted - (version === 0 ? 2 : 0),
          );
          version = await store.dataVersion();
        }),
        { numRuns: 25 },
      );
    });

    describe('keeps the history that no source gives (rule 1.4)', () => {
      const gold = keyOf('exports', 'a');
      const rows = async (store: Store) =>
        (await store.readRecords())['partner-history'].map(({ field, value, validFrom }) => ({
          field,
          value,
          validFrom,
        }));

      test('from the first sight of a value, with every change since', async () => {
        const store = await newStore();
        await store.publish(
          publication([partner('a', { tier: 'Silver', active: true })], { seenAt: '2026-01-01T00:00:00.000Z' }),
        );
        await store.publish(
          publication([partner('a', { tier: 'Gold', active: true })], { seenAt: '2026-02-01T00:00:00.000Z' }),
        );
        await store.publish(
          publication([partner('a', { tier: 'Gold', active: true })], { seenAt: '2026-03-01T00:00:00.000Z' }),
        );
        await store.publish(
          publication([partner('a', { region: 'DACH', active: false })], { seenAt: '2026-04-01T00:00:00.000Z' }),
        );
        expect(await rows(store)).toEqual([
          { field: 'active', value: 'true', validFrom: '2026-01-01T00:00:00.000Z' },
          { field: 'active', value: 'false', validFrom: '2026-04-01T00:00:00.000Z' },
          { field: 'region', value: 'DACH', validFrom: '2026-04-01T00:00:00.000Z' },
          { field: 'tier', value: 'Silver', validFrom: '2026-01-01T00:00:00.000Z' },
          { field: 'tier', value: 'Gold', validFrom: '2026-02-01T00:00:00.000Z' },
          { field: 'tier', value: null, validFrom: '2026-04-01T00:00:00.000Z' },
        ]);
      });

      test('as intervals without gap or overlap', async () => {
        const place = await engine.place();
        const store = await place.open();
        for (const [month, tier] of [
          ['01', 'Silver'],
          ['02', 'Gold'],
          ['03', null],
          ['04', 'Gold'],
        ] as const) {
          await store.publish(publication([partner('a', { tier })], { seenAt: `2026-${month}-01T00:00:00.000Z` }));
        }
        await store.close();
        const direct = place.engine();
        const kept = await direct.reader.selectFrom('local_history').selectAll().orderBy('valid_from').execute();
        await direct.close();
        const month = (number: number) => `2026-0${number}-01T00:00:00.000Z`;
        const interval = (value: string | null, from: number, to: number | null) => ({
          partner: gold,
          source: 'exports',
          field: 'tier',
          value,
          valid_from: month(from),
          valid_to: to === null ? null : month(to),
        });
        expect(kept).toEqual([
          interval('Silver', 1, 2),
          interval('Gold', 2, 3),
          interval(null, 3, 4),
          interval('Gold', 4, null),
        ]);
      });

      test('with the later value where two are seen at the same instant', async () => {
        const store = await newStore();
        await store.publish(publication([partner('a', { tier: 'Silver' })]));
        await store.publish(publication([partner('a', { tier: 'Gold' })]));
        expect(await rows(store)).toEqual([{ field: 'tier', value: 'Gold', validFrom: seenAt }]);
      });

      test('without losing what held before to a clock that was set back', async () => {
        const store = await newStore();
        const earlier = '2026-08-31T10:00:00.000Z';
        await store.publish(publication([partner('a', { tier: 'Silver' })]));
        await store.publish(publication([partner('a', { tier: 'Gold' })], { seenAt: earlier }));
        await store.publish(publication([partner('a', { tier: 'Bronze' })], { seenAt: earlier }));
        const later = (ms: number): string => new Date(Date.parse(seenAt) + ms).toISOString();
        expect(await rows(store)).toEqual([
          { field: 'tier', value: 'Silver', validFrom: seenAt },
          { field: 'tier', value: 'Gold', validFrom: later(1) },
          { field: 'tier', value: 'Bronze', validFrom: later(2) },
        ]);
        expect((await store.sourceStates()).map(({ dataAsOf }) => dataAsOf)).toEqual([earlier]);
      });

      test('behind the one that a source gives, field by field', async () => {
        const store = await newStore();
        const given = history('a', { value: 'Bronze', validFrom: '2020-01-01' });
        await store.publish(publication([partner('a', { tier: 'Gold', region: 'DACH' }), given]));
        expect((await store.readRecords())['partner-history']).toEqual([
          given,
          history('a', { field: 'region', value: 'DACH', validFrom: seenAt }),
        ]);
        await store.publish(publication([partner('a', { tier: 'Gold', region: 'DACH' })]));
        expect((await rows(store)).map(({ field, value }) => [field, value])).toEqual([
          ['region', 'DACH'],
          ['tier', 'Gold'],
        ]);
      });

      test('no longer than the partner itself (rule 1.2)', async () => {
        const store = await newStore();
        await store.publish(publication([partner('a', { tier: 'Gold' })]));
        await store.publish(publication([]));
        expect(await rows(store)).toEqual([]);
        await store.publish(publication([partner('a', { tier: 'Gold' })], { seenAt: '2026-10-01T00:00:00.000Z' }));
        expect(await rows(store)).toEqual([{ field: 'tier', value: 'Gold', validFrom: '2026-10-01T00:00:00.000Z' }]);
      });
    });
  });
});
