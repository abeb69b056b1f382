import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RecordType, recordSchemas } from '../../src/records/records.ts';
import { usable } from '../../src/records/usable.ts';

const types = Object.keys(recordSchemas).filter((type): type is RecordType => Object.hasOwn(recordSchemas, type));

/** What fields of records hold, and what is nearly that. */
const value = fc.oneof(
  fc.constantFrom(
    ...[null, undefined, '', 'crm', 'Crm', 'a', 'crm/1', '/1', '1/', true, false, 0, -1, 1.5, 2 ** 53, -0],
    ...[Number.NaN, Number.POSITIVE_INFINITY, '1', '-1.50', '1e3', '.5', 'EUR', 'eur', 'EURO', 'open', 'won', 'lost'],
    ...['sourced', 'influenced', 'tier', 'active', 'new', 'submitted', 'view', 'call', 'chat', 'nps', 'csat', 'launch'],
    ...['2026-02-28', '2026-02-29', '2024-02-29', '2024-02-29T10:00:00.000Z', '2026-12-31', '2026-12-31T23:59:59.999Z'],
    ...['2026-04-31', '2026-13-01', '0000-00-00', '2026-01-01T10:00:00Z', '2026-01-01T10:00:00.000+00:00'],
    ...[
      '2026-01-01T24:00:00.000Z',
      '2026-01-01 10:00:00.000Z',
      '2026-01-01\n',
      '02026-01-01',
      '2026-01-01T10:00:00.0000Z',
    ],
  ),
  fc.constantFrom([], ['a'], ['a', ''], [1], {}, 'onboarding', 'other', 'quarterly'),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.double(),
);

/** Values that the field takes, and others: so that whole records come about as well as broken ones. */
const fits = (type: RecordType, field: string): fc.Arbitrary<unknown> => {
  const shape: Readonly<Record<string, { safeParse(value: unknown): { success: boolean } }>> =
    recordSchemas[type].shape;
  const schema = shape[field];
  if (schema === undefined) return value;
  const literal = field === 'record' ? fc.constant(type) : value;
  const good = literal.filter((one) => schema.safeParse(one).success);
  return fc.oneof({ weight: 30, arbitrary: good }, { weight: 1, arbitrary: value });
};

const draftOf = (type: RecordType): fc.Arbitrary<Record<string, unknown>> => {
  const fields = [...Object.keys(recordSchemas[type].shape)];
  const whole = fc.record(Object.fromEntries(fields.map((field) => [field, fits(type, field)])));
  return fc
    .tuple(whole, fc.shuffledSubarray(fields, { minLength: fields.length }), fc.integer({ min: 0, max: 19 }))
    .map(([draft, order, what]) => {
      const kept = what === 0 ? order.slice(1) : order;
      const mixed = Object.fromEntries(kept.map((field) => [field, draft[field]]));
      return what === 1 ? { ...mixed, other: 1 } : mixed;
    });
};

describe('a draft is a record', () => {
  it.each(types)('exactly where the schema of %s says so', (type) => {
    let whole = 0;
    fc.assert(
      fc.property(draftOf(type), (draft) => {
        const parsed = recordSchemas[type].safeParse(draft);
        const told = usable(type, draft);
        if (!parsed.success) {
          expect(told).toBe(String(parsed.error.issues[0]?.path[0] ?? ''));
          return;
        }
        whole += 1;
        expect(told).toEqual(parsed.data);
        expect(Object.keys(told)).toEqual(Object.keys(parsed.data));
      }),
      { numRuns: 150 },
    );
    expect(whole).toBeGreaterThan(20);
  });

  it('whatever the source of the one before it', () => {
    const draft = { record: 'asset', source: 'a', id: '1', title: 'A', publishedAt: null, retiredAt: null };
    for (const source of ['a', 'a', 'A', 'b', '', 'a'])
      expect(typeof usable('asset', { ...draft, source })).toBe(/^[ab]$/.test(source) ? 'object' : 'string');
  });
});
