import { describe, expect, it } from 'vitest';
import { Bucket } from '../../../src/sources/hubspot/bucket.ts';
import type { HubSpotClient } from '../../../src/sources/hubspot/index.ts';
import { allReadScopes, type Portal, seedPartnerProgram } from '../../doubles/hubspot/index.ts';
import { failureOf, told } from '../http/support.ts';
import { bench, idsIn, signal } from './support.ts';

const many =
  (count: number) =>
  (portal: Portal): void => {
    for (let i = 0; i < count; i += 1) portal.create('deals', { dealname: `Deal ${i}`, pipeline: 'default' });
  };

const deals = (client: HubSpotClient, from: string | null = null) =>
  client.list('deals', { properties: ['dealname'], from, signal: signal() });

describe('reading', () => {
  it('lists in pages of a hundred and goes on at a cursor', async () => {
    const { hubspot, client } = await bench({ seed: many(250) });
    const pages = [];
    for await (const page of deals(client)) pages.push(page);
    expect(pages.map(({ rows }) => rows.length)).toEqual([100, 100, 50]);
    expect(await idsIn(deals(client, pages[0]?.next))).toHaveLength(150);
    expect(hubspot.callsOf('list', 'deals')[0]?.query.get('limit')).toBe('100');
    expect(pages[0]?.rows[0]).toMatchObject({ values: { dealname: 'Deal 0' }, updatedAt: '2026-11-02T09:00:00.000Z' });
  });

  it('searches 25,000 records of one millisecond without losing one', async () => {
    const { client, hubspot } = await bench({ seed: many(25_000), lag: 0 });
    hubspot.advance(1000);
    const ids: string[] = [];
    for (let behind: string | null = '0'; behind !== null; ) {
      const page = await client.search('deals', [], { properties: [], behind, signal: signal() });
      ids.push(...page.rows.map(({ id }) => id));
      behind = page.next;
    }
    expect(new Set(ids).size).toBe(25_000);
    expect(hubspot.callsOf('search')).toHaveLength(125);
    expect(hubspot.callsOf('search').every(({ body }) => !JSON.stringify(body).includes('"after"'))).toBe(true);
  });

  it('reads a record too wide for an address by body', async () => {
    const { hubspot, client } = await bench({ seed: many(3) });
    const names = Array.from({ length: 400 }, (_, i) => `a_property_with_a_long_name_${i}`);
    for (const name of names) hubspot.portal.defineProperty('deals', { name });
    const ids = await idsIn(client.list('deals', { properties: ['dealname', ...names], signal: signal() }));
    expect(ids).toHaveLength(3);
    expect(hubspot.callsOf('batch', 'deals')).toHaveLength(1);
  });

  it('says which ids of a batch are gone, and knows survivors of merges', async () => {
    const { hubspot, client } = await bench({ seed: many(4) });
    const [a = '', b = '', c = '', d = ''] = hubspot.portal.live('deals').map(({ id }) => id);
    hubspot.portal.archive('deals', a);
    const survivor = hubspot.portal.merge('deals', [b, c]);
    const pages = [];
    for await (const page of client.batch('deals', [a, b, c, d], { properties: [], signal: signal() }))
      pages.push(page);
    expect(pages[0]?.gone).toEqual([a, b, c]);
    expect(pages[0]?.rows.map(({ id }) => id)).toEqual([survivor.id, d]);
  });

  it('pages the associations of each record to their end', async () => {
    const { hubspot, client } = await bench({ service: { associationPage: 7 } });
    const { portal } = hubspot;
    const companies = [1, 2, 3].map(() => portal.create('companies', { name: 'P' }).id);
    for (let i = 0; i < 40; i += 1) {
      const { id } = portal.create('deals', { dealname: 'D' });
      portal.associate('deals', id, 'companies', companies[i % 2] ?? '');
    }
    const links = await client.associations('companies', 'deals', companies, signal());
    expect(links).toHaveLength(40);
    expect(hubspot.callsOf('associations')).toHaveLength(3);
  });

  it('takes owners who left, and never writes', async () => {
    const { hubspot, client } = await bench({ seed: (portal) => void seedPartnerProgram(portal) });
    expect([...(await client.owners(signal())).values()].sort()).toEqual([
      'anna@vendor.example',
      'ben@vendor.example',
      'gone@vendor.example',
    ]);
    expect(hubspot.callsOf('unknown')).toEqual([]);
    expect(hubspot.calls.every(({ path }) => path.includes('/2026-09'))).toBe(true);
  });
});

describe('tokens', () => {
  it('takes the next token once the first is refused, and stays with it', async () => {
    const { hubspot, client, secrets } = await bench();
    hubspot.tokens.issue('pat-eu1-next-token-000', allReadScopes);
    secrets.values.set('nextToken', 'pat-eu1-next-token-000');
    hubspot.tokens.revoke(hubspot.token);
    await client.account(signal());
    await client.account(signal());
    expect(hubspot.calls.map(({ status }) => status)).toEqual([401, 200, 200]);
  });

  it('stops after both are refused, says so and shows neither', async () => {
    const { hubspot, client, secrets, log } = await bench();
    secrets.values.set('nextToken', 'pat-eu1-wrong-as-well');
    hubspot.tokens.revoke(hubspot.token);
    const failure = await failureOf(client.account(signal()));
    expect(failure.code).toBe('crm-refused');
    expect(told(failure)).toContain('INVALID_AUTHENTICATION');
    expect(hubspot.calls).toHaveLength(2);
    expect(JSON.stringify([failure.params, log.lines])).not.toMatch(/pat-eu1/);
  });

  it('says which secret is missing or unusable', async () => {
    const { client, secrets } = await bench();
    secrets.values.set('token', 'with a\nline break');
    expect((await failureOf(client.account(signal()))).params).toMatchObject({
      name: 'HUBSPOT_token',
      why: 'malformed',
    });
    secrets.values.delete('token');
    expect((await failureOf(client.account(signal()))).params).toMatchObject({ why: 'missing' });
  });

  it('names the scope that is missing, and the person who left', async () => {
    const { hubspot, client } = await bench();
    hubspot.tokens.withdraw(hubspot.token, 'crm.objects.deals.read');
    const failure = await failureOf(client.properties('deals', signal()));
    expect(failure.code).toBe('crm-forbidden');
    expect(told(failure)).toContain('crm.objects.deals.read');
    hubspot.tokens.orphan(hubspot.token);
    expect(told(await failureOf(client.account(signal())))).toContain('service key');
    expect(hubspot.calls).toHaveLength(2);
  });
});

describe('limits', () => {
  it('never asks search faster than its second allows, nor the rest than its ten', async () => {
    const { hubspot, client } = await bench({ limits: { burst: 30, searchPerSecond: 4 } });
    for (let i = 0; i < 30; i += 1) await client.count('deals', [], signal());
    for (let i = 0; i < 120; i += 1) await client.account(signal());
    const refused = hubspot.calls.filter(({ status }) => status === 429);
    // The first answer tells what the plan allows; before, the smallest one is assumed.
    expect(refused.length).toBeLessThanOrEqual(1);
    expect(hubspot.callsOf('search').filter(({ status }) => status === 429)).toEqual([]);
  });

  it('spreads calls that want to go at once', async () => {
    const waits: number[] = [];
    const still = { now: () => 1000, sleep: (ms: number) => Promise.resolve(void waits.push(ms)) };
    const bucket = new Bucket(still, { calls: 4, intervalMs: 1000 }, { learns: true });
    await Promise.all(Array.from({ length: 10 }, () => bucket.take(signal())));
    expect(waits).toEqual([1000, 1000, 1000, 1000, 2000, 2000]);
  });

  it.each([
    ['TEN_SECONDLY_ROLLING', 10_000],
    ['SECONDLY', 1000],
  ])('waits as %s asks, and goes slower after it', async (limit, wait) => {
    const { hubspot, client, clock } = await bench();
    hubspot.fail('search', { limit });
    await client.count('deals', [], signal());
    expect(clock.waits[0]).toBeGreaterThanOrEqual(wait);
    const before = clock.now();
    for (let i = 0; i < 8; i += 1) await client.count('deals', [], signal());
    expect(clock.now() - before).toBeGreaterThanOrEqual(3000);
  });

  it('takes an unknown limit for the burst, three times', async () => {
    const { hubspot, client } = await bench();
    hubspot.fail('*', { limit: 'NOBODY_KNOWS', times: Number.POSITIVE_INFINITY });
    expect((await failureOf(client.account(signal()))).code).toBe('crm-limit');
    expect(hubspot.calls).toHaveLength(3);
  });

  it('stops for all at the end of the day, says until when, and asks nothing meanwhile', async () => {
    const { hubspot, client, budget } = await bench({ limits: { daily: 3 } });
    await client.account(signal());
    hubspot.limits.spend(2);
    const failure = await failureOf(client.account(signal()));
    expect(failure.code).toBe('crm-limit');
    expect(failure.facts).toMatchObject({ passing: false, serviceCode: 'DAILY', waitMs: expect.any(Number) });
    // Midnight in New York.
    expect(told(failure)).toContain('2026-11-03T05:00:00.000Z');
    const asked = hubspot.calls.length;
    expect((await failureOf(client.count('deals', [], signal()))).facts.serviceCode).toBe('DAILY');
    expect(hubspot.calls).toHaveLength(asked);
    hubspot.advance(20 * 3_600_000);
    budget.learn(1000, 0);
    expect(await client.count('deals', [], signal())).toBe(0);
  });

  it('tells the budget what the account has used', async () => {
    const { hubspot, client, budget } = await bench({ limits: { daily: 1000 } });
    hubspot.limits.spend(99);
    await client.account(signal());
    expect(budget.state).toMatchObject({ limit: 1000, usedByAll: 100, usedNow: 1 });
  });
});
