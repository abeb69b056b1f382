import { expect, it } from 'vitest';
import type { HubSpotOptions } from '../../doubles/hubspot/index.ts';
import { enterprise, expectTouches, synced } from './truth.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const quick: HubSpotOptions = { lag: 0, limits: { burst: 100_000, searchPerSecond: 100_000 } };

/** An account whose partners have more activities than a run may read the links of. */
async function busy(partners: number, activities: number) {
  const all = await synced(enterprise, quick);
  const { portal } = all.hubspot;
  const at = portal.clock.now() - 24 * HOUR;
  const companies = Array.from(
    { length: partners },
    (_, i) => portal.create('companies', { name: `Partner ${i}`, type: 'PARTNER' }, { at }).id,
  );
  const calls = Array.from({ length: activities }, (_, i) => {
    const { id } = portal.create('calls', { hs_timestamp: '2026-10-01T10:00:00Z' }, { at });
    portal.associate('calls', id, 'companies', companies[i % partners] ?? '');
    return id;
  });
  const deals = Array.from(
    { length: 400 },
    (_, i) => portal.create('deals', { dealname: `D${i}`, pipeline: 'default', dealstage: 'contractsent' }, { at }).id,
  );
  await all.engine.run();
  all.hubspot.advance(65 * MINUTE);
  await all.engine.run();
  all.hubspot.advance(65 * MINUTE);
  return { ...all, companies, calls, deals };
}

it('asks at most 40 times for 500 changes among many activities of partners, and all links once a day', async () => {
  const all = await busy(1, 20_000);
  const { hubspot, engine, client, calls, deals, companies } = all;
  const { portal } = hubspot;
  const links = (): number => hubspot.callsOf('associations', 'companies').length;
  for (const id of calls.slice(0, 200)) portal.update('calls', id, { hs_call_title: 'changed' });
  for (const id of deals.slice(0, 300)) portal.update('deals', id, { dealname: 'changed' });
  const fresh = portal.create('calls', { hs_timestamp: '2026-11-01T10:00:00Z' }).id;
  portal.associate('calls', fresh, 'companies', companies[0] ?? '');
  hubspot.advance(MINUTE);
  let before = client.calls;
  await engine.run();
  expect(client.calls - before).toBeLessThanOrEqual(40);
  expect(engine.links.get('calls>companies')?.has(`${fresh} ${companies[0]}`)).toBe(true);
  expectTouches(all);

  hubspot.advance(65 * MINUTE);
  before = client.calls;
  const linksBefore = links();
  await engine.run();
  expect(client.calls - before).toBeLessThanOrEqual(30);

  // No stamp tells that one lost its partner: the sweep of the day does.
  portal.dissociate('calls', calls[0] ?? '', 'companies', companies[0] ?? '');
  hubspot.advance(24 * HOUR);
  await engine.run();
  expect(links() - linksBefore).toBeGreaterThan(10);
  expect(engine.links.get('calls>companies')?.has(`${calls[0]} ${companies[0]}`)).toBe(false);
  expectTouches(all);
}, 60_000);

it('brings at each run activities that are new, even with a partner who is, and those of before that a new partner has', async () => {
  const { hubspot, ids, restart } = await synced(enterprise, quick);
  const { portal } = hubspot;
  const engine = restart({ activitySweepCalls: 0 });
  const old = portal.create('calls', { hs_timestamp: '2026-01-01T10:00:00Z' }, { at: Date.parse('2026-01-01') }).id;
  portal.associate('calls', old, 'companies', ids.customers.acme);
  const other = portal.create('calls', { hs_timestamp: '2026-01-01T10:00:00Z' }, { at: Date.parse('2026-01-01') }).id;
  portal.associate('calls', other, 'companies', ids.customers.mueller);
  hubspot.advance(HOUR);
  await engine.run();
  hubspot.advance(65 * MINUTE);
  await engine.run();
  expect(Object.keys(engine.valuesOf('calls'))).toEqual([ids.call]);

  hubspot.advance(65 * MINUTE);
  portal.update('companies', ids.customers.acme, { type: 'PARTNER' });
  const partner = portal.create('companies', { name: 'New', type: 'PARTNER' }).id;
  const [first, second, none] = [partner, ids.partners.kaiyo, ids.customers.mueller].map((company) => {
    const { id } = portal.create('calls', { hs_timestamp: '2026-11-01T10:00:00Z' });
    portal.associate('calls', id, 'companies', company);
    return id;
  });
  hubspot.advance(MINUTE);
  await engine.run();
  expect(Object.keys(engine.valuesOf('calls')).sort()).toEqual([ids.call, old, first, second].sort());
  expect(none).toBeDefined();
  expect(engine.links.get('calls>companies')?.has(`${first} ${partner}`)).toBe(true);
  expectTouches({ hubspot, engine });

  // A link of an activity that changed follows at once; one of an activity that did not, within a day.
  portal.dissociate('calls', second ?? '', 'companies', ids.partners.kaiyo);
  portal.update('calls', second ?? '', { hs_call_title: 'changed' });
  hubspot.advance(MINUTE);
  await engine.run();
  expect(engine.links.get('calls>companies')?.has(`${second} ${ids.partners.kaiyo}`)).toBe(false);
});
