import { describe, expect, it } from 'vitest';
import { pushedGroups } from '../../../src/sources/hubspot/filters.ts';
import { connectHubSpot, hubspotInspector, hubspotSettings, scopesNeeded } from '../../../src/sources/hubspot/index.ts';
import { meets } from '../../../src/sources/mapping/conditions.ts';
import { type Filter, operators } from '../../../src/sources/mapping/filter-schema.ts';
import { mappingOf } from '../mapping/support.ts';
import { bench, signal } from './support.ts';

describe('scopes', () => {
  it('are those of what the mapping names, each with its reason', () => {
    expect(scopesNeeded(mappingOf('hubspot', { ready: 'hubspot-labels' }))).toEqual([
      { scope: 'crm.objects.companies.read', for: ['companies'] },
      { scope: 'crm.objects.contacts.read', for: ['calls', 'meetings'] },
      { scope: 'crm.objects.deals.read', for: ['deals'] },
      { scope: 'crm.objects.owners.read', for: ['owners'] },
      { scope: 'settings.currencies.read', for: ['exchange_rates'] },
    ]);
    const enterprise = scopesNeeded(mappingOf('hubspot', { ready: 'hubspot-custom-objects' }));
    expect(enterprise.map(({ scope }) => scope)).toEqual(
      expect.arrayContaining([
        'crm.objects.custom.read',
        'crm.schemas.custom.read',
        'crm.objects.feedback_submissions.read',
      ]),
    );
    expect(enterprise.map(({ scope }) => scope).filter((scope) => /write|tickets|email/.test(scope))).toEqual([]);
  });
});

describe('settings', () => {
  it('have defaults, and go nowhere but to https or this machine', async () => {
    expect(hubspotSettings.parse({ kind: 'hubspot' })).toEqual({
      kind: 'hubspot',
      name: 'hubspot',
      baseUrl: 'https://api.hubapi.com',
      searchPerSecond: 4,
      overlapMinutes: 60,
    });
    expect(hubspotSettings.safeParse({ kind: 'hubspot', token: 'pat-eu1' }).success).toBe(false);
    const { connect } = await bench();
    expect(() => connect({ baseUrl: 'http://api.hubapi.com' })).toThrow('crm-address');
    expect(connectHubSpot).toBeTypeOf('function');
  });
});

describe('conditions as searches', () => {
  it('lose no row that meets them, and find no other where they are exact', async () => {
    const { hubspot, client } = await bench({ lag: 0 });
    const { portal } = hubspot;
    portal.defineProperty('deals', { name: 'a_text' });
    portal.defineProperty('deals', { name: 'a_number', type: 'number' });
    portal.defineProperty('deals', { name: 'a_choice', type: 'enumeration', options: ['Gold', 'GOLD', 'silver'] });
    portal.defineProperty('deals', { name: 'a_flag', type: 'bool' });
    portal.defineProperty('deals', { name: 'a_day', type: 'date' });
    const values: Readonly<Record<string, readonly string[]>> = {
      a_text: ['Gold', 'gold;silver', '7', 'x y'],
      a_number: ['7', '7.0', '-3', '1000'],
      a_choice: ['Gold', 'GOLD', 'silver', 'Gold;silver'],
      a_flag: ['true', 'false'],
      a_day: ['2026-01-01', '2026-06-30'],
    };
    for (const [name, list] of Object.entries(values))
      for (const value of list) portal.create('deals', { [name]: value });
    hubspot.advance(1000);
    const properties = new Map((await client.properties('deals', signal())).map((one) => [one.name, one]));
    const wanted = ['gold', 'SILVER', '7', 'true', '2026-06-30', ''];
    let [pushed, exact] = [0, 0];
    for (const field of Object.keys(values)) {
      for (const op of operators) {
        for (const value of wanted) {
          for (const negated of [false, true]) {
            const filter: Filter = { field, op, values: op === 'filled' || op === 'empty' ? [] : [value], negated };
            const search = pushedGroups([[filter]], properties);
            if (search === null) continue;
            pushed += 1;
            const page = await client.search('deals', search.groups, { properties: [], behind: '0', signal: signal() });
            const found = new Set(page.rows.map(({ id }) => id));
            const meeting = portal
              .live('deals')
              .filter(({ id, values: own }) => meets({ id, url: null, values: own }, [filter]));
            expect(
              meeting.filter(({ id }) => !found.has(id)),
              JSON.stringify(filter),
            ).toEqual([]);
            if (!search.isExact) continue;
            exact += 1;
            expect(found.size, JSON.stringify(filter)).toBe(meeting.length);
          }
        }
      }
    }
    expect(pushed).toBeGreaterThan(200);
    expect(exact).toBeGreaterThan(100);
  });

  it('count as the mapping means it, exact or not', async () => {
    const { hubspot, client } = await bench({ lag: 0 });
    for (const name of ['Nord', 'nord', 'Süd']) hubspot.portal.create('companies', { name });
    hubspot.advance(1000);
    const nord: Filter = { field: 'name', op: 'eq', values: ['NORD'], negated: false };
    expect(await hubspotInspector(client).count('companies', [nord], signal())).toBe(2);
  });
});
