import { join } from 'node:path';
import { expect, test } from 'vitest';
import { copyStore } from '../../src/cli/config-diff/copy-store.ts';
import { keyOf } from '../../src/records/records.ts';
import { openStore } from '../../src/store/open.ts';
import { temporaryFolder } from '../config/folder.ts';
import { everything, partner, publication, view } from '../store/world.ts';

const personKey = 'ab'.repeat(32);
const now = (): number => Date.parse('2026-09-01T12:00:00Z');

test('a server’s store is copied record by record, whichever source names the partners of another', async () => {
  const folder = temporaryFolder();
  const address = join(folder, 'original.db');
  const store = await openStore({ address, mode: 'own', role: 'test', now, personKey, warn: () => undefined });
  await store.publish(publication(everything, { beside: { cursor: 'c1' } }));
  // Its name comes first, and its records name partners of the one behind it.
  const others = [partner('z', { source: 'a-lms' }), view('a', 'x', { source: 'a-lms' })];
  await store.publish({ ...publication(others), source: 'a-lms' });
  await store.aliases.add({ text: 'acme', key: keyOf('exports', 'a'), by: 'mia', at: '2026-09-01T11:00:00.000Z' });
  await store.merges.add({
    from: keyOf('a-lms', 'z'),
    into: keyOf('exports', 'a'),
    by: 'mia',
    at: '2026-09-01T11:00:00.000Z',
  });

  const copy = await copyStore(store, { address: 'postgres://pulse@db/partners', personKey, now }, temporaryFolder());
  try {
    const { 'partner-history': localHistory, sources, ...records } = await store.readRecords();
    const { 'partner-history': copiedHistory, sources: copiedSources, ...copied } = await copy.readRecords();
    expect(copied).toEqual(records);
    const dated = (states: typeof sources) => states.map(({ source, dataAsOf }) => [source, dataAsOf]);
    expect(dated(copiedSources)).toEqual(dated(sources));
    expect(copiedHistory.length).toBeGreaterThanOrEqual(localHistory.length);
    expect(await copy.cursor('exports')).toBe('c1');
    expect(await copy.aliases.list()).toEqual(await store.aliases.list());
    expect(copy.personHash('ada')).toBe(store.personHash('ada'));
  } finally {
    await copy.close();
    await store.close();
  }
});
