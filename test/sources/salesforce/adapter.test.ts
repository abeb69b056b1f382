import { describe, expect, it } from 'vitest';
import { readyNames } from '../../../src/sources/mapping/index.ts';
import { adapterBench, dealFields, expectSame, manyDeals, partnerFields, smallMapping } from './adapter-support.ts';

const MINUTE = 60_000;
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
  it('takes fewer calls than there are objects', async () => {
    const b = await adapterBench(smallMapping);
    await b.engine.run();
    b.wait(15 * MINUTE);
    b.calls();
    await b.engine.run();
    expect(b.engine.passes).toEqual(['changes:Account', 'changes:Deal_Registration__c', 'changes:Opportunity']);
    // One for stages and people, one for the changes of three objects that are read side by side.
    expect(b.calls()).toBe(2);
    b.wait(15 * MINUTE);
    b.engine.sideBySide = false;
    await b.engine.run();
    expect(b.calls()).toBe(1 + 3);
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
    b.engine.sideBySide = false;
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
