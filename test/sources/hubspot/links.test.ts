import { describe, expect, it } from 'vitest';
import type { Portal } from '../../doubles/hubspot/index.ts';
import { enterprise, expectTruth, labelsOf, synced } from './truth.ts';

const withRoles = (values: Readonly<Record<string, readonly string[]>>) => ({
  ready: 'hubspot-labels',
  attribution: { fields: { role: { label: 'partner', values } } },
});

describe('labels whose names differ between the two sides', () => {
  /** Names from the company's side that say nothing of those from the deal's. */
  const named = (portal: Portal): void => {
    for (const place of [1, 2, 3]) portal.defineLabel('deals', 'companies', `Role ${place}`, `Other name ${4 - place}`);
  };
  const roles = withRoles({ sourced: ['Role 1'], influenced: ['Role 2', 'Role 3'] });

  it('are learnt from links read from both sides, then cost nothing more', async () => {
    const all = await synced(roles);
    const { hubspot, engine, ids } = all;
    const { portal } = hubspot;
    named(portal);
    const { nordwind, kaiyo, blueharbor } = ids.partners;
    portal.associate('deals', ids.deals.direct, 'companies', nordwind, { labels: ['Role 1', 'Role 2'] });
    portal.associate('deals', ids.deals.lost, 'companies', kaiyo, { labels: ['Role 3'] });
    portal.associate('deals', ids.deals.sourced, 'companies', blueharbor, { labels: ['Role 2'] });
    await engine.run();
    expectTruth(all, ['companies', 'deals']);
    expect(labelsOf(engine, ids.deals.lost)[kaiyo]).toEqual(['Role 3', 'Sourced by']);
    const asked = (): number => hubspot.callsOf('associations', 'deals').length;
    const before = asked();
    portal.associate('deals', ids.deals.lost, 'companies', nordwind, { labels: ['Role 2'] });
    await engine.run();
    expect(labelsOf(engine, ids.deals.lost)[nordwind]).toEqual(['Role 2']);
    expect(asked()).toBe(before);
  });

  it('are right where nothing tells them apart, read from the deal’s side then', async () => {
    const all = await synced(roles);
    const { hubspot, engine, ids } = all;
    named(hubspot.portal);
    const labels = ['Role 1', 'Role 2'];
    hubspot.portal.associate('deals', ids.deals.direct, 'companies', ids.partners.nordwind, { labels });
    for (let run = 0; run < 2; run += 1) await engine.run();
    expectTruth(all, ['companies', 'deals']);
    expect(hubspot.callsOf('associations', 'deals').length).toBeGreaterThanOrEqual(2);
  });
});

it('reads every company of a deal where the mapping wants more of them than partners', async () => {
  const all = await synced({
    ...enterprise,
    deal: { fields: { account: { association: 'companies', labels: ['Primary'], read: 'name' } } },
  });
  const { hubspot, engine, ids } = all;
  await engine.run();
  const { portal } = hubspot;
  expect(labelsOf(engine, ids.deals.sourced)[ids.customers.mueller]).toEqual(['Primary']);
  // The customers' names come with the companies, filter or not.
  expect(engine.valuesOf('companies')[ids.customers.mueller]?.name).toBe('Müller & Söhne');
  const { id } = portal.create('deals', { dealname: 'New', pipeline: 'default', dealstage: 'contractsent' });
  portal.associate('deals', id, 'companies', ids.customers.acme, { primary: true });
  hubspot.advance(60_000);
  await engine.run();
  expect(labelsOf(engine, id)).toEqual({ [ids.customers.acme]: ['Primary'] });
});

it('reads touches from the partners, not the thousands of others', async () => {
  const all = await synced();
  const { hubspot, engine, ids } = all;
  const { portal } = hubspot;
  for (let i = 0; i < 500; i += 1) {
    const { id } = portal.create('calls', { hs_timestamp: '2026-10-01T10:00:00Z' });
    if (i % 100 === 0) portal.associate('calls', id, 'companies', ids.partners.kaiyo);
    else portal.associate('calls', id, 'companies', ids.customers.acme);
  }
  await engine.run();
  expect(engine.count('calls')).toBe(6);
  expect(hubspot.callsOf('list', 'calls')).toEqual([]);
  const first = Object.keys(engine.valuesOf('calls')).find((id) => id !== ids.call) ?? '';
  portal.update('calls', first, { hs_timestamp: '2026-10-02T10:00:00Z' });
  portal.archive('calls', ids.call);
  hubspot.advance(60_000);
  await engine.run('reconcile');
  expectTruth(all, ['companies']);
  expect(engine.valuesOf('calls')[first]?.hs_timestamp).toBe('2026-10-02T10:00:00Z');
  expect(engine.valuesOf('calls')[ids.call]).toBeUndefined();
});

it('finds custom objects by whatever name the mapping has for them', async () => {
  const fields = {
    partner: { association: 'companies' },
    status: { constant: 'submitted' },
    submittedAt: 'hs_createdate',
  };
  for (const object of ['2-40000001', 'p4711_registration', 'Registration']) {
    const { engine, ids } = await synced({ ...enterprise, registration: { object, fields } });
    await engine.run();
    expect(Object.keys(engine.valuesOf(object)).sort(), object).toEqual(Object.values(ids.registrations).sort());
  }
});

it('reads an account without custom objects or labels by the key of a PRM', async () => {
  const { engine, hubspot, ids } = await synced({ ready: 'hubspot-prm-key' });
  hubspot.portal.definePipeline('deals', { id: 'partner-registrations', label: 'Registrations', stages: [] });
  for (const name of ['sourcing_partner_key', 'influencing_partner_keys'])
    hubspot.portal.defineProperty('deals', { name });
  const values = { dealname: 'R', pipeline: 'partner-registrations', sourcing_partner_key: 'PRM-NOR' };
  const { id } = hubspot.portal.create('deals', values);
  hubspot.portal.associate('deals', id, 'deals', ids.deals.sourced);
  hubspot.advance(60_000);
  await engine.run();
  expect(Object.keys(engine.valuesOf('companies')).sort()).toEqual(Object.values(ids.partners).sort());
  expect(engine.valuesOf('deals')[id]?.sourcing_partner_key).toBe('PRM-NOR');
  expect(engine.links.get('deals>deals')?.has(`${id} ${ids.deals.sourced}`)).toBe(true);
  expect(hubspot.callsOf('schemas')).toEqual([]);
});
