import { appendFile, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openSource } from '../../src/sources/index.ts';
import type { SyncOptions, SyncReport } from '../../src/sources/sync.ts';
import { syncSource } from '../../src/sources/sync.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { type Files, folderOf, partnersCsv, temporaryFolder, writeInto } from './support.ts';

const noon = Date.UTC(2026, 0, 15, 12);
const touchesCsv = 'partner_id,kind,at\nP1,call,2025-01-01\nP2,chat,2025-01-02\n';

interface World {
  readonly folder: string;
  readonly store: Store;
  readonly rejectsFile: string;
  /** A sync that many minutes after noon. */
  readonly sync: (minutes: number, changes?: Partial<SyncOptions>) => Promise<SyncReport>;
}

async function worldOf(files: Files): Promise<World> {
  const folder = await folderOf(files);
  const address = join(await temporaryFolder(), 'store.db');
  const store = await openStore({ address, mode: 'own', role: 'sync', now: () => noon, warn: () => undefined });
  onTestFinished(() => store.close());
  const rejectsFile = `${address}.rejects.csv`;
  const sync = (minutes: number, changes: Partial<SyncOptions> = {}) =>
    syncSource({
      source: openSource({ name: 'exports', kind: 'files', folder }, 'Europe/Berlin'),
      store,
      now: () => noon + minutes * 60_000,
      acceptDeletions: false,
      rejectsFile,
      onProgress: () => undefined,
      log: { info: () => undefined, warn: () => undefined },
      signal: new AbortController().signal,
      ...changes,
    });
  return { folder, store, rejectsFile, sync };
}

const first = '2026-01-15T12:00:00.000Z';

test('a folder with the same bytes is not read again, and its data are as old as the look at it', async () => {
  const { store, sync } = await worldOf({ 'partners.csv': partnersCsv, 'touches.csv': touchesCsv });
  const read = await sync(0);
  expect(read).toMatchObject({ readAt: null, result: { added: 4 } });
  const progress: string[] = [];
  const looked = await sync(10, { onProgress: (_done, _total, what) => void progress.push(what) });
  expect(looked).toMatchObject({
    readAt: first,
    result: { added: 0, changed: 0, deleted: 0, unchanged: 4, perType: { partner: { rows: 2, deleted: 0 } } },
  });
  expect(progress).toEqual([]);
  expect(await store.sourceStates()).toMatchObject([{ dataAsOf: '2026-01-15T12:10:00.000Z', rows: 4 }]);
  expect(await store.dataVersion()).toBe(1);
});

test('one other byte is seen, even where size and time of the file stay as they were', async () => {
  const { folder, store, sync } = await worldOf({ 'partners.csv': partnersCsv });
  await sync(0);
  const file = join(folder, 'partners.csv');
  const { atime, mtime } = await stat(file);
  await writeFile(file, partnersCsv.replace('Acme', 'Acne'));
  await utimes(file, atime, mtime);
  expect(await sync(1)).toMatchObject({ readAt: null, result: { changed: 1 } });
  expect((await store.readRecords()).partner[0]?.name).toBe('Acne');
});

test('a file that came, and one that went, are seen', async () => {
  const { folder, sync } = await worldOf({ 'partners.csv': partnersCsv });
  await sync(0);
  await writeInto(folder, { 'touches.csv': touchesCsv });
  expect(await sync(1)).toMatchObject({ readAt: null, result: { added: 2 } });
  await rm(join(folder, 'touches.csv'));
  expect(await sync(2)).toMatchObject({ readAt: null, result: { deleted: 2 } });
  expect(await sync(3)).toMatchObject({ readAt: '2026-01-15T12:02:00.000Z' });
});

test('another zone, another setting, or the wish for it, reads everything again', async () => {
  const { folder, sync } = await worldOf({ 'partners.csv': partnersCsv });
  await sync(0);
  expect(await sync(1, { full: true })).toMatchObject({ readAt: null, result: { unchanged: 2 } });
  const settings = { name: 'exports', kind: 'files', folder } as const;
  expect(await sync(2, { source: openSource(settings, 'Asia/Tokyo') })).toMatchObject({ readAt: null });
  expect(await sync(3, { source: openSource({ ...settings, folder: `${folder}/.` }, 'Asia/Tokyo') })).toMatchObject({
    readAt: null,
  });
});

test('rejects are told again, and read again where their list is gone (rules 7.3, 7.4)', async () => {
  const { rejectsFile, sync } = await worldOf({ 'partners.csv': `${partnersCsv}P3,\nP4,a,b\n`, 'other.csv': 'x\n' });
  const { readAt, durationMs, result, ...read } = await sync(0);
  const list = await readFile(rejectsFile, 'utf8');
  expect(await sync(1)).toMatchObject({ ...read, readAt: first, rejectedRows: 2 });
  expect(await readFile(rejectsFile, 'utf8')).toBe(list);
  await rm(rejectsFile);
  expect(await sync(2)).toMatchObject({ ...read, readAt: null });
  expect(await readFile(rejectsFile, 'utf8')).toBe(list);
  const elsewhere = join(await temporaryFolder(), 'mine.csv');
  expect(await sync(3, { rejectsFile: elsewhere })).toMatchObject({ readAt: null, rejectsFile: elsewhere });
});

test('a folder that fails is read again when it is as it was', async () => {
  const { folder, sync } = await worldOf({ 'partners.csv': partnersCsv });
  await sync(0);
  await appendFile(join(folder, 'partners.csv'), '"');
  await expect(sync(1)).rejects.toMatchObject({ code: 'bad-file' });
  await writeInto(folder, { 'partners.csv': partnersCsv });
  expect(await sync(2)).toMatchObject({ readAt: first });
});

test('what another source took away comes back with the next look (rule 1.2)', async () => {
  const { store, sync } = await worldOf({ 'partners.csv': partnersCsv, 'touches.csv': touchesCsv });
  const other = await worldOf({ 'partners.csv': 'id,name\nQ1,Other\nQ2,More\n' });
  const source = openSource({ name: 'other', kind: 'files', folder: other.folder }, 'Europe/Berlin');
  await sync(0);
  await sync(1, { source, rejectsFile: null });
  await writeInto(other.folder, { 'partners.csv': 'id,name\nQ1,Other\n' });
  await sync(2, { source, rejectsFile: null });
  expect(await store.lastSync('exports')).toBeUndefined();
  expect(await sync(3)).toMatchObject({ readAt: null, result: { unchanged: 4 } });
});
