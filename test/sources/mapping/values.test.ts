// long: one table of cells and what they become.
import { describe, expect, it, test } from 'vitest';
import { type RawRow, ValueTally } from '../../../src/sources/mapping/index.ts';
import { contextOf, mappingOf, read, rowOf } from './support.ts';

const base = { name: { constant: 'Deal' }, status: { constant: 'open' }, createdAt: { constant: '2026-01-01' } };
const dealOf = (
  fields: Record<string, unknown>,
  crm: 'salesforce' | 'hubspot' = 'salesforce',
  object = 'Opportunity',
) => mappingOf(crm, { deal: { object, fields: { ...base, ...fields } } });

describe.each<[string, unknown, [unknown, unknown][]]>([
  [
    'amount',
    'A',
    [
      ['120.50', '120.50'],
      [' 7 ', '7'],
      [0, '0'],
      [-5.25, '-5.25'],
      [1e21, '1000000000000000000000'],
      ['1.25E7', '12500000'],
      [0.1, '0.1'],
      ['9007199254740993.10', '9007199254740993.10'],
      [true, 'amount field: not a number'],
      ['1,5', 'amount field: not a number'],
      ['1e999', 'amount field: not a number'],
      [Number.NaN, 'amount field: not a number'],
      ['0x10', 'amount field: not a number'],
      ['', null],
      [null, null],
    ],
  ],
  [
    'closedAt',
    { field: 'A', midnight: 'date' },
    [
      ['2026-02-28T00:00:00Z', '2026-02-28'],
      ['2026-02-28T00:00:00.001Z', '2026-02-28T00:00:00.001Z'],
      ['2026-02-28T02:00:00+02:00', '2026-02-28'],
      ['2026-02-29', 'closedAt field: not a date'],
      ['2026-02-28T10:00:00', 'closedAt field: not a date'],
      ['28.02.2026', 'closedAt field: not a date'],
      [1772236800000, '2026-02-28'],
      ['99999999999999', 'not tested'],
    ],
  ],
  [
    'currency',
    'A',
    [
      ['eur', 'EUR'],
      ['EURO', 'currency field: not a currency code'],
      ['', null],
    ],
  ],
  [
    'direct',
    'A',
    [
      [true, true],
      ['FALSE', false],
      ['yes', true],
      [0, false],
      ['maybe', 'direct field: not true or false'],
    ],
  ],
  [
    'direct',
    { field: 'A', values: { true: ['Vendor'], false: ['Partner', 'Distributor'] } },
    [
      ['vendor ', true],
      ['Distributor', false],
      ['?', 'direct field: unmapped value “?”'],
    ],
  ],
  [
    'type',
    { field: 'A', values: { new: ['Neu'] } },
    [
      [' NEU', 'new'],
      ['new', 'type field: unmapped value “new”'],
      [null, null],
    ],
  ],
  ['type', { field: 'A', values: { new: ['Neu'] }, unmapped: 'skip' }, [['?', null]]],
  ['type', { field: 'A', values: { new: ['Neu'] }, skip: ['Test'] }, [['TEST', null]]],
  [
    'type',
    'A',
    [
      ['Renewal', 'renewal'],
      ['x', 'type field: not one of new/expansion/renewal'],
    ],
  ],
  [
    'stage',
    { field: 'A', values: { Late: ['Negotiation'] } },
    [
      ['negotiation', 'Late'],
      ['Other', 'Other'],
    ],
  ],
  [
    'stage',
    { field: 'A', values: { Late: ['Negotiation'] }, unmapped: 'reject' },
    [['Other', 'stage field: unmapped value “Other”']],
  ],
  [
    'account',
    'A',
    [
      ['a\u0000b', 'account field: unusable character'],
      ['\ud800', 'account field: unusable character'],
      ['ü😀', 'ü😀'],
    ],
  ],
  [
    'owner',
    { owner: 'A' },
    [
      ['O1', 'ada@vendor.example'],
      ['O9', 'owner field: unknown owner'],
      [null, null],
    ],
  ],
])('%s from %j', (field, spec, cases) => {
  it.each(cases.filter(([, expected]) => expected !== 'not tested'))('%j → %j', (cell, expected) => {
    const cells: unknown = cell;
    const value = typeof cells === 'string' || typeof cells === 'number' || typeof cells === 'boolean' ? cells : null;
    const status = field === 'closedAt' ? { status: { constant: 'won' } } : {};
    const context = contextOf({ owners: { O1: 'Ada@vendor.example' } });
    const { records, rejects } = read(
      dealOf({ [field]: spec, ...status }),
      'Opportunity',
      rowOf({ A: value }),
      context,
    );
    const isProblem = typeof expected === 'string' && expected.startsWith(`${field} field:`);
    expect(rejects).toEqual(isProblem ? [expected] : []);
    expect(records).toMatchObject([{ [field]: isProblem ? null : expected }]);
  });
});

describe('a deal', () => {
  it('that is open has no close date, only an expected one', () => {
    const mapping = dealOf({ closedAt: 'C', expectedCloseOn: 'C' });
    expect(read(mapping, 'Opportunity', rowOf({ C: '2026-09-01' })).records).toMatchObject([
      { closedAt: null, expectedCloseOn: '2026-09-01' },
    ]);
  });

  it('with two bad fields is kept, both are told', () => {
    const { rejects, records } = read(dealOf({ amount: 'A', closedAt: 'C' }), 'Opportunity', rowOf({ A: 'x', C: 'y' }));
    expect(records).toHaveLength(1);
    expect(rejects).toEqual(['amount field: not a number', 'closedAt field: not a date']);
  });

  it('that is rejected tells only why', () => {
    const mapping = dealOf({ amount: 'A', status: { field: 'S', values: { won: ['W'] } } });
    const { records, rejects } = read(mapping, 'Opportunity', rowOf({ A: 'x', S: 'Dead' }));
    expect(records).toEqual([]);
    expect(rejects).toEqual(['status row: unmapped value “Dead”']);
  });

  it('shows no more of a strange value than fits', () => {
    const mapping = dealOf({ status: { field: 'S', values: { won: ['W'] } } });
    const { rejects } = read(mapping, 'Opportunity', rowOf({ S: `a\nb${'x'.repeat(200)}` }));
    expect(rejects[0]).toMatch(/^status row: unmapped value “a bx{57}…”$/);
  });

  it('takes an address of http only', () => {
    const row = { ...rowOf({}), url: 'javascript:alert(1)' };
    expect(read(dealOf({}), 'Opportunity', row)).toMatchObject({
      records: [{ url: null }],
      rejects: ['url field: not an address'],
    });
  });
});

describe('stages', () => {
  const context = contextOf({
    stages: {
      'deals default s1': { label: 'Talking', status: 'open' },
      'deals default s2': { label: 'Signed', status: 'won' },
      'deals default s3': { label: 'Odd', status: null },
    },
  });
  const status = (spec: Record<string, unknown>, stage: string, pipeline = 'default') => {
    const mapping = dealOf({ status: { stage: 'dealstage', pipeline: 'pipeline', ...spec } }, 'hubspot', 'deals');
    const { records, rejects } = read(mapping, 'deals', rowOf({ dealstage: stage, pipeline }), context);
    const [record] = records;
    return record?.record === 'deal' ? record.status : rejects[0];
  };

  it.each<[string, Record<string, unknown>, string, string, string]>([
    ['as the CRM says', { stages: 'auto' }, 's2', 'default', 'won'],
    [
      'the CRM says nothing',
      { stages: 'auto' },
      's3',
      'default',
      'status row: unmapped stage “Odd” of pipeline “default”',
    ],
    [
      'the CRM does not know it',
      { stages: 'auto' },
      's9',
      'default',
      'status row: unmapped stage “s9” of pipeline “default”',
    ],
    ['values before the CRM, by id', { stages: 'auto', values: { lost: ['S2'] } }, 's2', 'default', 'lost'],
    ['values before the CRM, by label', { stages: 'auto', values: { lost: ['signed'] } }, 's2', 'default', 'lost'],
    ['the CRM where values say nothing', { stages: 'auto', values: { lost: ['s3'] } }, 's1', 'default', 'open'],
    ['values alone', { values: { won: ['Signed'] } }, 's1', 'default', 'status row: unmapped value “Talking”'],
    ['a map by pipeline', { stages: { Default: { won: ['s1'] } } }, 's1', 'default', 'won'],
    [
      'another pipeline',
      { stages: { default: { won: ['s1'] } } },
      's1',
      'x',
      'status row: unmapped stage “s1” of pipeline “x”',
    ],
    ['another stage', { stages: { default: { won: ['s1'] } } }, 's2', 'default', 'status row: unmapped value “Signed”'],
  ])('%s', (_name, spec, stage, pipeline, expected) => {
    expect(status(spec, stage, pipeline)).toBe(expected);
  });

  it('that are skipped make no record and no noise', () => {
    expect(status({ stages: 'auto', skip: ['Talking'] }, 's1')).toBeUndefined();
  });
});

describe('surveys', () => {
  const fields = { partner: 'P', kind: 'K', score: 'S', at: 'A', invitedAt: 'I' };
  const mapping = mappingOf('salesforce', { 'survey-response': { object: 'Survey', fields } });
  it.each<[string, RawRow['values'], string | null]>([
    ['unanswered invitation', { I: '2026-01-01' }, null],
    ['answer', { S: 0, A: '2026-01-01' }, null],
    ['score without moment', { S: 5 }, 'at row: empty required field'],
    ['moment without score', { A: '2026-01-01' }, 'score row: empty required field'],
    ['too high', { S: 11, A: '2026-01-01' }, 'score row: score out of range: 0 to 10'],
    ['not whole', { S: '4.5', A: '2026-01-01' }, 'score row: score not whole'],
    ['bad score of an invitation', { S: 'x', I: '2026-01-01' }, 'score row: not a number'],
    ['bad moment', { S: 5, A: 'soon' }, 'at row: not a date'],
    ['csat from 1', { K: 'csat', S: 0, A: '2026-01-01' }, 'score row: score out of range: 1 to 5'],
    ['csat to 5', { K: 'csat', S: 6, A: '2026-01-01' }, 'score row: score out of range: 1 to 5'],
  ])('%s', (_name, values, expected) => {
    const { records, rejects } = read(mapping, 'Survey', rowOf({ P: 'P1', K: 'nps', ...values }));
    expect([records.length, ...rejects]).toEqual(expected === null ? [1] : [0, expected]);
  });
});

describe('the tally for doctor', () => {
  const mapping = dealOf({ type: { field: 'T', values: { new: ['Neu', 'New'], renewal: ['Renewal'] } } });
  const seen = (...types: string[]) => {
    const tally = new ValueTally();
    for (const type of types) tally.add(read(mapping, 'Opportunity', rowOf({ T: type })).values);
    return tally;
  };

  test('counts unmapped values and names unused ones', () => {
    const tally = seen('neu', 'Odd', 'x', 'Odd', 'NEU');
    expect(tally.unmapped().map(({ field, value, count }) => [field, value, count])).toEqual([
      ['type', 'Odd', 2],
      ['type', 'x', 1],
    ]);
    expect(tally.unused(mapping).map(({ value, target }) => [value, target])).toEqual([
      ['New', 'new'],
      ['Renewal', 'renewal'],
    ]);
  });

  test('keeps no more than a thousand values of a field', () => {
    const tally = seen(...Array.from({ length: 1100 }, (_, index) => `v${index}`));
    expect(tally.unmapped()).toHaveLength(1001);
    expect(tally.unmapped()[0]).toMatchObject({ value: '(others)', count: 100 });
  });
});
