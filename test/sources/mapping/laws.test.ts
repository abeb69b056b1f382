// long: rows that resemble those of a CRM, and the laws that hold for all of them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordSchemas } from '../../../src/records/records.ts';
import {
  fieldsNeeded,
  type Mapping,
  matchKeysOf,
  type RawRow,
  readMapping,
  readyMappings,
  recordsOf,
  ValueTally,
} from '../../../src/sources/mapping/index.ts';
import { contextOf, mappingOf } from './support.ts';

const mappings: readonly (readonly [string, Mapping])[] = readyMappings.map(({ crm, name }) => [
  name,
  mappingOf(crm, { ready: name }),
]);

const hostile = fc.constantFrom(
  '',
  ' ',
  '\u0000',
  '\ud800',
  '=cmd|x',
  '<!channel>',
  "'; DROP TABLE deal; --",
  '__proto__',
  '1e99',
  '-0',
  'NaN',
  ';;;',
  'P1;P2;P1',
  'P1',
  'P2',
  'D1',
  'PARTNER',
  'true',
  'default',
  'NPS',
  'Approved',
  'Sourced',
  'Closed Won',
  '2026-02-30',
  '2026-02-28',
  '2026-01-01T00:00:00Z',
  '+275760-09-13T00:00:00Z',
  '99999999999999',
  'x'.repeat(10_000),
);
const cell = fc.oneof(
  { weight: 4, arbitrary: hostile },
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
);
const label = fc.constantFrom('Sourced by', 'Influenced by', 'Primary', '', ' ', 'Friend', 'toString');
const link = fc.record({
  id: fc.constantFrom('P1', 'P2', 'C1', 'D1', '', '\u0000'),
  labels: fc.array(label, { maxLength: 3 }),
  values: fc.constant({}),
});

/** What a property of that name may well hold. */
function plausible(name: string): fc.Arbitrary<string | boolean> {
  if (/date|at$|_at_|_on\b|_on_|since|entered|timestamp|time$/i.test(name))
    return fc.constantFrom('2026-02-28', '2026-01-01T00:00:00Z');
  if (/partner|account|parent|key/i.test(name)) return fc.constantFrom('P1', 'P2');
  if (/opportunity|deal|what/i.test(name)) return fc.constantFrom('D1', 'Deal');
  if (/^Is[A-Z](?!o)|^is_|mandatory|required/.test(name)) return fc.constant(true);
  if (/rate|amount|value|score/i.test(name)) return fc.constantFrom('9', '1.25');
  if (/currency|iso/i.test(name)) return fc.constant('EUR');
  if (/pipeline|stage/i.test(name)) return fc.constant('default');
  return fc.constantFrom(
    'PARTNER',
    'Approved',
    'Sourced',
    'Reseller',
    'Call',
    'Partner_Tier__c',
    'NPS',
    'Deal_Registration',
  );
}

/** Rows with the properties that the object has, some of them, in any state. */
function rowsFor(mapping: Mapping, object: string): fc.Arbitrary<RawRow> {
  const need = fieldsNeeded(mapping).find((one) => one.object === object);
  const some = (names: readonly string[]) =>
    fc
      .tuple(
        fc.record(
          Object.fromEntries(names.map((name) => [name, fc.oneof({ weight: 12, arbitrary: plausible(name) }, cell)])),
        ),
        fc.dictionary(fc.constantFrom('constructor', '__proto__', ...names), cell, { maxKeys: 1 }),
      )
      .map(([mostly, odd]): RawRow['values'] => ({ ...mostly, ...odd }));
  const version = fc.record({ value: cell, at: fc.oneof(hostile, fc.constant('2026-01-01T00:00:00Z')) });
  return fc.record({
    id: fc.oneof({ weight: 5, arbitrary: fc.constantFrom('1', 'P1', 'D1') }, hostile),
    url: fc.oneof(fc.constant(null), hostile),
    values: some(need?.properties ?? []),
    parents: fc.dictionary(
      fc.constantFrom('RecordType', 'Contact__r'),
      fc.oneof(fc.constant(null), some(['DeveloperName'])),
    ),
    associations: fc.dictionary(
      fc.constantFrom(...(need?.associations.map(({ path }) => path) ?? []), 'toString'),
      fc.array(link, { maxLength: 4 }),
    ),
    histories: fc.dictionary(
      fc.constantFrom(...(need?.histories ?? []), 'valueOf'),
      fc.array(version, { maxLength: 4 }),
    ),
  });
}

const context = contextOf({
  owners: { O1: 'a@b.example' },
  known: { 'partner property:partner_key p1': ['P1'] },
  stages: {
    'Opportunity  default': { label: 'Closed Won', status: 'won' },
    'deals default default': { label: 'Approved', status: 'won' },
  },
});

describe.each(mappings)('%s', (_name, mapping) => {
  const objects = fieldsNeeded(mapping).map(({ object }) => object);
  const rowOf = fc.constantFrom(...objects).chain((object) => rowsFor(mapping, object).map((row) => ({ object, row })));

  it('never throws on any row, and gives valid records with a reason for all else', () => {
    let made = 0;
    let refused = 0;
    fc.assert(
      fc.property(rowOf, ({ object, row }) => {
        const { records, rejects } = recordsOf(mapping, object, row, context);
        made += records.length;
        refused += rejects.length;
        for (const record of records) recordSchemas[record.record].parse(record);
        for (const { reason, field } of rejects) expect([reason.length > 0, typeof field]).toEqual([true, 'string']);
        for (const { reason } of rejects) expect(reason.length).toBeLessThan(200);
        expect(() => matchKeysOf(mapping, object, row)).not.toThrow();
      }),
      { numRuns: 200 },
    );
    // Else the law would speak of nothing.
    expect(made).toBeGreaterThan(10);
    expect(refused).toBeGreaterThan(0);
  });

  it('gives a row the same records whatever came before it, so the order of rows does not matter', () => {
    fc.assert(
      fc.property(fc.array(rowOf, { maxLength: 8 }), fc.nat(), (rows, shift) => {
        const outcome = ({ object, row }: (typeof rows)[number]) => recordsOf(mapping, object, row, context);
        const turned = [
          ...rows.slice(shift % (rows.length + 1)),
          ...rows.slice(0, shift % (rows.length + 1)),
        ].toReversed();
        const forwards = new Map(rows.map((one) => [one, outcome(one)]));
        const backwards = new Map(turned.map((one) => [one, outcome(one)]));
        for (const one of rows) expect(backwards.get(one)).toEqual(forwards.get(one));
        const tallies = [rows, turned].map((order) => {
          const tally = new ValueTally();
          for (const one of order) tally.add(outcome(one).values);
          return [tally.unmapped(), tally.unused(mapping)];
        });
        expect(tallies[0]).toEqual(tallies[1]);
      }),
      { numRuns: 60 },
    );
  });

  it('changes neither the row nor itself', () => {
    fc.assert(
      fc.property(rowOf, ({ object, row }) => {
        const before = structuredClone(row);
        const needs = JSON.stringify(fieldsNeeded(mapping));
        recordsOf(mapping, object, row, context);
        expect(row).toEqual(before);
        expect(JSON.stringify(fieldsNeeded(mapping))).toBe(needs);
      }),
      { numRuns: 50 },
    );
  });
});

describe('value maps', () => {
  const target = fc.constantFrom('won', 'lost', 'open');
  const maps = fc
    .uniqueArray(
      fc.tuple(
        fc.string({ maxLength: 6 }).filter((value) => value.trim() !== ''),
        target,
      ),
      {
        selector: ([value]) => value.trim().normalize('NFC').toLowerCase(),
        maxLength: 8,
      },
    )
    .map((pairs) => Object.groupBy(pairs, ([, word]) => word))
    .map((groups) =>
      Object.fromEntries(Object.entries(groups).map(([word, pairs]) => [word, (pairs ?? []).map(([value]) => value)])),
    );

  it('are total: each value is one of ours, or counted as unmapped', () => {
    fc.assert(
      fc.property(maps, fc.string({ maxLength: 6 }), (values, text) => {
        const fields = {
          name: { constant: 'D' },
          createdAt: { constant: '2026-01-01' },
          status: { field: 'S', values },
        };
        const mapping = mappingOf('salesforce', { deal: { object: 'O', fields } });
        const {
          records,
          rejects,
          values: seen,
        } = recordsOf(mapping, 'O', { id: '1', url: null, values: { S: text } }, context);
        const fold = (value: string) => value.trim().normalize('NFC').toLowerCase();
        const expected = Object.entries(values).find(([, list]) =>
          list.some((value) => fold(value) === fold(text)),
        )?.[0];
        if (text.trim() === '') expect([records.length, seen.length]).toEqual([0, 0]);
        else expect(seen).toMatchObject([{ target: expected ?? null }]);
        if (text.trim() === '' || expected === undefined) {
          expect(rejects).toMatchObject([{ field: 'status', effect: 'row' }]);
        } else expect(records).toMatchObject([{ status: expected }]);
      }),
    );
  });
});

describe('a block of the configuration', () => {
  it('is a mapping or has mistakes with a key, whatever it is', () => {
    const word = fc.constantFrom(
      'ready',
      'partner',
      'deal',
      'attribution',
      'object',
      'fields',
      'where',
      'name',
      'status',
      'values',
      'steps',
      'history',
      '__proto__',
    );
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom<unknown>('Account', 'self', "x' OR 1=1", 5, true, null, 'salesforce-lookup'),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(word, tie('node'), { maxKeys: 5 }),
      ),
    })).node;
    fc.assert(
      fc.property(tree, fc.constantFrom('salesforce' as const, 'hubspot' as const), (raw, crm) => {
        const { mapping, problems } = readMapping(crm, raw);
        expect((mapping === null) !== (problems === null)).toBe(true);
        for (const { message } of problems ?? []) expect(message).not.toMatch(/^Invalid|undefined/);
      }),
      { numRuns: 300 },
    );
  });
});
