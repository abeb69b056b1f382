import { describe, expect, it } from 'vitest';
import { failureOf, told } from '../http/support.ts';
import { adapterBench, dealFields, expectSame, partnerFields, smallMapping } from './adapter-support.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const isPartner = 'IsPartner = true';

describe('a check by id', () => {
  it('finds what was deleted for good, and what became visible without a stamp', async () => {
    const b = await adapterBench(smallMapping);
    const { org } = b.salesforce;
    const [hidden = '', gone = ''] = org.idsOf('Opportunity');
    org.setRecordVisibility(hidden, false);
    await b.engine.run();
    org.setRecordVisibility(hidden, true);
    org.hardDelete(gone);
    b.wait(DAY);
    await b.engine.run();
    expect(b.engine.of('Opportunity').has(gone)).toBe(true);
    await b.engine.run({ mode: 'reconcile' });
    expectSame(b, 'Opportunity', dealFields);
    expect(b.engine.passes).toContain('check:Opportunity');
  });

  it('comes by itself when its time has come, and after a pause longer than the recycle bin', async () => {
    const b = await adapterBench(smallMapping);
    await b.engine.run();
    b.wait(6 * DAY);
    await b.engine.run();
    expect(b.engine.passes.filter((name) => name.startsWith('check:'))).toEqual([]);
    b.wait(1 * DAY);
    await b.engine.run();
    expect(b.engine.passes.filter((name) => name.startsWith('check:'))).toHaveLength(3);
    b.engine.reconcileEveryMs = 365 * DAY;
    b.wait(15 * DAY);
    await b.engine.run();
    expect(b.engine.passes.filter((name) => name.startsWith('check:'))).toHaveLength(3);
  });
});

describe('what changes without a stamp', () => {
  it('formulas and fields of parents are read anew every day', async () => {
    const raw = {
      ...smallMapping,
      deal: {
        ...smallMapping.deal,
        fields: { ...smallMapping.deal.fields, name: 'Account.Name', nextStep: undefined, source: undefined },
      },
      attribution: {
        ...smallMapping.attribution,
        fields: {
          ...smallMapping.attribution.fields,
          role: { field: 'Partner_Tier_Now__c', values: { sourced: ['Gold'] }, unmapped: 'skip' },
        },
      },
    };
    const b = await adapterBench(JSON.parse(JSON.stringify(raw)));
    await b.engine.run();
    const object = b.engine.facts?.objects.find(({ need }) => need.object === 'Opportunity');
    expect(object?.calculated).toEqual(['Account.Name', 'Partner_Tier_Now__c']);
    const fields = ['Amount', 'Account.Name', 'Partner_Tier_Now__c'];
    for (const id of b.salesforce.org.idsOf('Account'))
      b.salesforce.org.update(id, { Name: 'Renamed', Partner_Tier__c: 'Silver' });
    b.wait(23 * 60 * MINUTE);
    await b.engine.run();
    expect(b.engine.passes).not.toContain('values:Opportunity');
    b.wait(60 * MINUTE);
    await b.engine.run();
    expect(b.engine.passes).toContain('values:Opportunity');
    expectSame(b, 'Opportunity', fields);
  });

  it('a stage that is edited or renamed: the facts say so, and its deals are read anew', async () => {
    const b = await adapterBench(smallMapping);
    await b.engine.run();
    b.wait(15 * MINUTE);
    b.salesforce.org.setStage('Closed Won', { ApiName: 'Won', MasterLabel: 'Won' });
    await b.engine.run();
    expect(b.engine.passes).toContain('all:Opportunity');
    expectSame(b, 'Opportunity', dealFields);
    expect(b.engine.facts?.stages.map(({ stage, status }) => [stage, status])).toContainEqual(['Won', 'won']);
    b.wait(15 * MINUTE);
    b.salesforce.org.setStage('Proposal', { IsClosed: true });
    await b.engine.run();
    expect(b.engine.facts?.stages.find(({ stage }) => stage === 'Proposal')?.status).toBe('lost');
    b.wait(15 * MINUTE);
    await b.engine.run();
    expect(b.engine.passes).toContain('changes:Opportunity');
  });

  it('a renamed value of a list: its rows are read anew within the hour', async () => {
    const b = await adapterBench(smallMapping);
    await b.engine.run();
    b.salesforce.org.editPicklistValue('Account', 'Partner_Tier__c', 'Gold', { value: 'Golden' });
    b.wait(60 * MINUTE);
    await b.engine.run();
    expect(b.engine.passes).toContain('all:Account');
    expectSame(b, 'Account', partnerFields, isPartner);
  });
});

describe('fields and objects', () => {
  it('that the mapping demands and that are missing or hidden stop the run with their names', async () => {
    const b = await adapterBench(smallMapping);
    b.salesforce.org.setFieldVisibility('Account', 'Partner_Tier__c', false);
    b.salesforce.org.removeField('Opportunity', 'Partner__c');
    const failure = await failureOf(b.engine.run());
    expect(failure.code).toBe('crm-schema');
    expect(told(failure)).toMatch(/Account\.Partner_Tier__c.*Opportunity\.Partner__c/);
  });

  it('that it would like are told of, and read when they appear', async () => {
    const b = await adapterBench(smallMapping);
    b.salesforce.org.setFieldVisibility('Account', 'Region__c', false);
    await b.engine.run();
    const account = b.engine.facts?.objects.find(({ need }) => need.object === 'Account');
    expect(account?.lacking).toEqual(['Region__c']);
    expect(b.engine.facts?.warnings).toEqual([
      { file: 'salesforce Account', message: expect.stringMatching(/Region__c.*no such field.*field-level security/) },
    ]);
    b.salesforce.org.setFieldVisibility('Account', 'Region__c', true);
    b.wait(60 * MINUTE);
    await b.engine.run();
    expect(b.engine.passes).toContain('all:Account');
    expectSame(b, 'Account', ['Region__c'], isPartner);
  });

  it('that vanish between two looks fail one run, and the next one knows', async () => {
    const b = await adapterBench(smallMapping);
    await b.engine.run();
    b.wait(15 * MINUTE);
    b.salesforce.org.setFieldVisibility('Account', 'Region__c', false);
    expect((await failureOf(b.engine.run())).code).toBe('crm-schema');
    await b.engine.run();
    expect(b.engine.facts?.objects[0]?.lacking).toEqual(['Region__c']);
  });

  it('that say nothing of their deletion are read whole', async () => {
    const b = await adapterBench({ ready: 'salesforce-partner-cloud' });
    const { org } = b.salesforce;
    const [deal = ''] = org.idsOf('Opportunity');
    const [partner = ''] = org.idsOf('Account');
    const row = { OpportunityId: deal, AccountToId: partner, Role: 'Reseller' };
    const before = org.insert('OpportunityPartner', row);
    await b.engine.run();
    b.wait(15 * MINUTE);
    org.hardDelete(before);
    org.insert('OpportunityPartner', { ...row, Role: 'Consultant' });
    await b.engine.run();
    expect(b.engine.passes).toContain('all:OpportunityPartner');
    expectSame(b, 'OpportunityPartner', ['OpportunityId', 'AccountToId', 'Role']);
  });
});

it('a button reads a partner and all that is its own with three calls', async () => {
  const b = await adapterBench(smallMapping);
  await b.engine.run();
  const { org } = b.salesforce;
  const [partner = ''] = org.idsOf('Account');
  org.update(partner, { Partner_Tier__c: 'Silver' });
  for (const deal of org.idsOf('Opportunity')) org.update(deal, { Amount: 99 });
  const facts = b.engine.facts;
  if (facts === undefined) throw new Error('no facts');
  b.calls();
  const { signal } = new AbortController();
  for await (const page of b.adapter().refresh(facts, b.engine.known, [{ object: 'Account', id: partner }], signal))
    b.engine.apply(page);
  expect(b.calls()).toBeLessThanOrEqual(3);
  expect(b.engine.of('Account').get(partner)?.values.Partner_Tier__c).toBe('Silver');
  const deals = [...b.engine.of('Opportunity').values()].filter(({ values }) => values.Amount === 99);
  expect(deals.map(({ values }) => values.Partner__c)).toEqual([partner, partner]);
});
