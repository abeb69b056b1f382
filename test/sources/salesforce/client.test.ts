import { describe, expect, it } from 'vitest';
import { failureOf, signal, told } from '../http/support.ts';
import { bench, manyAccounts, pagesOf } from './support.ts';

const accounts = 'SELECT Id, Name FROM Account ORDER BY Id';

describe('pages', () => {
  it.each([
    [0, 1],
    [1, 1],
    [2000, 1],
    [2001, 2],
    [6000, 3],
  ])('%d records take %d calls, the fewest possible', async (records, calls) => {
    const { salesforce, client } = await bench({ seed: manyAccounts(records) });
    const pages = await pagesOf(client, accounts);
    expect(pages.flatMap((page) => page.records)).toHaveLength(records);
    expect(pages.at(-1)).toMatchObject({ totalSize: records, received: records, next: null });
    expect(salesforce.calls.filter((call) => call.counted)).toHaveLength(calls);
  });

  it('that the service makes shorter are read to their end', async () => {
    const { salesforce, client } = await bench({ seed: manyAccounts(1000) });
    salesforce.limitPages(300);
    const pages = await pagesOf(client, accounts);
    expect(pages.map((page) => page.records.length)).toEqual([300, 300, 300, 100]);
    expect(salesforce.calls.filter((call) => call.counted)).toHaveLength(4);
  });

  it('hold the service’s clock, and deleted records too', async () => {
    const { salesforce, client } = await bench();
    const id = salesforce.org.insert('Account', { Name: 'Gone' });
    salesforce.org.delete(id);
    const [page] = await pagesOf(client, `SELECT Id, IsDeleted FROM Account WHERE Id = '${id}'`);
    expect(page).toMatchObject({ at: Date.parse('2026-11-24T10:00:00Z'), records: [{ Id: id, IsDeleted: true }] });
  });

  it('go on at the place that was kept, with one call a page', async () => {
    const { salesforce, client } = await bench({ seed: manyAccounts(4500) });
    const before = await pagesOf(client, accounts);
    const calls = salesforce.calls.length;
    const rest = await pagesOf(client, accounts, before[0]?.next ?? '');
    expect(rest.flatMap((page) => page.records)).toHaveLength(2500);
    expect(salesforce.calls.length - calls).toBe(2);
  });

  it('of a place elsewhere are not asked for', async () => {
    const { client, salesforce } = await bench();
    await client.limits(signal());
    for (const from of ['https://evil.example/services/data/v66.0/query/x', '/services/oauth2/revoke?token=x'])
      expect((await failureOf(pagesOf(client, accounts, from))).code).toBe('crm-elsewhere');
    expect(salesforce.calls).toHaveLength(2);
  });

  it('whose place has expired are told apart', async () => {
    const { salesforce, client } = await bench({ seed: manyAccounts(2001) });
    const [first] = await pagesOf(client, accounts);
    salesforce.expireLocators();
    const failure = await failureOf(pagesOf(client, accounts, first?.next ?? ''));
    expect(failure).toMatchObject({ code: 'crm-cursor-expired', facts: { serviceCode: 'INVALID_QUERY_LOCATOR' } });
    expect(told(failure)).toContain('Sync again');
  });

  it('of purged records say how many came', async () => {
    const { salesforce, client } = await bench({ seed: manyAccounts(2001) });
    const [last] = salesforce.records(accounts).slice(-1);
    const pages = [];
    for await (const page of client.queryAll(accounts, { signal: signal() })) {
      if (pages.length === 0) {
        salesforce.org.delete(String(last?.Id));
        salesforce.org.hardDelete(String(last?.Id));
      }
      pages.push(page);
    }
    expect(pages.at(-1)).toMatchObject({ totalSize: 2001, received: 2000, next: null });
  });

  it('come for a query that is too long for an address, in one call that counts once', async () => {
    const { salesforce, client, budget } = await bench({ seed: manyAccounts(2001) });
    const ids = salesforce.records(accounts).map((row) => `'${String(row.Id)}'`);
    const long = `SELECT Id FROM Account WHERE Id IN (${ids.join(',')})`;
    const pages = await pagesOf(client, long);
    expect(pages.flatMap((page) => page.records)).toHaveLength(2001);
    expect(budget.state.usedNow).toBe(2);
    salesforce.fail('composite', { status: 503 });
    expect(await pagesOf(client, long)).toHaveLength(2);
    const failure = await failureOf(pagesOf(client, long.replace('SELECT Id', 'SELECT Nope__c')));
    expect(failure.code).toBe('crm-schema');
  });
});

describe('descriptions', () => {
  it('come once, and again only after a change', async () => {
    const { salesforce, client } = await bench();
    const first = await client.describe('Opportunity', signal());
    if (!first.changed) throw new Error('nothing came');
    expect(first.object.fields.map((field) => field.name)).toContain('StageName');
    const since = first.lastModified ?? '';
    expect(await client.describe('Opportunity', signal(), since)).toEqual({ changed: false });
    salesforce.clock.advance(60_000);
    salesforce.org.setFieldVisibility('Opportunity', 'StageName', false);
    const second = await client.describe('Opportunity', signal(), since);
    expect(second.changed && second.object.fields.map((field) => field.name)).not.toContain('StageName');
  });

  it('list the objects that the user may see', async () => {
    const { client } = await bench();
    expect((await client.objects(signal())).map((object) => object.name)).toContain('Opportunity');
  });
});

describe('the org', () => {
  it('says who the bot is, what it offers and what is left', async () => {
    const { salesforce, client, budget } = await bench({ dailyLimit: 5_000 });
    expect(await client.identity(signal())).toMatchObject({
      username: salesforce.org.username,
      organizationId: salesforce.org.organizationId,
      scopes: ['api', 'refresh_token'],
    });
    expect(await client.versions(signal())).toContain('66.0');
    expect(budget.state).toMatchObject({ usedNow: 0, limit: null });
    expect(await client.limits(signal())).toMatchObject({ dailyCalls: { limit: 5_000, left: 4_999 } });
    expect(budget.state).toMatchObject({ usedNow: 1, limit: 5_000, usedByAll: 1 });
  });

  it('counts without reading', async () => {
    const { salesforce, client } = await bench({ seed: manyAccounts(3000) });
    expect((await client.count('SELECT COUNT() FROM Account', signal())).count).toBe(3000);
    expect(salesforce.callsOf('queryAll')).toHaveLength(1);
  });
});
