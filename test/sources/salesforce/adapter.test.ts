import { describe, expect, it } from 'vitest';
import { readyNames } from '../../../src/sources/mapping/index.ts';
import { failureOf, told } from '../http/support.ts';
import { adapterBench, dealFields, expectSame, manyDeals, partnerFields, smallMapping } from './adapter-support.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const isPartner = 'IsPartner = true';

describe('a full load', () => {
  it('brings every row of the mapped objects with the mapped fields, and no other', async () => {
    const b = await adapterBench(smallMapping);
    await b.engine.run();
    expect(b.engine.passes).toEqual(['all:Account', 'all:Deal_Registration__c', 'all:Opportunity']);
    expectSame(b, 'Account', partnerFields, isPartner);
    expectSame(b, 'Opportunity', dealFields);
    expectSame(b, 'Deal_Registration__c', ['Partner__c', 'Opportunity__c', 'Status__c', 'Submitted_At__c']);
    const [deal] = b.engine.of('Opportunity').values();
    expect(Object.keys(deal?.values ?? {}).sort()).toEqual([...dealFields].sort());
    expect(deal?.url).toBe(`${b.salesforce.url}/${deal?.id}`);
    expect(b.salesforce.calls.filter(({ soql }) => soql?.match(/FirstName|LastName|Phone/))).toEqual([]);
  });

  it.each(readyNames('salesforce'))('works with the ready mapping %s', async (ready) => {
    const b = await adapterBench({ ready });
    await b.engine.run();
    expectSame(b, 'Account', partnerFields, isPartner);
    expectSame(b, 'Opportunity', ['Name', 'Amount', 'StageName', 'OwnerId', 'CurrencyIsoCode']);
    expectSame(b, 'DatedConversionRate', ['IsoCode', 'StartDate', 'ConversionRate']);
    expectSame(b, 'Task', ['AccountId', 'ActivityDate', 'WhatId'], 'IsClosed = true');
    expect(b.engine.facts?.owners.size).toBe(3);
    expect(b.engine.facts?.currency).toBe('USD');
  });

  it('takes at most 1.02 calls for each that it must', async () => {
    const b = await adapterBench(smallMapping, { reading: { bulkAbove: 1_000_000 } });
    manyDeals(b.salesforce, 210_000);
    await b.engine.run();
    const pages = (rows: number): number => Math.max(1, Math.ceil(rows / 2000));
    const least = pages(6) + pages(210_014) + pages(7);
    expect(b.calls() / least).toBeLessThanOrEqual(1.02);
    expect(b.engine.of('Opportunity').size).toBe(210_014);
  });

  it('goes on at the page where it was cut off, also when the place there has expired', async () => {
    for (const expires of [false, true]) {
      const b = await adapterBench(smallMapping);
      manyDeals(b.salesforce, 6_000);
      let seen = 0;
      const crash = b.engine.run({
        onPage: (_page, { name }) => {
          if (name === 'all:Opportunity') seen += 1;
          if (seen === 2) throw new Error('killed');
        },
      });
      await expect(crash).rejects.toThrow('killed');
      b.restart();
      if (expires) b.salesforce.expireLocators();
      const before = b.salesforce.calls.length;
      await b.engine.run();
      expectSame(b, 'Opportunity', dealFields);
      const data = b.salesforce.calls
        .slice(before)
        .filter(({ object, status }) => object === 'Opportunity' || status === 400);
      expect(data.map(({ route }) => route)).toEqual(
        expires ? ['queryMore', 'queryAll', 'queryMore'] : ['queryMore', 'queryMore'],
      );
    }
  });

  it('reads once more what came short', async () => {
    const b = await adapterBench(smallMapping);
    manyDeals(b.salesforce, 4_000);
    let wasLost = false;
    await b.engine.run({
      onPage: (_page, { name }) => {
        if (name !== 'all:Opportunity' || wasLost) return;
        wasLost = true;
        b.salesforce.loseRecords(20);
      },
    });
    expectSame(b, 'Opportunity', dealFields);
    expect(b.salesforce.callsOf('queryAll:Opportunity')).toHaveLength(3);
  });

  it('believes that rows were purged meanwhile', async () => {
    const b = await adapterBench(smallMapping);
    manyDeals(b.salesforce, 4_000);
    let wasPurged = false;
    await b.engine.run({
      onPage: (_page, { name }) => {
        if (name !== 'all:Opportunity' || wasPurged) return;
        wasPurged = true;
        for (const id of b.salesforce.org.idsOf('Opportunity').slice(-2)) b.salesforce.org.hardDelete(id);
      },
    });
    expectSame(b, 'Opportunity', dealFields);
    expect(b.salesforce.callsOf('queryAll:Opportunity')).toHaveLength(2);
  });
});

describe('an increment', () => {
  it('takes one call for each object, and one for what stands beside them', async () => {
    const b = await adapterBench(smallMapping);
    await b.engine.run();
    b.wait(15 * MINUTE);
    b.calls();
    await b.engine.run();
    expect(b.engine.passes).toEqual(['changes:Account', 'changes:Deal_Registration__c', 'changes:Opportunity']);
    // OpportunityStage and User are objects too: five are read with four calls.
    expect(b.calls()).toBe(4);
  });

  it('sees what is new, changed, deleted, brought back, and merged', async () => {
    const b = await adapterBench(smallMapping);
    const { org } = b.salesforce;
    const [first = '', second = '', third = '', fourth = ''] = org.idsOf('Account');
    const [deal = '', other = ''] = org.idsOf('Opportunity');
    await b.engine.run();
    b.wait(15 * MINUTE);
    org.update(first, { Partner_Tier__c: 'Platinum' });
    const made = org.insert('Account', { Name: 'New', IsPartner: true });
    org.delete(deal);
    org.delete(other);
    org.merge(second, third);
    org.update(fourth, { IsPartner: false });
    await b.engine.run();
    expectSame(b, 'Account', partnerFields, isPartner);
    expectSame(b, 'Opportunity', dealFields);
    expect([...b.engine.merged]).toEqual([[third, second]]);
    expect(b.engine.of('Account').has(fourth)).toBe(false);
    expect(b.engine.of('Account').has(made)).toBe(true);
    b.wait(15 * MINUTE);
    org.undelete(deal);
    org.update(fourth, { IsPartner: true });
    await b.engine.run();
    expectSame(b, 'Account', partnerFields, isPartner);
    expectSame(b, 'Opportunity', dealFields);
    expect(b.engine.of('Opportunity').has(deal)).toBe(true);
  });

  it('sees a change that was stamped before the last one and committed after it', async () => {
    const b = await adapterBench(smallMapping);
    const [deal = ''] = b.salesforce.org.idsOf('Opportunity');
    await b.engine.run();
    const late = b.salesforce.org.begin();
    late.update(deal, { Amount: 1 });
    b.wait(8 * MINUTE);
    await b.engine.run();
    expect(b.engine.of('Opportunity').get(deal)?.values.Amount).not.toBe(1);
    late.commit();
    b.wait(8 * MINUTE);
    await b.engine.run();
    expect(b.engine.of('Opportunity').get(deal)?.values.Amount).toBe(1);
  });

  it('of thousands with one stamp loses none over the pages, nor when it is cut off', async () => {
    const b = await adapterBench(smallMapping);
    manyDeals(b.salesforce, 5_000);
    await b.engine.run();
    b.wait(15 * MINUTE);
    for (const id of b.salesforce.org.idsOf('Opportunity')) b.salesforce.org.update(id, { Amount: 7 });
    const crash = b.engine.run({
      onPage: (_page, { name }) => {
        if (name === 'changes:Opportunity') throw new Error('killed');
      },
    });
    await expect(crash).rejects.toThrow('killed');
    b.restart();
    b.salesforce.expireLocators();
    b.wait(15 * MINUTE);
    await b.engine.run();
    expectSame(b, 'Opportunity', dealFields);
  });

  it('halves a window that takes the service too long', async () => {
    const b = await adapterBench(smallMapping);
    await b.engine.run();
    b.wait(2 * 60 * MINUTE);
    for (const id of b.salesforce.org.idsOf('Opportunity')) b.salesforce.org.update(id, { Amount: 8 });
    b.salesforce.fail('queryAll:Opportunity', { status: 400, errorCode: 'QUERY_TIMEOUT', times: 2 });
    await b.engine.run();
    expectSame(b, 'Opportunity', dealFields);
    expect(b.salesforce.callsOf('queryAll:Opportunity')).toHaveLength(1 + 2 + 3);
  });

  it('follows a full load from the moment when that began', async () => {
    const b = await adapterBench(smallMapping);
    manyDeals(b.salesforce, 3_000);
    const [deal = ''] = b.salesforce.org.idsOf('Opportunity');
    await b.engine.run({
      onPage: (_page, { name }) => {
        if (name !== 'all:Opportunity') return;
        b.wait(40 * MINUTE);
        b.salesforce.org.update(deal, { Amount: 3 });
      },
    });
    b.wait(15 * MINUTE);
    await b.engine.run();
    expectSame(b, 'Opportunity', dealFields);
  });
});

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
