import { appendFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { keyOf } from '../../../src/records/records.ts';
import { openSource, type SourceSettings, sourceSettings } from '../../../src/sources/index.ts';
import { syncReport } from '../../../src/sources/report-schema.ts';
import { type SyncOptions, type SyncReport, syncSource } from '../../../src/sources/sync.ts';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { KeptLog, QuickClock, serve } from '../http/support.ts';
import { type Files, folderOf, temporaryFolder } from '../support.ts';
import type { Raw } from './support.ts';

const noon = Date.UTC(2026, 0, 15, 12);
const hour = 3_600_000;

interface World {
  readonly store: Store;
  readonly sync: (settings: SourceSettings, hours: number, changes?: Partial<SyncOptions>) => Promise<SyncReport>;
}

async function worldOf(): Promise<World> {
  const address = join(await temporaryFolder(), 'store.db');
  const store = await openStore({ address, mode: 'own', role: 'sync', now: () => noon, warn: () => undefined });
  onTestFinished(() => store.close());
  const clock = new QuickClock();
  const cacheFolder = await temporaryFolder();
  const tools = { cacheFolder, secret: () => undefined, clock, log: new KeptLog(), random: () => 0.5 };
  const sync: World['sync'] = (settings, hours, changes = {}) =>
    syncSource({
      source: openSource(settings, 'Europe/Berlin', tools),
      store,
      now: () => noon + hours * hour,
      acceptDeletions: false,
      rejectsFile: null,
      onProgress: () => undefined,
      log: { info: () => undefined, warn: () => undefined },
      signal: new AbortController().signal,
      ...changes,
    });
  return { store, sync };
}

const settingsOf = async (files: Files, more: Raw = {}): Promise<SourceSettings> =>
  sourceSettings.parse({ kind: 'files', name: 'lms', folder: await folderOf(files), ...more });

test('rows find partners of another source, and what changes there is seen although the files stay the same', async () => {
  const { store, sync } = await worldOf();
  await sync(await settingsOf({ 'partners.csv': 'id,name\n1,Acme\n2,Beta\n' }, { name: 'crm' }), 0);
  const settings = await settingsOf(
    { 'trainings.csv': 'partner_id,module\nAcme,M\nGamma,M\n' },
    { match: { partners: [{ by: 'name' }] } },
  );
  expect(await sync(settings, 1)).toMatchObject({
    readAt: null,
    rejectedRows: 1,
    first: [{ reason: 'unmatched' }],
    result: { added: 1 },
  });
  expect(await sync(settings, 2)).toMatchObject({ readAt: '2026-01-15T13:00:00.000Z', rejectedRows: 1 });
  await store.aliases.add({ text: 'gamma', key: keyOf('crm', '2'), by: 'cli:ana', at: '2026-01-15T14:30:00.000Z' });
  expect(await sync(settings, 3)).toMatchObject({ readAt: null, rejectedRows: 0, result: { added: 1 } });
  expect(await store.readRecords()).toMatchObject({ training: [{ partner: 'crm/1' }, { partner: 'crm/2' }] });
});

test('rows find deals of another source, and a deal that comes later is found', async () => {
  const { store, sync } = await worldOf();
  const deals = (ids: readonly string[]): string =>
    `id,name,status,created_at\n${ids.map((id) => `${id},Deal ${id},open,2026-01-01`).join('\n')}\n`;
  const crm = async (ids: readonly string[], hours: number) =>
    sync(await settingsOf({ 'partners.csv': 'id,name\n1,Acme\n', 'deals.csv': deals(ids) }, { name: 'crm' }), hours);
  await crm(['D1'], 0);
  const settings = await settingsOf(
    { 'touches.csv': 'partner_id,kind,at,deal_id\n1,call,2026-01-02,D1\n1,call,2026-01-03,D2\n' },
    { match: { partners: [{ by: 'id', of: 'crm' }], deals: { by: 'id', of: 'crm' } } },
  );
  await sync(settings, 1);
  expect((await store.readRecords()).touch).toMatchObject([{ deal: 'crm/D1' }, { deal: null }]);
  await crm(['D1', 'D2'], 2);
  await sync(settings, 3);
  expect((await store.readRecords()).touch).toMatchObject([{ deal: 'crm/D1' }, { deal: 'crm/D2' }]);
});

test('a file that grows too old is told although nothing has changed, and no longer when a new one has come', async () => {
  const { sync } = await worldOf();
  const settings = await settingsOf(
    { 'partners.csv': 'id,name\n1,Acme\n' },
    { files: [{ record: 'partners', pattern: 'partners.csv', maxAge: '3h' }] },
  );
  if (settings.kind !== 'files') throw new Error('another kind');
  const file = join(settings.folder, 'partners.csv');
  await utimes(file, noon / 1000, noon / 1000);
  expect((await sync(settings, 0)).stale).toBeUndefined();
  const old = await sync(settings, 4);
  expect(old).toMatchObject({ readAt: '2026-01-15T12:00:00.000Z' });
  expect(old.stale).toEqual([
    { file: 'partners.csv', record: 'partner', since: '2026-01-15T12:00:00.000Z', maxAge: 3 * hour },
  ]);
  expect(syncReport.parse(JSON.parse(JSON.stringify(old)))).toEqual(old);
  await appendFile(file, '2,Beta\n');
  await utimes(file, noon / 1000 + 4 * 3600, noon / 1000 + 4 * 3600);
  const fresh = await sync(settings, 5);
  expect(fresh).toMatchObject({ readAt: null, result: { added: 1 } });
  expect(fresh.stale).toBeUndefined();
});

test('data that could not be asked for do not look younger than they are', async () => {
  const { store, sync } = await worldOf();
  let status = 200;
  const { base } = await serve((_request, response) => {
    response.writeHead(status, { 'content-type': 'text/csv' }).end(status === 200 ? 'id,name\n1,Acme\n' : 'sorry');
  });
  const settings = await settingsOf({}, { files: [{ record: 'partners', url: new URL('/p.csv', base).href }] });
  const asOf = async () => (await store.sourceStates()).map(({ dataAsOf }) => dataAsOf);
  await sync(settings, 0);
  await sync(settings, 1);
  expect(await asOf()).toEqual(['2026-01-15T13:00:00.000Z']);
  status = 403;
  const failed = await sync(settings, 2);
  expect(failed.warnings).toMatchObject([{ failure: { code: 'crm-forbidden' } }]);
  expect(failed).toMatchObject({ readAt: '2026-01-15T12:00:00.000Z', result: { unchanged: 1 } });
  expect(syncReport.parse(JSON.parse(JSON.stringify(failed)))).toEqual(failed);
  expect(await asOf()).toEqual(['2026-01-15T13:00:00.000Z']);
  status = 200;
  expect((await sync(settings, 3)).warnings).toEqual([]);
  expect(await asOf()).toEqual(['2026-01-15T15:00:00.000Z']);
});
