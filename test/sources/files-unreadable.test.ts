import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesSource } from '../../src/sources/files/files.ts';
import { folderOf, partnersCsv, pulseErrorOf, readFiles, readFolder, temporaryFolder, writeInto } from './support.ts';

const header = 'partner_id,kind,at';
const row = 'P1,call,2024-01-01';
const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

describe('rule 7.2: files that cannot be read', () => {
  test.each([
    ['unclosed quote', `${header}\n${row}\nP1,"call,2024-01-01\n${row}\n`, 3, 'kind', 'unclosed quote'],
    ['text after a closing quote', `${header}\nP1,"call"x,2024-01-01\n`, 2, 'kind', 'text after a closing quote'],
    ['quote inside a cell', `${header}\nP1,ca"ll,2024-01-01\n`, 2, 'kind', 'quote inside an unquoted field'],
    ['missing required column', `\npartner_id,at\nP1,2024-01-01\n`, 2, 'kind', 'required column missing: kind'],
    ['required column twice', `${header}, kind\n${row},call\n`, 1, 'kind', 'required column twice: kind'],
    ['empty file', '', 1, 'partner_id', 'required column missing: partner_id'],
    ['only blank lines', '\n\r\n \n', 1, 'partner_id', 'required column missing: partner_id'],
    ['only a BOM', '\ufeff', 1, 'partner_id', 'required column missing: partner_id'],
    ['old Mac line ends', `${header}\r${row}\r`, 1, 'at', 'required column missing: at'],
    ['bad byte', bytes(`${header}\n${row}\n`, [0xff], `\n${row}\n`), 3, '', 'invalid UTF-8'],
    ['Latin-1', bytes(`${header}\nP1,caf`, [0xe9], ',2024-01-01\n'), 2, '', 'invalid UTF-8'],
    ['UTF-16', Buffer.from(`\ufeff${header}\n${row}\n`, 'utf16le'), 1, '', 'invalid UTF-8'],
    ['sequence cut at the end', bytes(`${header}\n${row}\n`, [0xe2, 0x82]), 3, '', 'invalid UTF-8'],
    ['overlong sequence', bytes(`${header}\n`, [0xc0, 0x80]), 2, '', 'invalid UTF-8'],
    ['surrogate', bytes(`${header}\n`, [0xed, 0xa0, 0x80], `\n${row}`), 2, '', 'invalid UTF-8'],
  ])('%s', async (_, content, line, column, reason) => {
    const error = await pulseErrorOf(readFiles({ 'partners.csv': partnersCsv, 'touches.csv': content }));
    expect(error).toMatchObject({ code: 'bad-file', exit: 2, params: { file: 'touches.csv', line, column, reason } });
  });

  test('the last file being bad stops the sync before the first record', async () => {
    const folder = await folderOf({ 'partners.csv': partnersCsv, 'exchange_rates.csv': 'currency,date\n' });
    const seen: unknown[] = [];
    const note = (value: unknown) => void seen.push(value);
    const records = filesSource({ name: 'exports', folder }).records({
      name: 'exports',
      cursor: null,
      personHash: (id) => id,
      onReject: note,
      onWarning: note,
      onProgress: () => undefined,
      signal: new AbortController().signal,
    });
    const error = await pulseErrorOf(
      (async () => {
        for await (const record of records) note(record);
      })(),
    );
    expect(error.params).toMatchObject({ file: 'exchange_rates.csv', column: 'rate' });
    expect(seen).toEqual([]);
  });

  test('invalid UTF-8 deep in a file and across chunks is found in its line', async () => {
    const good = 'P1,cäll €😀,2024-01-01\n';
    const many = good.repeat(30_000);
    const content = bytes(`${header}\n${many}`, [0xf0, 0x9f, 0x98], `,\n${many}`);
    const error = await pulseErrorOf(readFiles({ 'partners.csv': partnersCsv, 'touches.csv': content }));
    expect(error.params).toMatchObject({ line: 30_002, reason: 'invalid UTF-8' });
  });

  test('a row that never ends is given up after 1 MiB', async () => {
    const content = `${header}\n${row}\nP1,"${'call\n'.repeat(300_000)}`;
    const error = await pulseErrorOf(readFiles({ 'partners.csv': partnersCsv, 'touches.csv': content }));
    expect(error.params).toMatchObject({ line: 3, reason: 'row longer than 1 MiB, perhaps an unclosed quote' });
  });

  test('partners.csv is required', async () => {
    const error = await pulseErrorOf(readFiles({ 'touches.csv': `${header}\n` }));
    expect(error).toMatchObject({
      code: 'bad-file',
      params: { file: 'partners.csv', line: 0, column: '', reason: 'required file missing' },
    });
  });

  test('a folder in the place of a file is no file', async () => {
    const folder = await folderOf({ 'partners.csv': partnersCsv });
    await mkdir(join(folder, 'deals.csv'));
    expect(await pulseErrorOf(readFolder(folder))).toMatchObject({
      code: 'bad-file',
      params: { file: 'deals.csv', reason: 'not a file' },
    });
  });

  test.skipIf(process.getuid?.() === 0)('a file that may not be read', async () => {
    const folder = await folderOf({ 'partners.csv': partnersCsv, 'touches.csv': header });
    await chmod(join(folder, 'touches.csv'), 0);
    expect(await pulseErrorOf(readFolder(folder))).toMatchObject({
      code: 'bad-file',
      params: { file: 'touches.csv', reason: 'not readable' },
    });
  });

  test('a missing folder, and a file in the place of one', async () => {
    const folder = join(await temporaryFolder(), 'nowhere');
    expect(await pulseErrorOf(readFolder(folder))).toMatchObject({ code: 'folder-missing', params: { folder } });
    const file = join(await folderOf({ 'partners.csv': partnersCsv }), 'partners.csv');
    expect(await pulseErrorOf(readFolder(file))).toMatchObject({ code: 'folder-missing', params: { folder: file } });
  });

  test.each(['a file that changes', 'a file that goes'])('%s while it is read stops the sync', async (what) => {
    const folder = await folderOf({ 'partners.csv': partnersCsv, 'touches.csv': `${header}\n${row}\n` });
    const records = filesSource({ name: 'exports', folder }).records({
      name: 'exports',
      cursor: null,
      personHash: (id) => id,
      onReject: () => undefined,
      onWarning: () => undefined,
      onProgress: () => undefined,
      signal: new AbortController().signal,
    });
    const reading = (async () => {
      for await (const record of records) {
        if (!('record' in record) || record.record !== 'touch') continue;
        if (what === 'a file that changes') await writeInto(folder, { 'partners.csv': `${partnersCsv}P3,New\n` });
        else await rm(join(folder, 'partners.csv'));
      }
    })();
    expect(await pulseErrorOf(reading)).toMatchObject({ code: 'bad-file', params: { file: 'partners.csv', line: 0 } });
  });

  test('an aborted signal stops the reading with its reason', async () => {
    const folder = await folderOf({ 'partners.csv': partnersCsv });
    await expect(readFolder(folder, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
  });
});
