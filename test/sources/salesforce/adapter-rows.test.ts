import { describe, expect, it } from 'vitest';
import type { RowName } from '../../../src/sources/crm/contract.ts';
import { seedProgram } from '../../doubles/salesforce/index.ts';
import { type AdapterBench, adapterBench, expectSame, manyDeals, smallMapping } from './adapter-support.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const signal = (): AbortSignal => new AbortController().signal;

async function refreshed(b: AdapterBench, partners: readonly RowName[]): Promise<number> {
  const { facts } = b.engine;
  if (facts === undefined) throw new Error('no facts');
  b.calls();
  for await (const page of b.adapter().refresh(facts, b.engine.known, partners, signal())) b.engine.apply(page);
  return b.calls();
}

describe('rows by id', () => {
  it('come 2,000 in a call; those that are gone, deleted, merged or unwanted are told', async () => {
    const b = await adapterBench(smallMapping);
    manyDeals(b.salesforce, 2_500);
    const { org } = b.salesforce;
    const deals = org.idsOf('Opportunity');
    const [purged = '', deleted = ''] = deals;
    const [master = '', merged = '', customer = ''] = org.idsOf('Account');
    org.hardDelete(purged);
    org.delete(deleted);
    org.merge(master, merged);
    org.update(customer, { IsPartner: false });
    const facts = await b.adapter().facts(b.engine.known, signal());
    b.calls();
    const gone: string[] = [];
    for await (const page of b.adapter().fetch(facts, 'Opportunity', deals, signal())) {
      b.engine.apply(page);
      gone.push(...(page.gone ?? []).map(({ id }) => id));
    }
    expect(b.calls()).toBe(2);
    expect(b.engine.of('Opportunity').size).toBe(2_512);
    expect(gone.sort()).toEqual([purged, deleted].sort());
    for await (const page of b.adapter().fetch(facts, 'Account', [master, merged, customer], signal())) {
      expect(page.rows?.map(({ id }) => id)).toEqual([master]);
      expect(page.merged).toEqual([{ object: 'Account', id: merged, into: master }]);
      expect(page.gone).toEqual([{ object: 'Account', id: customer, apart: true }]);
    }
  });
});

describe('a button', () => {
  it('reads the junctions and registrations of a partner, and their deals', async () => {
    const b = await adapterBench({ ready: 'salesforce-junction' });
    const { org } = b.salesforce;
    const [partner = ''] = org.idsOf('Account');
    await b.engine.run();
    const own = b.salesforce
      .records(`SELECT Opportunity__c FROM Opportunity_Partner__c WHERE Partner__c = '${partner}'`)
      .map((row) => String(row.Opportunity__c));
    for (const deal of org.idsOf('Opportunity')) org.update(deal, { Amount: 77 });
    const [registration = ''] = org.idsOf('Deal_Registration__c');
    org.update(registration, { Status__c: 'Rejected' });
    expect(await refreshed(b, [{ object: 'Account', id: partner }])).toBeLessThanOrEqual(3);
    const changed = [...b.engine.of('Opportunity').values()].filter(({ values }) => values.Amount === 77);
    expect(changed.map(({ id }) => id)).toEqual(expect.arrayContaining(own));
    expect(changed.length).toBeLessThan(org.idsOf('Opportunity').length);
    expect(b.engine.of('Deal_Registration__c').get(registration)?.values.Status__c).toBe('Rejected');
  });

  it('follows names where the mapping does', async () => {
    const named = {
      ...smallMapping,
      registration: {
        ...smallMapping.registration,
        fields: { ...smallMapping.registration.fields, partner: { field: 'Name', match: 'name' } },
      },
    };
    const b = await adapterBench(named);
    const { org } = b.salesforce;
    const [partner = ''] = org.idsOf('Account');
    await b.engine.run();
    const made = org.insert('Deal_Registration__c', { Name: String(org.read(partner)?.Name), Status__c: 'Submitted' });
    await refreshed(b, [{ object: 'Account', id: partner }]);
    expect(b.engine.of('Deal_Registration__c').has(made)).toBe(true);
  });

  it('tells that a partner is gone', async () => {
    const b = await adapterBench(smallMapping);
    const [partner = ''] = b.salesforce.org.idsOf('Account');
    await b.engine.run();
    b.salesforce.org.hardDelete(partner);
    await refreshed(b, [{ object: 'Account', id: partner }]);
    expect(b.engine.of('Account').has(partner)).toBe(false);
  });
});

describe('filters', () => {
  it('on what changes without a stamp are looked through every day', async () => {
    const drifting = {
      ...smallMapping,
      registration: {
        ...smallMapping.registration,
        where: [{ field: 'Partner__r.Region__c', op: 'eq', value: 'EMEA' }],
      },
    };
    const b = await adapterBench(drifting);
    const { org } = b.salesforce;
    await b.engine.run();
    const fields = ['Status__c', 'Partner__r.Region__c'];
    expectSame(b, 'Deal_Registration__c', fields, "Partner__r.Region__c = 'EMEA'");
    for (const id of org.idsOf('Account'))
      org.update(id, { Region__c: org.read(id)?.Region__c === 'EMEA' ? 'APAC' : 'EMEA' });
    b.wait(DAY);
    await b.engine.run();
    expect(b.engine.passes).toContain('check:Deal_Registration__c');
    expectSame(b, 'Deal_Registration__c', fields, "Partner__r.Region__c = 'EMEA'");
    expect(b.engine.of('Deal_Registration__c').size).toBeGreaterThan(0);
  });

  it('on what the org lacks are met by no row, and nothing is asked for', async () => {
    const b = await adapterBench({
      ...smallMapping,
      touch: {
        object: 'Task',
        where: [{ field: 'Nothing__c', op: 'empty' }],
        optional: true,
        fields: { partner: 'AccountId', kind: { constant: 'call' }, at: 'ActivityDate' },
      },
    });
    await b.engine.run();
    b.wait(15 * MINUTE);
    await b.engine.run();
    expect(b.engine.of('Task').size).toBe(0);
    expect(b.salesforce.callsOf('queryAll:Task')).toEqual([]);
    expect(b.engine.facts?.warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('Task.Nothing__c'),
    ]);
  });

  it('do not load what they leave out', async () => {
    const b = await adapterBench(smallMapping);
    b.salesforce.org.load(
      'Account',
      Array.from({ length: 5_000 }, (_, i) => ({ Name: `Customer ${i}` })),
    );
    await b.engine.run();
    expect(b.salesforce.callsOf('queryMore')).toEqual([]);
    expect(b.engine.of('Account').size).toBe(6);
  });
});

it('knows an owner who came since the last run, and those who left', async () => {
  const b = await adapterBench(smallMapping);
  const { org } = b.salesforce;
  const left = org.insert('User', { LastName: 'Gone', Email: 'gone@acme.example', IsActive: false });
  await b.engine.run();
  expect(b.engine.facts?.owners.get(left)).toBe('gone@acme.example');
  b.wait(15 * MINUTE);
  const made = org.insert('User', { LastName: 'New', Email: 'new@acme.example' });
  await b.engine.run();
  expect(b.engine.facts?.owners.get(made)).toBe('new@acme.example');
  expect(b.engine.facts?.owners.size).toBe(5);
});

it('an object that is missing stops the run, unless the mapping has it as optional', async () => {
  const raw = {
    ...smallMapping,
    training: {
      object: 'Nowhere__c',
      optional: true,
      fields: { partner: 'A__c', person: 'B__c', module: 'C__c', completedAt: 'D__c' },
    },
  };
  const b = await adapterBench(raw);
  await b.engine.run();
  expect(b.engine.facts?.warnings).toEqual([
    { file: 'salesforce Nowhere__c', message: expect.stringContaining('no such object') },
  ]);
  b.restart({ ...raw, training: { ...raw.training, optional: false } });
  await expect(b.engine.run()).rejects.toMatchObject({ code: 'crm-schema', params: { words: 'Nowhere__c' } });
});

it('warns of two long texts; what the service keeps up by itself is read anew every day', async () => {
  const fields = {
    ...smallMapping.partner.fields,
    aliases: 'Partner_Notes__c',
    motion: 'More__c',
    joinedAt: 'LastActivityDate',
  };
  const b = await adapterBench(
    { ...smallMapping, partner: { ...smallMapping.partner, fields } },
    {
      seed: (org) => {
        seedProgram(org);
        org.addField('Account', { name: 'More__c', type: 'textarea', length: 1_000 });
        org.addField('Account', { name: 'LastActivityDate', type: 'date' });
      },
    },
  );
  await b.engine.run();
  expect(b.engine.facts?.warnings.map(({ message }) => message)).toEqual([
    expect.stringMatching(/More__c, Partner_Notes__c.*200 rows a call/),
  ]);
  expect(b.engine.facts?.objects[0]?.calculated).toEqual(['LastActivityDate']);
});

it('a mapping without stages and owners has a clock too, and the account of the org', async () => {
  const b = await adapterBench({
    partner: { object: 'Account', fields: { name: 'Name' } },
  });
  const { org } = b.salesforce;
  await b.engine.run();
  expect(b.engine.facts?.account).toBe(org.organizationId);
  b.wait(15 * MINUTE);
  const made = org.insert('Account', { Name: 'New' });
  await b.engine.run();
  expect(b.engine.facts?.at).toBe('2026-11-24T10:15:00.000Z');
  expect(b.engine.of('Account').has(made)).toBe(true);
  org.setObjectVisibility('Organization', false);
  org.setObjectVisibility('CurrencyType', false);
  b.restart();
  await b.engine.run();
  expect(b.engine.facts).toMatchObject({ account: org.organizationId, currency: null });
});
