import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sync } from '../../jobs/sync.ts';
import { noteData } from '../../src/sources/data-notices.ts';
import { openSource, sourceSettings } from '../../src/sources/index.ts';
import type { Source, Warning } from '../../src/sources/source.ts';
import { type SyncReport, syncSource } from '../../src/sources/sync.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { put, temporaryFolder } from '../config/folder.ts';
import { contextOf } from './context.ts';

const begin = Date.parse('2026-11-24T10:00:00Z');
const minute = 60_000;
const signal = new AbortController().signal;
const silent = { info: () => undefined, warn: () => undefined };

async function newStore(): Promise<Store> {
  const address = join(temporaryFolder(), 'store.db');
  const store = await openStore({ address, mode: 'own', role: 'test', now: () => begin, warn: () => undefined });
  onTestFinished(() => store.close());
  return store;
}

const open = async (store: Store) => (await store.notices.open()).map(({ id, code, params }) => ({ id, code, params }));

/** A job's world at a time that the test sets, over a folder of files. */
async function bot() {
  const folder = temporaryFolder();
  put(folder, 'partners.csv', 'id,name\nP1,One\n');
  const settings = sourceSettings.parse({ kind: 'files', name: 'exports', folder });
  const store = await newStore();
  const logged: unknown[] = [];
  const state = { now: begin, fails: false };
  const context = contextOf({
    store,
    sources: [settings],
    everyMs: 15 * minute,
    log: {
      info: () => undefined,
      warn: (values, message) => void logged.push({ ...values, message }),
      error: () => undefined,
    },
    now: () => state.now,
    syncer: {
      sync: ({ rejectsFile }) =>
        syncSource({
          source: openSource(
            state.fails ? sourceSettings.parse({ ...settings, folder: join(folder, 'gone') }) : settings,
            'UTC',
          ),
          store,
          now: () => state.now,
          acceptDeletions: false,
          rejectsFile,
          onProgress: () => undefined,
          log: silent,
          signal,
        }),
      refresh: () => Promise.resolve(0),
      decide: () => Promise.resolve(0),
      forget: () => Promise.resolve(0),
    },
  });
  const notices = () => logged.filter((one) => JSON.stringify(one).includes('"notice"'));
  return { store, state, notices, run: () => sync.run(context) };
}

describe('what a bot is told once, until it is over', () => {
  it('data that are older than two intervals and five minutes, and a source that fails', async () => {
    const { store, state, notices, run } = await bot();
    await run();
    expect(await open(store)).toEqual([]);
    state.fails = true;
    state.now = begin + 35 * minute;
    await run();
    expect((await open(store)).map(({ code }) => code)).toEqual(['folder-missing']);
    state.now = begin + 36 * minute;
    await run();
    expect((await open(store)).map(({ code }) => code)).toEqual(['folder-missing', 'data-old']);
    expect((await open(store))[1]?.params).toEqual({ source: 'exports', minutes: 36, every: 15 });
    state.now = begin + 50 * minute;
    await run();
    // Each is said once.
    expect(notices()).toMatchObject([{ notice: 'folder-missing' }, { notice: 'data-old', source: 'exports' }]);
    state.fails = false;
    await run();
    expect(await open(store)).toEqual([]);
    state.fails = true;
    state.now = begin + 150 * minute;
    await run();
    expect(notices()).toHaveLength(4);
  });
});

/** A source that is as bad as told. */
const source = (rejected: number, unmatched: number): Source => ({
  name: 'lms',
  kind: 'files',
  async *records({ onReject, onUnmatched }) {
    for (let line = 0; line < rejected; line += 1)
      onReject({ file: 'f.csv', line, column: 'c', reason: 'not a date', effect: 'row' });
    if (unmatched > 0) onUnmatched?.('Acme', 'training', unmatched);
    yield* [];
  },
});

describe('data that are suddenly bad', () => {
  const syncOf = async (store: Store, rejected: number, unmatched: number): Promise<SyncReport> =>
    syncSource({
      source: source(rejected, unmatched),
      store,
      now: () => begin,
      acceptDeletions: false,
      rejectsFile: null,
      onProgress: () => undefined,
      log: silent,
      signal,
    });

  it('are told against what they were before, until they are nearly that again', async () => {
    const store = await newStore();
    await syncOf(store, 500, 500);
    // Nobody knows what is usual at the first time.
    expect(await open(store)).toEqual([]);
    await syncOf(store, 15, 12);
    await syncOf(store, 19, 20);
    expect(await open(store)).toEqual([]);
    await syncOf(store, 100, 10);
    expect(await open(store)).toEqual([
      { id: 'rejected/lms', code: 'many-rejected', params: { source: 'lms', now: 100, before: 19 } },
    ]);
    await syncOf(store, 100, 50);
    expect(await open(store)).toMatchObject([
      { code: 'many-rejected', params: { now: 100, before: 19 } },
      { code: 'many-unmatched', params: { now: 50, before: 10 } },
    ]);
    await syncOf(store, 38, 20);
    expect(await open(store)).toEqual([]);
  });

  it('lack fields of the CRM: told anew when another one vanishes or appears', async () => {
    const store = await newStore();
    const report = await syncOf(store, 0, 0);
    const calls = { predicted: 1, used: 1, usedToday: 1, allowed: null, limit: null };
    const lacking = (...warnings: Warning[]) =>
      noteData(store, { ...report, calls, warnings }, null, new Date(begin).toISOString());
    const tier = { file: 'Account', message: 'no property Tier__c' };
    const region = { file: 'Account', message: 'no property Region__c' };
    const told = async (): Promise<number> => {
      const fresh = await store.notices.unshown('log');
      for (const { id } of fresh) await store.notices.markShown(id, 'log');
      return fresh.length;
    };
    await lacking(tier);
    expect(await open(store)).toMatchObject([
      { id: 'fields/lms', params: { what: 'Account: no property Tier__c', count: 1 } },
    ]);
    expect(await told()).toBe(1);
    await lacking(tier);
    expect(await told()).toBe(0);
    await lacking(region, tier);
    expect(await told()).toBe(1);
    await lacking(tier);
    expect(await told()).toBe(1);
    await lacking();
    expect(await open(store)).toEqual([]);
  });
});
