import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toId18 } from '../../../src/sources/salesforce/ids.ts';
import { batches, type Condition, countSoql, soql } from '../../../src/sources/salesforce/soql.ts';
import { windowOrder, within } from '../../../src/sources/salesforce/window.ts';
import { normaliseId, toId18 as serviceId18 } from '../../doubles/salesforce/index.ts';
import { bench, pagesOf } from './support.ts';

const where = (condition: Condition): string => countSoql('Account', condition).replace(/^.* WHERE /, '');

describe('a query', () => {
  it('is put together of its parts, each field once', () => {
    const text = soql({
      object: 'Opportunity',
      fields: ['Id', 'Amount', 'amount', 'Account.Name'],
      where: {
        all: [
          { field: 'IsWon', is: '=', value: true },
          { field: 'CloseDate', is: '>=', value: { date: '2026-01-01' } },
        ],
      },
      orderBy: ['Id'],
      limit: 5,
    });
    expect(text).toBe(
      'SELECT Id, amount, Account.Name FROM Opportunity WHERE (IsWon = true AND CloseDate >= 2026-01-01) ORDER BY Id LIMIT 5',
    );
  });

  it.each<[Condition, string]>([
    [{ field: 'Name', is: '=', value: "O'Neil \\ Co\n" }, "Name = 'O\\'Neil \\\\ Co\\n'"],
    [{ field: 'Name', contains: "100%_'" }, "Name LIKE '%100\\%\\_\\'%'"],
    [{ field: 'Name', starts: 'a' }, "Name LIKE 'a%'"],
    [{ field: 'Name', ends: 'a' }, "Name LIKE '%a'"],
    [{ field: 'A__c', in: [] }, 'Id = null'],
    [{ field: 'A__c', notIn: [] }, 'Id != null'],
    [{ field: 'A__c', notIn: ['x', null] }, "A__c NOT IN ('x', null)"],
    [{ any: [] }, 'Id = null'],
    [{ all: [] }, 'Id != null'],
    [
      {
        not: {
          any: [
            { field: 'A', is: '=', value: 1.5 },
            { field: 'B', is: '<', value: -2 },
          ],
        },
      },
      '(NOT (A = 1.5 OR B < -2))',
    ],
    [{ field: 'SystemModstamp', is: '<', value: { at: 0 } }, 'SystemModstamp < 1970-01-01T00:00:00.000Z'],
  ])('writes %j', (condition, text) => {
    expect(where(condition)).toBe(text);
  });

  it.each<[string, () => string]>([
    ['a name with a space', () => soql({ object: 'Account', fields: ['Id FROM User'] })],
    ['an object with a bracket', () => countSoql('Account)')],
    ['an order', () => soql({ object: 'Account', fields: ['Id'], orderBy: ['Id DESC'] })],
    ['a date', () => where({ field: 'A', is: '=', value: { date: 'TODAY' } })],
    ['a number', () => where({ field: 'A', is: '=', value: Number.NaN })],
    ['a moment', () => where({ field: 'A', is: '=', value: { at: Number.NaN } })],
    ['no field', () => soql({ object: 'Account', fields: [] })],
    ['a limit', () => soql({ object: 'Account', fields: ['Id'], limit: 0 })],
    ['too much', () => where({ field: 'A', is: '=', value: 'x'.repeat(100_000) })],
  ])('is refused for %s', (_name, make) => {
    expect(make).toThrow(expect.objectContaining({ code: 'crm-query' }));
  });

  it('finds any text as it stands, and nothing else', async () => {
    const { salesforce, client } = await bench({ seed: null });
    const texts = fc.sample(fc.string({ unit: fc.constantFrom(...`ab'"\\%_\n\t),(-`), minLength: 1, maxLength: 8 }), {
      numRuns: 60,
      seed: 7,
    });
    const names = [...new Set(texts.map((text) => `x${text}x`))];
    for (const Name of names) salesforce.org.insert('Account', { Name });
    const found = async (condition: Condition): Promise<unknown[]> => {
      const pages = await pagesOf(client, soql({ object: 'Account', fields: ['Name'], where: condition }));
      return pages.flatMap((page) => page.records.map((row) => row.Name)).toSorted();
    };
    for (const name of names) {
      expect(await found({ field: 'Name', is: '=', value: name })).toEqual([name]);
      expect(await found({ field: 'Name', contains: name })).toEqual(
        names.filter((one) => one.includes(name)).toSorted(),
      );
    }
  });
});

describe('a window', () => {
  it('goes on behind a row among rows of the same stamp', async () => {
    const { salesforce, client } = await bench({ seed: null });
    const at = Date.parse('2026-11-24T09:00:00Z');
    const stamp = (seconds: number): string => new Date(at + seconds * 1000).toISOString();
    const rows = [-1, 0, 0, 0, 1, 2].map((seconds, i) => ({ Name: `${i}`, SystemModstamp: stamp(seconds) }));
    salesforce.org.load('Account', rows);
    const read = async (after?: { at: number; id: string }): Promise<[string, string][]> => {
      const condition = within({ field: 'SystemModstamp', from: at, until: at + 2_000, ...(after && { after }) });
      const orderBy = windowOrder('SystemModstamp');
      const pages = await pagesOf(
        client,
        soql({ object: 'Account', fields: ['Id', 'Name'], where: condition, orderBy }),
      );
      return pages.flatMap((page) => page.records.map((row): [string, string] => [String(row.Id), String(row.Name)]));
    };
    const all = await read();
    expect(all.map(([, name]) => name)).toEqual(['1', '2', '3', '4']);
    expect(await read({ at, id: all[1]?.[0] ?? '' })).toEqual(all.slice(2));
    expect(await read({ at: at + 1_000, id: all[3]?.[0] ?? '' })).toEqual([]);
  });

  it('without a beginning reaches back to the first row', () => {
    expect(where(within({ field: 'SystemModstamp', from: null, until: 0 }))).toBe(
      'SystemModstamp < 1970-01-01T00:00:00.000Z',
    );
  });
});

it('batches hold every value once, and are short enough', () => {
  void fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 30 })), (values) => {
      const groups = batches(values, 100);
      expect(groups.flat()).toEqual(values);
      for (const group of groups) {
        const length = where({ field: 'A', in: group }).length - 'A IN ()'.length;
        expect(length <= 100).toBe(true);
      }
    }),
  );
});

it('ids have 18 characters, also those of 15 and those that lost their case', () => {
  const id15 = fc.string({ unit: fc.constantFrom(...'abcXYZ0189'), minLength: 15, maxLength: 15 });
  void fc.assert(
    fc.property(id15, (id) => {
      const full = serviceId18(id);
      expect([toId18(id), toId18(full), toId18(full.toUpperCase()), toId18(full.toLowerCase())]).toEqual([
        full,
        full,
        full,
        full,
      ]);
    }),
  );
  void fc.assert(fc.property(fc.string({ maxLength: 19 }), (text) => toId18(text) === normaliseId(text)));
});
