// long: every way in which a row names another record.
import { describe, expect, it, test } from 'vitest';
import { type Linked, matchKeysOf, type RawRow } from '../../../src/sources/mapping/index.ts';
import { contextOf, mappingOf, read, rowOf, type World } from './support.ts';

const base = { name: { constant: 'Deal' }, status: { constant: 'open' }, createdAt: { constant: '2026-01-01' } };
const link = (id: string, ...labels: string[]): Linked => ({ id, labels, values: {} });

/** `deal partner role` of each attribution. */
function attributionsOf(
  raw: Record<string, unknown>,
  row: RawRow,
  world?: World,
  crm: 'salesforce' | 'hubspot' = 'hubspot',
) {
  const mapping = mappingOf(crm, { deal: { object: 'deals', fields: base }, attribution: raw });
  const { records, rejects } = read(mapping, 'deals', row, contextOf(world));
  const found = records.flatMap((one) =>
    one.record === 'attribution' ? [`${one.deal} ${one.partner} ${one.role}`] : [],
  );
  return [...found, ...rejects];
}

describe('attribution by labels of associations', () => {
  const byLabel = {
    object: 'deals',
    fields: {
      deal: 'self',
      partner: { association: 'companies' },
      role: {
        label: 'partner',
        values: { sourced: ['Sourced by'], influenced: ['Influenced by', 'Reseller'] },
        skip: ['Primary'],
      },
    },
  };
  it.each<[string, Linked[], string[]]>([
    ['nothing associated', [], []],
    ['a customer', [link('C1', 'Primary')], []],
    ['a partner by mere association attributes nothing', [link('P1')], []],
    ['a partner', [link('P1', 'sourced by')], ['crm/X1 crm/P1 sourced']],
    [
      'one partner in both roles',
      [link('P1', 'Sourced by', 'Reseller')],
      ['crm/X1 crm/P1 sourced', 'crm/X1 crm/P1 influenced'],
    ],
    ['two labels of one role', [link('P1', 'Influenced by', 'Reseller')], ['crm/X1 crm/P1 influenced']],
    [
      'two partners and a customer',
      [link('C1', 'Primary'), link('P2', 'Reseller'), link('P1', 'Sourced by')],
      ['crm/X1 crm/P2 influenced', 'crm/X1 crm/P1 sourced'],
    ],
    [
      'the same partner twice',
      [link('P1', 'Sourced by'), link('P1', 'Reseller')],
      ['crm/X1 crm/P1 sourced', 'crm/X1 crm/P1 influenced'],
    ],
    ['a label that nobody mapped', [link('P1', 'Friend')], ['role field: unmapped value “Friend”']],
  ])('%s', (_name, companies, expected) => {
    expect(attributionsOf(byLabel, rowOf({}, { associations: { companies } }))).toEqual(expected);
  });
});

describe('attribution by property', () => {
  const byKey = (spec: Record<string, unknown>) => ({
    object: 'deals',
    fields: { deal: 'self', partner: { field: 'keys', ...spec }, role: { constant: 'sourced' } },
  });
  const world = {
    known: {
      'partner property:prm k1': ['P1'],
      'partner property:prm k2': ['P2'],
      'partner name acme': ['P1', 'P2'],
      'partner domain acme.example': ['P1'],
    },
  };
  it.each<[string, Record<string, unknown>, string | null, string[]]>([
    ['no partner: a direct deal', {}, null, []],
    ['an id', {}, 'P1', ['crm/X1 crm/P1 sourced']],
    ['an unknown id', {}, 'P9', ['partner row: unmatched']],
    ['an unknown one that is ignored', { ignored: true }, 'P9', []],
    ['a key', { matchProperty: 'prm' }, ' K1 ', ['crm/X1 crm/P1 sourced']],
    [
      'several keys',
      { matchProperty: 'prm', split: ';' },
      'k2; k1;k2',
      ['crm/X1 crm/P2 sourced', 'crm/X1 crm/P1 sourced'],
    ],
    [
      'several keys, one unknown',
      { matchProperty: 'prm', split: ';' },
      'k2;zz',
      ['crm/X1 crm/P2 sourced', 'partner field: unmatched'],
    ],
    ['a name of two: never a guess', { match: 'name' }, 'ACME', ['partner row: several partners match']],
    ['a domain', { match: 'domain' }, 'https://www.Acme.example/about', ['crm/X1 crm/P1 sourced']],
  ])('%s', (_name, { ignored, ...spec }, keys, expected) => {
    const raw = { ...byKey(spec), ...(ignored === true ? { unmatched: 'ignore' } : {}) };
    expect(attributionsOf(raw, rowOf({ keys }), world)).toEqual(expected);
  });

  it('is none where the deal was rejected', () => {
    const mapping = mappingOf('hubspot', {
      deal: { object: 'deals', fields: { ...base, name: 'dealname' } },
      attribution: byKey({}),
    });
    expect(read(mapping, 'deals', rowOf({ keys: 'P1' }))).toMatchObject({
      records: [],
      rejects: ['name row: empty required field'],
    });
  });
});

describe('a registration', () => {
  const mapping = mappingOf('hubspot', {
    registration: {
      object: 'p_registration',
      fields: {
        partner: { association: 'companies' },
        deal: { association: 'deals' },
        status: 'status',
        submittedAt: 'at',
      },
    },
  });
  const values = { status: 'approved', at: '2026-01-01' };
  it.each<[string, Record<string, Linked[]>, string | null, string[]]>([
    ['its partner among customers', { companies: [link('C1'), link('P1')], deals: [link('D1')] }, 'crm/P1 crm/D1', []],
    ['nobody', {}, null, ['partner row: unmatched']],
    ['a customer only', { companies: [link('C1')] }, null, ['partner row: unmatched']],
    [
      'two partners: never a guess',
      { companies: [link('P1'), link('P2')] },
      null,
      ['partner row: several partners match'],
    ],
    ['an unknown deal', { companies: [link('P1')], deals: [link('D9')] }, 'crm/P1 null', ['deal field: unknown deal']],
  ])('with %s', (_name, associations, expected, rejects) => {
    const result = read(mapping, 'p_registration', rowOf(values, { associations }));
    const found = result.records.map((one) => (one.record === 'registration' ? `${one.partner} ${one.deal}` : ''));
    expect(found).toEqual(expected === null ? [] : [expected]);
    expect(result.rejects).toEqual(rejects);
  });

  it('and its deal may be one row', () => {
    const both = mappingOf('hubspot', {
      deal: { object: 'deals', pipelines: ['sales'], fields: { ...base, registration: 'self' } },
      registration: {
        object: 'deals',
        where: [{ field: 'reg', op: 'filled' }],
        fields: {
          partner: 'p',
          deal: 'self',
          status: { constant: 'approved' },
          submittedAt: { constant: '2026-01-01' },
        },
      },
    });
    const links = (values: RawRow['values']) => {
      const { records, rejects } = read(both, 'deals', rowOf(values));
      const found = records.map((one) =>
        one.record === 'deal' ? one.registration : one.record === 'registration' ? one.deal : 'other',
      );
      return [...found, ...rejects];
    };
    expect(links({ pipeline: 'sales', reg: 'x', p: 'P1' })).toEqual(['crm/X1', 'crm/X1']);
    expect(links({ pipeline: 'sales' })).toEqual([null]);
    expect(links({ pipeline: 'sales', reg: 'x', p: 'P9' })).toEqual([null, 'partner row: unmatched']);
    expect(links({ pipeline: 'other', reg: 'x', p: 'P1' })).toEqual([null, 'deal field: unknown deal']);
  });
});

test('rows of two objects of HubSpot never share an id', () => {
  const fields = { partner: 'p', status: { constant: 'approved' }, submittedAt: { constant: '2026-01-01' } };
  const mapping = mappingOf('hubspot', {
    registration: [
      { object: 'tickets', fields },
      { object: 'p_registration', fields },
    ],
    deal: { object: 'deals', fields: { ...base, registration: { association: 'tickets' } } },
  });
  const idOf = (object: string) => read(mapping, object, rowOf({ p: 'P1' })).records.map(({ id }) => id);
  expect([idOf('tickets'), idOf('p_registration')]).toEqual([['tickets-X1'], ['p_registration-X1']]);
  const context = contextOf({
    known: { 'registration id tickets-7': ['tickets-7'], 'registration id p_registration-7': ['p_registration-7'] },
  });
  const row = rowOf({}, { associations: { tickets: [link('7')] } });
  expect(read(mapping, 'deals', row, context).records).toMatchObject([{ registration: 'crm/tickets-7' }]);
});

test('a touch is of every partner in it, and of nobody else', () => {
  const mapping = mappingOf('hubspot', {
    touch: {
      object: 'calls',
      fields: {
        partner: { association: 'companies' },
        kind: { constant: 'call' },
        at: 'at',
        deal: { association: 'deals', unmapped: 'skip' },
      },
    },
  });
  const touches = (...companies: Linked[]) => {
    const { records, rejects } = read(
      mapping,
      'calls',
      rowOf({ at: '2026-01-01' }, { associations: { companies, deals: [link('D7')] } }),
    );
    return [...records.map((one) => (one.record === 'touch' ? `${one.partner} ${one.deal}` : '')), ...rejects];
  };
  expect(touches(link('P2'), link('C1'), link('P1'))).toEqual(['crm/P2 null', 'crm/P1 null']);
  expect(touches(link('C1'))).toEqual([]);
  expect(touches()).toEqual([]);
});

describe('people', () => {
  const mapping = mappingOf('hubspot', {
    training: {
      object: 'p_enrollment',
      fields: { partner: { association: 'contacts.companies' }, person: { association: 'contacts' }, module: 'm' },
    },
  });
  const row = (...contacts: Linked[]) =>
    rowOf({ m: 'Basics' }, { associations: { contacts, 'contacts.companies': [link('P1')] } });
  test('are hashes', () => {
    expect(read(mapping, 'p_enrollment', row(link('77'))).records).toMatchObject([{ person: 'hash(77)' }]);
  });
  test('are unknown where it is not clear who, and never stand in a reason', () => {
    const { records, rejects } = read(mapping, 'p_enrollment', row(link('77'), link('78')));
    expect(records).toMatchObject([{ person: null }]);
    expect(rejects).toEqual(['person field: several values']);
  });
});

describe('certificates that are a mere status (rule 1.10)', () => {
  const fields = { partner: 'self', name: { field: 'Certs', split: ';' }, earnedAt: { since: 'Certs' } };
  const mapping = mappingOf('salesforce', {
    partner: { object: 'Account', fields: { name: 'Name' } },
    certification: { object: 'Account', fields },
  });
  const certificates = (row: RawRow, world?: World) => {
    const { records, rejects } = read(mapping, 'Account', row, contextOf(world));
    return [
      ...records.flatMap((one) => (one.record === 'certification' ? [`${one.name} ${one.earnedAt}`] : [])),
      ...rejects,
    ];
  };
  const histories = {
    Certs: [
      { value: 'Sales;Tech', at: '2026-03-01T00:00:00Z' },
      { value: 'Sales', at: '2026-01-01T00:00:00Z' },
      { value: 'Tech', at: '2026-02-01T00:00:00Z' },
    ],
  };
  it('are earned since the property last began to have it', () => {
    expect(certificates(rowOf({ Name: 'A', Certs: 'Sales;Tech' }, { histories }))).toEqual([
      'Sales 2026-03-01T00:00:00.000Z',
      'Tech 2026-02-01T00:00:00.000Z',
    ]);
  });
  it('without history since a sync first saw them', () => {
    const firstSeen = (_object: string, _id: string, _property: string, value: string) =>
      value === 'Sales' ? '2026-05-05' : null;
    expect(certificates(rowOf({ Name: 'A', Certs: 'Sales' }), { firstSeen })).toEqual(['Sales 2026-05-05']);
    expect(certificates(rowOf({ Name: 'A', Certs: 'Tech' }), { firstSeen })).toEqual([
      'earnedAt row: empty required field',
    ]);
  });
});

describe('steps side by side in one row', () => {
  const mapping = mappingOf('hubspot', {
    'onboarding-step': {
      object: 'tickets',
      pipelines: ['7700'],
      fields: { partner: { association: 'companies' } },
      steps: [
        { step: 'Contract', startedAt: 'createdate', completedAt: 'hs_v2_date_entered_7702' },
        {
          step: 'Training',
          startedAt: 'hs_v2_date_entered_7702',
          completedAt: { earliest: ['hs_v2_date_entered_7703', 'hs_v2_date_entered_7709'] },
        },
      ],
    },
  });
  const associations = { companies: [link('P1')] };
  it('are one record each, in order', () => {
    const values = {
      hs_pipeline: '7700',
      createdate: '2026-01-01',
      hs_v2_date_entered_7702: '2026-01-05',
      hs_v2_date_entered_7709: '2026-02-01',
    };
    expect(read(mapping, 'tickets', rowOf(values, { associations })).records).toMatchObject([
      { step: 'Contract', order: 0, startedAt: '2026-01-01', completedAt: '2026-01-05' },
      { step: 'Training', order: 1, startedAt: '2026-01-05', completedAt: '2026-02-01' },
    ]);
  });
  it('of another pipeline are none', () => {
    expect(read(mapping, 'tickets', rowOf({ hs_pipeline: '1' }, { associations })).records).toEqual([]);
  });
});

describe('history of partners', () => {
  it('comes with the partner’s row, through the field’s own map', () => {
    const mapping = mappingOf('hubspot', {
      partner: {
        object: 'companies',
        fields: { name: 'name', tier: { field: 'tier', values: { Gold: ['G'] } }, active: 'on' },
        history: ['tier', 'active'],
      },
    });
    const histories = {
      tier: [
        { value: 'G', at: '2026-02-01T00:00:00Z' },
        { value: null, at: '2026-01-01T00:00:00Z' },
        { value: 'S', at: 'long ago' },
      ],
      on: [{ value: 'true', at: '2026-01-01T00:00:00Z' }],
    };
    const { records, rejects } = read(mapping, 'companies', rowOf({ name: 'A', tier: 'G', on: 'true' }, { histories }));
    const history = records.flatMap((one) =>
      one.record === 'partner-history' ? [[one.partner, one.field, one.value, one.validFrom]] : [],
    );
    expect(history).toEqual([
      ['crm/X1', 'tier', null, '2026-01-01T00:00:00.000Z'],
      ['crm/X1', 'tier', 'Gold', '2026-02-01T00:00:00.000Z'],
      ['crm/X1', 'active', 'true', '2026-01-01T00:00:00.000Z'],
    ]);
    expect(rejects).toEqual(['tier field: history: not a date']);
  });

  it('may be rows of an object of their own; names of owners beside their ids are left aside', () => {
    const mapping = mappingOf('salesforce', {
      partner: { object: 'Account', fields: { name: 'Name', manager: { owner: 'OwnerId' } } },
      'partner-history': {
        object: 'AccountHistory',
        fields: {
          partner: 'AccountId',
          field: { field: 'Field', values: { manager: ['Owner'] }, unmapped: 'skip' },
          value: 'NewValue',
          validFrom: 'CreatedDate',
        },
      },
    });
    const value = (Field: string, NewValue: string | null) =>
      read(
        mapping,
        'AccountHistory',
        rowOf({ AccountId: 'P1', Field, NewValue, CreatedDate: '2026-01-01' }),
        contextOf({ owners: { O1: 'a@b.example' } }),
      );
    expect(value('Owner', 'O1').records).toMatchObject([{ field: 'manager', value: 'a@b.example' }]);
    expect(value('Owner', 'Ada Young')).toMatchObject({ records: [], rejects: [] });
    expect(value('Website', 'x')).toMatchObject({ records: [], rejects: [] });
    expect(value('Owner', null).records).toMatchObject([{ value: null }]);
  });
});

test('a partner says by which names others find it', () => {
  const mapping = mappingOf('hubspot', {
    partner: {
      object: 'companies',
      where: [{ field: 'type', value: 'PARTNER' }],
      fields: { name: 'name', domain: 'domain', aliases: { field: 'aka', split: ';' } },
    },
    attribution: [
      {
        object: 'p_link',
        fields: { deal: 'd', partner: { field: 'k', matchProperty: 'prm' }, role: { constant: 'sourced' } },
      },
      {
        object: 'p_link',
        fields: { deal: 'd', partner: { field: 'k', match: 'domain' }, role: { constant: 'sourced' } },
      },
    ],
  });
  const values = { type: 'PARTNER', name: 'Acme', domain: 'http://WWW.acme.example', prm: ' K1' };
  expect(matchKeysOf(mapping, 'companies', rowOf(values))).toEqual([
    { record: 'partner', id: 'X1', by: 'domain', value: 'acme.example' },
    { record: 'partner', id: 'X1', by: 'property:prm', value: 'k1' },
  ]);
  const elsewhere = [{ record: 'partner', by: 'alias' }] as const;
  expect(matchKeysOf(mapping, 'companies', rowOf({ ...values, aka: 'ACME Cloud; acme' }), elsewhere)).toContainEqual({
    record: 'partner',
    id: 'X1',
    by: 'alias',
    value: 'acme cloud',
  });
  expect(matchKeysOf(mapping, 'companies', rowOf({ ...values, type: 'PROSPECT' }))).toEqual([]);
});
