// Conditions against a second, naive reading of them: random trees over random records.
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { type SalesforceStandIn, startSalesforce } from './index.ts';

interface Thing {
  Text__c: string | null;
  Number__c: number | null;
  Flag__c: boolean;
  Day__c: string | null;
  Parent__r: Thing | null;
}

type FieldName = 'Text__c' | 'Number__c' | 'Flag__c' | 'Day__c';
type Value = string | number | boolean | null;

type Tree =
  | { kind: 'compare'; parent: boolean; field: FieldName; operator: string; value: Value }
  | { kind: 'in'; parent: boolean; field: FieldName; negated: boolean; values: Value[] }
  | { kind: 'like'; parent: boolean; pattern: string }
  | { kind: 'not'; of: Tree }
  | { kind: 'and'; of: Tree[] }
  | { kind: 'or'; of: Tree[] };

const values: Record<FieldName, fc.Arbitrary<Value>> = {
  Text__c: fc.constantFrom('a', 'A', 'b', "o'x", '50%', 'a_b', 'ab'),
  Number__c: fc.constantFrom(-1, 0, 1, 2.5),
  Flag__c: fc.boolean(),
  Day__c: fc.constantFrom('2026-01-01', '2026-06-30', '2026-12-31'),
};
const orNull = (value: fc.Arbitrary<Value>) => fc.option(value, { nil: null, freq: 4 });
const ordered = new Set<FieldName>(['Number__c', 'Day__c']);

const leaf: fc.Arbitrary<Tree> = fc
  .record({ field: fc.constantFrom<FieldName>('Text__c', 'Number__c', 'Flag__c', 'Day__c'), parent: fc.boolean() })
  .chain(({ field, parent }) =>
    fc.oneof(
      fc.record<Tree & { kind: 'compare' }>({
        kind: fc.constant('compare'),
        parent: fc.constant(parent),
        field: fc.constant(field),
        operator: fc.constantFrom('=', '!='),
        value: field === 'Flag__c' ? values[field] : orNull(values[field]),
      }),
      fc.record<Tree & { kind: 'compare' }>({
        kind: fc.constant('compare'),
        parent: fc.constant(parent),
        field: fc.constant(field),
        operator: ordered.has(field) ? fc.constantFrom('<', '<=', '>', '>=') : fc.constant('='),
        value: values[field],
      }),
      fc.record<Tree & { kind: 'in' }>({
        kind: fc.constant('in'),
        parent: fc.constant(parent),
        field: fc.constant(field),
        negated: fc.boolean(),
        values: fc.array(orNull(values[field]), { minLength: 1, maxLength: 3 }),
      }),
      fc.record<Tree & { kind: 'like' }>({
        kind: fc.constant('like'),
        parent: fc.constant(parent),
        pattern: fc.constantFrom('a%', '%b', '_', '50\\%', 'A\\_%', '%'),
      }),
    ),
  );

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.record<Tree & { kind: 'not' }>({ kind: fc.constant('not'), of: tie('tree') }),
    fc.record<Tree & { kind: 'and' }>({
      kind: fc.constant('and'),
      of: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record<Tree & { kind: 'or' }>({
      kind: fc.constant('or'),
      of: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
    }),
  ),
}));

function literal(field: FieldName, value: Value): string {
  return field === 'Text__c' && value !== null ? `'${String(value).replaceAll("'", "\\'")}'` : String(value);
}

function print(one: Tree): string {
  if (one.kind === 'not') return `(NOT (${print(one.of)}))`;
  if (one.kind === 'and' || one.kind === 'or') return `(${one.of.map(print).join(` ${one.kind} `)})`;
  const prefix = one.parent ? 'Parent__r.' : '';
  if (one.kind === 'like') return `${prefix}Text__c LIKE '${one.pattern}'`;
  if (one.kind === 'compare') return `${prefix}${one.field} ${one.operator} ${literal(one.field, one.value)}`;
  const list = one.values.map((value) => literal(one.field, value)).join(', ');
  return `${prefix}${one.field} ${one.negated ? 'NOT ' : ''}IN (${list})`;
}

const fold = (value: Value): Value => (typeof value === 'string' ? value.toLowerCase() : value);

function like(text: string, pattern: string): boolean {
  const source = pattern.replaceAll(/\\(.)|([%_])|(.)/g, (_, escaped: string, wild: string, plain: string) => {
    if (wild !== undefined) return wild === '%' ? '.*' : '.';
    return (escaped ?? plain).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${source}$`, 'is').test(text);
}

function holds(one: Tree, thing: Thing): boolean {
  if (one.kind === 'not') return !holds(one.of, thing);
  if (one.kind === 'and') return one.of.every((part) => holds(part, thing));
  if (one.kind === 'or') return one.of.some((part) => holds(part, thing));
  const from = one.parent ? thing.Parent__r : thing;
  if (one.kind === 'like') return typeof from?.Text__c === 'string' && like(from.Text__c, one.pattern);
  const value = fold(from?.[one.field] ?? null);
  if (one.kind === 'in') return one.values.some((other) => fold(other) === value) !== one.negated;
  const other = fold(one.value);
  if (one.operator === '=') return value === other;
  if (one.operator === '!=') return value !== other;
  if (value === null || other === null) return false;
  if (one.operator === '<') return value < other;
  if (one.operator === '<=') return value <= other;
  return one.operator === '>' ? value > other : value >= other;
}

let salesforce: SalesforceStandIn | undefined;
afterAll(() => salesforce?.close());

test('conditions select what a naive reading of them selects', async () => {
  salesforce = await startSalesforce({ seed: null });
  const { org } = salesforce;
  org.define({
    name: 'Thing__c',
    keyPrefix: 'a0T',
    fields: [
      { name: 'Text__c', type: 'string', length: 20 },
      { name: 'Number__c', type: 'double' },
      { name: 'Flag__c', type: 'boolean', default: false },
      { name: 'Day__c', type: 'date' },
      { name: 'Parent__c', type: 'reference', referenceTo: ['Thing__c'] },
    ],
  });
  const plain = fc.record({
    Text__c: orNull(values.Text__c),
    Number__c: orNull(values.Number__c),
    Flag__c: fc.boolean(),
    Day__c: orNull(values.Day__c),
  });
  const things = new Map<string, Thing>();
  let parent: string | null = null;
  for (const row of fc.sample(plain, { numRuns: 120, seed: 7 })) {
    const [id = ''] = org.load('Thing__c', [{ ...row, Parent__c: parent }]);
    const text = typeof row.Text__c === 'string' ? row.Text__c : null;
    const number = typeof row.Number__c === 'number' ? row.Number__c : null;
    const day = typeof row.Day__c === 'string' ? row.Day__c : null;
    const above = parent === null ? null : (things.get(parent) ?? null);
    things.set(id, { Text__c: text, Number__c: number, Flag__c: row.Flag__c, Day__c: day, Parent__r: above });
    parent = things.size % 3 === 0 ? null : id;
  }
  const open = salesforce;
  fc.assert(
    fc.property(tree, (condition) => {
      const soql = `SELECT Id FROM Thing__c WHERE ${print(condition)}`;
      const found = open.records(soql).map((one) => one.Id);
      const expected = [...things].filter(([, thing]) => holds(condition, thing)).map(([id]) => id);
      expect([soql, found]).toEqual([soql, expected]);
    }),
    { numRuns: 500, seed: 11 },
  );
});
