// long: what a sync promises, in the order in which a sync does it.
import { execFile } from 'node:child_process';
import { access, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openSource, sourceSettings } from '../../src/sources/index.ts';
import { defaultRejectsFile } from '../../src/sources/rejects.ts';
import { type SyncOptions, type SyncReport, syncSource } from '../../src/sources/sync.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { type Files, folderOf, partnersCsv, pulseErrorOf, temporaryFolder, writeInto } from './support.ts';

const noon = Date.UTC(2026, 0, 15, 12);
const touchesCsv = 'partner_id,kind,at\nP1,call,2025-01-01\nP2,chat,2025-01-02\n';
const rejectsHeader = 'file,line,column,reason,effect';

interface World {
  readonly folder: string;
  readonly store: Store;
  readonly rejectsFile: string;
  readonly logged: string[];
  readonly sync: (changes?: Partial<SyncOptions>) => Promise<SyncReport>;
}

async function worldOf(files: Files): Promise<World> {
  const folder = await folderOf(files);
  const address = join(await temporaryFolder(), 'store.db');
  const store = await openStore({ address, mode: 'own', role: 'sync', now: () => noon, warn: () => undefined });
  onTestFinished(() => store.close());
  const rejectsFile = defaultRejectsFile(address, 'exports') ?? '';
  const logged: string[] = [];
  const log = {
    info: (fields: object, message: string) => void logged.push(`info ${message} ${JSON.stringify(fields)}`),
    warn: (fields: object, message: string) => void logged.push(`warn ${message} ${JSON.stringify(fields)}`),
  };
  const source = openSource(sourceSettings.parse({ name: 'exports', kind: 'files', folder }), 'Europe/Berlin');
  const sync = (changes: Partial<SyncOptions> = {}) =>
    syncSource({
      source,
      store,
      now: () => noon,
      acceptDeletions: false,
      rejectsFile,
      onProgress: () => undefined,
      log,
      signal: new AbortController().signal,
      ...changes,
    });
  return { folder, store, rejectsFile, logged, sync };
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

describe('a sync', () => {
  test('rule 7.5: a repeated one changes nothing', async () => {
    const { store, sync } = await worldOf({
      'partners.csv': partnersCsv,
      'touches.csv': `${touchesCsv}P1,call,2025-01-01\n`,
    });
    expect((await sync()).result).toMatchObject({ added: 5, changed: 0, deleted: 0, unchanged: 0 });
    const version = await store.dataVersion();
    const before = await store.readRecords();
    expect((await sync()).result).toMatchObject({ added: 0, changed: 0, deleted: 0, unchanged: 5 });
    expect(await store.dataVersion()).toBe(version);
    expect(await store.readRecords()).toEqual(before);
  });

  test('rule 1.2: what is gone from the folder is gone from the store', async () => {
    const { folder, store, sync } = await worldOf({ 'partners.csv': partnersCsv, 'touches.csv': touchesCsv });
    await sync();
    await writeInto(folder, { 'partners.csv': 'id,name\nP1,Acme Ltd\n' });
    await rm(join(folder, 'touches.csv'));
    expect((await sync()).result).toMatchObject({ added: 0, changed: 1, deleted: 3 });
    const records = await store.readRecords();
    expect(records.partner.map(({ name }) => name)).toEqual(['Acme Ltd']);
    expect(records.touch).toEqual([]);
  });

  test('says whose data, of when, and how much of it was rejected', async () => {
    const { store, sync } = await worldOf({
      'partners.csv': 'id,name,active\nP1,Acme,perhaps\nP2,\n',
    });
    const report = await sync();
    expect(report).toMatchObject({ source: 'exports', rejectedRows: 1, rejectedFields: 1, durationMs: 0 });
    expect(await store.sourceStates()).toEqual([
      {
        source: 'exports',
        kind: 'files',
        dataAsOf: '2026-01-15T12:00:00.000Z',
        rows: 1,
        rejectedRows: 1,
        rejectedFields: 1,
      },
    ]);
  });

  test('people are kept as keyed hashes only', async () => {
    const { store, sync } = await worldOf({
      'partners.csv': partnersCsv,
      'trainings.csv': 'partner_id,person_id,module\nP1, ann@example.com ,Basics\n',
      'surveys.csv': 'partner_id,respondent_id,kind,score,at\nP1,ann@example.com,nps,9,2025-01-01\n',
    });
    await sync();
    const records = await store.readRecords();
    const hash = store.personHash('ann@example.com');
    expect(records.training[0]?.person).toBe(hash);
    expect(records['survey-response'][0]?.respondent).toBe(hash);
  });

  test('rows keep the order of their file', async () => {
    const ids = ['P3', 'P1', 'P10', 'P2'];
    const { store, sync } = await worldOf({ 'partners.csv': `id,name\n${ids.map((id) => `${id},x\n`).join('')}` });
    await sync();
    expect((await store.readRecords()).partner.map(({ id }) => id)).toEqual(ids);
  });
});

describe('rule 7.2: a sync that fails changes nothing', () => {
  test.each([
    [
      'a bad file',
      { 'touches.csv': Buffer.from('partner_id,kind,at\nP1,call,2025-01-01\n\xff\n', 'latin1') },
      'bad-file',
    ],
    ['an unclosed quote', { 'touches.csv': `${touchesCsv}P1,"call,2025\n` }, 'bad-file'],
    ['partners without a name', { 'partners.csv': 'id\nP1\n' }, 'bad-file'],
  ])('%s', async (_, files, code) => {
    const { folder, store, rejectsFile, sync } = await worldOf({
      'partners.csv': `${partnersCsv}P3,\n`,
      'touches.csv': touchesCsv,
    });
    await sync();
    const before = [await store.readRecords(), await store.sourceStates(), await readFile(rejectsFile, 'utf8')];
    await writeInto(folder, { 'partners.csv': 'id,name\nP9,Other\nP8,\nP7,\n', ...files });
    expect((await pulseErrorOf(sync())).code).toBe(code);
    expect([await store.readRecords(), await store.sourceStates(), await readFile(rejectsFile, 'utf8')]).toEqual(
      before,
    );
    expect(await exists(`${rejectsFile}.partial`)).toBe(false);
  });

  test('too many deletions, until they are accepted', async () => {
    const touches = Array.from({ length: 20 }, (_, day) => `P1,call,2025-01-${`${day + 1}`.padStart(2, '0')}\n`);
    const csv = (rows: string[]) => `partner_id,kind,at\n${rows.join('')}`;
    const { folder, store, rejectsFile, sync } = await worldOf({
      'partners.csv': partnersCsv,
      'touches.csv': csv(touches),
    });
    await sync();
    await writeInto(folder, { 'touches.csv': csv([...touches.slice(0, 9), 'P1,call,never\n']) });
    expect((await pulseErrorOf(sync())).code).toBe('too-many-deletions');
    expect((await store.readRecords()).touch).toHaveLength(20);
    expect([await exists(rejectsFile), await exists(`${rejectsFile}.partial`)]).toEqual([false, false]);
    expect((await sync({ acceptDeletions: true })).result.deleted).toBe(11);
    expect(await exists(rejectsFile)).toBe(true);
  });

  test('a missing folder, and an end of patience', async () => {
    const { folder, store, sync } = await worldOf({ 'partners.csv': partnersCsv });
    await sync();
    await expect(sync({ signal: AbortSignal.abort(new Error('stopped')) })).rejects.toThrow('stopped');
    await rm(folder, { recursive: true });
    expect(await pulseErrorOf(sync())).toMatchObject({ code: 'folder-missing', params: { folder } });
    expect((await store.readRecords()).partner).toHaveLength(2);
  });

  test('a place where the rejects cannot be written', async () => {
    const { folder, store, sync } = await worldOf({ 'partners.csv': partnersCsv });
    await sync();
    await writeInto(folder, { 'partners.csv': 'id,name\nP5,New\nP6,\n' });
    const rejectsFile = join(folder, 'nowhere', 'rejects.csv');
    expect(await pulseErrorOf(sync({ rejectsFile }))).toMatchObject({
      code: 'file-not-writable',
      params: { file: rejectsFile },
    });
    expect((await store.readRecords()).partner).toHaveLength(2);
  });
});

describe('rules 7.3, 7.4: the report', () => {
  const broken = {
    'partners.csv': `${partnersCsv}P3\nP4,a,b\nP1,Again\n`,
    'deals.csv':
      'id,name,status,created_at,type,amount\nD1,"Two\nlines",open,2025-01-01,gift,much\nD2,Deal,open,2025-01-01,gift,\n',
  };
  const rows = [
    'partners.csv,4,,wrong column count: 1 instead of 2,row',
    'partners.csv,5,,wrong column count: 3 instead of 2,row',
    'partners.csv,6,id,duplicate id,row',
    'deals.csv,2,amount,not a number,field',
    'deals.csv,2,type,not one of new/expansion/renewal,field',
    'deals.csv,4,type,not one of new/expansion/renewal,field',
  ];

  test('counts per file and reason, most frequent first', async () => {
    const { sync } = await worldOf(broken);
    const report = await sync();
    expect(report).toMatchObject({ rejectedRows: 3, rejectedFields: 3 });
    expect(report.perReason).toEqual([
      { file: 'partners.csv', reason: 'wrong column count', effect: 'row', count: 2 },
      { file: 'deals.csv', reason: 'not one of new/expansion/renewal', effect: 'field', count: 2 },
      { file: 'partners.csv', reason: 'duplicate id', effect: 'row', count: 1 },
      { file: 'deals.csv', reason: 'not a number', effect: 'field', count: 1 },
    ]);
    expect(report.first[0]).toEqual({
      file: 'partners.csv',
      line: 4,
      column: '',
      reason: 'wrong column count: 1 instead of 2',
      effect: 'row',
    });
  });

  test('all rejects stand in a 0600 CSV file, which goes when there are none', async () => {
    const { folder, rejectsFile, sync } = await worldOf(broken);
    await writeFile(`${rejectsFile}.partial`, 'left by a crash', { mode: 0o644 });
    expect((await sync()).rejectsFile).toBe(rejectsFile);
    expect(await readFile(rejectsFile, 'utf8')).toBe(`${[rejectsHeader, ...rows].join('\n')}\n`);
    expect((await stat(rejectsFile)).mode & 0o777).toBe(0o600);
    await writeInto(folder, { 'partners.csv': partnersCsv, 'deals.csv': 'id,name,status,created_at\n' });
    expect((await sync()).rejectsFile).toBeNull();
    expect(await exists(rejectsFile)).toBe(false);
  });

  test('the first 20 in the report, all of them in the file, where asked', async () => {
    const bad = Array.from({ length: 5000 }, () => 'P1,visit,2025-01-01\n').join('');
    const { folder, sync } = await worldOf({
      'partners.csv': partnersCsv,
      'touches.csv': `partner_id,kind,at\n${bad}`,
    });
    await mkdir(join(folder, 'reports'));
    const rejectsFile = join(folder, 'reports', 'mine.csv');
    const report = await sync({ rejectsFile });
    expect(report.first.map(({ line }) => line)).toEqual(Array.from({ length: 20 }, (_, index) => index + 2));
    const written = (await readFile(rejectsFile, 'utf8')).trimEnd().split('\n');
    expect([written.length, written.at(-1)?.split(',')[1]]).toEqual([5001, '5001']);
    expect(report.rejectedRows).toBe(5000);
  });

  test('without a file to write to, rejects are counted', async () => {
    const { rejectsFile, sync } = await worldOf(broken);
    expect(await sync({ rejectsFile: null })).toMatchObject({ rejectedRows: 3, rejectsFile: null });
    expect(await exists(rejectsFile)).toBe(false);
    expect(defaultRejectsFile('postgres://pulse@db/pulse', 'exports')).toBeNull();
  });

  test('targets of unknown KPIs are a warning, and warnings are logged', async () => {
    const { logged, sync } = await worldOf({
      'partners.csv': 'id,name,shoe\nP1,Acme,44\n',
      'targets.csv': 'kpi,figure,period,value\nsourced-revenue,sourced,2026-Q1,1\nrevenue,sourced,2026-Q1,1\n',
    });
    const { warnings, result } = await sync({ kpiNames: ['sourced-revenue'] });
    expect(warnings).toEqual([
      { file: 'partners.csv', message: 'unknown columns ignored: shoe' },
      { file: '', message: 'targets for an unknown KPI: 1' },
    ]);
    expect(result.perType).toMatchObject({ target: { rows: 2 } });
    expect(logged.map((line) => line.slice(0, 20))).toEqual([
      'warn unknown columns',
      'warn targets for an ',
      'info sync done {"sou',
    ]);
  });
});

test('rule 7.1: a file of 300,000 rows is read in a heap that could not hold it', async () => {
  const row = (index: number) =>
    `P${1 + (index % 2)},person-${index},2025-01-01T10:00:00+02:00,${index % 3600},7,false\n`;
  const rows = Array.from({ length: 300_000 }, (_, index) => row(index)).join('');
  const folder = await folderOf({
    'partners.csv': partnersCsv,
    'portal_sessions.csv': `partner_id,person_id,at,duration_seconds,pages,failed\n${rows}`,
  });
  const script = join(await temporaryFolder(), 'read.ts');
  await writeFile(
    script,
    `import { filesSource } from ${JSON.stringify(join(import.meta.dirname, '../../src/sources/files/files.ts'))};
     const nothing = () => undefined;
     const context = { name: 'x', personHash: (id) => id, onReject: nothing, onWarning: nothing, onProgress: nothing,
       signal: new AbortController().signal };
     let count = 0;
     for await (const record of filesSource({ name: 'x', folder: process.argv[2] }).records(context)) count += 1;
     console.log(count);`,
  );
  const { stdout } = await promisify(execFile)(process.execPath, ['--max-old-space-size=32', script, folder]);
  expect(stdout.trim()).toBe('300002');
});

describe('the settings of a source', () => {
  test.each([
    { name: 'exports' },
    { name: 'exports', kind: 'files', folder: '' },
    { name: 'Exports/1', kind: 'files', folder: '.' },
    { name: 'exports', kind: 'fils', folder: '.' },
    { name: 'exports', kind: 'files', folder: '.', folders: '.' },
  ])('refuse %j', (settings) => {
    expect(sourceSettings.safeParse(settings).success).toBe(false);
  });
});
