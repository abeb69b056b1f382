import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { OrgError, type SalesforceStandIn } from './index.ts';
import { StandIns, type TestClient } from './test-client.ts';

const standIns = new StandIns();
let salesforce: SalesforceStandIn;
let client: TestClient;
afterEach(() => standIns.end());
beforeEach(async () => {
  ({ salesforce, client } = await standIns.start({ startAt: '2026-11-24T10:00:00.700Z' }));
});

const stampOf = async (id: string) =>
  (
    await client.column(
      `SELECT SystemModstamp FROM ${id.startsWith('001') ? 'Account' : 'Opportunity'} WHERE Id = '${id}'`,
      'SystemModstamp',
      'queryAll',
    )
  )[0];

const deal = (more: Record<string, string | number> = {}) =>
  salesforce.org.insert('Opportunity', {
    Name: 'New',
    StageName: 'Prospecting',
    CloseDate: '2026-12-31',
    Amount: 100,
    ...more,
  });

describe('stamps', () => {
  test('are the server’s, of whole seconds, so that writes of one second share one', async () => {
    const [a, b] = [deal(), deal()];
    expect(await stampOf(a)).toBe('2026-11-24T10:00:00.000+0000');
    expect(await stampOf(b)).toBe(await stampOf(a));
    salesforce.clock.advance(5000);
    salesforce.org.update(a, { Amount: 200 });
    expect(await stampOf(a)).toBe('2026-11-24T10:00:05.000+0000');
    expect(() => salesforce.org.update(a, { SystemModstamp: '2020-01-01T00:00:00Z' })).toThrow(OrgError);
  });

  test('a transaction that commits late brings stamps from before what was already read', async () => {
    const late = salesforce.org.begin();
    const [old = ''] = salesforce.org.idsOf('Opportunity');
    const hidden = late.insert('Opportunity', { Name: 'Late', StageName: 'Prospecting', CloseDate: '2026-12-31' });
    late.update(old, { Amount: 1 });
    salesforce.clock.advance(60_000);
    deal();
    expect(await client.count(`SELECT Id FROM Opportunity WHERE Id = '${hidden}'`, 'queryAll')).toBe(0);
    expect(() => salesforce.org.update(old, { Amount: 2 })).toThrow('UNABLE_TO_LOCK_ROW');
    const span = '?start=2026-11-20T00:00:00Z&end=2026-11-25T00:00:00Z';
    const covered = { latestDateCovered: '2026-11-24T10:00:00.000+0000' };
    expect(await client.json(`/sobjects/Opportunity/updated${span}`)).toMatchObject(covered);
    late.commit();
    expect(await client.json(`/sobjects/Opportunity/updated${span}`)).not.toMatchObject(covered);
    expect(await stampOf(hidden)).toBe('2026-11-24T10:00:00.000+0000');
    expect(await stampOf(old)).toBe('2026-11-24T10:00:00.000+0000');
    expect(salesforce.org.read(old)?.Amount).toBe(1);
    const undone = salesforce.org.begin();
    undone.delete(old);
    undone.rollback();
    expect(await client.count(`SELECT Id FROM Opportunity WHERE Id = '${old}'`)).toBe(1);
  });

  test('formulas, stages, picklists and sharing change what is read, and no stamp', async () => {
    const [partner = ''] = salesforce.org.idsOf('Account');
    const id = deal({ Partner__c: partner });
    const before = await stampOf(id);
    salesforce.clock.advance(60_000);
    const read = async () =>
      (
        await client.query(
          `SELECT StageName, IsWon, IsClosed, Partner_Tier_Now__c, Days_To_Close__c FROM Opportunity WHERE Id = '${id}'`,
        )
      ).records[0];
    expect(await read()).toMatchObject({ IsWon: false, Partner_Tier_Now__c: 'Gold', Days_To_Close__c: 37 });
    salesforce.org.update(partner, { Partner_Tier__c: 'Platinum' });
    salesforce.org.setStage('Prospecting', { IsWon: true, IsClosed: true });
    expect(await read()).toMatchObject({ IsWon: true, IsClosed: true, Partner_Tier_Now__c: 'Platinum' });
    salesforce.org.setStage('Prospecting', { ApiName: 'Discovery', MasterLabel: 'Discovery' });
    expect(await read()).toMatchObject({ StageName: 'Discovery', IsWon: true });
    salesforce.clock.advance(86_400_000);
    await client.login();
    expect(await read()).toMatchObject({ Days_To_Close__c: 36 });
    expect(
      await client.count("SELECT Id FROM Opportunity WHERE Partner_Tier_Now__c = 'platinum' AND Days_To_Close__c = 36"),
    ).toBe(1);
    salesforce.org.setRecordVisibility(id, false);
    expect(await read()).toBeUndefined();
    salesforce.org.setRecordVisibility(id, true);
    expect(await stampOf(id)).toBe(before);
  });
});

describe('deletion', () => {
  test('hides from query, not from queryAll; takes dependants along and clears lookups; undelete brings all back', async () => {
    const account = salesforce.org.insert('Account', { Name: 'Short-lived' });
    const child = deal({ AccountId: account });
    const pointing = deal({ Partner__c: account });
    const before = await stampOf(pointing);
    salesforce.clock.advance(10_000);
    salesforce.org.delete(account);
    expect(await client.count(`SELECT Id FROM Account WHERE Id = '${account}'`)).toBe(0);
    expect(
      await client.column(`SELECT IsDeleted FROM Account WHERE Id = '${account}'`, 'IsDeleted', 'queryAll'),
    ).toEqual([true]);
    expect(await stampOf(account)).toBe('2026-11-24T10:00:10.000+0000');
    expect(salesforce.org.read(child)?.IsDeleted).toBe(true);
    expect(salesforce.org.read(pointing)?.Partner__c).toBeNull();
    expect(await stampOf(pointing)).toBe(before);
    salesforce.org.undelete(account);
    expect(salesforce.org.read(child)?.IsDeleted).toBe(false);
    expect(salesforce.org.read(pointing)?.Partner__c).toBe(account);
  });

  test('of a parent that an open transaction points at is refused; lookups need living records', () => {
    const account = salesforce.org.insert('Account', { Name: 'Wanted' });
    const open = salesforce.org.begin();
    const child = open.insert('Opportunity', {
      Name: 'Child',
      StageName: 'Prospecting',
      CloseDate: '2026-12-31',
      Partner__c: account,
    });
    expect(() => salesforce.org.delete(account)).toThrow('UNABLE_TO_LOCK_ROW');
    open.commit();
    salesforce.org.delete(child);
    salesforce.org.delete(account);
    salesforce.org.undelete(child);
    expect(salesforce.org.read(child)).toMatchObject({ IsDeleted: false, Partner__c: null });
    expect(() => deal({ Partner__c: account })).toThrow('INVALID_CROSS_REFERENCE_KEY');
    expect(() => deal({ Partner__c: child })).toThrow('INVALID_CROSS_REFERENCE_KEY');
  });

  test('for good leaves nothing, but for a while in the log of deletions', async () => {
    const id = deal();
    salesforce.org.hardDelete(id);
    expect(await client.count(`SELECT Id FROM Opportunity WHERE Id = '${id}'`, 'queryAll')).toBe(0);
    const span = '?start=2026-11-20T00:00:00Z&end=2026-11-25T00:00:00Z';
    expect(await client.json(`/sobjects/Opportunity/deleted${span}`)).toMatchObject({ deletedRecords: [{ id }] });
    expect(await client.json(`/sobjects/Opportunity/updated${span}`)).not.toMatchObject({
      ids: expect.arrayContaining([id]),
    });
    const refused = await client.refusal(client.call(`/sobjects/OpportunityStage/deleted${span}`));
    expect(refused.code).toBe('INVALID_OPERATION');
    const binned = deal();
    salesforce.org.delete(binned);
    salesforce.clock.advance(16 * 86_400_000);
    salesforce.org.emptyRecycleBin();
    expect(salesforce.org.read(binned)).toBeUndefined();
  });

  test('a merge deletes the losers, names the winner, and moves the children', async () => {
    const [winner, loser] = [
      salesforce.org.insert('Account', { Name: 'A' }),
      salesforce.org.insert('Account', { Name: 'B' }),
    ];
    const moved = deal({ Partner__c: loser });
    salesforce.clock.advance(1000);
    salesforce.org.merge(winner, loser);
    const soql = `SELECT IsDeleted, MasterRecordId FROM Account WHERE Id = '${loser}'`;
    expect((await client.query(soql, 'queryAll')).records[0]).toMatchObject({
      IsDeleted: true,
      MasterRecordId: winner,
    });
    expect(salesforce.org.read(moved)).toMatchObject({
      Partner__c: winner,
      SystemModstamp: '2026-11-24T10:00:01.000+0000',
    });
    expect(() => salesforce.org.merge(moved, deal())).toThrow('INVALID_OPERATION');
  });
});

test('history is written by the service: stages, tracked fields, creation', async () => {
  const id = deal();
  salesforce.clock.advance(1000);
  salesforce.org.update(id, { StageName: 'Closed Won' });
  expect(salesforce.org.read(id)).toMatchObject({ Probability: 100, ForecastCategoryName: 'Closed' });
  salesforce.clock.advance(1000);
  salesforce.org.update(id, { Amount: 150 });
  const history = await client.query(
    `SELECT StageName, Amount, PrevAmount FROM OpportunityHistory WHERE OpportunityId = '${id}' ORDER BY CreatedDate`,
  );
  expect(history.records.map((one) => [one.StageName, one.Amount, one.PrevAmount])).toEqual([
    ['Prospecting', 100, null],
    ['Closed Won', 100, 100],
    ['Closed Won', 150, 100],
  ]);
  const fields = await client.query(
    `SELECT Field, OldValue, NewValue FROM OpportunityFieldHistory WHERE OpportunityId = '${id}' ORDER BY CreatedDate`,
  );
  expect(fields.records.map((one) => [one.Field, one.OldValue, one.NewValue])).toEqual([
    ['created', null, null],
    ['StageName', 'Prospecting', 'Closed Won'],
    ['Amount', '100', '150'],
  ]);
  expect(await client.refused("SELECT Id FROM OpportunityFieldHistory WHERE NewValue = '150'")).toBe('INVALID_FIELD');
  expect(await client.refused('SELECT SystemModstamp FROM OpportunityFieldHistory')).toBe('INVALID_FIELD');
});

test('a new checkbox is unchecked on the records that are there', async () => {
  salesforce.org.addField('Account', { name: 'Strategic__c', type: 'boolean' });
  expect(await client.count('SELECT Id FROM Account WHERE Strategic__c = false')).toBe(9);
});

test('opportunity partners know no update', () => {
  const [partner = ''] = salesforce.org.idsOf('Account');
  const id = salesforce.org.insert('OpportunityPartner', {
    OpportunityId: deal(),
    AccountToId: partner,
    Role: 'Reseller',
  });
  expect(() => salesforce.org.update(id, { Role: 'Consultant' })).toThrow('CANNOT_UPDATE');
});

test('rates: dated, and only in an org of several currencies', async () => {
  expect(
    await client.count(
      "SELECT ConversionRate FROM DatedConversionRate WHERE IsoCode = 'EUR' AND StartDate <= 2026-11-24 AND NextStartDate > 2026-11-24",
    ),
  ).toBe(1);
  const single = await standIns.start({ org: { multiCurrency: false } });
  expect(await single.client.refused('SELECT Id FROM CurrencyType')).toBe('INVALID_TYPE');
  expect(await single.client.refused('SELECT CurrencyIsoCode FROM Opportunity')).toBe('INVALID_FIELD');
});

test('field security: hidden fields and objects do not exist, not even in a filter', async () => {
  salesforce.org.setFieldVisibility('Opportunity', 'Amount', false);
  expect(await client.refused('SELECT Amount FROM Opportunity')).toBe('INVALID_FIELD');
  expect(await client.refused('SELECT Id FROM Opportunity WHERE Amount > 5')).toBe('INVALID_FIELD');
  expect(await client.refused('SELECT Opportunity__r.Amount FROM Deal_Registration__c')).toBe('INVALID_FIELD');
  expect(
    (await client.query('SELECT ExpectedRevenue FROM Opportunity WHERE ExpectedRevenue != null LIMIT 1')).records,
  ).toHaveLength(1);
  salesforce.org.setFieldVisibility('Opportunity', 'Amount', true);
  expect(await client.count('SELECT Amount FROM Opportunity')).toBe(14);
  salesforce.org.setObjectVisibility('Deal_Registration__c', false);
  expect(await client.refused('SELECT Id FROM Deal_Registration__c')).toBe('INVALID_TYPE');
  salesforce.org.removeField('Account', 'Region__c');
  expect(await client.refused('SELECT Region__c FROM Account')).toBe('INVALID_FIELD');
});
