import { expect, it } from 'vitest';
import type { RawRow } from '../../../src/sources/mapping/index.ts';
import { mappingOf, read, rowOf } from './support.ts';

const isTaken = (filter: Record<string, unknown>, values: RawRow['values'], key: 'where' | 'exclude' = 'where') => {
  const partner = { object: 'Account', [key]: [filter], fields: { name: { constant: 'Acme' } } };
  return read(mappingOf('salesforce', { partner }), 'Account', rowOf(values)).records.length === 1;
};

it.each<[Record<string, unknown>, RawRow['values'], boolean]>([
  [{ field: 'A', value: 'Partner' }, { A: ' PARTNER ' }, true],
  [{ field: 'A', value: 'Partner' }, { A: null }, false],
  [{ field: 'A', value: 'Partner' }, {}, false],
  [{ field: 'A', value: true }, { A: 'true' }, true],
  [{ field: 'A', value: 1 }, { A: '1.0' }, true],
  [{ field: 'A', value: 'b' }, { A: 'a;B' }, true],
  [{ field: 'A', op: 'ne', value: 'x' }, { A: null }, true],
  [{ field: 'A', op: 'ne', value: 'x' }, { A: 'X' }, false],
  [{ field: 'A', op: 'in', values: ['x', 'y'] }, { A: 'Y' }, true],
  [{ field: 'A', op: 'in', values: ['x', 'y'] }, { A: 'z' }, false],
  [{ field: 'A', op: 'not-in', values: ['x'] }, {}, true],
  [{ field: 'A', op: 'gt', value: 9 }, { A: '10' }, true],
  [{ field: 'A', op: 'gt', value: 9 }, { A: null }, false],
  [{ field: 'A', op: 'gte', value: 10 }, { A: 10 }, true],
  [{ field: 'A', op: 'lt', value: '2026-01-01' }, { A: '2025-12-31T23:00:00Z' }, true],
  [{ field: 'A', op: 'lte', value: 5 }, { A: 6 }, false],
  [{ field: 'A', op: 'filled' }, { A: false }, true],
  [{ field: 'A', op: 'filled' }, { A: '  ' }, false],
  [{ field: 'A', op: 'empty' }, { A: '' }, true],
  [{ field: 'R.Name', value: 'Partner' }, { 'R.Name': 'Partner' }, true],
])('%j on %j: %s', (filter, values, expected) => {
  expect(isTaken(filter, values)).toBe(expected);
  expect(isTaken(filter, values, 'exclude')).toBe(!expected);
});

it('reads parents that came as rows of their own, two deep', () => {
  const partner = {
    object: 'Account',
    where: [{ field: 'Owner.Manager.Team', value: 'Channel' }],
    fields: { name: 'Parent.Name' },
  };
  const parents = { Parent: { Name: 'Acme' }, 'Owner.Manager': { Team: 'channel' }, Other: null };
  expect(read(mappingOf('salesforce', { partner }), 'Account', rowOf({}, { parents })).records).toMatchObject([
    { name: 'Acme' },
  ]);
});
