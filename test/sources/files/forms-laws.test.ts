import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PulseError } from '../../../src/errors.ts';
import { type AnyRecord, recordSchemas } from '../../../src/records/records.ts';
import { openZone } from '../../../src/records/zone.ts';
import type { Table } from '../../../src/sources/files/table.ts';
import { tables } from '../../../src/sources/files/tables.ts';
import { temporaryFolder } from '../support.ts';
import { open, type Raw, readSource } from './support.ts';

/** A form of files: what the settings say, and how a writer puts plain cells into it. */
interface Form {
  readonly delimiter: string;
  readonly encoding: 'utf-8' | 'utf-16le' | 'windows-1252' | 'iso-8859-1';
  readonly dateFormat: keyof typeof dates;
  readonly numbers: keyof typeof numbers;
  readonly zone: string;
  readonly skipRows: number;
  readonly mapped: boolean;
  readonly lineEnd: string;
}

interface Civil {
  readonly y: string;
  readonly m: string;
  readonly d: string;
  readonly H: string;
  readonly M: string;
  readonly S: string;
}
const half = (H: string): string => `${Number(H) % 12 || 12}`;
/** Each writes a moment to the second; `time` is false for a bare date. */
const dates = {
  'DD.MM.YYYY[ HH:mm:ss]': ({ y, m, d, H, M, S }: Civil, time: boolean) =>
    `${d}.${m}.${y}${time ? ` ${H}:${M}:${S}` : ''}`,
  'M/D/YYYY[ h:mm:ss A]': ({ y, m, d, H, M, S }: Civil, time: boolean) =>
    `${Number(m)}/${Number(d)}/${y}${time ? ` ${half(H)}:${M}:${S} ${Number(H) < 12 ? 'AM' : 'pm'}` : ''}`,
  'YYYYMMDD[THHmmss]': ({ y, m, d, H, M, S }: Civil, time: boolean) => `${y}${m}${d}${time ? `T${H}${M}${S}` : ''}`,
} as const;

const grouped = (digits: string, separator: string): string => digits.replace(/\B(?=(\d{3})+$)/g, separator);
const write = (cell: string, separator: string, mark: string): string => {
  const [, sign = '', whole = '', , fraction] = /^(-?)(\d+)(\.(\d+))?$/.exec(cell) ?? [];
  return `${sign}${grouped(whole, separator)}${fraction === undefined ? '' : mark + fraction}`;
};
const numbers = {
  plain: { settings: {}, write: (cell: string) => cell },
  comma: { settings: { decimalComma: true, thousands: false }, write: (cell: string) => write(cell, '', ',') },
  german: { settings: { decimalComma: true }, write: (cell: string) => write(cell, '.', ',') },
  spaced: { settings: { decimalComma: true }, write: (cell: string) => write(cell, '\u00a0', ',') },
  english: { settings: { thousands: true }, write: (cell: string) => write(cell, ',', '.') },
} as const;

const two = (value: number): string => String(value).padStart(2, '0');

/** What a clock in the zone shows at an instant; null where it shows it twice, so that nobody could tell. */
function shownAt(instant: string, zoneName: string): Civil | null {
  const zone = openZone(zoneName);
  const ms = Date.parse(instant);
  const day = zone.dayOf(ms);
  const wall = zone.wallOf(ms);
  if (zone.at(day, wall) !== ms) return null;
  const [y = '', m = '', d = ''] = new Date(day * 86_400_000).toISOString().slice(0, 10).split('-');
  const seconds = Math.floor(wall / 1000);
  return { y, m, d, H: two(Math.floor(seconds / 3600)), M: two(Math.floor(seconds / 60) % 60), S: two(seconds % 60) };
}

function dateIn(cell: string, { dateFormat, zone }: Form): string | null {
  if (cell.length === 10) {
    const [y = '', m = '', d = ''] = cell.split('-');
    return dates[dateFormat]({ y, m, d, H: '', M: '', S: '' }, false);
  }
  const civil = shownAt(cell, zone);
  return civil && dates[dateFormat](civil, true);
}

const theirs = (column: string): string => `Spalte „${column}“`.replaceAll('„', '<').replaceAll('“', '>');
const word = (ours: string): string => `Wort ${ours} ü`;

/** A plain cell in a form; null for one that the form cannot tell. */
function cellIn(cell: string, kind: Table['kinds'][string] | undefined, form: Form): string | null {
  if (cell === '') return '';
  if (kind === 'date' || kind === 'day') return dateIn(cell, form);
  if (kind === 'number') return numbers[form.numbers].write(cell);
  return form.mapped && (kind === 'boolean' || typeof kind === 'object') ? word(cell) : cell;
}

function settingsOf(table: Table, form: Form): Raw {
  const columns = [...table.required, ...table.optional];
  const wordsOf = (column: string): readonly string[] => {
    const kind = table.kinds[column];
    return kind === 'boolean' ? ['true', 'false'] : typeof kind === 'object' ? kind : [];
  };
  const values = columns.map((column) => [
    column,
    Object.fromEntries(wordsOf(column).map((ours) => [ours, [word(ours)]])),
  ]);
  return {
    record: table.file.replace('.csv', ''),
    delimiter: form.delimiter === '\t' ? 'tab' : form.delimiter,
    encoding: form.encoding,
    dateFormat: form.dateFormat,
    skipRows: form.skipRows,
    ...numbers[form.numbers].settings,
    ...(form.mapped && {
      columns: Object.fromEntries(columns.map((column) => [column, theirs(column)])),
      values: Object.fromEntries(values.filter(([, map]) => Object.keys(map ?? {}).length > 0)),
    }),
  };
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const textOf = (rows: readonly (readonly string[])[], delimiter: string, lineEnd: string): string =>
  rows.map((row) => row.map(quoted).join(delimiter) + lineEnd).join('');
const encoded = (text: string, encoding: Form['encoding']): Buffer => {
  if (encoding === 'utf-16le') return Buffer.from(`\ufeff${text}`, 'utf16le');
  return encoding === 'utf-8' ? Buffer.from(text) : Buffer.from(text, 'latin1');
};

const form: fc.Arbitrary<Form> = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  encoding: fc.constantFrom('utf-8', 'utf-16le', 'windows-1252', 'iso-8859-1'),
  dateFormat: fc.constantFrom(...(Object.keys(dates) as (keyof typeof dates)[])),
  numbers: fc.constantFrom(...(Object.keys(numbers) as (keyof typeof numbers)[])),
  zone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'UTC', 'Australia/Lord_Howe'),
  skipRows: fc.integer({ min: 0, max: 3 }),
  mapped: fc.boolean(),
  lineEnd: fc.constantFrom('\n', '\r\n'),
});

const latin = fc.string({
  unit: fc.constantFrom('a', 'ä', 'ß', 'Ø', '"', ',', ';', '|', '\t', '\n', ' ', '1', '.'),
  maxLength: 8,
});
const date = fc.date({ min: new Date('1990-01-01'), max: new Date('2080-01-01'), noInvalidDate: true });
const stamp = fc.oneof(
  date.map((at) => at.toISOString().slice(0, 10)),
  date.map((at) => `${at.toISOString().slice(0, 19)}.000Z`),
);
const decimal = fc
  .tuple(fc.constantFrom('', '-'), fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.constantFrom('', '.5', '.25', '.125'))
  .map(([sign, whole, fraction]) => `${sign}${whole}${fraction}`);

function cellOf(table: Table, column: string): fc.Arbitrary<string> {
  const kind = table.kinds[column];
  if (column === 'partner_id') return fc.constantFrom('P1', 'P2', 'P9');
  if (column === 'deal_id') return fc.constantFrom('D1', 'D9');
  if (column === 'currency') return fc.constantFrom('USD', 'eur', '€');
  if (kind === 'date') return stamp;
  if (kind === 'day') return date.map((at) => at.toISOString().slice(0, 10));
  if (column === 'score') return fc.integer({ min: 0, max: 10 }).map(String);
  if (kind === 'number') return decimal;
  if (kind === 'boolean') return fc.constantFrom('true', 'false');
  return typeof kind === 'object' ? fc.constantFrom(...kind) : latin;
}

const dealsFile = 'id,name,status,created_at\nD1,Deal,open,2026-01-01\n';
const partnersFile = 'id,name\nP1,Acme\nP2,Beta\n';

for (const table of tables.filter(({ record }) => record !== 'partner')) {
  test(`rule 7.1: ${table.file} in any form gives the records of the plain one`, async () => {
    const columns = [...table.required, ...table.optional];
    const row = fc.tuple(...columns.map((column) => fc.option(cellOf(table, column), { nil: '', freq: 6 })));
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'partners.csv'), partnersFile);
    await writeFile(join(folder, 'deals.csv'), dealsFile);
    let met = 0;
    const read = async (settings: Raw, zone: string): Promise<[AnyRecord[], string[]]> => {
      const { records, rejects } = await readSource(open({ folder, ...settings }, { zone }));
      return [records, rejects.map(({ column, reason, effect }) => `${column} ${effect} ${reason}`)];
    };
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 6 }), form, async (rows, inForm) => {
        const written = rows.map((cells) =>
          cells.map((cell, at) => cellIn(cell.trim(), table.kinds[columns[at] ?? ''], inForm)),
        );
        const sure = written
          .filter((cells) => cells.every((cell) => cell !== null))
          .map((cells) => cells.map((cell) => cell ?? ''));
        const plain = rows.filter((_cells, at) => written[at]?.every((cell) => cell !== null));
        const header = inForm.mapped ? columns.map(theirs) : columns;
        await writeFile(join(folder, table.file), textOf([columns, ...plain], ',', '\n'));
        const [records, rejects] = await read({}, inForm.zone);
        const junk = `Report "x;\u00fc,${inForm.lineEnd}`.repeat(inForm.skipRows);
        const text = junk + textOf([header, ...sure], inForm.delimiter, inForm.lineEnd);
        await writeFile(join(folder, table.file), encoded(text, inForm.encoding));
        const [same, sameRejects] = await read({ files: [settingsOf(table, inForm)] }, inForm.zone);
        expect(same).toEqual(records);
        const named = (column: string): string => (inForm.mapped ? theirs(column) : column);
        expect(sameRejects).toEqual(rejects.map((reject) => reject.replace(/^\S+/, (column) => named(column))));
        met += records.filter(({ record }) => record === table.record).length;
      }),
      { numRuns: 40 },
    );
    expect(met).toBeGreaterThan(0);
  });
}

test('rules 7.2–7.4: garbage in any form gives valid records or a PulseError, never anything else', async () => {
  // As often as lines may be skipped before it.
  const header = 'partner_id;module;completed_at\n'.repeat(4);
  const garbage = fc.oneof(
    fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes)),
    fc.string({ unit: 'binary', maxLength: 80 }).map((text) => Buffer.from(header + text)),
    fc.string({ unit: 'binary', maxLength: 80 }).map((text) => Buffer.from(`\ufeff${header}${text}`, 'utf16le')),
    fc
      .array(fc.constantFrom('P1', ';', '\n', '"', '""', '01.02.2026', '1/2/2026 13:00:00 PM', '\u0080', ' '), {
        maxLength: 30,
      })
      .map((words) => Buffer.from(header + words.join(''), 'latin1')),
  );
  const trainings = tables.find(({ record }) => record === 'training');
  if (trainings === undefined) throw new Error('no such table');
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'partners.csv'), partnersFile);
  let readable = 0;
  await fc.assert(
    fc.asyncProperty(garbage, form, async (bytes, inForm) => {
      await writeFile(join(folder, 'trainings.csv'), bytes);
      const settings = { ...settingsOf(trainings, { ...inForm, mapped: false }), delimiter: ';' };
      try {
        const { records } = await readSource(open({ folder, files: [settings] }, { zone: inForm.zone }));
        readable += 1;
        for (const record of records) recordSchemas[record.record].parse(record);
      } catch (error) {
        if (!(error instanceof PulseError)) throw error;
        expect(error.code).toBe('bad-file');
      }
    }),
    { numRuns: 300 },
  );
  expect(readable).toBeGreaterThan(20);
});
