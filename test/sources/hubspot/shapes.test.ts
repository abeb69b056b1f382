import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  associationsAnswer,
  batchAnswer,
  listAnswer,
  searchAnswer,
  shaped,
} from '../../../src/sources/hubspot/shapes.ts';

const shapes = { listAnswer, searchAnswer, batchAnswer, associationsAnswer } as const;

const usualRecord = {
  id: '10000000001',
  properties: { name: 'A', tier: null },
  createdAt: '2026-06-01T10:00:00.250Z',
  updatedAt: '2026-06-01T10:00:00Z',
  url: 'https://app.hubspot.com/contacts/1/record/0-3/10000000001',
};
const kind = { category: 'USER_DEFINED', typeId: 7, label: 'Sourced by' };
const usualLinks = { from: { id: '1' }, to: [{ toObjectId: '2', associationTypes: [kind] }] };

const strange = fc.constantFrom<unknown>(
  undefined,
  null,
  5,
  1.5,
  true,
  '',
  'x',
  '7',
  [],
  {},
  [null],
  { a: 1 },
  { a: 'b' },
);

/** A usual value, or one of which some part is something else. */
const changed = (value: unknown): fc.Arbitrary<unknown> => {
  if (Array.isArray(value))
    return fc.oneof({ weight: 6, arbitrary: fc.tuple(...value.map(changed)) }, { weight: 1, arbitrary: strange });
  if (typeof value === 'object' && value !== null)
    return fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record(Object.fromEntries(Object.entries(value).map(([name, one]) => [name, changed(one)]))),
      },
      { weight: 1, arbitrary: strange },
    );
  return fc.oneof({ weight: 12, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: strange });
};

/** What both schemas say in common: what only one of them knows is of no interest to anybody. */
const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (name, one) => (name === 'paging' && one === null ? undefined : one)) ?? 'null');

describe('the usual form of an answer is taken for what the schemas say of it', () => {
  const answers = {
    listAnswer: { results: [usualRecord, usualRecord] },
    searchAnswer: { total: 2, results: [usualRecord, usualRecord] },
    batchAnswer: {
      results: [usualRecord],
      numErrors: 1,
      errors: [{ category: 'OBJECT_NOT_FOUND', context: { id: ['1'] } }],
    },
    associationsAnswer: { results: [usualLinks], errors: [{ category: 'OBJECT_NOT_FOUND', subCategory: 'x' }] },
  };
  for (const name of ['listAnswer', 'searchAnswer', 'batchAnswer', 'associationsAnswer'] as const)
    test(name, () => {
      const { usual, any } = shapes[name];
      expect(usual.safeParse(answers[name]).success).toBe(true);
      fc.assert(
        fc.property(changed(answers[name]), (answer) => {
          const quick = usual.safeParse(answer);
          if (!quick.success) return;
          const sure = any.safeParse(answer);
          expect(sure.success).toBe(true);
          expect(plain(quick.data)).toEqual(plain(sure.data));
        }),
        { numRuns: 500 },
      );
    });
});

test('properties that are no texts are refused with their place, and never with their value', () => {
  for (const properties of [{ name: { secret: 1 } }, 'secret', ['secret'], null])
    expect(() => shaped(listAnswer, { results: [{ ...usualRecord, properties }] }, 'h')).toThrow(
      expect.objectContaining({ code: 'crm-unexpected-answer' }),
    );
  expect(() => shaped(listAnswer, { results: [{ ...usualRecord, properties: { name: { secret: 1 } } }] }, 'h')).toThrow(
    expect.objectContaining({
      params: expect.objectContaining({ words: expect.stringMatching(/^results\.0\.properties\.name \(/) }),
    }),
  );
  const { results } = shaped(shapes.listAnswer, { results: [{ ...usualRecord, properties: { n: 5, b: true } }] }, 'h');
  expect(results[0]?.properties).toEqual({ n: '5', b: 'true' });
});
