import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type AnyRecord, keyOf, type PortalSession, type Training } from '../../src/records/records.ts';

import { engines, titleOn } from './engines.ts';
import { storesOn } from './stores-on.ts';
import { partner, publication, view } from './world.ts';

const of = { source: 'exports', id: null, partner: keyOf('exports', 'a') } as const;
const training = (person: string | null): Training => ({
  record: 'training',
  ...of,
  person,
  module: 'm1',
  required: true,
  assignedAt: null,
  completedAt: '2026-02-01',
});
const session = (person: string | null, at = '2026-02-01T08:00:00.000Z'): PortalSession => ({
  record: 'portal-session',
  ...of,
  person,
  at,
  durationSeconds: 60,
  pages: null,
  failed: null,
});

describe.each(engines)('People and time', (engine) => {
  describe.skipIf(engine.missing !== undefined)(titleOn(engine), () => {
    const newStore = storesOn(engine);

    test('somebody who is purged leaves her rows without her, as a publication without her would', async () => {
      const store = await newStore();
      const [ada, ben] = [store.personHash('ada'), store.personHash('ben')];
      const rows = (her: string | null): readonly AnyRecord[] => [
        partner('a'),
        training(null),
        training(her),
        training(ben),
        training(her),
        session(her),
      ];
      await store.publish(publication(rows(ada), { remember: () => ({ fingerprint: 'f', report: 'r' }) }));
      expect(await store.purge(ada, ['exports'])).toBe(3);
      const read = await store.readRecords();
      expect(read.training.map(({ person }) => person)).toEqual([null, null, ben, null]);
      expect(read['portal-session'].map(({ person }) => person)).toEqual([null]);
      expect(await store.lastSync('exports')).toBeUndefined();
      const again = await store.publish(publication(rows(null)));
      expect(again).toMatchObject({ added: 0, changed: 0, deleted: 0 });
      expect(await store.publish(publication(rows(ada)))).toMatchObject({ added: 0, changed: 0, deleted: 0 });
      expect((await store.readRecords()).training.map(({ person }) => person)).toEqual([null, null, ben, null]);
    });

    test('she is kept out of those sources only', async () => {
      const store = await newStore();
      const ada = store.personHash('ada');
      await store.publish(publication([partner('a')]));
      expect(await store.purge(ada, ['lms'])).toBe(0);
      await store.publish(publication([partner('a'), training(ada)]));
      expect((await store.readRecords()).training[0]?.person).toBe(ada);
    });

    test('engagement of before is not taken, goes at each publication, and is no deletion of the source’s', async () => {
      const store = await newStore();
      const old = Array.from({ length: 30 }, (_, day) =>
        view('a', 'x', { at: `2024-01-${String(day + 1).padStart(2, '0')}T08:00:00.000Z` }),
      );
      const young = [view('a', 'x'), session(null), training(null)];
      await store.publish(publication([partner('a'), ...old, ...young]));
      const keepFrom = '2025-01-01T00:00:00.000Z';
      const result = await store.publish(publication([partner('a'), ...old, ...young], { keepFrom }));
      expect(result).toMatchObject({ added: 0, changed: 0, deleted: 0, unchanged: 4 });
      const left = await store.readRecords();
      expect(left['content-event']).toEqual([young[0]]);
      expect(left.sources[0]?.rows).toBe(4);
      const version = await store.dataVersion();
      await store.patch({ ...publication([]), origins: [], keepFrom: '2026-02-15T00:00:00.000Z' });
      const later = await store.readRecords();
      expect(later['portal-session']).toEqual([]);
      expect(later['content-event']).toEqual([young[0]]);
      // A training says what holds until today.
      expect(later.training).toHaveLength(1);
      expect(later.sources[0]?.rows).toBe(3);
      expect(await store.dataVersion()).toBeGreaterThan(version);
    });

    test('texts that name no partner are those of the last publication', async () => {
      const store = await newStore();
      const some = (text: string, count: number) => ({ record: 'training' as const, text, count });
      await store.publish(
        publication([partner('a')], { beside: { unmatched: () => [some('Acme', 2), some('Zed', 5)] } }),
      );
      expect(await store.unmatched()).toEqual([
        { source: 'exports', ...some('Zed', 5) },
        { source: 'exports', ...some('Acme', 2) },
      ]);
      expect(await store.unmatched('lms')).toEqual([]);
      await store.patch({ ...publication([]), origins: [], beside: { unmatched: () => [some('Acme', 1)] } });
      expect(await store.unmatched('exports')).toEqual([{ source: 'exports', ...some('Acme', 1) }]);
      await store.forget('exports');
      expect(await store.unmatched()).toEqual([]);
    });
  });
});

const sqlite = engines.find(({ name }) => name === 'SQLite');
describe.skipIf(sqlite === undefined)('A SQLite store after a purge', () => {
  test('has nothing of her in its bytes but the hash that keeps her out', async () => {
    const place = await sqlite?.place();
    if (place === undefined) throw new TypeError('no SQLite');
    const store = await place.open();
    const ada = store.personHash('ada');
    const many = Array.from({ length: 300 }, () => session(ada));
    await store.publish(publication([partner('a'), ...many]));
    // Deleted long before she is purged: free pages hold what was.
    await store.publish(publication([partner('a'), session(ada)], { acceptDeletions: true }));
    await store.purge(ada, ['exports']);
    const folder = dirname(place.address);
    const times = readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'latin1').split(ada).length - 1)
      .reduce((sum, count) => sum + count, 0);
    await store.close();
    // In the list of those who are kept out, and in its index.
    expect(times).toBe(2);
    await sqlite?.stop();
  });
});
