// long: tokens, limits and faults are what a reader must survive; they are tried one by one.
// Who may ask, how often, and what goes wrong.
import { afterEach, describe, expect, test } from 'vitest';
import { asking, idsOf, V } from './asking.ts';
import { type HubSpotOptions, type HubSpotStandIn, startHubSpot } from './index.ts';

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function standIn(options: HubSpotOptions = {}): Promise<HubSpotStandIn> {
  const hubspot = await startHubSpot(options);
  ending.push(() => hubspot.close());
  return hubspot;
}

describe('tokens', () => {
  test('none, a wrong, a revoked and an expired one', async () => {
    const hubspot = await standIn();
    const wrong = await asking(hubspot, 'pat-wrong').list('deals');
    expect(wrong.status).toBe(401);
    expect(wrong.json).toMatchObject({
      status: 'error',
      category: 'INVALID_AUTHENTICATION',
      correlationId: wrong.headers.get('x-hubspot-correlation-id'),
    });
    expect((await fetch(`${hubspot.url}/crm/objects/${V}/deals`)).status).toBe(401);
    const { list } = asking(hubspot);
    hubspot.tokens.expire(hubspot.token);
    hubspot.advance(5000);
    expect((await list('deals')).json).toMatchObject({ category: 'EXPIRED_AUTHENTICATION' });
    hubspot.tokens.revoke(hubspot.token);
    expect((await list('deals')).json).toMatchObject({ category: 'INVALID_AUTHENTICATION' });
  });

  test('two are good while one is rotated', async () => {
    const hubspot = await standIn();
    hubspot.tokens.issue('pat-next');
    expect((await asking(hubspot).list('deals')).status).toBe(200);
    expect((await asking(hubspot, 'pat-next').list('deals')).status).toBe(200);
  });

  test('its creator may lose her rights', async () => {
    const hubspot = await standIn();
    hubspot.tokens.orphan(hubspot.token);
    const answered = await asking(hubspot).list('deals');
    expect(answered.status).toBe(403);
    expect(answered.json).toMatchObject({ category: 'USER_DOES_NOT_HAVE_PERMISSIONS' });
  });

  test.each([
    ['deals', `/crm/objects/${V}/deals`, ['crm.objects.deals.read']],
    ['tickets', `/crm/objects/${V}/tickets`, ['tickets']],
    ['emails', `/crm/objects/${V}/emails`, ['crm.objects.contacts.read', 'sales-email-read']],
    [
      'surveys',
      `/crm/objects/${V}/feedback_submissions`,
      ['crm.objects.contacts.read', 'crm.objects.feedback_submissions.read'],
    ],
    ['calls', `/crm/objects/${V}/calls`, ['crm.objects.contacts.read']],
    ['owners', `/crm/owners/${V}`, ['crm.objects.owners.read']],
    ['schemas', `/crm-object-schemas/${V}/schemas`, ['crm.schemas.custom.read']],
    ['rates', `/settings/currencies/${V}/exchange-rates`, ['settings.currencies.read']],
    ['pipelines', `/crm/pipelines/${V}/deals`, ['crm.objects.deals.read']],
    ['properties', `/crm/properties/${V}/companies`, ['crm.objects.companies.read']],
    [
      'labels',
      `/crm/associations/${V}/deals/companies/labels`,
      ['crm.objects.deals.read', 'crm.objects.companies.read'],
    ],
  ])('%s need their scopes, and the refusal names them', async (_, path, scopes) => {
    const hubspot = await standIn({ scopes: [] });
    const { get } = asking(hubspot);
    const refused = await get(path);
    expect(refused.status).toBe(403);
    expect(refused.json).toMatchObject({
      status: 'error',
      category: 'MISSING_SCOPES',
      errors: [{ context: { requiredGranularScopes: scopes } }],
    });
    hubspot.tokens.grant(hubspot.token, ...scopes);
    expect((await get(path)).status).toBe(200);
    // Who the account is, everybody may ask.
    expect((await get(`/account-info/${V}/details`)).status).toBe(200);
  });

  test('nothing can be written', async () => {
    const hubspot = await standIn();
    const { post, send } = asking(hubspot);
    expect((await post(`/crm/objects/${V}/deals`, { properties: {} })).status).toBe(403);
    expect((await send(`/crm/objects/${V}/deals/1`, { method: 'PATCH', body: '{}' })).status).toBe(403);
    expect((await send(`/crm/objects/${V}/deals/1`, { method: 'DELETE' })).status).toBe(403);
    expect(hubspot.callsOf('unknown')).toHaveLength(3);
  });
});

describe('limits', () => {
  test('a rolling burst, told in headers', async () => {
    const hubspot = await standIn({ limits: { burst: 3, retryAfter: true } });
    const { list } = asking(hubspot);
    const first = await list('deals');
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'x-hubspot-ratelimit-max': '3',
      'x-hubspot-ratelimit-remaining': '2',
      'x-hubspot-ratelimit-interval-milliseconds': '10000',
      'x-hubspot-ratelimit-daily': '650000',
      'x-hubspot-ratelimit-daily-remaining': '649999',
    });
    hubspot.advance(4000);
    await list('deals');
    await list('deals');
    const refused = await list('deals');
    expect(refused.status).toBe(429);
    expect(refused.json).toMatchObject({
      status: 'error',
      message: 'You have reached your ten_secondly_rolling limit.',
      errorType: 'RATE_LIMIT',
      policyName: 'TEN_SECONDLY_ROLLING',
    });
    expect(refused.headers.get('retry-after')).toBe('6');
    hubspot.advance(6000);
    expect((await list('deals')).status).toBe(200);
    expect((await list('deals')).status).toBe(429);
  });

  test('five searches a second, apart from all others and without headers', async () => {
    const hubspot = await standIn({ limits: { burst: 1 } });
    const { search, list } = asking(hubspot);
    for (let turn = 0; turn < 5; turn += 1) {
      const answered = await search('deals', {});
      expect(answered.status).toBe(200);
      expect(answered.headers.get('x-hubspot-ratelimit-remaining')).toBeNull();
    }
    const refused = await search('deals', {});
    expect(refused.status).toBe(429);
    expect(refused.json).toMatchObject({ policyName: 'SECONDLY', message: 'You have reached your secondly limit.' });
    expect(refused.headers.get('retry-after')).toBeNull();
    expect((await list('deals')).status).toBe(200);
    hubspot.advance(1000);
    expect((await search('deals', {})).status).toBe(200);
  });

  test('a day ends at midnight of the account, and other programs use it too', async () => {
    const hubspot = await standIn({ limits: { daily: 10 }, info: { timeZone: 'America/New_York' } });
    const { list, get } = asking(hubspot);
    await list('deals');
    hubspot.limits.spend(7);
    const usage = await get(`/account-info/${V}/api-usage/daily/private-apps`);
    expect(usage.json).toMatchObject({
      results: [{ usageLimit: 10, currentUsage: 9, fetchStatus: 'SUCCESS', resetsAt: '2026-11-03T05:00:00Z' }],
    });
    expect((await list('deals')).status).toBe(200);
    const refused = await list('deals');
    expect(refused.json).toMatchObject({ policyName: 'DAILY', message: 'You have reached your daily limit.' });
    hubspot.advance(Date.parse('2026-11-03T04:59:59Z') - hubspot.clock.now());
    expect((await list('deals')).status).toBe(429);
    hubspot.advance(1000);
    expect((await list('deals')).status).toBe(200);
  });

  test('time may pass with each request, so that a bot in real time gets on', async () => {
    const hubspot = await standIn({ limits: { burst: 2 }, msPerRequest: 5000 });
    const { list } = asking(hubspot);
    for (let turn = 0; turn < 10; turn += 1) expect((await list('deals')).status).toBe(200);
  });

  test('the Date header is the time of the service', async () => {
    const hubspot = await standIn();
    hubspot.advance(3_600_000);
    expect((await asking(hubspot).list('deals')).headers.get('date')).toBe('Mon, 02 Nov 2026 10:00:00 GMT');
  });

  test('a long address and a broken body', async () => {
    const hubspot = await standIn();
    const { list, send } = asking(hubspot);
    expect((await list('deals', `?properties=${'x'.repeat(9000)}`)).status).toBe(414);
    const broken = await send(`/crm/objects/${V}/deals/search`, { method: 'POST', body: '{"limit":' });
    expect(broken.status).toBe(400);
    expect(broken.json).toMatchObject({ message: 'Invalid input JSON' });
  });
});

describe('faults', () => {
  test('statuses, with or without body, type and Retry-After', async () => {
    const hubspot = await standIn();
    const { list } = asking(hubspot);
    hubspot.fail('list', { status: 477, retryAfter: 60 });
    const moving = await list('deals');
    expect([moving.status, moving.headers.get('retry-after')]).toEqual([477, '60']);
    hubspot.fail('list:deals', { status: 503, contentType: null, body: '' });
    const bare = await list('deals');
    expect([bare.status, bare.headers.get('content-type'), bare.text]).toEqual([503, null, '']);
    hubspot.fail('list', { status: 502, html: true });
    const page = await list('deals');
    expect([page.status, page.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8']);
    hubspot.fail('list', { html: true });
    expect((await list('deals')).text).toContain('<html>');
    hubspot.fail('list', { contentType: 'text/plain' });
    expect((await list('deals')).headers.get('content-type')).toBe('text/plain');
    expect((await list('deals')).status).toBe(200);
  });

  test('429 under any name', async () => {
    const hubspot = await standIn();
    const { list } = asking(hubspot);
    hubspot.fail('*', { limit: 'CONCURRENT', retryAfter: 2 });
    const refused = await list('deals');
    expect(refused.status).toBe(429);
    expect(refused.json).toMatchObject({ policyName: 'CONCURRENT' });
    expect(refused.headers.get('retry-after')).toBe('2');
  });

  test('connections cut before and in the middle, and bodies that end early', async () => {
    const hubspot = await standIn();
    hubspot.portal.create('deals', {});
    const { list } = asking(hubspot);
    hubspot.fail('list', { reset: 'before' });
    await expect(list('deals')).rejects.toThrow();
    hubspot.fail('list', { reset: 'middle' });
    await expect(list('deals')).rejects.toThrow();
    hubspot.fail('list', { truncate: true });
    const short = await list('deals');
    expect([short.status, short.json]).toEqual([200, undefined]);
    expect(hubspot.calls.map(({ status, fault }) => [status, fault])).toEqual([
      [0, 'reset=before'],
      [0, 'reset=middle'],
      [200, 'truncate=true'],
    ]);
  });

  test('answers that are slow or never come', async () => {
    const hubspot = await standIn();
    hubspot.fail('list', { delayMs: 30 });
    const begun = performance.now();
    expect((await asking(hubspot).list('deals')).status).toBe(200);
    expect(performance.now() - begun).toBeGreaterThan(25);
    hubspot.fail('list', { stall: true });
    const options = { headers: { authorization: `Bearer ${hubspot.token}` }, signal: AbortSignal.timeout(100) };
    const response = await fetch(`${hubspot.url}/crm/objects/${V}/deals`, options);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });

  test('a redirect to another place', async () => {
    const hubspot = await standIn();
    hubspot.fail('list', { redirect: 'http://127.0.0.1:1/elsewhere' });
    const answered = await asking(hubspot).list('deals');
    expect([answered.status, answered.headers.get('location')]).toEqual([302, 'http://127.0.0.1:1/elsewhere']);
  });

  test('a service that is away, and comes back at the same address', async () => {
    const hubspot = await standIn();
    const { id } = hubspot.portal.create('deals', {});
    const { list } = asking(hubspot);
    await hubspot.goAway();
    await expect(list('deals')).rejects.toThrow();
    await hubspot.comeBack();
    expect(idsOf(await list('deals'))).toEqual([id]);
  });

  test('hit the planned calls only: route, type, after so many, so many times, until healed', async () => {
    const hubspot = await standIn();
    const { list } = asking(hubspot);
    const statuses = async (type: string, count: number): Promise<number[]> => {
      const seen: number[] = [];
      for (let turn = 0; turn < count; turn += 1) seen.push((await list(type)).status);
      return seen;
    };
    hubspot.fail('list:deals', { status: 500, skip: 1, times: 2 });
    expect(await statuses('companies', 2)).toEqual([200, 200]);
    expect(await statuses('deals', 4)).toEqual([200, 500, 500, 200]);
    hubspot.fail('list', { status: 500, times: Number.POSITIVE_INFINITY });
    expect(await statuses('deals', 2)).toEqual([500, 500]);
    hubspot.heal('list');
    expect(await statuses('deals', 1)).toEqual([200]);
  });

  test('a storm hits a share of the calls, the same ones for the same seed', async () => {
    const run = async (): Promise<(string | undefined)[]> => {
      const hubspot = await standIn();
      hubspot.storm({ rate: 0.3, seed: 7, faults: [{ status: 500 }, { status: 503 }] });
      const { list } = asking(hubspot);
      for (let turn = 0; turn < 40; turn += 1) await list('deals');
      return hubspot.calls.map(({ fault }) => fault);
    };
    const first = await run();
    expect(first.filter((fault) => fault !== undefined).length).toBeGreaterThan(5);
    expect(first.filter((fault) => fault !== undefined).length).toBeLessThan(25);
    expect(await run()).toEqual(first);
  });
});

describe('recorded calls', () => {
  test('tell route, type, query, body, time and outcome', async () => {
    const hubspot = await standIn();
    const { search, list } = asking(hubspot);
    await search('0-3', { limit: 5 });
    hubspot.advance(1000);
    await list('companies', '?limit=7');
    const [first, second] = hubspot.calls;
    expect(first).toMatchObject({ route: 'search', type: 'deals', method: 'POST', body: { limit: 5 }, status: 200 });
    expect(second).toMatchObject({ route: 'list', type: 'companies', method: 'GET', at: hubspot.clock.now() });
    expect(second?.query.get('limit')).toBe('7');
    expect(second?.bytes).toBeGreaterThan(10);
  });
});
