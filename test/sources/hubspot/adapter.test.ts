// long: one account that changes in every way that HubSpot has, and what an adapter must notice of it.
import { describe, expect, it } from 'vitest';
import { isCrmFailure } from '../../../src/sources/http/failure.ts';
import { failureOf, told } from '../http/support.ts';
import type { TinyEngine } from './tiny-engine.ts';
import { enterprise, expectTruth, labelsOf, synced } from './truth.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const warned = (engine: TinyEngine): string[] =>
  (engine.lastFacts?.warnings ?? []).map(({ message }) => message).sort();

describe('a full reading', () => {
  it('brings every row and link that the mapping wants', async () => {
    const all = await synced();
    await all.engine.run();
    expectTruth(all);
    const { ids, engine } = all;
    expect(Object.keys(engine.valuesOf('companies')).sort()).toEqual(Object.values(ids.partners).sort());
    expect(labelsOf(engine, ids.deals.influenced)).toEqual({
      [ids.partners.blueharbor]: ['Influenced by'],
      [ids.partners.nordwind]: ['Influenced by', 'Sourced by'],
    });
    expect(Object.keys(engine.valuesOf('calls'))).toEqual([ids.call]);
    expect(Object.keys(engine.valuesOf('exchange_rates'))).toHaveLength(2);
    expect([...(engine.links.get('feedback_submissions>contacts')?.keys() ?? [])]).toContain(
      `${ids.surveys.nps} ${ids.contacts.nora}`,
    );
    expect([...(engine.links.get('contacts>companies')?.keys() ?? [])].sort()).toEqual(
      [`${ids.contacts.nora} ${ids.partners.nordwind}`, `${ids.contacts.bo} ${ids.partners.blueharbor}`].sort(),
    );
  });

  it('knows owners who left, stages, currency and zone', async () => {
    const { engine, ids } = await synced();
    await engine.run();
    const { lastFacts: facts } = engine;
    expect(facts).toMatchObject({ account: '4711', currency: 'EUR', timeZone: 'America/New_York' });
    expect(facts?.owners.get(ids.owners.gone)).toBe('gone@vendor.example');
    expect(facts?.stages.find(({ stage }) => stage === 'closedwon')).toMatchObject({ object: 'deals', status: 'won' });
    expect(facts?.stages.filter(({ object }) => object === 'p_registration').map(({ label }) => label)).toEqual([
      'Submitted',
      'Approved',
      'Rejected',
      'Converted',
    ]);
  });

  it('takes the histories of partners', async () => {
    const { engine, ids } = await synced();
    await engine.run();
    const row = engine.rows.get('companies')?.get(ids.partners.nordwind)?.row;
    expect(row?.histories?.partner_tier).toEqual([
      { value: 'GOLD', at: '2026-04-01T10:15:00.250Z' },
      { value: 'SILVER', at: '2025-03-10T10:15:00.250Z' },
    ]);
  });

  it('says how many calls it will take before it asks', async () => {
    const { hubspot, engine } = await synced();
    for (let i = 0; i < 996; i += 1) hubspot.portal.create('deals', { dealname: `D${i}`, pipeline: 'default' });
    await engine.run();
    expect(engine.lastPlan.find(({ name }) => name === 'all:deals')?.calls).toBe(11);
  });

  it('goes on where it was interrupted, and ends with the same', async () => {
    const all = await synced();
    const { hubspot, engine, client, mapping } = all;
    for (let i = 0; i < 950; i += 1) hubspot.portal.create('deals', { dealname: `D${i}`, pipeline: 'default' });
    for (let stop = 1; stop < 40; stop += 3) {
      engine.pagesLeft = 3;
      await engine.run().catch((error: unknown) => error);
    }
    engine.pagesLeft = Number.POSITIVE_INFINITY;
    await engine.run();
    expectTruth({ hubspot, mapping, engine });
    const pages = hubspot.callsOf('list', 'deals').filter(({ query }) => query.get('archived') === 'false');
    expect(new Set(pages.map(({ query }) => query.get('after'))).size).toBe(10);
    expect(client.calls).toBe(hubspot.calls.length);
  });

  it('writes nothing, and asks for no property that is not mapped', async () => {
    const { hubspot, engine } = await synced();
    await engine.run();
    expect(hubspot.callsOf('unknown')).toEqual([]);
    const asked = JSON.stringify(hubspot.calls.map(({ body, query }) => [body, query.toString()]));
    expect(asked).not.toMatch(/email|firstname|hs_call_body|hs_content|bank_account/);
  });
});

describe('an increment', () => {
  it('brings what changed, however late search is', async () => {
    const late = await synced(enterprise, { lag: ({ id }) => (Number(id) % 3) * 20 * 60_000 });
    const { hubspot, engine, ids } = late;
    hubspot.advance(HOUR);
    await engine.run();
    for (let round = 0; round < 12; round += 1) {
      hubspot.portal.update('deals', ids.deals.sourced, { amount: `${round}.50` });
      hubspot.portal.create('deals', { dealname: `New ${round}`, pipeline: 'default', dealstage: 'closedwon' });
      hubspot.portal.update('companies', ids.partners.kaiyo, { partner_tier: round % 2 ? 'GOLD' : 'SILVER' });
      hubspot.advance(15 * 60_000);
      await engine.run();
    }
    hubspot.advance(41 * 60_000);
    await engine.run();
    expectTruth(late);
    expect(engine.rows.get('companies')?.get(ids.partners.kaiyo)?.row.histories?.partner_tier).toHaveLength(12);
  });

  it('reads thousands of equal stamps', async () => {
    const all = await synced();
    const { hubspot, engine } = all;
    await engine.run();
    const at = hubspot.clock.now();
    for (let i = 0; i < 3000; i += 1)
      hubspot.portal.create('deals', { dealname: `D${i}`, pipeline: 'default' }, { at });
    hubspot.advance(60_000);
    await engine.run();
    expectTruth(all);
    expect(engine.count('deals')).toBe(3004);
  });

  it('learns that a row left the filter, and that it came back', async () => {
    const all = await synced();
    const { hubspot, engine, ids } = all;
    await engine.run();
    hubspot.portal.update('companies', ids.partners.kaiyo, { type: 'PROSPECT' });
    hubspot.portal.update('deals', ids.deals.direct, { pipeline: 'enrolments', dealstage: 'enrolled' });
    hubspot.advance(60_000);
    await engine.run();
    expect(engine.valuesOf('companies')[ids.partners.kaiyo]).toBeUndefined();
    expect(engine.valuesOf('deals')[ids.deals.direct]).toBeUndefined();
    hubspot.portal.update('companies', ids.partners.kaiyo, { type: 'PARTNER' });
    hubspot.advance(60_000);
    await engine.run();
    expectTruth(all);
    expect(labelsOf(engine, ids.deals.lost)).toEqual({ [ids.partners.kaiyo]: ['Sourced by'] });
  });

  it('notices links and labels that move no stamp', async () => {
    const all = await synced();
    const { hubspot, engine, ids } = all;
    await engine.run();
    const { portal } = hubspot;
    portal.associate('deals', ids.deals.direct, 'companies', ids.partners.kaiyo, { labels: ['Influenced by'] });
    portal.dissociate('deals', ids.deals.sourced, 'companies', ids.partners.nordwind, ['Sourced by']);
    portal.dissociate('deals', ids.deals.lost, 'companies', ids.partners.kaiyo);
    const { id: call } = portal.create('calls', { hs_timestamp: '2026-11-01T09:00:00Z' });
    portal.associate('calls', call, 'companies', ids.partners.kaiyo);
    await engine.run();
    expectTruth(all);
    expect(labelsOf(engine, ids.deals.direct)).toEqual({ [ids.partners.kaiyo]: ['Influenced by'] });
    expect(labelsOf(engine, ids.deals.sourced)).toEqual({ [ids.partners.nordwind]: [] });
    expect(Object.keys(engine.valuesOf('calls')).sort()).toEqual([ids.call, call].sort());
    portal.dissociate('registration', ids.registrations.approved, 'deals', ids.deals.sourced);
    hubspot.advance(DAY);
    await engine.run();
    expectTruth(all);
  });

  it('knows nothing more of a partner who became a part of a customer', async () => {
    const all = await synced();
    const { hubspot, engine, ids } = all;
    await engine.run();
    hubspot.portal.merge('companies', [ids.customers.acme, ids.partners.kaiyo], 'first');
    hubspot.advance(60_000);
    await engine.run();
    expectTruth(all);
    expect(engine.valuesOf('companies')[ids.partners.kaiyo]).toBeUndefined();
  });

  it('follows labels that are renamed, and finds out which names belong together', async () => {
    const all = await synced();
    const { hubspot, engine, ids, client } = all;
    await engine.run();
    const before = client.calls;
    await engine.run();
    const usual = client.calls - before;
    hubspot.portal.renameLabel('deals', 'companies', 'Sourced by', 'Brought by');
    // Names are asked for anew within two hours, a few at a time.
    for (let run = 0; run < 8; run += 1) {
      hubspot.advance(15 * 60_000);
      await engine.run();
    }
    expect(labelsOf(engine, ids.deals.sourced)).toEqual({ [ids.partners.nordwind]: ['Brought by'] });
    const again = client.calls;
    await engine.run();
    expect(client.calls - again).toBeLessThanOrEqual(usual + 5);
  });
});

describe('what leaves no trace', () => {
  it('is found daily: archived rows and calculated values', async () => {
    const all = await synced();
    const { hubspot, engine, ids } = all;
    await engine.run();
    hubspot.portal.archive('deals', ids.deals.lost);
    hubspot.portal.calculate('deals', ids.deals.sourced, { notes_last_updated: '2026-11-01T08:00:00Z' });
    hubspot.advance(HOUR);
    await engine.run();
    expect(engine.valuesOf('deals')[ids.deals.sourced]?.notes_last_updated).toBe('');
    hubspot.advance(DAY);
    await engine.run();
    expectTruth(all);
  });

  it('is found by a check of the ids: restored, deleted for good', async () => {
    const all = await synced();
    const { hubspot, engine, ids } = all;
    await engine.run();
    hubspot.portal.archive('deals', ids.deals.lost);
    hubspot.portal.archive('companies', ids.partners.kaiyo);
    hubspot.advance(DAY);
    await engine.run();
    expect(engine.valuesOf('deals')[ids.deals.lost]).toBeUndefined();
    hubspot.portal.restore('deals', ids.deals.lost);
    hubspot.portal.restore('companies', ids.partners.kaiyo);
    hubspot.portal.gdprDelete('deals', ids.deals.direct);
    hubspot.advance(60_000);
    await engine.run('reconcile');
    expectTruth(all);
  });

  it('is found after a long pause, though HubSpot has forgotten what it archived', async () => {
    const all = await synced();
    const { hubspot, engine, ids } = all;
    await engine.run();
    hubspot.portal.archive('deals', ids.deals.lost);
    hubspot.advance(100 * DAY);
    await engine.run();
    expectTruth(all);
  });

  it.each(['new', 'first'] as const)('merges, whether the survivor is new or the first: %s', async (survivor) => {
    const all = await synced();
    const { hubspot, engine, ids } = all;
    await engine.run();
    const { nordwind, blueharbor, kaiyo } = ids.partners;
    const first = hubspot.portal.merge('companies', [nordwind, blueharbor], survivor);
    hubspot.advance(60_000);
    await engine.run();
    expect(engine.merged.get(`companies ${blueharbor}`)).toBe(first.id);
    const last = hubspot.portal.merge('companies', [first.id, kaiyo], survivor);
    hubspot.advance(60_000);
    await engine.run();
    expectTruth(all);
    expect(engine.merged.get(`companies ${kaiyo}`)).toBe(last.id);
    expect(labelsOf(engine, ids.deals.lost)).toEqual({ [last.id]: ['Sourced by'] });
  });
});

describe('what the account lacks', () => {
  it('is named where the mapping demands it: unknown, archived or protected', async () => {
    const { hubspot, engine } = await synced({
      ...enterprise,
      partner: { fields: { region: 'no_such_property' } },
    });
    const unknown = await failureOf(engine.run());
    expect(unknown.code).toBe('crm-schema');
    expect(told(unknown)).toContain('companies.no_such_property (no such property)');
    hubspot.portal.defineProperty('companies', { name: 'no_such_property', dataSensitivity: 'sensitive' });
    hubspot.advance(2 * HOUR);
    expect(told(await failureOf(engine.run()))).toContain('sensitive');
    hubspot.portal.editProperty('companies', 'no_such_property', { dataSensitivity: 'non_sensitive' });
    hubspot.portal.archiveProperty('companies', 'no_such_property');
    hubspot.advance(2 * HOUR);
    expect(told(await failureOf(engine.run()))).toContain('archived');
  });

  it('is a warning where it is optional, and read once it is there', async () => {
    const all = await synced();
    const { hubspot, engine, ids } = all;
    hubspot.portal.archiveProperty('companies', 'partner_region');
    await engine.run();
    expect(warned(engine)).toContain('companies.partner_region (archived) is missing: it stays unknown');
    hubspot.portal.editProperty('companies', 'partner_region', { archived: false });
    hubspot.advance(2 * HOUR);
    await engine.run();
    expect(engine.valuesOf('companies')[ids.partners.nordwind]?.partner_region).toBe('EMEA');
    expectTruth(all);
  });

  it('names the scope of an object that must be there; the others go on without an optional one', async () => {
    const all = await synced();
    const { hubspot, engine } = all;
    hubspot.tokens.withdraw(hubspot.token, 'crm.objects.feedback_submissions.read', 'settings.currencies.read');
    await engine.run();
    expect(warned(engine).filter((message) => message.includes('left out'))).toEqual([
      'exchange_rates is left out: missing scope: settings.currencies.read',
      'feedback_submissions is left out: missing scope: crm.objects.contacts.read, crm.objects.feedback_submissions.read',
    ]);
    expectTruth(all);
    hubspot.tokens.withdraw(hubspot.token, 'crm.objects.deals.read');
    hubspot.advance(2 * HOUR);
    const failure = await failureOf(engine.run());
    expect(failure.code).toBe('crm-forbidden');
    expect(told(failure)).toContain('crm.objects.deals.read');
  });

  it('ends a run at the limit of the day, and goes on the next day', async () => {
    const all = await synced(enterprise, { limits: { daily: 12 } });
    const { hubspot, engine, budget } = all;
    budget.learn(1_000_000);
    const failure: unknown = await engine.run().catch((error: unknown) => error);
    expect(isCrmFailure(failure)).toBe(true);
    hubspot.limits.options.daily = 650_000;
    hubspot.advance(DAY);
    budget.learn(650_000, 0);
    await engine.run();
    expectTruth(all);
  });
});

it('reads one partner anew for a button, with its deals', async () => {
  const all = await synced();
  const { hubspot, engine, ids, client } = all;
  await engine.run();
  hubspot.portal.update('companies', ids.partners.nordwind, { name: 'Nordwind AG' });
  hubspot.portal.update('deals', ids.deals.sourced, { amount: '1.00' });
  const { id } = hubspot.portal.create('deals', { dealname: 'Fresh', pipeline: 'default', dealstage: 'contractsent' });
  hubspot.portal.associate('deals', id, 'companies', ids.partners.nordwind, { labels: ['Sourced by'] });
  const before = client.calls;
  await engine.refresh([{ object: 'companies', id: ids.partners.nordwind }]);
  expectTruth(all);
  expect(labelsOf(engine, id)).toEqual({ [ids.partners.nordwind]: ['Sourced by'] });
  expect(client.calls - before).toBeLessThanOrEqual(14);
});

it('reads events by the record that they happened to', async () => {
  const { engine, ids, hubspot } = await synced({
    ...enterprise,
    'content-event': {
      object: 'event:pe4711_asset_viewed',
      fields: {
        partner: { association: 'contacts.companies' },
        asset: 'asset',
        kind: { constant: 'view' },
        at: 'occurredAt',
      },
    },
  });
  await engine.run();
  const object = 'event:pe4711_asset_viewed';
  expect(engine.valuesOf(object)['event-1']).toMatchObject({ asset: 'datasheet' });
  expect([...(engine.links.get(`${object}>contacts`)?.keys() ?? [])]).toEqual([`event-1 ${ids.contacts.nora}`]);
  hubspot.portal.addEvent({
    eventType: 'pe4711_asset_viewed',
    objectType: 'CONTACT',
    objectId: ids.contacts.bo,
    properties: {},
  });
  hubspot.advance(60_000);
  await engine.run();
  expect(engine.count(object)).toBe(2);
});
