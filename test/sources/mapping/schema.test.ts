import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import { mappingSetting, readMapping } from '../../../src/sources/mapping/index.ts';
import { mappingOf, mistakesOf } from './support.ts';

const partner = { object: 'Account', fields: { name: 'Name' } };
const deal = {
  object: 'Opportunity',
  fields: { name: 'Name', status: { stage: 'StageName', stages: 'auto' }, createdAt: 'CreatedDate' },
};

const withField = (name: string, spec: unknown) => ({ deal: { ...deal, fields: { ...deal.fields, [name]: spec } } });
const withWhere = (...where: unknown[]) => ({ partner: { ...partner, where } });

describe('a mapping that has no mistake', () => {
  it('has its entries in the order of loading, each by its place in the list', () => {
    const { entries } = mappingOf('salesforce', { deal, partner: [partner, { ...partner, object: 'Partner__c' }] });
    expect(entries.map(({ record, index, object }) => [record, index, object])).toEqual([
      ['partner', 0, 'Account'],
      ['partner', 1, 'Partner__c'],
      ['deal', 0, 'Opportunity'],
    ]);
  });

  it('turns pipelines, record types and deal types into filters', () => {
    const filters = (crm: 'salesforce' | 'hubspot', raw: unknown) =>
      mappingOf(crm, raw).entries[0]?.conditions.map(({ field, op, values }) => [field, op, ...values]);
    expect(filters('salesforce', { deal: { ...deal, recordTypes: ['New'], dealTypes: ['A', 'B'] } })).toEqual([
      ['RecordType.DeveloperName', 'in', 'New'],
      ['Type', 'in', 'A', 'B'],
    ]);
    expect(filters('hubspot', { deal: { ...deal, object: 'deals', pipelines: ['default'] } })).toEqual([
      ['pipeline', 'in', 'default'],
    ]);
    const onTickets = { partner: { object: 'tickets', pipelines: ['77'], fields: { name: 'subject' } } };
    expect(filters('hubspot', onTickets)).toEqual([['hs_pipeline', 'in', '77']]);
  });

  it('is nothing at all, too: a source may be for its files only', () => {
    expect(mappingOf('hubspot', {}).entries).toEqual([]);
  });
});

describe('a mistake names its key and what was expected', () => {
  const account = 'a property such as Partner_Tier__c or Account.Name, never a formula or a piece of a query';
  const noQuery =
    'a list of {field, op, value}: query text is refused, because it would reach the CRM as it stands, past every check';

  it.each([
    ['no map', 'SELECT Id FROM Account', ': a map: record → object and fields, or {ready: NAME}'],
    ['unknown record', { partners: partner }, /^partners: no record that a mapping fills: one of partner, /],
    ['targets', { target: partner }, /^target: no record that a mapping fills/],
    ['no object', { partner: { fields: { name: 'Name' } } }, /^partner\.object: the API name of an object/],
    [
      'an object that is a query',
      { partner: { ...partner, object: 'Account LIMIT 1' } },
      /^partner\.object: the API name/,
    ],
    [
      'an entry that is a query',
      { deal: 'SELECT Id FROM Opportunity' },
      /^deal: a map with object, .*query text is refused$/,
    ],
    ['a filter that is a query', { partner: { ...partner, where: "Type = 'Partner'" } }, `partner.where: ${noQuery}`],
    [
      'a query as a list',
      withWhere("Type = 'Partner'"),
      'partner.where[0]: a filter {field, op, value}; query text is refused',
    ],
    ['soql', { partner: { ...partner, soql: 'x' } }, /^partner\.soql: no such key: rows are chosen by where.*refused/],
    ['operator', withWhere({ field: 'A', op: 'like', value: '%' }), /^partner\.where\[0\]\.op: one of eq, ne, in, /],
    ['no value', withWhere({ field: 'A' }), 'partner.where[0].value: a value for eq'],
    [
      'value with empty',
      withWhere({ field: 'A', op: 'empty', value: 1 }),
      'partner.where[0].value: no value with empty',
    ],
    ['in without list', withWhere({ field: 'A', op: 'in' }), 'partner.where[0].values: a list of values for in'],
    ['list with eq', withWhere({ field: 'A', value: 1, values: [1] }), 'partner.where[0].values: no list with eq'],
    ['a formula as property', withField('amount', 'SUM(Amount)'), `deal.fields.amount: ${account}`],
    ['injection', withField('amount', "Amount FROM User WHERE Name = 'x"), `deal.fields.amount: ${account}`],
    ['too long a path', withField('amount', 'a.b.c.d'), `deal.fields.amount: ${account}`],
    ['prototype', withField('amount', '__proto__'), `deal.fields.amount: ${account}`],
    ['unknown field', withField('sum', 'Amount'), /^deal\.fields\.sum: no field of a deal: one of name, amount, /],
    [
      'number as property',
      withField('amount', 5),
      'deal.fields.amount: a property, or a map such as {field: …} or {constant: …}',
    ],
    ['no origin', withField('amount', {}), /^deal\.fields\.amount: exactly one of field, .*\(here: none\)$/],
    ['two origins', withField('amount', { field: 'A', constant: 1 }), /\(here: field, constant\)$/],
    [
      'missing required',
      { deal: { ...deal, fields: { name: 'Name', createdAt: 'A' } } },
      /^deal\.fields\.status: a property/,
    ],
    ['bad constant', withField('type', { constant: 'old' }), 'deal.fields.type.constant: one of new/expansion/renewal'],
    ['bad date', withField('closedAt', { constant: 'now' }), 'deal.fields.closedAt.constant: a moment (not a date)'],
    [
      'bad target',
      withField('status', { field: 'S', values: { win: ['x'] } }),
      'deal.fields.status.values.win: a word that the field knows: one of open/won/lost',
    ],
    [
      'one value twice',
      withField('status', { field: 'S', values: { won: ['x'], lost: [' X '] } }),
      /“ X ” only once: it stands under won too$/,
    ],
    [
      'an empty value',
      withField('status', { field: 'S', values: { won: [' '] } }),
      'deal.fields.status.values.won[0]: a value: an empty one is unknown, whatever a map says',
    ],
    [
      'values on a date',
      withField('closedAt', { field: 'A', values: { x: ['y'] } }),
      'deal.fields.closedAt.values: not for closedAt, which is a moment',
    ],
    [
      'stages without a map',
      withField('status', { stage: 'S' }),
      'deal.fields.status.stages: auto, or a map of stages',
    ],
    [
      'stages without pipeline',
      withField('status', { stage: 'S', stages: { a: { won: ['x'] } } }),
      'deal.fields.status.pipeline: the property that names the pipeline',
    ],
    [
      'inverse amount',
      withField('amount', { field: 'A', inverse: true }),
      'deal.fields.amount.inverse: not for amount, which is an amount',
    ],
    ['stray key', withField('amount', { field: 'A', pick: 'latest' }), 'deal.fields.amount.pick: only beside read'],
    [
      'label elsewhere',
      withField('status', { label: 'partner' }),
      'deal.fields.status.label: only for the role of an attribution',
    ],
    [
      'pipelines',
      { deal: { ...deal, pipelines: ['a'] } },
      'deal.pipelines: not in Salesforce: use recordTypes, or a filter in where',
    ],
    [
      'history of what is not mapped',
      { partner: { ...partner, history: ['tier'] } },
      'partner.history: tier mapped to one property, whose history is read',
    ],
    ['history of deals', { deal: { ...deal, history: ['tier'] } }, 'deal.history: only for partner'],
    [
      'association',
      withField('account', { association: 'companies' }),
      'deal.fields.account: a lookup property: only HubSpot has associations',
    ],
    [
      'self without deals',
      { attribution: { object: 'A', fields: { deal: 'self', partner: 'P', role: { constant: 'sourced' } } } },
      'attribution.fields.deal: a property: self would be a deal, and none comes from A',
    ],
    ['ready', { ready: 'mine' }, 'ready: one of salesforce-lookup, salesforce-junction, salesforce-partner-cloud'],
    [
      'second of a list',
      { partner: [partner, { object: 'A', fields: {} }] },
      'partner[1].fields.name: a property: no record is complete without it',
    ],
  ])('%s', (_name, raw, expected) => {
    const mistakes = mistakesOf('salesforce', raw);
    expect(mistakes).toHaveLength(1);
    if (typeof expected === 'string') expect(mistakes[0]).toBe(expected);
    else expect(mistakes[0]).toMatch(expected);
  });

  it.each([
    ['record types', { deal: { ...deal, object: 'deals', recordTypes: ['a'] } }, /^deal\.recordTypes: not in HubSpot/],
    [
      'parent paths',
      { partner: { object: 'companies', fields: { name: 'owner.name' } } },
      /^partner\.fields\.name: .*use association$/,
    ],
    [
      'parent paths in filters',
      { partner: { object: 'companies', where: [{ field: 'a.b', op: 'filled' }], fields: { name: 'n' } } },
      /^partner\.where: .*no paths such as a\.b$/,
    ],
    [
      'labels of a property',
      {
        deal: { ...deal, object: 'deals' },
        attribution: { object: 'deals', fields: { deal: 'self', partner: 'p', role: { label: 'partner' } } },
      },
      /^attribution\.fields\.role: a partner by association/,
    ],
  ])('HubSpot: %s', (_name, raw, expected) => {
    expect(mistakesOf('hubspot', raw)).toEqual([expect.stringMatching(expected)]);
  });

  it('all of them at once', () => {
    expect(mistakesOf('salesforce', { ...withWhere('x'), deal: { ...deal, object: '' } })).toHaveLength(2);
  });
});

test('in the configuration, problems stand at their keys', () => {
  const schema = z.object({ mapping: mappingSetting('salesforce') });
  expect(schema.parse({ mapping: { partner } }).mapping.entries).toHaveLength(1);
  const issues = schema.safeParse({ mapping: withField('amount', 'SUM(x)') }).error?.issues ?? [];
  expect(issues.map(({ path }) => path.join('.'))).toEqual(['mapping.deal.fields.amount']);
  expect(() => z.toJSONSchema(schema, { io: 'input' })).not.toThrow();
});

test.each([
  null,
  undefined,
  7,
  [],
  [partner],
  { partner: null },
  { partner: [] },
  { partner: { object: {}, fields: [] } },
  { ready: 7 },
  JSON.parse('{"__proto__": {"a": 1}}'),
])('anything may stand there: %j', (raw) => {
  expect(() => readMapping('hubspot', raw)).not.toThrow();
});
