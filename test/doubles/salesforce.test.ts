// The service as a whole: paging, records, limits, faults. Its parts are tested beside them in salesforce/.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { SalesforceStandIn } from './salesforce/index.ts';
import { answerSchema, StandIns, type TestClient } from './salesforce/test-client.ts';

const standIns = new StandIns();
let salesforce: SalesforceStandIn;
let client: TestClient;
afterEach(() => standIns.end());
beforeEach(async () => {
  ({ salesforce, client } = await standIns.start({ startAt: '2026-11-24T10:00:00Z' }));
});

const many = (count: number) =>
  salesforce.org.load(
    'Contact',
    Array.from({ length: count }, (_, i) => ({ LastName: `Many ${i}` })),
  );
const MANY = "SELECT Id FROM Contact WHERE LastName LIKE 'Many%' ORDER BY Id";

describe('pages', () => {
  test('hold 2000 records, or what the client asks for between 200 and 2000', async () => {
    many(4500);
    const sizes = async (headers: Record<string, string> = {}) => {
      const found: number[] = [];
      let page = await client.query(MANY, 'query', headers);
      expect(page.totalSize).toBe(4500);
      found.push(page.records.length);
      while (page.nextRecordsUrl !== undefined) {
        page = await client.more(page.nextRecordsUrl, headers);
        found.push(page.records.length);
      }
      return found;
    };
    expect(await sizes()).toEqual([2000, 2000, 500]);
    expect(await sizes({ 'Sforce-Query-Options': 'batchSize=1500' })).toEqual([1500, 1500, 1500]);
    expect((await sizes({ 'Sforce-Query-Options': 'batchSize=10' }))[0]).toBe(200);
  });

  test('of two long custom texts hold 200', async () => {
    for (const name of ['Long_A__c', 'Long_B__c'])
      salesforce.org.addField('Contact', { name, type: 'textarea', length: 5000 });
    many(300);
    expect((await client.query(MANY.replace('Id FROM', 'Long_A__c FROM'))).records).toHaveLength(300);
    expect((await client.query(MANY.replace('Id FROM', 'Long_A__c, Long_B__c FROM'))).records).toHaveLength(200);
  });

  test('of wide rows are as short as the service pleases', async () => {
    many(300);
    salesforce.limitPages(70);
    const first = await client.query(MANY);
    expect([first.records.length, (await client.more(first.nextRecordsUrl ?? '')).records.length]).toEqual([70, 70]);
    expect(salesforce.records(MANY)).toHaveLength(300);
  });

  test('which rows is decided at once, what is in them page by page; rows that are gone leave gaps', async () => {
    const ids = many(2500);
    const first = await client.query(MANY.replace('Id FROM', 'Id, Email FROM'));
    salesforce.org.update(ids[2400] ?? '', { Email: 'late@example.com' });
    salesforce.org.hardDelete(ids[2499] ?? '');
    many(1);
    const second = await client.more(first.nextRecordsUrl ?? '');
    expect([second.totalSize, second.records.length]).toEqual([2500, 499]);
    expect(second.records[400]?.Email).toBe('late@example.com');
  });

  test('locators live for two days, and are asked for again as often as one likes', async () => {
    many(2500);
    const { nextRecordsUrl = '' } = await client.query(MANY);
    expect((await client.more(nextRecordsUrl)).records).toEqual((await client.more(nextRecordsUrl)).records);
    expect(await client.refusal(client.call(`${nextRecordsUrl}9`))).toMatchObject({
      status: 400,
      code: 'INVALID_QUERY_LOCATOR',
    });
    salesforce.clock.advance(2 * 86_400_000);
    await client.login();
    expect((await client.refusal(client.call(nextRecordsUrl))).code).toBe('INVALID_QUERY_LOCATOR');
    const again = await client.query(MANY);
    salesforce.expireLocators();
    expect((await client.refusal(client.call(again.nextRecordsUrl ?? ''))).code).toBe('INVALID_QUERY_LOCATOR');
  });
});

test('single records: all fields or some, deleted, gone, and never written', async () => {
  const [id = ''] = salesforce.org.idsOf('Account');
  expect(await client.json(`/sobjects/Account/${id}`)).toMatchObject({ Name: 'Nordwind Systems', Region__c: 'EMEA' });
  expect(Object.keys(z.looseObject({}).parse(await client.json(`/sobjects/Account/${id}?fields=Name`)))).toEqual([
    'attributes',
    'Name',
  ]);
  const body = JSON.stringify({ Name: 'x' });
  const write = await client.refusal(client.call(`/sobjects/Account/${id}`, { method: 'PATCH', body }));
  expect(write.code).toBe('INSUFFICIENT_ACCESS_OR_READONLY');
  expect(salesforce.callsOf('write')).toHaveLength(1);
  salesforce.org.delete(id);
  expect(await client.refusal(client.call(`/sobjects/Account/${id}`))).toMatchObject({
    status: 404,
    code: 'ENTITY_IS_DELETED',
  });
  salesforce.org.hardDelete(id);
  expect((await client.refusal(client.call(`/sobjects/Account/${id}`))).code).toBe('NOT_FOUND');
});

describe('limits', () => {
  test('every call counts but those for sessions; past the day’s allocation all are refused', async () => {
    const { salesforce: small, client: asking } = await standIns.start({
      startAt: '2026-11-24T10:00:00Z',
      dailyLimit: 3,
    });
    expect((await asking.call('/limits')).headers.get('sforce-limit-info')).toBe('api-usage=1/3');
    small.usage.count();
    expect(await asking.json('/limits')).toMatchObject({ DailyApiRequests: { Max: 3, Remaining: 0 } });
    expect(await asking.refusal(asking.ask('SELECT Id FROM Account'))).toEqual({
      status: 403,
      code: 'REQUEST_LIMIT_EXCEEDED',
      message: 'TotalRequests Limit exceeded.',
    });
    small.clock.advance(24 * 3_600_000);
    await asking.login();
    expect((await asking.call('/limits')).status).toBe(200);
  });

  test('an Enterprise org has 100,000 calls and 1,000 a user', async () => {
    expect(await client.json('/limits')).toMatchObject({ DailyApiRequests: { Max: 130_000, Remaining: 129_999 } });
    expect(await client.column('SELECT TotalLicenses FROM UserLicense', 'TotalLicenses')).toEqual([30]);
  });

  test('a composite call counts once, and takes five queries', async () => {
    const one = (i: number) => ({
      method: 'GET',
      url: `/services/data/v66.0/query?q=SELECT+Nam${i === 1 ? '' : 'e'}+FROM+Account`,
      referenceId: `r${i}`,
    });
    const post = (count: number) =>
      client.call('/composite', {
        method: 'POST',
        body: JSON.stringify({ compositeRequest: Array.from({ length: count }, (_, i) => one(i)) }),
      });
    const body = z.object({ compositeResponse: z.array(z.object({ httpStatusCode: z.number(), body: z.unknown() })) });
    const { compositeResponse } = body.parse(await (await post(5)).json());
    expect(compositeResponse.map((answer) => answer.httpStatusCode)).toEqual([200, 400, 200, 200, 200]);
    expect(answerSchema.parse(compositeResponse[0]?.body).records).toHaveLength(9);
    expect(salesforce.usage.used).toBe(1);
    expect((await client.refusal(post(6))).code).toBe('LIMIT_EXCEEDED');
  });
});

describe('faults', () => {
  const soql = 'SELECT Id, Name FROM Account';

  test('statuses with and without a body, for a route, an object, a number of times, and after some calls', async () => {
    salesforce.fail('query:Account', { status: 503, times: 2, after: 1 });
    const codes: number[] = [];
    for (let i = 0; i < 4; i += 1) codes.push((await client.ask(soql)).status);
    expect(codes).toEqual([200, 503, 503, 200]);
    salesforce.fail('query', { retryAfter: 7 });
    const limited = await client.ask(soql);
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    salesforce.fail('query', { errorCode: 'QUERY_TIMEOUT', message: 'Your query request was running for too long.' });
    expect(await client.refused(soql)).toBe('QUERY_TIMEOUT');
    salesforce.fail('*', { status: 500, times: Number.POSITIVE_INFINITY });
    expect((await client.ask(soql)).status).toBe(500);
    salesforce.heal();
    expect((await client.ask(soql)).status).toBe(200);
  });

  test('connections: cut, cut in mid-body, ended early, refused, slow', async () => {
    salesforce.fail('query', { reset: true });
    await expect(client.ask(soql)).rejects.toThrow('fetch failed');
    salesforce.fail('query', { resetMidBody: true });
    await expect(client.ask(soql).then((response) => response.text())).rejects.toThrow('terminated');
    salesforce.fail('query', { truncate: true });
    const plain = { 'accept-encoding': 'identity' };
    const half = await (await client.ask(soql, 'query', plain)).text();
    expect(half).toMatch(/^\{"totalSize":9/);
    expect(() => JSON.parse(half)).toThrow(SyntaxError);
    salesforce.fail('query', { slowBodyMs: 60 });
    const started = performance.now();
    expect(await client.count(soql)).toBe(9);
    expect(performance.now() - started).toBeGreaterThan(45);
    salesforce.fail('query', { delayMs: 40 });
    await client.count(soql);
    expect(salesforce.calls.at(-1)?.tookMs).toBeGreaterThan(35);
    await salesforce.refuse();
    await expect(client.ask(soql)).rejects.toThrow('fetch failed');
    await salesforce.accept();
    expect(await client.count(soql)).toBe(9);
  });

  test('a login page, a redirect to another host, work that was done but not answered', async () => {
    salesforce.fail('query', { html: true });
    const page = await client.ask(soql);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html;charset=UTF-8']);
    salesforce.fail('query', { redirectTo: 'http://127.0.0.1:9' });
    const moved = await client.ask(soql);
    expect([moved.status, moved.headers.get('location')]).toEqual([
      302,
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:9\/services\/data\/v66\.0\/query\?q=/),
    ]);
    salesforce.fail('bulk.create', { acceptThenFail: true });
    const body = JSON.stringify({ operation: 'query', query: soql });
    expect((await client.call('/jobs/query', { method: 'POST', body })).status).toBe(503);
    expect(salesforce.jobs.all()).toHaveLength(1);
  });
});

test('calls are recorded with route, object and query; the Date header is the service’s clock', async () => {
  const response = await client.ask('SELECT Id, (SELECT Id FROM Contacts) FROM Account', 'queryAll');
  expect(response.headers.get('date')).toBe('Tue, 24 Nov 2026 10:00:00 GMT');
  expect(salesforce.callsOf('queryAll:account')).toMatchObject([
    { status: 200, counted: true, soql: expect.stringContaining('Contacts') },
  ]);
  expect(salesforce.callsOf('token')).toMatchObject([{ counted: false }]);
  expect(JSON.stringify(salesforce.calls)).not.toContain(salesforce.app.clientSecret);
  expect((await client.call('/services/data/v12.0/limits')).status).toBe(404);
  expect((await client.call('/nothing')).status).toBe(404);
});
