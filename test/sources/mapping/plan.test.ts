import { describe, expect, it, test } from 'vitest';
import { kpiIds } from '../../../src/kpi/list.ts';
import {
  type Crm,
  coverage,
  fieldsNeeded,
  kpiNeeds,
  readyMappings,
  recordFields,
} from '../../../src/sources/mapping/index.ts';
import { mergeMapping } from '../../../src/sources/mapping/merge.ts';
import { mappingOf } from './support.ts';

const base = { name: 'Name', status: { constant: 'open' }, createdAt: 'CreatedDate' };

describe('what an adapter must read', () => {
  it('is by object, sorted, filters and histories included', () => {
    const mapping = mappingOf('hubspot', {
      deal: {
        object: 'deals',
        pipelines: ['b'],
        exclude: [{ field: 'is_test', value: true }],
        fields: {
          ...base,
          amount: 'amount',
          stage: { stage: 'dealstage', pipeline: 'pipeline' },
          owner: { owner: 'o' },
        },
      },
      partner: {
        object: 'companies',
        fields: { name: 'name', tier: { field: 'tier', optional: true } },
        history: ['tier'],
      },
      attribution: {
        object: 'deals',
        fields: { deal: 'self', partner: { association: 'companies' }, role: { label: 'partner' } },
        pipelines: ['b'],
      },
      touch: {
        object: 'calls',
        optional: true,
        fields: {
          partner: { association: 'contacts.companies', read: 'key', matchProperty: 'key' },
          kind: { constant: 'call' },
          at: 'at',
        },
      },
    });
    const none = {
      optionalProperties: [],
      histories: [],
      associations: [],
      owners: false,
      stages: false,
      optional: false,
    };
    expect(fieldsNeeded(mapping)).toEqual([
      {
        ...none,
        object: 'calls',
        records: ['touch'],
        optional: true,
        properties: ['at'],
        filters: null,
        associations: [{ path: 'contacts.companies', labels: false, properties: ['key'] }],
      },
      {
        ...none,
        object: 'companies',
        records: ['partner'],
        properties: ['key', 'name', 'tier'],
        optionalProperties: ['tier'],
        filters: null,
        histories: ['tier'],
      },
      {
        ...none,
        object: 'deals',
        records: ['deal', 'attribution'],
        properties: ['CreatedDate', 'Name', 'amount', 'dealstage', 'is_test', 'o', 'pipeline'],
        // The deals' own alternative asks more than the attributions' and is part of it.
        filters: [[{ field: 'pipeline', op: 'in', values: ['b'], negated: false }]],
        associations: [{ path: 'companies', labels: true, properties: [] }],
        owners: true,
        stages: true,
      },
    ]);
  });

  it('is all rows where one entry has no filter', () => {
    const entry = (where: unknown[]) => ({ object: 'A', where, fields: { name: 'Name' } });
    const filters = (...entries: unknown[]) => fieldsNeeded(mappingOf('salesforce', { partner: entries }))[0]?.filters;
    const condition = (value: string) => ({ field: 'T', value });
    expect(filters(entry([condition('b')]), entry([]))).toBeNull();
    expect(
      filters(entry([condition('b')]), entry([condition('a')]), entry([condition('b')]))?.map((one) => one[0]?.values),
    ).toEqual([['a'], ['b']]);
  });

  it('does not depend on the order of keys in the file', () => {
    const { crm, name, mapping } = readyMappings.find((one) => one.name === 'hubspot-prm-key') ??
      readyMappings[0] ?? { crm: 'hubspot', name: '', mapping: {} };
    const reversed = (value: unknown): unknown =>
      typeof value !== 'object' || value === null || Array.isArray(value)
        ? value
        : Object.fromEntries(
            Object.entries(value)
              .toReversed()
              .map(([key, below]) => [key, reversed(below)]),
          );
    expect(fieldsNeeded(mappingOf(crm, reversed(mapping)))).toEqual(fieldsNeeded(mappingOf(crm, { ready: name })));
  });
});

describe('a ready mapping with overrides', () => {
  const ready = {
    partner: {
      object: 'Account',
      where: [{ field: 'IsPartner', value: true }],
      fields: { name: 'Name', tier: { field: 'Tier', values: { Gold: ['G'], Silver: ['S'] } } },
    },
    touch: [{ object: 'Task', fields: {} }],
  };
  it.each<[string, unknown, unknown]>([
    ['nothing', {}, ready],
    ['a record is taken out', { touch: null }, { partner: ready.partner }],
    [
      'a field is taken out',
      { partner: { fields: { tier: null } } },
      { ...ready, partner: { ...ready.partner, fields: { name: 'Name' } } },
    ],
    [
      'a list is replaced',
      { partner: { where: [] }, touch: [] },
      { partner: { ...ready.partner, where: [] }, touch: [] },
    ],
    [
      'another property forgets the old one’s values',
      { partner: { fields: { tier: 'Level' } } },
      { ...ready, partner: { ...ready.partner, fields: { name: 'Name', tier: 'Level' } } },
    ],
    [
      'value maps are laid over each other',
      { partner: { fields: { tier: { values: { Silver: ['S', 'Si'], Bronze: ['B'] } } } } },
      {
        ...ready,
        partner: {
          ...ready.partner,
          fields: {
            name: 'Name',
            tier: { field: 'Tier', values: { Gold: ['G'], Silver: ['S', 'Si'], Bronze: ['B'] } },
          },
        },
      },
    ],
    [
      'another object forgets the old one’s properties',
      { partner: { object: 'P__c', fields: { name: 'N' } } },
      { ...ready, partner: { object: 'P__c', fields: { name: 'N' } } },
    ],
    [
      'a property gets options',
      { partner: { fields: { name: { optional: true } } } },
      {
        ...ready,
        partner: { ...ready.partner, fields: { ...ready.partner.fields, name: { field: 'Name', optional: true } } },
      },
    ],
    ['a record is added', { asset: { object: 'A' } }, { ...ready, asset: { object: 'A' } }],
  ])('%s', (_name, overrides, expected) => {
    const before = structuredClone(ready);
    expect(mergeMapping(ready, { ...(typeof overrides === 'object' ? overrides : {}) })).toEqual(expected);
    expect(ready).toEqual(before);
  });

  it('is read as one mapping', () => {
    const { entries } = mappingOf('hubspot', {
      ready: 'hubspot-labels',
      touch: null,
      deal: { pipelines: ['a', 'b'], fields: { amount: 'hs_acv' } },
    });
    expect(entries.some(({ record }) => record === 'touch')).toBe(false);
    const deal = entries.find(({ record }) => record === 'deal');
    expect([deal?.conditions[0]?.values, deal?.fields.get('amount')?.field, deal?.fields.get('name')?.field]).toEqual([
      ['a', 'b'],
      'hs_acv',
      'dealname',
    ]);
  });
});

describe('coverage', () => {
  const stateOf = (crm: Crm, raw: unknown, kpi: string, elsewhere?: ReadonlySet<keyof typeof recordFields>) => {
    const found = coverage(mappingOf(crm, raw), elsewhere).find((one) => one.kpi === kpi);
    return [
      found?.state,
      ...(found?.lacks ?? []).map(({ record, field }) => (field === null ? record : `${record}.${field}`)),
    ];
  };

  it('knows the KPIs of the program, in their order, and fields that exist', () => {
    expect(kpiNeeds.map(({ kpi }) => kpi)).toEqual(kpiIds);
    const named = kpiNeeds.flatMap(({ needs, wants }) => [...needs, ...wants].flatMap(({ any }) => any));
    expect(named.filter(([record, field]) => field !== null && !Object.hasOwn(recordFields[record], field))).toEqual(
      [],
    );
  });

  it('names what is missing: the record, or its field', () => {
    expect(stateOf('salesforce', {}, 'partner-satisfaction')).toEqual(
      expect.arrayContaining(['none', 'partner', 'survey-response']),
    );
    const partners = {
      partner: { object: 'Account', fields: { name: 'Name', tier: 'T', region: 'R' } },
      deal: { object: 'O', fields: base },
    };
    expect(stateOf('salesforce', partners, 'time-to-first-deal')).toEqual([
      'none',
      'partner.onboardingCompletedAt',
      'deal.closedAt',
      'attribution',
      'deal.amount',
    ]);
  });

  it('takes records of other sources into account', () => {
    const ready = { ready: 'salesforce-lookup' };
    expect(stateOf('salesforce', ready, 'portal-engagement')[0]).toBe('none');
    expect(stateOf('salesforce', ready, 'portal-engagement', new Set(['portal-session']))).toEqual([
      'partial',
      'partner.active',
    ]);
  });

  test.each(readyMappings.map(({ name, crm }) => [name, crm] as const))(
    '%s answers revenue, registrations and first deals',
    (name, crm) => {
      for (const kpi of ['sourced-revenue', 'registered-deals', 'time-to-first-deal'])
        expect(stateOf(crm, { ready: name }, kpi)).toEqual(['full']);
    },
  );
});
