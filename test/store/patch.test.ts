// long: one suite that runs on every engine.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AnyRecord, keyOf, type RecordSet } from '../../src/records/records.ts';
import type { Origin, PatchInput, Store } from '../../src/store/store.ts';
import { engines, titleOn } from './engines.ts';
import { storesOn } from './stores-on.ts';
import { deal, everything, partner, publication, seenAt, view } from './world.ts';

type Rows = Readonly<Record<string, readonly AnyRecord[]>>;

const withOrigins = (rows: Rows): (AnyRecord | Origin)[] =>
  Object.entries(rows).flatMap(([origin, records]) => [{ origin }, ...records]);

/** A full publication of these rows. */
const full = (rows: Rows, input = {}) => publication([], { ...streamOf(withOrigins(rows)), ...input });

/** A patch of these rows; an empty one is gone. */
const part = (rows: Rows, input: Partial<PatchInput> = {}): PatchInput => ({
  ...publication([], streamOf(withOrigins(rows))),
  origins: Object.keys(rows),
  ...input,
});

function streamOf(records: readonly (AnyRecord | Origin)[]) {
  async function* stream() {
    yield* records;
  }
  return { records: stream() };
}

const contents = ({ sources, ...lists }: RecordSet): string[] =>
  Object.values(lists)
    .flat()
    .map((record) => JSON.stringify(record))
    .toSorted();

const numbered = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe.each(engines)('A patch', (engine) => {
  describe.skipIf(engine.missing !== undefined)(titleOn(engine), () => {
    const newStore = storesOn(engine);

    const dealsOf = async (store: Store) => (await store.readRecords()).deal.map(({ id, stage }) => [id, stage]);
    const viewsOf = async (store: Store) => (await store.readRecords())['content-event'].map(({ asset }) => asset);

    test('replaces what its origins brought, and nothing else (rule 1.2)', async () => {
      const store = await newStore();
      await store.publish(
        full({
          'A/1': [partner('a')],
          'D/1': [deal('1'), view('a', 'one')],
          'D/2': [deal('2'), view('a', 'two')],
          'D/3': [deal('3')],
        }),
      );
      const result = await store.patch(
        part({ 'D/2': [deal('2', { stage: 'won' })], 'D/3': [], 'D/4': [deal('4'), view('a', 'four')] }),
      );
      expect(result).toMatchObject({
        added: 1,
        changed: 2,
        deleted: 1,
        unchanged: 0,
        perType: { deal: { rows: 2, deleted: 1 }, 'content-event': { rows: 1, deleted: 0 } },
      });
      expect(await dealsOf(store)).toEqual([
        ['1', null],
        ['2', 'won'],
        ['4', null],
      ]);
      expect(await viewsOf(store)).toEqual([keyOf('exports', 'one'), keyOf('exports', 'four')]);
      expect((await store.sourceStates()).map(({ rows }) => rows)).toEqual([6]);
      expect(await store.dataVersion()).toBe(2);
    });

    test('of what is stored already changes nothing but the age of the data', async () => {
      const store = await newStore();
      const rows = { all: everything };
      await store.publish(full(rows));
      const before = await store.readRecords();
      const again = await store.patch(part(rows, { seenAt: '2026-09-02T10:00:00.000Z' }));
      expect(again).toMatchObject({ added: 0, changed: 0, deleted: 0, unchanged: everything.length });
      const { sources, ...records } = await store.readRecords();
      expect({ ...records, sources: before.sources }).toEqual(before);
      expect(sources).toMatchObject([{ dataAsOf: '2026-09-02T10:00:00.000Z', rows: everything.length }]);
      expect(await store.dataVersion()).toBe(1);
    });

    test('may be the first that a source publishes', async () => {
      const store = await newStore();
      await store.patch(part({ all: everything }));
      const read = await store.readRecords();
      expect(read.partner).toHaveLength(2);
      expect(read.sources).toMatchObject([{ source: 'exports', rows: everything.length }]);
    });

    test('counts equal events of one origin once, those of several each', async () => {
      const store = await newStore();
      const same = view('a', 'x');
      await store.publish(full({ 'A/1': [partner('a')], 'V/1': [same, same], 'V/2': [same] }));
      expect(await viewsOf(store)).toHaveLength(2);
      expect((await store.sourceStates()).map(({ rows }) => rows)).toEqual([3]);
      await store.patch(part({ 'V/3': [same, same], 'V/1': [] }));
      await store.patch(part({ 'V/1': [same] }));
      expect(await viewsOf(store)).toHaveLength(3);
      const version = await store.dataVersion();
      const again = await store.publish(full({ 'A/1': [partner('a')], 'V/2': [same], 'V/3': [same], 'V/1': [same] }));
      expect(again).toMatchObject({ added: 0, changed: 0, deleted: 0, unchanged: 4 });
      expect(await store.dataVersion()).toBeGreaterThanOrEqual(version);
    });

    test('moves a record that now comes from another origin', async () => {
      const store = await newStore();
      await store.publish(full({ 'L/1': [deal('1', { stage: 'lead' })] }));
      await store.patch(part({ 'O/1': [deal('1', { stage: 'open' })] }));
      const left = await store.patch(part({ 'L/1': [] }));
      expect(left).toMatchObject({ deleted: 0 });
      expect(await dealsOf(store)).toEqual([['1', 'open']]);
      expect(await store.patch(part({ 'O/1': [] }))).toMatchObject({ deleted: 1 });
    });

    test('finds the origins that a full publication alone changed, which changed nothing', async () => {
      const store = await newStore();
      await store.publish(full({ 'L/1': [deal('1')] }));
      expect(await store.publish(full({ 'O/1': [deal('1')] }))).toMatchObject({ changed: 0, unchanged: 1 });
      expect(await store.dataVersion()).toBe(1);
      await store.patch(part({ 'L/1': [] }));
      expect(await dealsOf(store)).toEqual([['1', null]]);
      await store.patch(part({ 'O/1': [] }));
      expect(await dealsOf(store)).toEqual([]);
    });

    test('brings records of its own origins only', async () => {
      const store = await newStore();
      await store.publish(full({ 'D/1': [deal('1')] }));
      await expect(store.patch(part({ 'D/2': [deal('2')] }, { origins: ['D/1'] }))).rejects.toThrow('D/2');
      const nameless = { ...publication([deal('2')]), origins: ['D/1'] };
      await expect(store.patch(nameless)).rejects.toThrow(RangeError);
      expect(await dealsOf(store)).toEqual([['1', null]]);
    });

    test('is refused when more than half of a type would go (rule 7.2)', async () => {
      const store = await newStore();
      const rows = Object.fromEntries(numbered(20).map((id) => [`D/${id}`, [deal(String(id))]]));
      await store.publish(full(rows));
      const gone = (count: number) => Object.fromEntries(numbered(count).map((id) => [`D/${id}`, []]));
      await expect(store.patch(part(gone(11)))).rejects.toMatchObject({
        code: 'too-many-deletions',
        params: { type: 'deal', stored: 20, deleted: 11 },
      });
      expect(await dealsOf(store)).toHaveLength(20);
      expect(await store.patch(part(gone(10)))).toMatchObject({ deleted: 10 });
      expect(await store.patch(part(gone(20)))).toMatchObject({ deleted: 10 });
    });

    test('takes with a partner what other sources say of it, and has them look again', async () => {
      const store = await newStore();
      await store.publish(full({ 'A/1': [partner('a')], 'A/2': [partner('b', { tier: 'Gold' })] }));
      const portal = [view('a', 'x', { source: 'portal' }), view('b', 'x', { source: 'portal' })];
      const remember = () => ({ fingerprint: 'f', report: 'r' });
      await store.publish(publication(portal, { source: 'portal', remember }));
      await store.patch(part({ 'A/1': [partner('a', { tier: 'Gold' })] }));
      expect(await store.lastSync('portal')).toBeDefined();
      await store.patch(part({ 'A/2': [] }));
      const left = await store.readRecords();
      expect(left['content-event']).toEqual([portal[0]]);
      expect(left.sources.map(({ rows }) => rows)).toEqual([1, 1]);
      expect(await store.lastSync('portal')).toBeUndefined();
      expect(left['partner-history'].map((entry) => entry.partner)).toEqual([keyOf('exports', 'a')]);
    });

    test('notes the history of its partners (rule 1.4)', async () => {
      const store = await newStore();
      const rows = (tier: string) => ({ 'A/1': [partner('a', { tier })] });
      await store.publish(full({ ...rows('Silver'), 'A/2': [partner('b', { tier: 'Gold' })] }));
      await store.patch(part(rows('Gold'), { seenAt: '2026-10-01T00:00:00.000Z' }));
      const kept = (await store.readRecords())['partner-history'];
      expect(kept.map((entry) => [entry.partner, entry.value, entry.validFrom])).toEqual([
        ['exports/a', 'Silver', seenAt],
        ['exports/a', 'Gold', '2026-10-01T00:00:00.000Z'],
        ['exports/b', 'Gold', seenAt],
      ]);
    });

    test('with a reference to nobody changes nothing', async () => {
      const store = await newStore();
      await store.publish(full({ 'A/1': [partner('a')], 'V/1': [view('a', 'x')] }));
      await expect(store.patch(part({ 'V/1': [view('nobody', 'x')] }))).rejects.toThrow(/foreign key/i);
      await expect(store.patch(part({ 'A/1': [] }))).rejects.toThrow(/foreign key/i);
      expect(await viewsOf(store)).toHaveLength(1);
    });

    test('after patch leaves what one full publication would (rules 1.2, 7.5)', async () => {
      const store = await newStore();
      const own = fc.record({
        deals: fc.uniqueArray(fc.nat(2), { maxLength: 2 }),
        stage: fc.constantFrom('s', 't'),
        views: fc.array(fc.constantFrom('x', 'y'), { maxLength: 4 }),
      });
      const patches = fc.array(fc.dictionary(fc.constantFrom('1', '2', '3', '4'), own, { maxKeys: 3 }), {
        maxLength: 5,
      });
      const recordsOf = (
        origin: string,
        { deals, stage, views }: { deals: number[]; stage: string; views: string[] },
      ) => [...deals.map((id) => deal(`${origin}-${id}`, { stage })), ...views.map((asset) => view('a', asset))];
      const start = { 'A/1': [partner('a')] };
      const wholeInput = { acceptDeletions: true };
      await fc.assert(
        fc.asyncProperty(patches, async (sequence) => {
          await store.publish(full(start, wholeInput));
          const final: Record<string, readonly AnyRecord[]> = { ...start };
          for (const each of sequence) {
            const rows = Object.fromEntries(
              Object.entries(each).map(([origin, value]) => [origin, recordsOf(origin, value)]),
            );
            await store.patch(part(rows, wholeInput));
            Object.assign(final, rows);
          }
          const patched = contents(await store.readRecords());
          const [{ rows } = { rows: 0 }] = await store.sourceStates();
          // Equal events are numbered alike, whoever brought them: nothing is left for a full publication to change.
          const whole = await store.publish(full(final, wholeInput));
          expect(whole).toMatchObject({ added: 0, changed: 0, deleted: 0, unchanged: rows });
          expect(patched).toEqual(contents(await store.readRecords()));
          const once = Object.values(final).flatMap((records) => [
            ...new Set(records.map((each) => JSON.stringify(each))),
          ]);
          expect(patched).toEqual(once.toSorted());
        }),
        { numRuns: 20 },
      );
    }, 60_000);
  });
});
