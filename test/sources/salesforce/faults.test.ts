import { describe, expect, it } from 'vitest';
import { Budget } from '../../../src/sources/http/budget.ts';
import type { Fault } from '../../doubles/salesforce/index.ts';
import { failureOf, signal, told } from '../http/support.ts';
import { type Bench, bench, manyAccounts, pagesOf } from './support.ts';

const accounts = 'SELECT Id, Name FROM Account ORDER BY Id';

/** Three pages with a fault on the way; how many calls of the org's data that took. */
async function threePages(route: string, fault: Fault): Promise<{ calls: number; tokens: number; waits: number[] }> {
  const { salesforce, client, clock } = await bench({ seed: manyAccounts(4001) });
  salesforce.fail(route, fault);
  const pages = await pagesOf(client, accounts);
  const expected = salesforce.records(accounts).map((row) => row.Id);
  expect(pages.flatMap((page) => page.records.map((row) => row.Id))).toEqual(expected);
  const tokens = salesforce.callsOf('token').length;
  return { calls: salesforce.calls.length - tokens, tokens, waits: clock.waits };
}

describe('a fault that passes loses no record and doubles none', () => {
  const passing: [string, Fault][] = [
    ['429 with Retry-After', { retryAfter: 2 }],
    ['500', { status: 500 }],
    ['502 with a page', { status: 502, html: true }],
    ['503', { status: 503 }],
    ['504 after the work', { acceptThenFail: true, status: 504 }],
    ['SERVER_UNAVAILABLE', { status: 503, errorCode: 'SERVER_UNAVAILABLE' }],
    ['UNABLE_TO_LOCK_ROW', { status: 400, errorCode: 'UNABLE_TO_LOCK_ROW' }],
    [
      'too many long calls at once',
      {
        status: 403,
        errorCode: 'REQUEST_LIMIT_EXCEEDED',
        message: 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.',
      },
    ],
    ['a reset', { reset: true }],
    ['a reset in mid-body', { resetMidBody: true }],
    ['a truncated body', { truncate: true }],
    ['a page in place of data', { html: true }],
  ];

  it.each(passing)('%s, on the first page', async (_name, fault) => {
    expect(await threePages('queryAll', fault)).toMatchObject({ calls: 4, tokens: 1 });
  });

  it.each(passing)('%s, on the second page', async (_name, fault) => {
    const { calls, waits } = await threePages('queryMore', fault);
    expect(calls).toBe(4);
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeGreaterThanOrEqual(fault.retryAfter === undefined ? 250 : 2_000);
  });

  it.each(['queryAll', 'queryMore'])('a session that ends at %s: signed in again, once', async (route) => {
    expect(await threePages(route, { expireToken: true })).toMatchObject({ calls: 4, tokens: 2, waits: [] });
  });

  it('a session that ends for many calls at once: signed in again, once', async () => {
    const { salesforce, client } = await bench();
    await client.limits(signal());
    salesforce.expireSessions();
    await Promise.all(Array.from({ length: 5 }, () => client.limits(signal())));
    expect(salesforce.callsOf('token')).toHaveLength(2);
    expect(salesforce.callsOf('limits')).toHaveLength(11);
  });

  it('a restart of the server between two pages', async () => {
    const { salesforce, connect } = await bench({ seed: manyAccounts(4001) });
    const { clock, log, mask } = await bench();
    let restarts = 0;
    const sleep = async (): Promise<void> => {
      restarts += 1;
      if (restarts === 2) await salesforce.accept();
    };
    const client = connect({}, { clock: { now: () => clock.now(), sleep }, log, mask });
    let records = 0;
    for await (const page of client.queryAll(accounts, { signal: signal() })) {
      if (records === 0) await salesforce.refuse();
      records += page.records.length;
    }
    expect(records).toBe(4001);
    expect(restarts).toBe(2);
  });
});

describe('a fault that stays is told with cause and remedy', () => {
  const staying: [string, Fault, string, string, number][] = [
    ['429', { status: 429, retryAfter: 1 }, 'crm-limit', 'takes no more calls now', 5],
    ['503', { status: 503 }, 'crm-unreachable', 'it is out of order (HTTP 503)', 5],
    ['a reset', { reset: true }, 'crm-unreachable', 'the connection breaks', 5],
    ['a reset in mid-body', { resetMidBody: true }, 'crm-unreachable', 'the connection breaks', 5],
    ['a truncated body', { truncate: true }, 'crm-unreachable', 'the answer ends too early', 5],
    ['a login page', { html: true }, 'crm-unexpected-answer', '“Login | Salesforce Username Password”', 3],
    [
      'a redirect',
      { redirectTo: 'https://moved.my.salesforce.com' },
      'crm-elsewhere',
      'redirects to moved.my.salesforce.com',
      1,
    ],
    ['an ended session', { expireToken: true }, 'crm-refused', 'INVALID_SESSION_ID: Session expired or invalid', 2],
    ['QUERY_TIMEOUT', { status: 400, errorCode: 'QUERY_TIMEOUT' }, 'crm-slow-query', 'gave up a query', 1],
    [
      'API_DISABLED_FOR_ORG',
      { status: 403, errorCode: 'API_DISABLED_FOR_ORG' },
      'crm-forbidden',
      'API_DISABLED_FOR_ORG',
      1,
    ],
    ['an unknown refusal', { status: 400, errorCode: 'SOMETHING_NEW' }, 'crm-unexpected-answer', 'SOMETHING_NEW', 1],
    ['an unknown status', { status: 418 }, 'crm-unexpected-answer', 'HTTP 418', 1],
  ];

  it.each(staying)('%s', async (_name, fault, code, words, calls) => {
    const { salesforce, client } = await bench();
    salesforce.fail('queryAll', { ...fault, times: Number.POSITIVE_INFINITY });
    const failure = await failureOf(pagesOf(client, accounts));
    expect(failure.code).toBe(code);
    expect(told(failure)).toContain(words);
    expect(salesforce.callsOf('queryAll')).toHaveLength(calls);
    expect(salesforce.callsOf('token').length).toBeLessThanOrEqual(2);
  });

  it('a server that is away', async () => {
    const { salesforce, client } = await bench();
    await client.limits(signal());
    await salesforce.refuse();
    expect(told(await failureOf(pagesOf(client, accounts)))).toContain('the connection is refused (ECONNREFUSED)');
  });

  it('no answer in time, head or body', async () => {
    const { salesforce, connect } = await bench();
    const client = connect({}, { timeouts: { headersMs: 100, bodyMs: 40 }, retries: { attempts: 2 } });
    await client.limits(signal());
    salesforce.fail('queryAll', { delayMs: 400 });
    salesforce.fail('queryAll', { slowBodyMs: 2_000 });
    expect(told(await failureOf(pagesOf(client, accounts)))).toContain('no answer in time');
    expect(salesforce.callsOf('queryAll')).toHaveLength(2);
  });

  it('a missing scope', async () => {
    const { client } = await bench({ app: { scopes: ['openid'] } });
    const failure = await failureOf(pagesOf(client, accounts));
    expect(told(failure)).toContain('This session is not valid for use with the REST API');
    expect(failure.code).toBe('crm-forbidden');
  });

  it.each([
    [
      'a hidden field',
      (b: Bench) => b.salesforce.org.setFieldVisibility('Account', 'Name', false),
      "INVALID_FIELD: No such column 'Name' on entity 'Account'.",
    ],
    ['a hidden object', (b: Bench) => b.salesforce.org.setObjectVisibility('Account', false), 'INVALID_TYPE'],
  ])('%s', async (_name, hide, words) => {
    const made = await bench();
    hide(made);
    const failure = await failureOf(pagesOf(made.client, accounts));
    expect(failure.code).toBe('crm-schema');
    expect(told(failure)).toContain(words);
    expect(made.salesforce.callsOf('queryAll')).toHaveLength(1);
  });

  it('an object that cannot be described', async () => {
    const { client } = await bench();
    expect(told(await failureOf(client.describe('Nope__c', signal())))).toContain('NOT_FOUND');
  });
});

describe('quota', () => {
  it('that all programs together have used up', async () => {
    const { salesforce, client } = await bench({ dailyLimit: 100 });
    salesforce.usage.count(100);
    const failure = await failureOf(pagesOf(client, accounts));
    expect(told(failure)).toContain('REQUEST_LIMIT_EXCEEDED: TotalRequests Limit exceeded.');
    expect(salesforce.callsOf('queryAll')).toHaveLength(1);
  });

  it('of the bot’s own share: it stops before, and says so', async () => {
    const { salesforce, connect } = await bench({ seed: manyAccounts(10_000), dailyLimit: 100 });
    const budget = new Budget({ host: 'acme', share: 0.03 });
    const failure = await failureOf(pagesOf(connect({}, { budget }), accounts));
    expect(told(failure)).toContain('3 of the 3 that are allowed in a day are used');
    expect(salesforce.calls.filter((call) => call.counted)).toHaveLength(3);
    expect(() => budget.predict(1)).toThrow('crm-budget');
  });
});

it('no secret stands in any error or log line', async () => {
  const { salesforce, client, log, secrets } = await bench();
  salesforce.fail('queryAll', { status: 403, errorCode: 'X', message: `no: ${salesforce.app.clientSecret}` });
  const failure = await failureOf(pagesOf(client, accounts));
  const everything = `${told(failure)} ${failure.message} ${log.lines.join('\n')}`;
  expect(log.lines.length).toBeGreaterThan(1);
  expect(everything).not.toContain(secrets.values.get('clientSecret'));
  expect(everything).not.toMatch(/00D\w{9,15}!/);
});
