import { describe, expect, test } from 'vitest';
import { keyOf } from '../../src/records/records.ts';
import type { Beside, MatchKeyRow, PatchInput, StageRow, Store } from '../../src/store/store.ts';
import { engines, titleOn } from './engines.ts';
import { storesOn } from './stores-on.ts';
import { partner, publication, seenAt, view } from './world.ts';

const a = keyOf('exports', 'a');
const b = keyOf('exports', 'b');
const two = [partner('a'), partner('b')];
const by = 'mia';
const at = seenAt;

const stage = (name: string, position: number, fields: Partial<StageRow> = {}): StageRow => ({
  object: 'deals',
  pipeline: 'p',
  pipelineLabel: 'Sales',
  stage: name,
  label: name.toUpperCase(),
  position,
  status: null,
  ...fields,
});

const named = (key: MatchKeyRow['key'], value: string, origin: string | null = null): MatchKeyRow => ({
  record: 'partner',
  by: 'domain',
  value,
  key,
  origin,
});

const patchOf = (origins: readonly string[], beside: Beside): PatchInput => ({ ...publication([]), origins, beside });

describe.each(engines)('Beside records', (engine) => {
  describe.skipIf(engine.missing !== undefined)(titleOn(engine), () => {
    const newStore = storesOn(engine);

    const mergesRead = async (store: Store) => (await store.readRecords()).partner.map(({ mergedInto }) => mergedInto);

    test('a cursor is published with them or not at all', async () => {
      const store = await newStore();
      expect(await store.cursor('exports')).toBeNull();
      await store.publish(publication(two, { beside: { cursor: 'c1' } }));
      const broken = publication([view('nobody', 'x')], { beside: { cursor: 'c2' } });
      await expect(store.publish(broken)).rejects.toThrow(/foreign key/i);
      expect(await store.cursor('exports')).toBe('c1');
      await store.patch(patchOf([], {}));
      expect(await store.cursor('exports')).toBe('c1');
      await store.patch(patchOf([], { cursor: 'c3' }));
      expect(await store.cursor('exports')).toBe('c3');
      expect(await store.dataVersion()).toBe(1);
    });

    test('the first sight of a value stays', async () => {
      const store = await newStore();
      const seen = { object: 'contacts', id: '1', property: 'certified', value: 'yes', at };
      await store.publish(publication(two, { beside: { firstSeen: [seen, { ...seen, at: '2027-01-01' }] } }));
      const later = { ...seen, at: '2026-10-01T00:00:00.000Z' };
      await store.patch(patchOf([], { firstSeen: [later, { ...later, value: 'no' }] }));
      await store.publish(publication(two));
      expect(await store.firstSeen('exports')).toEqual([seen, { ...later, value: 'no' }]);
      expect(await store.firstSeen('other')).toEqual([]);
    });

    test('stages are replaced whole, and are something new to readers', async () => {
      const store = await newStore();
      const stages = () => store.read((reader) => reader.stages());
      const given = [stage('won', 1, { status: 'won' }), stage('new', 0, { status: 'open' })];
      await store.publish(publication(two, { beside: { stages: given } }));
      expect(await stages()).toEqual(given.map((each) => ({ ...each, source: 'exports' })));
      await store.patch(patchOf([], { stages: given }));
      expect(await store.dataVersion()).toBe(1);
      await store.patch(patchOf([], { stages: given.slice(1) }));
      expect(await stages()).toHaveLength(1);
      expect(await store.dataVersion()).toBe(2);
      await store.publish(publication(two));
      expect(await stages()).toHaveLength(1);
    });

    test('partners are found by their match keys', async () => {
      const store = await newStore();
      const keys = [named(a, 'acme.example', 'A/1'), named(b, 'acme.example', 'A/2'), named(b, 'b.example', 'A/2')];
      await store.publish(publication(two, { beside: { matchKeys: keys } }));
      expect(await store.findPartners('domain', 'acme.example')).toEqual([a, b]);
      expect(await store.findPartners('domain', 'acme.example', 'other')).toEqual([]);
      expect(await store.findPartners('alias', 'acme.example')).toEqual([]);
      await store.patch(patchOf(['A/2'], { matchKeys: [named(b, 'new.example', 'A/2')] }));
      const listed: MatchKeyRow[] = [];
      for await (const rows of store.matchKeys()) listed.push(...rows);
      expect(listed).toEqual([named(a, 'acme.example', 'A/1'), named(b, 'new.example', 'A/2')]);
      await store.publish(publication([partner('a')], { beside: { matchKeys: [named(a, 'x.example')] } }));
      expect(await store.findPartners('domain', 'acme.example')).toEqual([]);
      expect(await store.findPartners('domain', 'x.example')).toEqual([a]);
    });

    test('the match version tells whether partners of others may be matched in another way', async () => {
      const store = await newStore();
      const seen = [await store.matchVersion('lms')];
      const changes = async (work: () => Promise<unknown>): Promise<boolean> => {
        await work();
        const version = await store.matchVersion('lms');
        const isNew = !seen.includes(version);
        seen.push(version);
        return isNew;
      };
      const beside = { matchKeys: [named(a, 'acme.example', 'A/1')] };
      expect(await changes(() => store.publish(publication(two)))).toBe(true);
      expect(await changes(() => store.publish(publication(two, { beside })))).toBe(true);
      expect(await changes(() => store.publish(publication(two, { beside })))).toBe(false);
      const gold = [partner('a', { tier: 'Gold' }), partner('b')];
      expect(await changes(() => store.publish(publication(gold)))).toBe(false);
      const renamed = [partner('a', { name: 'Acme' }), partner('b')];
      expect(await changes(() => store.publish(publication(renamed)))).toBe(true);
      const own = publication([partner('z', { source: 'lms' })], { source: 'lms' });
      expect(await changes(() => store.publish(own))).toBe(false);
      expect(await changes(() => store.aliases.add({ text: 'acme', key: a, by, at }))).toBe(true);
      expect(await changes(() => store.merges.add({ from: a, into: b, by, at }))).toBe(true);
      expect(await changes(() => store.forget('exports'))).toBe(true);
      expect(await changes(() => store.publish(publication(renamed, { beside })))).toBe(true);
    });

    test('an alias that is given here is kept, and has every source look again', async () => {
      const store = await newStore();
      const remember = () => ({ fingerprint: 'f', report: 'r' });
      await store.publish(publication(two, { remember }));
      const alias = { text: 'acme', key: a, by, at };
      expect(await store.aliases.add(alias)).toBe(true);
      expect(await store.lastSync('exports')).toBeUndefined();
      expect(await store.dataVersion()).toBe(2);
      expect(await store.aliases.add(alias)).toBe(false);
      expect(await store.dataVersion()).toBe(2);
      await store.aliases.add({ ...alias, key: b });
      expect(await store.aliases.list()).toEqual([{ ...alias, key: b }]);
      const nobody = keyOf('exports', 'nobody');
      await expect(store.aliases.add({ ...alias, key: nobody })).rejects.toMatchObject({
        code: 'unknown-partner',
        params: { partner: nobody },
      });
      expect([await store.aliases.remove('acme'), await store.aliases.remove('acme')]).toEqual([true, false]);
      expect(await store.aliases.list()).toEqual([]);
    });

    test('a merge that is decided here is what readers see, until it is undone', async () => {
      const store = await newStore();
      const told = [partner('a', { mergedInto: keyOf('exports', 'c') }), partner('b'), partner('c')];
      await store.publish(publication(told));
      const c = keyOf('exports', 'c');
      await store.merges.add({ from: a, into: b, by, at });
      expect(await mergesRead(store)).toEqual([b, null, null]);
      expect(await store.publish(publication(told))).toMatchObject({ changed: 0, unchanged: 3 });
      expect(await mergesRead(store)).toEqual([b, null, null]);
      expect(await store.merges.list()).toEqual([{ from: a, into: b, by, at }]);
      // Its partner leaves and comes back.
      await store.publish(publication([told[0] ?? partner('a'), partner('c')]));
      expect(await mergesRead(store)).toEqual([c, null]);
      await store.publish(publication(told));
      expect(await mergesRead(store)).toEqual([b, null, null]);
      expect(await store.merges.remove(a)).toBe(true);
      expect(await mergesRead(store)).toEqual([c, null, null]);
      expect(await store.merges.remove(a)).toBe(false);
    });

    test('a merge that makes no sense is refused', async () => {
      const store = await newStore();
      const c = keyOf('exports', 'c');
      const told = [partner('a'), partner('b'), partner('c', { mergedInto: a })];
      await store.publish(publication(told));
      await store.merges.add({ from: a, into: b, by, at });
      for (const [from, into] of [
        [a, a],
        [b, a],
        [b, c],
      ] as const) {
        const refused = { code: 'merge-circle', params: { from, into } };
        await expect(store.merges.add({ from, into, by, at })).rejects.toMatchObject(refused);
      }
      const nobody = keyOf('exports', 'nobody');
      await expect(store.merges.add({ from: nobody, into: a, by, at })).rejects.toMatchObject({
        code: 'unknown-partner',
      });
      expect(await store.merges.list()).toHaveLength(1);
      expect(await store.dataVersion()).toBe(2);
    });

    test('all that is noted of a source goes when it is forgotten', async () => {
      const store = await newStore();
      const seen = { object: 'contacts', id: '1', property: 'certified', value: 'yes', at };
      const beside = { cursor: 'c', firstSeen: [seen], stages: [stage('s', 0)], matchKeys: [named(a, 'x')] };
      for (const source of ['exports', 'other']) {
        await store.publish(publication(source === 'other' ? [] : two, { source, beside }));
        await store.notices.raise({ id: `n/${source}`, source, code: 'crm-limit', params: {}, at });
        await store.calls.add(source, '2026-09-01', 3);
      }
      await store.forget('exports');
      expect([await store.cursor('exports'), await store.firstSeen('exports')]).toEqual([null, []]);
      expect([await store.cursor('other'), await store.firstSeen('other')]).toEqual(['c', [seen]]);
      expect((await store.read((reader) => reader.stages())).map(({ source }) => source)).toEqual(['other']);
      expect((await store.notices.open()).map(({ id }) => id)).toEqual(['n/other']);
      expect([await store.calls.of('exports', '2026-09-01'), await store.calls.of('other', '2026-09-01')]).toEqual([
        0, 3,
      ]);
    });
  });
});
