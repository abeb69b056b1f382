import { describe, expect, it } from 'vitest';
import { hubspotInspector } from '../../../src/sources/hubspot/index.ts';
import type { Filter } from '../../../src/sources/mapping/index.ts';
import { seedPartnerProgram } from '../../doubles/hubspot/index.ts';
import { failureOf } from '../http/support.ts';
import { bench, signal } from './support.ts';

const filter = (field: string, op: Filter['op'], values: Filter['values'] = [], negated = false): Filter => ({
  field,
  op,
  values,
  negated,
});

async function inspected() {
  const all = await bench({ lag: 0 });
  const ids = seedPartnerProgram(all.hubspot.portal);
  return { ...all, ids, inspector: hubspotInspector(all.client) };
}

describe('an account', () => {
  it('says who it is and what is left of the day', async () => {
    const { inspector } = await inspected();
    expect(await inspector.identity(signal())).toEqual({
      account: '4711',
      user: null,
      kind: 'STANDARD',
      timeZone: 'America/New_York',
      currency: 'EUR',
      scopes: null,
      apiVersion: '2026-09',
      offered: null,
      at: Date.UTC(2026, 10, 2, 9),
    });
    expect(await inspector.limits(signal())).toEqual({
      limit: 650_000,
      left: 649_998,
      resetsAt: '2026-11-03T05:00:00Z',
    });
    expect(inspector.calls).toBe(2);
  });

  it('has the objects that the token may see, custom ones by their full name', async () => {
    const { inspector, hubspot } = await inspected();
    hubspot.tokens.withdraw(hubspot.token, 'tickets');
    const names = (await inspector.objects(signal())).map(({ name }) => name);
    expect(names).toContain('deals');
    expect(names).not.toContain('tickets');
    expect(names.slice(-3)).toEqual(['p4711_registration', 'p4711_enrollment', 'p4711_certification']);
  });
});

describe('an object', () => {
  it.each(['registration', 'p_registration', 'p4711_registration', '2-40000001'])('is found as %s', async (name) => {
    const { inspector } = await inspected();
    expect((await inspector.properties(name, signal())).map((one) => one.name)).toContain('expires_on');
  });

  it('tells the kinds of its properties', async () => {
    const { inspector } = await inspected();
    const kinds = new Map((await inspector.properties('deals', signal())).map((one) => [one.name, one]));
    expect(kinds.get('amount')?.type).toBe('money');
    expect(kinds.get('hubspot_owner_id')?.type).toBe('owner');
    expect(kinds.get('closedate')?.type).toBe('datetime');
    expect(kinds.get('notes_last_updated')?.calculated).toBe(true);
    expect(kinds.get('dealstage')?.values).toContainEqual({ value: 'closedwon', label: 'Closed won', active: true });
    const tier = (await inspector.properties('companies', signal())).find(({ name }) => name === 'partner_tier');
    expect(tier).toMatchObject({ type: 'choice', custom: true });
    expect(tier?.values).toContainEqual({ value: 'BRONZE', label: 'Bronze (old)', active: false });
  });

  it('has stages in their order, won and lost by HubSpot’s own probability', async () => {
    const { inspector, hubspot } = await inspected();
    hubspot.portal.editStage('deals', 'default', 'almost', {
      label: 'Closed, nearly',
      metadata: { probability: '0.9', isClosed: 'true' },
    });
    const stages = await inspector.stages('deals', signal());
    expect(stages.filter(({ pipeline }) => pipeline === 'default').map(({ stage, status }) => [stage, status])).toEqual(
      [
        ['appointmentscheduled', 'open'],
        ['contractsent', 'open'],
        ['closedwon', 'won'],
        ['closedlost', 'lost'],
        ['almost', 'open'],
      ],
    );
    expect((await inspector.stages('tickets', signal()))[0]?.status).toBeNull();
    expect(await inspector.stages('companies', signal())).toEqual([]);
  });

  it('has labels by direction', async () => {
    const { inspector } = await inspected();
    expect(await inspector.labels('deals', 'companies', signal())).toEqual(['Primary', 'Sourced by', 'Influenced by']);
    expect(await inspector.labels('companies', 'deals', signal())).toContain('Sourced');
  });

  it('says which one is not there, or not allowed', async () => {
    const { inspector, hubspot } = await inspected();
    expect((await failureOf(inspector.properties('p_nothing', signal()))).code).toBe('crm-schema');
    hubspot.tokens.withdraw(hubspot.token, 'crm.objects.deals.read');
    expect((await failureOf(inspector.properties('deals', signal()))).code).toBe('crm-forbidden');
  });

  it('knows rates and events beside the objects', async () => {
    const { inspector, ids } = await inspected();
    expect(await inspector.count('exchange_rates', [], signal())).toBe(2);
    const rows = [];
    for await (const page of inspector.rows('event:pe4711_asset_viewed', ['objectId', 'asset'], [], signal()))
      rows.push(...page);
    expect(rows).toEqual([{ id: 'event-1', values: { objectId: ids.contacts.nora, asset: 'datasheet' } }]);
  });
});

describe('rows', () => {
  it.each([
    ['all', [], 5, 1],
    ['a choice in another case', [filter('type', 'eq', ['partner'])], 3, 2],
    ['several', [filter('type', 'in', ['PARTNER', 'PROSPECT']), filter('partner_key', 'filled')], 3, 2],
    ['a text', [filter('name', 'eq', ['nordwind systems'])], 1, 3],
    ['not a choice, the empty ones too', [filter('partner_tier', 'eq', ['GOLD'], true)], 4, 3],
    ['empty', [filter('partner_key', 'empty')], 2, 2],
  ] as const)('are counted as a mapping means it: %s', async (_name, conditions, count, calls) => {
    const { inspector } = await inspected();
    expect(await inspector.count('companies', conditions, signal())).toBe(count);
    // One for the properties; what search reads differently is read and judged here.
    expect(inspector.calls).toBeLessThanOrEqual(calls + 1);
  });
});
