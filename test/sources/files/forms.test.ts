// long: one table for each thing that a file may have in another way.
import { describe, expect, test } from 'vitest';
import { brief, ofType, partnersCsv, pulseErrorOf } from '../support.ts';
import { type Raw, readListed } from './support.ts';

const base = { 'partners.csv': partnersCsv };

/** The trainings that one file gives. */
async function trainings(content: string | Buffer, form: Raw) {
  const read = await readListed({ ...base, 'export.csv': content }, [
    { record: 'trainings', pattern: 'export.csv', ...form },
  ]);
  return { ...read, trainings: ofType(read.records, 'training') };
}

const lms =
  'Firmen-ID;Kurs;Pflicht;Person;Zugewiesen am;Abgeschlossen am;Punkte\r\n' +
  'P1;Grundlagen für Händler;Ja;u-1;01.02.2026;28.02.2026 14:30;9,5\r\n' +
  'P2;"Größe; Preis";Nein;u-2;31.12.2025;;\r\n';
const lmsForm = {
  delimiter: ';',
  dateFormat: 'DD.MM.YYYY[ HH:mm]',
  columns: {
    partner_id: 'Firmen-ID',
    module: 'Kurs',
    required: 'Pflicht',
    person_id: 'Person',
    assigned_at: 'Zugewiesen am',
    completed_at: 'Abgeschlossen am',
  },
  values: { required: { true: ['Ja'], false: ['Nein'] } },
};

describe('an export of a learning system', () => {
  test('is read as it comes: semicolons, own columns, dates and words', async () => {
    const read = await trainings(lms, lmsForm);
    expect(read.rejects).toEqual([]);
    expect(read.warnings).toEqual([]);
    expect(read.trainings).toMatchObject([
      {
        partner: 'lms/P1',
        person: 'hash(u-1)',
        module: 'Grundlagen für Händler',
        required: true,
        assignedAt: '2026-02-01',
        completedAt: '2026-02-28T13:30:00.000Z',
      },
      { partner: 'lms/P2', module: 'Größe; Preis', required: false, assignedAt: '2025-12-31', completedAt: null },
    ]);
  });

  test.each([
    ['utf-8', Buffer.from(lms)],
    ['utf-8', Buffer.from(`\ufeff${lms}`)],
    ['windows-1252', Buffer.from(lms, 'latin1')],
    ['iso-8859-1', Buffer.from(lms, 'latin1')],
    ['utf-16le', Buffer.from(`\ufeff${lms}`, 'utf16le')],
  ])('in %s', async (encoding, content) => {
    const plain = await trainings(lms, lmsForm);
    expect((await trainings(content, { ...lmsForm, encoding })).trainings).toEqual(plain.trainings);
  });

  test('windows-1252 has signs that Latin 1 lacks', async () => {
    const content = Buffer.concat([Buffer.from('partner_id,module\nP1,'), Buffer.from([0x80, 0x84, 0x96, 0x99, 0x9f])]);
    expect((await trainings(content, { encoding: 'windows-1252' })).trainings).toMatchObject([{ module: '€„–™Ÿ' }]);
  });

  test('signs of more than two bytes and long files come through pieces of UTF-16', async () => {
    const rows = Array.from({ length: 5000 }, (_, row) => `P1,😀ü-${row}`);
    const content = Buffer.from(`\ufeffpartner_id,module\n${rows.join('\n')}\n`, 'utf16le');
    const read = await trainings(content, { encoding: 'utf-16le' });
    expect(read.trainings.map(({ module }) => module)).toEqual(rows.map((row) => row.slice(3)));
  });
});

describe('rule 7.2: a file in another encoding than the settings say', () => {
  const head = 'partner_id,module\nP1,a\n';
  test.each([
    ['utf-8', Buffer.from(`${head}P1,ü`, 'latin1'), 3, 'invalid UTF-8'],
    ['windows-1252', Buffer.from(`${head}P1,\u0081`, 'latin1'), 3, 'invalid windows-1252'],
    ['iso-8859-1', Buffer.from(`${head}P1,\u0080`, 'latin1'), 3, 'invalid iso-8859-1, perhaps windows-1252'],
    ['utf-16le', Buffer.from(head), 1, 'no byte-order mark of UTF-16LE'],
    ['utf-16le', Buffer.from('a'), 1, 'no byte-order mark of UTF-16LE'],
    ['utf-16le', Buffer.from(`\ufeff${head}P1,\ud800x`, 'utf16le'), 3, 'invalid UTF-16LE'],
    ['utf-16le', Buffer.concat([Buffer.from(`\ufeff${head}`, 'utf16le'), Buffer.from('x')]), 3, 'invalid UTF-16LE'],
  ])('%s: %#', async (encoding, content, line, reason) => {
    const error = await pulseErrorOf(trainings(content, { encoding }));
    expect(error).toMatchObject({ code: 'bad-file', params: { file: 'export.csv', line, reason } });
  });
});

describe('dates', () => {
  const stampOf = async (dateFormat: string, cell: string) => {
    const read = await trainings(`partner_id,module,completed_at\nP1,M,"${cell}"\n`, { dateFormat });
    return read.trainings[0]?.completedAt ?? read.rejects.map(brief).join();
  };

  test.each([
    ['ISO', '2026-02-01', '2026-02-01'],
    ['ISO', '2026-02-01T10:00:00+02:00', '2026-02-01T08:00:00.000Z'],
    ['DD.MM.YYYY', '29.02.2024', '2024-02-29'],
    ['D.M.YYYY', '1.2.2026', '2026-02-01'],
    ['D.M.YY', '1.2.26', '2026-02-01'],
    ['MM/DD/YYYY HH:mm', '07/04/2026 09:05', '2026-07-04T07:05:00.000Z'],
    ['M/D/YYYY h:mm A', '1/5/2026 12:05 AM', '2026-01-04T23:05:00.000Z'],
    ['M/D/YYYY h:mm A', '1/5/2026 1:05 pm', '2026-01-05T12:05:00.000Z'],
    ['YYYY-MM-DD HH:mm:ss.SSS', '2026-01-05 13:05:07.250', '2026-01-05T12:05:07.250Z'],
    ['YYYYMMDD', '20260105', '2026-01-05'],
    ['DD.MM.YYYY[ HH:mm[:ss]]', '05.01.2026', '2026-01-05'],
    ['DD.MM.YYYY[ HH:mm[:ss]]', '05.01.2026 13:05', '2026-01-05T12:05:00.000Z'],
    ['DD.MM.YYYY[ HH:mm[:ss]]', '05.01.2026 13:05:09', '2026-01-05T12:05:09.000Z'],
    ['YYYY-MM-DDTHH:mm:ssZ', '2026-01-05T13:05:09-05:00', '2026-01-05T18:05:09.000Z'],
    ['YYYY-MM-DDTHH:mm:ssZ', '2026-01-05T13:05:09Z', '2026-01-05T13:05:09.000Z'],
    // Summer and winter, the two hours before and after the change, and of the doubled hour the first.
    ['DD.MM.YYYY HH:mm', '29.03.2026 01:59', '2026-03-29T00:59:00.000Z'],
    ['DD.MM.YYYY HH:mm', '29.03.2026 03:00', '2026-03-29T01:00:00.000Z'],
    ['DD.MM.YYYY HH:mm', '25.10.2026 02:30', '2026-10-25T00:30:00.000Z'],
    ['DD.MM.YYYY HH:mm', '25.10.2026 03:00', '2026-10-25T02:00:00.000Z'],
  ])('%s: %s', async (format, cell, expected) => {
    expect(await stampOf(format, cell)).toBe(expected);
  });

  test.each([
    ['DD.MM.YYYY', '31.04.2026', 'not a date'],
    ['DD.MM.YYYY', '29.02.2026', 'not a date'],
    ['DD.MM.YYYY', '1.2.2026', 'not a date'],
    ['DD.MM.YYYY', '2026-02-01', 'not a date'],
    ['DD.MM.YYYY', '01.13.2026', 'not a date'],
    ['MM/DD/YYYY HH:mm', '07/04/2026 24:00', 'not a date'],
    ['MM/DD/YYYY HH:mm', '07/04/2026 10:60', 'not a date'],
    ['MM/DD/YYYY HH:mm', '07/04/2026', 'not a date'],
    ['M/D/YYYY h:mm A', '1/5/2026 13:05 PM', 'not a date'],
    ['M/D/YYYY h:mm A', '1/5/2026 0:05 AM', 'not a date'],
    ['DD.MM.YYYY HH:mm', '29.03.2026 02:30', 'no such local time: the clock was put forward'],
    ['DD.MM.YYYY HH:mm', '29.03.2026 02:00', 'no such local time: the clock was put forward'],
    ['ISO', '2026-02-01T10:00:00', 'not a date'],
  ])('%s: %s is none', async (format, cell, reason) => {
    expect(await stampOf(format, cell)).toBe(`2 completed_at field: ${reason}`);
  });

  test('a day of exchange rates is the day that is written there', async () => {
    const read = await readListed({ ...base, 'rates.csv': 'currency,date,rate\nUSD,01.02.2026 00:00,"0,91"\n' }, [
      { record: 'exchange_rates', pattern: 'rates.csv', dateFormat: 'DD.MM.YYYY HH:mm', decimalComma: true },
    ]);
    expect(ofType(read.records, 'exchange-rate')).toMatchObject([{ date: '2026-02-01', rate: '0.91' }]);
  });
});

describe('numbers', () => {
  const amountOf = async (form: Raw, cell: string) => {
    const read = await readListed(
      { ...base, 'd.csv': `id;name;status;created_at;amount\nD1;Deal;won;2026-01-01;"${cell}"\n` },
      [{ record: 'deals', pattern: 'd.csv', delimiter: ';', ...form }],
    );
    return ofType(read.records, 'deal')[0]?.amount ?? read.rejects.map(brief).join();
  };
  const comma = { decimalComma: true };
  const thousands = { thousands: true };

  test.each([
    [comma, '1234,5', '1234.5'],
    [comma, '-1.234.567,89', '-1234567.89'],
    [comma, '1 234,50', '1234.50'],
    [comma, '1\u00a0234\u202f567', 'not a number'],
    [comma, '1\u202f234\u202f567,10', '1234567.10'],
    [comma, "12'000", '12000'],
    [comma, '1.234', '1234'],
    [comma, '1.23', 'not a number'],
    [comma, '1234.500', 'not a number'],
    [comma, '1,234.5', 'not a number'],
    [comma, '1.234 567,0', 'not a number'],
    [comma, '1,2,3', 'not a number'],
    [comma, '12 €', 'not a number'],
    [{ ...comma, thousands: false }, '1.234', 'not a number'],
    [thousands, '1,234,567.89', '1234567.89'],
    [thousands, '12,34', 'not a number'],
    [thousands, '1.234,5', 'not a number'],
    [{}, '1,234', 'not a number'],
    [{}, '1234.50', '1234.50'],
  ])('%o: %s', async (form, cell, expected) => {
    const isBad = expected === 'not a number';
    expect(await amountOf(form, cell)).toBe(isBad ? `2 amount field: ${expected}` : expected);
  });
});

describe('words', () => {
  test('a map turns their words into ours; a fixed word that it lacks is a problem, a free one stays', async () => {
    const read = await readListed(
      {
        'p.csv': 'Nr,Firma,Stufe,Aktiv\n1,Acme,G,1\n2,Beta,Platin,JA\n3,Ceta,,vielleicht\n',
        't.csv': 'Nr,Art,Am\n1, ANRUF ,2026-01-01\n2,call,2026-01-01\n2,Fax,2026-01-01\n',
      },
      [
        {
          record: 'partners',
          pattern: 'p.csv',
          columns: { id: 'Nr', name: 'Firma', tier: 'Stufe', active: 'Aktiv' },
          values: { tier: { Gold: ['G'] }, active: { true: ['ja', 1], false: ['nein', 0] } },
        },
        {
          record: 'touches',
          pattern: 't.csv',
          columns: { partner_id: 'Nr', kind: 'Art', at: 'Am' },
          values: { kind: { call: ['Anruf'] } },
        },
      ],
    );
    expect(ofType(read.records, 'partner').map(({ tier, active }) => [tier, active])).toEqual([
      ['Gold', true],
      ['Platin', true],
      [null, null],
    ]);
    expect(ofType(read.records, 'touch')).toMatchObject([{ kind: 'call', partner: 'lms/1' }]);
    expect(read.rejects.map(brief)).toEqual([
      '4 Aktiv field: unmapped value',
      '3 Art row: unmapped value',
      '4 Art row: unmapped value',
    ]);
  });

  test('a scale of words can be a score', async () => {
    const read = await readListed({ ...base, 's.csv': 'partner_id,kind,score,at\nP1,csat,very good,2026-01-01\n' }, [
      { record: 'surveys', pattern: 's.csv', values: { score: { 5: ['Very good'] } } },
    ]);
    expect(ofType(read.records, 'survey-response')).toMatchObject([{ score: 5 }]);
  });

  test('constants stand in the place of columns, also of required ones that the file lacks', async () => {
    const read = await readListed({ ...base, 'calls.csv': 'partner_id,at,kind\nP1,2026-01-01,weird\n' }, [
      { record: 'touches', pattern: 'calls.csv', constants: { kind: 'call' } },
    ]);
    expect(read.rejects).toEqual([]);
    expect(ofType(read.records, 'touch')).toMatchObject([{ kind: 'call' }]);
  });
});

describe('lines and columns', () => {
  test('what stands before the header line is left out, and lines are counted as an editor does', async () => {
    const content = 'sep=;\r\nReport "Courses\r\n\r\npartner_id;module\r\n;X\r\nP1;"two\r\nlines"\r\n;Y\r\n';
    const read = await trainings(content, { delimiter: ';', skipRows: 3 });
    expect(read.trainings).toMatchObject([{ module: 'two\r\nlines' }]);
    expect(read.rejects.map(brief)).toEqual([
      '5 partner_id row: empty required field',
      '8 partner_id row: empty required field',
    ]);
  });

  test('tabs', async () => {
    expect((await trainings('partner_id\tmodule\nP1\tA, B\n', { delimiter: 'tab' })).trainings).toMatchObject([
      { module: 'A, B' },
    ]);
  });

  test('a column that is not mapped is found under its own name', async () => {
    const read = await trainings('Firma,module,Egal\nP1,M,x\n', { columns: { partner_id: 'Firma' } });
    expect(read.trainings).toHaveLength(1);
    expect(read.warnings).toEqual([]);
  });

  test('names of columns compare also where their umlauts are made of two signs', async () => {
    const read = await trainings('Händler,module\nP1,M\n'.normalize('NFD'), { columns: { partner_id: 'Händler' } });
    expect(read.trainings).toHaveLength(1);
  });

  test('rules 7.2–7.4: problems name the file’s own columns', async () => {
    const missing = await pulseErrorOf(
      trainings('\n\nFirma,x\n', { columns: { partner_id: 'Firma', module: 'Kurs' } }),
    );
    expect(missing.params).toMatchObject({ line: 3, column: 'Kurs', reason: 'required column missing: Kurs' });
    const twice = await pulseErrorOf(trainings('Firma,Firma,module\n', { columns: { partner_id: 'Firma' } }));
    expect(twice.params).toMatchObject({ reason: 'required column twice: Firma' });
    const read = await trainings('Firma,Kurs\nP9,M\n', {
      columns: { partner_id: 'Firma', module: 'Kurs', completed_at: 'Fertig' },
    });
    expect(read.rejects.map(brief)).toEqual(['2 Firma row: unknown partner']);
    expect(read.warnings).toEqual([{ file: 'export.csv', message: 'columns of the settings missing: Fertig' }]);
  });

  test('a file that is empty behind the lines to skip has no header', async () => {
    const error = await pulseErrorOf(trainings('Report\n', { skipRows: 2 }));
    expect(error.params).toMatchObject({ line: 3, reason: 'required column missing: partner_id' });
  });
});
