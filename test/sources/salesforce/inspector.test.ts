import { describe, expect, it } from 'vitest';
import type { Filter, Operator, Scalar } from '../../../src/sources/mapping/index.ts';
import { salesforceInspector } from '../../../src/sources/salesforce/index.ts';
import type { SalesforceOptions } from '../../doubles/salesforce/index.ts';
import { failureOf, signal, told } from '../http/support.ts';
import { bench } from './support.ts';

const filter = (field: string, op: Operator, ...values: Scalar[]): Filter => ({ field, op, values, negated: false });
const not = (one: Filter): Filter => ({ ...one, negated: true });

async function inspected(options: SalesforceOptions = {}) {
  const { salesforce, settings, around } = await bench(options);
  return { salesforce, inspector: salesforceInspector(settings, around) };
}

async function idsOf(inspector: Awaited<ReturnType<typeof inspected>>['inspector'], object: string, where: Filter[]) {
  const ids: string[] = [];
  for await (const rows of inspector.rows(object, [], where, signal())) ids.push(...rows.map(({ id }) => id));
  return ids;
}

it('says who the bot is, where, and with which money', async () => {
  const { salesforce, inspector } = await inspected({ org: { timeZone: 'Europe/Berlin' } });
  expect(await inspector.identity(signal())).toEqual({
    account: salesforce.org.organizationId,
    user: 'pulse@acme.example',
    kind: 'Enterprise Edition',
    timeZone: 'Europe/Berlin',
    currency: 'USD',
    scopes: ['api', 'refresh_token'],
    apiVersion: '66.0',
    offered: expect.arrayContaining(['66.0', '68.0']),
    at: Date.parse('2026-11-24T10:00:00Z'),
  });
});

it('an app that may not ask who it is still knows where it is', async () => {
  const { salesforce, inspector } = await inspected();
  salesforce.fail('userinfo', { status: 403, times: Infinity });
  const told = await inspector.identity(signal());
  expect(told).toMatchObject({ account: salesforce.org.organizationId, user: null, scopes: null, currency: 'USD' });
});

it('an org of one currency may not say which', async () => {
  const { inspector } = await inspected({ org: { multiCurrency: false } });
  expect((await inspector.identity(signal())).currency).toBeNull();
});

it.each([true, false])(
  'adds up money, in the org’s own currency where there are several (%s)',
  async (multiCurrency) => {
    const { salesforce, inspector } = await inspected({ org: { multiCurrency } });
    const open = [{ field: 'StageName', op: 'in', values: ['Negotiation'], negated: false } as const];
    const before = await inspector.sum?.('Opportunity', 'Amount', open, signal());
    const deal = { Name: 'Sum', StageName: 'Negotiation', CloseDate: '2026-11-01' };
    const money = [
      { Amount: 90, ...(multiCurrency && { CurrencyIsoCode: 'EUR' }) },
      { Amount: 10.5 },
      // One without an amount counts, and adds nothing.
      {},
    ];
    for (const amount of money) salesforce.org.insert('Opportunity', { ...deal, ...amount });
    salesforce.clock.advance(60_000);
    const after = await inspector.sum?.('Opportunity', 'Amount', open, signal());
    expect(after?.converted).toBe(multiCurrency);
    expect(Number(after?.count) - Number(before?.count)).toBe(3);
    // A euro is 1 / 0.9 of the org’s dollars.
    expect(Number(after?.sum) - Number(before?.sum)).toBeCloseTo(multiCurrency ? 110.5 : 100.5, 6);
    const none = [{ field: 'StageName', op: 'in', values: ['No such stage'], negated: false } as const];
    expect(await inspector.sum?.('Opportunity', 'Amount', none, signal())).toMatchObject({ count: 0, sum: '0' });
    // Not as Salesforce compares texts: it could add up only what is more, or less.
    const name = [{ field: 'Name', op: 'eq', values: ['Sum'], negated: false } as const];
    expect(await inspector.sum?.('Opportunity', 'Amount', name, signal())).toBeNull();
  },
);

it('shows objects that the bot could write', async () => {
  const { salesforce, inspector } = await inspected();
  salesforce.org.setPermissions('Account', { edit: true });
  const heads = await inspector.objects(signal());
  const of = (name: string) => heads.find((head) => head.name === name);
  expect(of('Account')).toMatchObject({ writable: true, custom: false });
  expect(of('Deal_Registration__c')).toMatchObject({ writable: false, custom: true, label: 'Deal Registration' });
});

it('shows properties with their types, values and targets', async () => {
  const { salesforce, inspector } = await inspected();
  const deals = await inspector.properties('Opportunity', signal());
  const of = (name: string) => deals.find((field) => field.name === name);
  expect(of('Amount')).toMatchObject({ type: 'money', calculated: false, filterable: true });
  expect(of('OwnerId')).toMatchObject({ type: 'owner', to: ['User'] });
  expect(of('AccountId')).toMatchObject({ type: 'reference', to: ['Account'] });
  expect(of('Days_To_Close__c')).toMatchObject({ type: 'number', calculated: true, custom: true });
  expect(of('Partner_Source__c')?.values[0]).toEqual({ value: 'Sourced', label: 'Sourced', active: true });
  expect((await failureOf(inspector.properties('Opportunityy', signal()))).code).toBe('crm-schema');
  salesforce.org.setFieldVisibility('Account', 'Region__c', false);
  expect((await inspector.properties('Account', signal())).map(({ name }) => name)).not.toContain('Region__c');
});

it('shows the stages in their order', async () => {
  const { inspector } = await inspected();
  const stages = await inspector.stages('Opportunity', signal());
  expect(stages.map(({ stage, status, position }) => [stage, status, position])).toEqual([
    ['Prospecting', 'open', 0],
    ['Qualification', 'open', 1],
    ['Proposal', 'open', 2],
    ['Negotiation', 'open', 3],
    ['Closed Won', 'won', 4],
    ['Closed Lost', 'lost', 5],
  ]);
  expect(await inspector.stages('Account', signal())).toEqual([]);
});

describe('counts', () => {
  it('live rows in one call', async () => {
    const { salesforce, inspector } = await inspected();
    const [first = ''] = salesforce.org.idsOf('Opportunity');
    salesforce.org.delete(first);
    await inspector.properties('Opportunity', signal());
    const before = inspector.calls;
    expect(await inspector.count('Opportunity', [], signal())).toBe(13);
    expect(await inspector.count('Opportunity', [filter('Partner_Source__c', 'filled')], signal())).toBe(10);
    expect(inspector.calls - before).toBe(2);
  });

  const text = ['Nordwind Systems', 'nordwind systems', 'A;B', 'a', '007', '7', 'Müller', 'x'];
  const cases: [string, Filter, string][] = [
    ['a truth', filter('IsPartner', 'eq', true), 'IsPartner'],
    ['a truth as text', not(filter('IsPartner', 'eq', 'TRUE')), 'IsPartner'],
    ['texts without regard to case', filter('Name', 'in', 'nordwind SYSTEMS', 'x'), 'Name'],
    ['a part of a list', filter('Name', 'eq', 'a'), 'Name'],
    ['texts that are numbers', filter('Name', 'eq', 7), 'Name'],
    ['texts beyond ASCII', filter('Name', 'eq', 'MÜLLER'), 'Name'],
    ['other texts', filter('Name', 'ne', 'x'), 'Name'],
    ['no texts', filter('Industry', 'ne', 'Finance'), 'Industry'],
    ['none of a list', filter('Industry', 'not-in', 'Finance', 'Technology'), 'Industry'],
    ['those left out', not(filter('Industry', 'in', 'Finance')), 'Industry'],
    ['those not after a day', not(filter('Onboarded_On__c', 'gt', '2026-03-01')), 'Onboarded_On__c'],
    ['those before a day', filter('Onboarded_On__c', 'lt', '2026-03-01'), 'Onboarded_On__c'],
    ['those from a moment on', filter('CreatedDate', 'gte', '2026-01-15'), 'CreatedDate'],
    ['values of several choices', filter('Certifications__c', 'eq', 'technical'), 'Certifications__c'],
    ['the parent’s', filter('Parent.Name', 'ne', 'Nordwind Systems'), 'Parent.Name'],
    ['the parent’s truth', filter('Parent.IsPartner', 'ne', true), 'Parent.IsPartner'],
  ];

  it.each(cases)('as the mapping reads it: %s', async (_name, where) => {
    const { salesforce, inspector } = await inspected();
    const [parent = ''] = salesforce.org.idsOf('Account');
    const made = text.map((Name, i) =>
      salesforce.org.insert('Account', {
        Name,
        IsPartner: i % 2 === 0,
        Industry: [null, 'Finance', 'Technology'][i % 3] ?? null,
        Onboarded_On__c: [null, '2026-03-01', '2026-02-28', '2026-03-02'][i % 4] ?? null,
        Certifications__c: ['Sales;Technical', 'Sales', 'Technical'][i % 3] ?? null,
        ParentId: i % 2 === 0 ? parent : null,
      }),
    );
    const expected = [...salesforce.org.idsOf('Account')].filter((id) => isMet(salesforce, id, where));
    expect((await idsOf(inspector, 'Account', [where])).sort()).toEqual(expected.sort());
    expect(await inspector.count('Account', [where], signal())).toBe(expected.length);
    expect(made.length).toBe(text.length);
    expect(expected.length).toBeGreaterThan(0);
    expect(expected.length).toBeLessThan(17);
  });

  it('nothing of a field that is not there, and names the nearest', async () => {
    const { inspector } = await inspected();
    const failure = await failureOf(inspector.count('Account', [filter('Partner_Teir__c', 'filled')], signal()));
    expect(failure.code).toBe('crm-schema');
    expect(told(failure)).toContain('Account.Partner_Teir__c (Partner_Tier__c?)');
    expect(told(failure)).toContain('what may not be read looks like what is not there');
  });
});

it('gives rows with what was asked for only', async () => {
  const { inspector } = await inspected();
  const rows = [];
  for await (const page of inspector.rows(
    'Opportunity',
    ['Amount', 'Account.Name'],
    [filter('Amount', 'gt', 100_000)],
    signal(),
  ))
    rows.push(...page);
  expect(rows.map(({ values }) => values)).toEqual([
    { Amount: 120_000, 'Account.Name': 'Initech' },
    { Amount: 210_000, 'Account.Name': 'Umbra Foods' },
  ]);
});

it('knows what is left of the day', async () => {
  const { inspector } = await inspected({ dailyLimit: 1000 });
  expect(await inspector.limits(signal())).toEqual({ limit: 1000, left: 999, resetsAt: null });
  expect(inspector.calls).toBe(1);
});

/** The meaning of a filter, worked out from what the org holds, without SOQL. */
function isMet(
  salesforce: Awaited<ReturnType<typeof inspected>>['salesforce'],
  id: string,
  { field, op, values, negated }: Filter,
) {
  const row = salesforce.org.read(id);
  const [first = '', second] = field.split('.');
  const parent = row?.ParentId;
  const cell =
    second === undefined ? row?.[first] : typeof parent === 'string' ? salesforce.org.read(parent)?.[second] : null;
  const cellText = String(cell ?? '').toLowerCase();
  const one = (value: Scalar): boolean => {
    const wanted = String(value).toLowerCase();
    const isNumber = /^\d+$/.test(wanted) && /^\d+$/.test(cellText);
    return (
      cellText !== '' &&
      (isNumber ? Number(wanted) === Number(cellText) : cellText.split(';').includes(wanted) || cellText === wanted)
    );
  };
  const [value = ''] = values.map(String);
  const held =
    op === 'ne' || op === 'not-in'
      ? !values.some(one)
      : op === 'eq' || op === 'in'
        ? values.some(one)
        : cellText !== '' && (op === 'gt' ? cellText > value : op === 'lt' ? cellText < value : cellText >= value);
  return held !== negated;
}
