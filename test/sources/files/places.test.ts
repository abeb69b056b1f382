import { mkdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { StaleFile } from '../../../src/sources/source.ts';
import { brief, type Files, folderOf, ofType, partnersCsv, pulseErrorOf } from '../support.ts';
import { open, type Raw, readListed, readSource } from './support.ts';

const base = { 'partners.csv': partnersCsv };
const module = (name: string): string => `partner_id,module\nP1,${name}\n`;
const modulesOf = async (files: Files, listed: Raw): Promise<string[]> =>
  ofType((await readListed({ ...base, ...files }, [{ record: 'trainings', ...listed }])).records, 'training').map(
    (training) => training.module,
  );

describe('which file a pattern takes', () => {
  test.each([
    ['the last by name', ['e-2026-01-31.csv', 'e-2026-02-01.csv', 'e-2025-12-31.csv'], 'e-*.csv', 'e-2026-02-01.csv'],
    ['numbers as numbers', ['part9.csv', 'part10.csv', 'part1.csv'], 'part*.csv', 'part10.csv'],
    ['one sign', ['a1.csv', 'a10.csv'], 'a?.csv', 'a1.csv'],
    ['no sign has another meaning', ['a+(1).csv', 'aa1.csv', 'a.csv'], 'a+(1).csv', 'a+(1).csv'],
    ['a point is a point', ['axcsv', 'a.csv'], 'a.csv', 'a.csv'],
    ['no hidden ones', ['a.csv', '.~lock.a.csv', '.z.csv'], '*a*.csv', 'a.csv'],
    ['umlauts of two signs', ['Ha\u0308ndler.csv', 'Handler.csv'], 'Händler.csv', 'Ha\u0308ndler.csv'],
    ['umlauts', ['Händler.csv', 'Handler.csv'], 'H?ndler.csv', 'Händler.csv'],
  ])('%s', async (_what, names, pattern, expected) => {
    const files = Object.fromEntries(names.map((name) => [name, module(name)]));
    expect(await modulesOf(files, { pattern })).toEqual([expected]);
  });

  test('the one changed last, where the settings say so', async () => {
    const folder = await folderOf({ ...base, 'b.csv': module('b'), 'a.csv': module('a'), 'c.csv': module('c') });
    await utimes(join(folder, 'c.csv'), 1000, 1000);
    await utimes(join(folder, 'a.csv'), 3000, 3000);
    await utimes(join(folder, 'b.csv'), 2000, 2000);
    const listed = [{ record: 'trainings', pattern: '?.csv', newest: 'modified' }];
    expect(ofType((await readSource(open({ folder, files: listed }))).records, 'training')).toMatchObject([
      { module: 'a' },
    ]);
  });

  test('all of them, in the order of their names, ids unique among them all', async () => {
    const deal = (id: string, name: string): string => `id,name,status,created_at\n${id},${name},open,2026-01-01\n`;
    const read = await readListed(
      { ...base, 'd-10.csv': deal('D1', 'late'), 'd-9.csv': deal('D1', 'early'), 'd-11.csv': deal('D2', 'own') },
      [{ record: 'deals', pattern: 'd-*.csv', all: true }],
    );
    expect(ofType(read.records, 'deal').map(({ name }) => name)).toEqual(['early', 'own']);
    expect(read.rejects.map((reject) => `${reject.file} ${brief(reject)}`)).toEqual([
      'd-10.csv 2 id row: duplicate id',
    ]);
  });

  test('without pattern it is the file of rule 7, in its own form', async () => {
    expect(await modulesOf({ 'trainings.csv': 'partner_id;module\nP1;M\n' }, { delimiter: ';' })).toEqual(['M']);
  });

  test('rule 7.2: none that fits is an error, and so is a folder of that name', async () => {
    const error = await pulseErrorOf(readListed(base, [{ record: 'trainings', pattern: 'lms-*.csv' }]));
    expect(error).toMatchObject({ code: 'bad-file', params: { file: 'lms-*.csv', reason: 'no file of this name' } });
    const folder = await folderOf(base);
    await mkdir(join(folder, 'lms-1.csv'));
    const listed = [{ record: 'trainings', pattern: 'lms-*.csv' }];
    expect((await pulseErrorOf(readSource(open({ folder, files: listed })))).params).toMatchObject({
      reason: 'not a file',
    });
  });

  test('a listed file is not read by rule 7 as well; unlisted ones are', async () => {
    const read = await readListed(
      { ...base, 'deals.csv': module('x'), 'assets.csv': 'id,title\nA,Deck\n', 'trainings.csv': module('y') },
      [{ record: 'trainings', pattern: 'deals.csv' }],
    );
    expect(read.records.map(({ record }) => record)).toEqual(['partner', 'partner', 'training', 'asset']);
    expect(read.warnings).toEqual([{ file: '', message: 'unknown files ignored: trainings.csv' }]);
  });

  test('one file can hold two kinds of records', async () => {
    const read = await readListed({ ...base, 'lms.csv': 'partner_id,module,done\nP1,Sales,2026-01-05\n' }, [
      { record: 'trainings', pattern: 'lms.csv', columns: { completed_at: 'done' } },
      { record: 'certifications', pattern: 'lms.csv', columns: { name: 'module', earned_at: 'done' } },
    ]);
    expect(read.records.slice(2)).toMatchObject([
      { record: 'training', module: 'Sales', completedAt: '2026-01-05' },
      { record: 'certification', name: 'Sales', earnedAt: '2026-01-05' },
    ]);
  });

  test('one file can be read once for each of its columns', async () => {
    const course = (name: string): Raw => ({
      record: 'trainings',
      pattern: 'wide.csv',
      columns: { completed_at: name },
      constants: { module: name },
    });
    const read = await readListed({ ...base, 'wide.csv': 'partner_id,Sales,Tech\nP1,2026-01-05,\n' }, [
      course('Sales'),
      course('Tech'),
    ]);
    expect(ofType(read.records, 'training').map(({ module: name, completedAt }) => [name, completedAt])).toEqual([
      ['Sales', '2026-01-05'],
      ['Tech', null],
    ]);
  });

  test('the fingerprint sees which file it is, and what is in it', async () => {
    const signal = new AbortController().signal;
    const of = async (files: Files) => {
      const source = open({
        folder: await folderOf({ ...base, ...files }),
        files: [{ record: 'trainings', pattern: 't*.csv' }],
      });
      const read: string[] = [];
      await readSource(source, { onFingerprint: (fingerprint) => void read.push(fingerprint) });
      expect([await source.fingerprint?.(signal)]).toEqual(read);
      return read[0];
    };
    const one = await of({ 't1.csv': module('a') });
    expect(await of({ 't0.csv': module('b'), 't1.csv': module('a') })).toBe(one);
    expect(await of({ 't1.csv': module('b') })).not.toBe(one);
    expect(await of({ 't2.csv': module('a') })).not.toBe(one);
  });
});

describe('how old a file may be', () => {
  const hour = 3_600_000;
  const changed = Date.parse('2026-03-01T02:00:00Z');

  async function staleAt(name: string, maxAge: string, now: number): Promise<StaleFile[]> {
    const folder = await folderOf({ ...base, [name]: module('M') });
    await utimes(join(folder, name), changed / 1000, changed / 1000);
    const source = open({ folder, files: [{ record: 'trainings', pattern: name, maxAge }] });
    const stale: StaleFile[] = [];
    await readSource(source, { now: () => now, onStale: (file) => void stale.push(file) });
    expect(source.condition?.(now).stale).toEqual(stale);
    return stale;
  }

  test.each([
    ['by its last change', 'lms.csv', '36h', changed + 36 * hour, null],
    ['by its last change', 'lms.csv', '36h', changed + 36 * hour + 1, '2026-03-01T02:00:00.000Z'],
    ['in days', 'lms.csv', '2d', changed + 48 * hour + 1, '2026-03-01T02:00:00.000Z'],
    ['by the end of the day in its name', 'lms-2026-02-27.csv', '1d', changed, '2026-02-27T22:59:59.999Z'],
    ['written together', 'lms_20260227.csv', '1d', changed, '2026-02-27T22:59:59.999Z'],
    ['with a time', 'lms_20260227T0100.csv', '1d', changed, '2026-02-27T22:59:59.999Z'],
    ['with a long time', 'lms_20260227010000.csv', '1d', changed, '2026-02-27T22:59:59.999Z'],
    ['of today', 'lms-2026-03-01.csv', '1d', changed + 24 * hour, null],
    ['no date at all', 'lms-20261327.csv', '1d', changed + 1, null],
    ['copied later than named', 'lms-2026-02-28.csv', '5h', changed + hour, null],
    ['copied later than named', 'lms-2026-02-28.csv', '2h', changed + hour, '2026-02-28T22:59:59.999Z'],
  ])('%s: %s, %s', async (_what, name, maxAge, now, since) => {
    const expected = {
      file: name,
      record: 'training',
      maxAge: Number.parseInt(maxAge, 10) * hour * (maxAge.endsWith('d') ? 24 : 1),
    };
    expect(await staleAt(name, maxAge, now)).toEqual(since === null ? [] : [{ ...expected, since }]);
  });

  test('of files that are read together the newest counts', async () => {
    const names = ['lms-2026-01.csv', 'lms-2026-03.csv', 'lms-2026-02.csv'];
    const folder = await folderOf({ ...base, ...Object.fromEntries(names.map((name) => [name, module(name)])) });
    for (const name of names) {
      const at = changed / 1000 + Number(name.slice(10, 11)) * 3600;
      await utimes(join(folder, name), at, at);
    }
    const source = open({ folder, files: [{ record: 'trainings', pattern: 'lms-*', all: true, maxAge: '1h' }] });
    await readSource(source);
    expect(source.condition?.(changed + 4 * hour).stale).toEqual([]);
    expect(source.condition?.(changed + 4 * hour + 1).stale).toMatchObject([
      { file: 'lms-2026-03.csv', since: new Date(changed + 3 * hour).toISOString() },
    ]);
  });

  test('without the setting a file is never too old', async () => {
    const source = open({ folder: await folderOf({ ...base, 'trainings.csv': module('M') }) });
    await readSource(source);
    expect(source.condition?.(changed * 2).stale).toEqual([]);
  });
});
