// long: records are one subject; what the service does with them is one list.
// Records: list, read, batch, histories, merges, archive. Search, limits and the rest stand in test/doubles/hubspot/.
import { afterEach, describe, expect, test } from 'vitest';
import { asking, idsOf, pageOf, V } from './hubspot/asking.ts';
import { type HubSpotOptions, type HubSpotStandIn, startHubSpot } from './hubspot/index.ts';

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function standIn(options: HubSpotOptions = {}): Promise<HubSpotStandIn> {
  const hubspot = await startHubSpot(options);
  ending.push(() => hubspot.close());
  return hubspot;
}

const DAY = 86_400_000;

describe('the list of a type', () => {
  test('gives ten records unless asked for more, a hundred at most, and a cursor until the last page', async () => {
    const hubspot = await standIn();
    for (let count = 0; count < 250; count += 1) hubspot.portal.create('companies', { name: `C${count}` });
    const { list } = asking(hubspot);
    expect(idsOf(await list('companies'))).toHaveLength(10);
    expect((await list('companies', '?limit=101')).status).toBe(400);
    const seen: string[] = [];
    let after: string | undefined = '0';
    let pages = 0;
    while (after !== undefined) {
      const page = pageOf(await list('companies', `?limit=100&after=${after}`));
      seen.push(...page.rows.map(({ id }) => id));
      after = page.after;
      pages += 1;
    }
    expect(pages).toBe(3);
    expect(new Set(seen).size).toBe(250);
    expect(seen).toEqual(hubspot.portal.live('companies').map(({ id }) => id));
  });

  test('a cursor holds when records come and go between pages', async () => {
    const hubspot = await standIn();
    const ids = Array.from({ length: 6 }, () => hubspot.portal.create('deals', {}).id);
    const first = pageOf(await asking(hubspot).list('deals', '?limit=3'));
    hubspot.portal.archive('deals', ids[2] ?? '');
    hubspot.portal.archive('deals', ids[3] ?? '');
    const late = hubspot.portal.create('deals', {}).id;
    const second = idsOf(await asking(hubspot).list('deals', `?limit=3&after=${first.after}`));
    expect(second).toEqual([ids[4], ids[5], late]);
  });

  test('gives every value as text or null, always id and stamps, and leaves unknown names out without a word', async () => {
    const hubspot = await standIn();
    hubspot.portal.create('deals', { dealname: 'Rollout', amount: '1200.50' });
    const [row] = pageOf(await asking(hubspot).list('deals', '?properties=amount,closedate&properties=no_such')).rows;
    expect(row?.properties).toEqual({
      amount: '1200.50',
      closedate: null,
      createdate: '2026-11-02T09:00:00Z',
      hs_lastmodifieddate: '2026-11-02T09:00:00Z',
      hs_object_id: row?.id,
    });
  });

  test('a stamp has a fraction only when it needs one, so stamps do not sort as text', async () => {
    const hubspot = await standIn();
    hubspot.portal.create('companies', {});
    hubspot.advance(5);
    hubspot.portal.create('companies', {});
    const rows = pageOf(await asking(hubspot).list('companies')).rows;
    expect(rows.map((row) => row.createdAt)).toEqual(['2026-11-02T09:00:00Z', '2026-11-02T09:00:00.005Z']);
  });

  test('a type has several names; an unknown one is refused', async () => {
    const hubspot = await standIn();
    const type = hubspot.portal.defineObject({ name: 'registration' });
    const { list } = asking(hubspot);
    for (const name of [type.id, type.name, 'p_registration', 'registration', '0-3', 'deal', 'deals']) {
      expect((await list(name)).status).toBe(200);
    }
    const refused = await list('registrationz');
    expect(refused.status).toBe(400);
    expect(refused.json).toMatchObject({ status: 'error', message: 'Unable to infer object type from: registrationz' });
  });

  test('with histories a page has 50 at most', async () => {
    const hubspot = await standIn();
    hubspot.portal.create('companies', { name: 'A' });
    const { list } = asking(hubspot);
    expect((await list('companies', '?limit=51&propertiesWithHistory=name')).status).toBe(400);
    const [row] = pageOf(await list('companies', '?limit=50&propertiesWithHistory=name')).rows;
    expect(row?.propertiesWithHistory?.name).toHaveLength(1);
  });

  test('shows associations as ids with type names, not labels', async () => {
    const hubspot = await standIn();
    const { portal } = hubspot;
    portal.defineLabel('deals', 'companies', 'Sourced by');
    const deal = portal.create('deals', {}).id;
    const company = portal.create('companies', {}).id;
    portal.associate('deals', deal, 'companies', company, { labels: ['Sourced by'] });
    const answer = await asking(hubspot).list('deals', '?associations=companies,contacts');
    expect(answer.json).toMatchObject({
      results: [
        {
          associations: {
            companies: {
              results: [
                { id: company, type: 'deal_to_company_unlabeled' },
                { id: company, type: 'sourced_by' },
              ],
            },
          },
        },
      ],
    });
  });

  test('another version is not there, and the older paths answer too', async () => {
    const hubspot = await standIn();
    const { get } = asking(hubspot);
    expect((await get('/crm/objects/2027-03/deals')).status).toBe(404);
    expect((await get('/crm/v3/objects/deals')).status).toBe(200);
    expect((await get('/crm/objects/2026-03/deals')).status).toBe(200);
    expect((await get('/crm/v3/owners/')).status).toBe(200);
    const future = await standIn({ service: { versions: ['2027-03'] } });
    expect((await asking(future).list('deals')).status).toBe(404);
  });
});

describe('one record', () => {
  test('by id, by a unique property, and 404 for none', async () => {
    const hubspot = await standIn();
    const { id } = hubspot.portal.create('companies', { name: 'A', domain: 'a.example' });
    const { get } = asking(hubspot);
    expect((await get(`/crm/objects/${V}/companies/${id}`)).json).toMatchObject({
      id,
      url: `https://app.hubspot.com/contacts/4711/record/0-2/${id}`,
    });
    expect((await get(`/crm/objects/${V}/companies/a.example?idProperty=domain`)).json).toMatchObject({ id });
    const missing = await get(`/crm/objects/${V}/companies/1`);
    expect(missing.status).toBe(404);
    expect(missing.json).toMatchObject({ status: 'error', category: 'OBJECT_NOT_FOUND' });
  });

  test('contacts carry lastmodifieddate, all others hs_lastmodifieddate', async () => {
    const hubspot = await standIn();
    hubspot.portal.create('contacts', {});
    hubspot.portal.create('tickets', {});
    const names = '?properties=lastmodifieddate,hs_lastmodifieddate';
    const [contact] = pageOf(await asking(hubspot).list('contacts', names)).rows;
    const [ticket] = pageOf(await asking(hubspot).list('tickets', names)).rows;
    expect(contact?.properties).toMatchObject({ lastmodifieddate: expect.any(String), hs_lastmodifieddate: null });
    expect(ticket?.properties).toMatchObject({ lastmodifieddate: null, hs_lastmodifieddate: expect.any(String) });
  });
});

describe('batch read', () => {
  test('reads a hundred; those that are not there make it a 207', async () => {
    const hubspot = await standIn();
    const ids = Array.from({ length: 101 }, () => hubspot.portal.create('deals', { dealname: 'x' }).id);
    const { batch } = asking(hubspot);
    expect((await batch('deals', ids)).status).toBe(400);
    const whole = await batch('deals', ids.slice(1), { properties: ['dealname'] });
    expect(whole.status).toBe(200);
    expect(idsOf(whole)).toHaveLength(100);
    const partly = await batch('deals', [ids[0] ?? '', '17', '18']);
    expect(partly.status).toBe(207);
    expect(idsOf(partly)).toEqual([ids[0]]);
    expect(partly.json).toMatchObject({
      status: 'COMPLETE',
      numErrors: 1,
      errors: [{ status: 'error', category: 'OBJECT_NOT_FOUND', context: { ids: ['17', '18'] } }],
    });
  });

  test('reads fifty with histories, newest version first, and keeps twenty versions', async () => {
    const hubspot = await standIn();
    const { portal } = hubspot;
    portal.defineProperty('companies', { name: 'tier' });
    const { id } = portal.create('companies', { tier: 'T0' });
    for (let turn = 1; turn <= 30; turn += 1) {
      hubspot.advance(1000);
      portal.update('companies', id, { tier: `T${turn}` }, { userId: 7, sourceType: 'CRM_UI' });
    }
    const { batch } = asking(hubspot);
    const history = { propertiesWithHistory: ['tier'] };
    expect((await batch('companies', Array.from({ length: 51 }, String), history)).status).toBe(400);
    const [row] = pageOf(await batch('companies', [id], history)).rows;
    const versions = row?.propertiesWithHistory?.tier ?? [];
    expect(versions).toHaveLength(20);
    expect(versions[0]).toMatchObject({ value: 'T30', timestamp: '2026-11-02T09:00:30Z', sourceType: 'CRM_UI' });
    expect(versions.at(-1)).toMatchObject({ value: 'T11' });
  });

  test('a cleared value leaves an empty version', async () => {
    const hubspot = await standIn();
    const { id } = hubspot.portal.create('companies', { name: 'A' });
    hubspot.advance(1000);
    hubspot.portal.update('companies', id, { name: null });
    const [row] = pageOf(await asking(hubspot).batch('companies', [id], { propertiesWithHistory: ['name'] })).rows;
    expect(row?.propertiesWithHistory?.name?.map(({ value }) => value)).toEqual(['', 'A']);
  });
});

describe('archived records', () => {
  test('stand only in the archived list, for ninety days, and people can restore them', async () => {
    const hubspot = await standIn();
    const { portal } = hubspot;
    const { id, updatedAt } = portal.create('deals', { dealname: 'A' });
    hubspot.advance(DAY);
    portal.archive('deals', id);
    const { list, batch, get } = asking(hubspot);
    expect(idsOf(await list('deals'))).toEqual([]);
    const [gone] = pageOf(await list('deals', '?archived=true')).rows;
    // Archiving does not move the stamp.
    expect(gone).toMatchObject({
      id,
      archived: true,
      updatedAt: new Date(updatedAt).toISOString().replace('.000', ''),
    });
    expect((await batch('deals', [id])).status).toBe(207);
    expect((await batch('deals', [id], {}, '?archived=true')).status).toBe(200);
    expect((await get(`/crm/objects/${V}/deals/${id}`)).status).toBe(404);
    expect((await get(`/crm/objects/${V}/deals/${id}?archived=true`)).status).toBe(200);
    portal.restore('deals', id);
    expect(idsOf(await list('deals'))).toEqual([id]);
    portal.archive('deals', id);
    hubspot.advance(91 * DAY);
    expect(idsOf(await list('deals', '?archived=true'))).toEqual([]);
    expect(() => portal.restore('deals', id)).toThrow('no archived deal');
  });

  test('a deletion for privacy leaves nothing', async () => {
    const hubspot = await standIn();
    const { id } = hubspot.portal.create('contacts', { email: 'a@a.example' });
    hubspot.portal.gdprDelete('contacts', id);
    const { list, batch } = asking(hubspot);
    expect(idsOf(await list('contacts'))).toEqual([]);
    expect(idsOf(await list('contacts', '?archived=true'))).toEqual([]);
    expect((await batch('contacts', [id], {}, '?archived=true')).status).toBe(207);
  });
});

describe('a merge', () => {
  test('makes a new record that answers for the old ids, has their associations and says whom it replaced', async () => {
    const hubspot = await standIn();
    const { portal } = hubspot;
    const a = portal.create('companies', { name: 'A' }).id;
    const b = portal.create('companies', { name: 'B', domain: 'b.example' }).id;
    const deal = portal.create('deals', {}).id;
    portal.associate('deals', deal, 'companies', b);
    const survivor = portal.merge('companies', [a, b]);
    expect([a, b]).not.toContain(survivor.id);
    const { list, get, batch, associations } = asking(hubspot);
    const [row, ...more] = pageOf(await list('companies', '?properties=name,domain,hs_merged_object_ids')).rows;
    expect(more).toEqual([]);
    expect(row?.properties).toMatchObject({ name: 'A', domain: 'b.example', hs_merged_object_ids: `${a};${b}` });
    expect(idsOf(await list('companies', '?archived=true'))).toEqual([]);
    expect((await get(`/crm/objects/${V}/companies/${b}`)).json).toMatchObject({ id: survivor.id });
    expect(idsOf(await batch('companies', [a, b]))).toEqual([survivor.id]);
    expect((await associations('deals', 'companies', [{ id: deal }])).json).toMatchObject({
      results: [{ to: [{ toObjectId: survivor.id }] }],
    });
  });

  test('may keep the first id, and chains are followed to their end', async () => {
    const hubspot = await standIn();
    const { portal } = hubspot;
    const [a, b, c] = ['A', 'B', 'C'].map((name) => portal.create('companies', { name }).id);
    const first = portal.merge('companies', [a ?? '', b ?? ''], 'first');
    expect(first.id).toBe(a);
    const last = portal.merge('companies', [c ?? '', a ?? '']);
    const { get } = asking(hubspot);
    for (const id of [a, b, c]) {
      expect((await get(`/crm/objects/${V}/companies/${id}`)).json).toMatchObject({ id: last.id });
    }
    expect(last.values.hs_merged_object_ids?.split(';').toSorted()).toEqual([a, b, c].toSorted());
  });
});

describe('what the service calculates', () => {
  const stages = [
    { id: 's1', label: 'Open', metadata: { probability: '0.2', isClosed: 'false' } },
    { id: 's2', label: 'Won', metadata: { probability: '1.0', isClosed: 'true' } },
  ];

  test('stage times, won and closed follow the stage', async () => {
    const hubspot = await standIn();
    const { portal } = hubspot;
    portal.definePipeline('deals', { id: 'p', label: 'P', stages });
    const { id } = portal.create('deals', { pipeline: 'p', dealstage: 's1', amount: '10' });
    hubspot.advance(60_000);
    portal.update('deals', id, { dealstage: 's2' });
    const names = [
      'hs_v2_date_entered_s1',
      'hs_v2_date_exited_s1',
      'hs_v2_date_entered_s2',
      'hs_v2_date_exited_s2',
      'hs_v2_date_entered_current_stage',
      'hs_is_closed',
      'hs_is_closed_won',
      'hs_deal_stage_probability',
    ];
    const [row] = pageOf(await asking(hubspot).batch('deals', [id], { properties: names })).rows;
    expect(row?.properties).toMatchObject({
      hs_v2_date_entered_s1: '2026-11-02T09:00:00Z',
      hs_v2_date_exited_s1: '2026-11-02T09:01:00Z',
      hs_v2_date_entered_s2: '2026-11-02T09:01:00Z',
      hs_v2_date_exited_s2: null,
      hs_v2_date_entered_current_stage: '2026-11-02T09:01:00Z',
      hs_is_closed: 'true',
      hs_is_closed_won: 'true',
      hs_deal_stage_probability: '1',
    });
  });

  test('older accounts have the older names beside them', async () => {
    const hubspot = await standIn({ legacyStageTimes: true });
    hubspot.portal.definePipeline('tickets', { id: 'p', label: 'P', stages });
    const { id } = hubspot.portal.create('tickets', { hs_pipeline: 'p', hs_pipeline_stage: 's1' });
    const [row] = pageOf(await asking(hubspot).batch('tickets', [id], { properties: ['hs_date_entered_s1'] })).rows;
    expect(row?.properties.hs_date_entered_s1).toBe('2026-11-02T09:00:00Z');
  });

  test('an edited stage changes what is won without touching any stamp', async () => {
    const hubspot = await standIn();
    const { portal } = hubspot;
    portal.definePipeline('deals', { id: 'p', label: 'P', stages });
    const { id } = portal.create('deals', { pipeline: 'p', dealstage: 's1' });
    hubspot.advance(60_000);
    portal.editStage('deals', 'p', 's1', { label: 'Closed', metadata: { probability: '1.0', isClosed: 'true' } });
    const [row] = pageOf(await asking(hubspot).batch('deals', [id], { properties: ['hs_is_closed_won'] })).rows;
    expect(row?.properties.hs_is_closed_won).toBe('true');
    expect(row?.updatedAt).toBe('2026-11-02T09:00:00Z');
  });

  test('a calculated value changes without touching the stamp', async () => {
    const hubspot = await standIn();
    const { id } = hubspot.portal.create('companies', {});
    hubspot.advance(60_000);
    hubspot.portal.calculate('companies', id, { num_associated_deals: '3' });
    const [row] = pageOf(await asking(hubspot).list('companies', '?properties=num_associated_deals')).rows;
    expect(row).toMatchObject({ properties: { num_associated_deals: '3' }, updatedAt: '2026-11-02T09:00:00Z' });
  });

  test('the home amount is at the rate of the day of the last write', async () => {
    const hubspot = await standIn();
    const { portal } = hubspot;
    portal.currencies.setRate('USD', 0.5);
    const { id } = portal.create('deals', { amount: '100', deal_currency_code: 'USD' });
    portal.currencies.setRate('USD', 0.9);
    const read = () => asking(hubspot).batch('deals', [id], { properties: ['amount_in_home_currency'] });
    expect(pageOf(await read()).rows[0]?.properties.amount_in_home_currency).toBe('50');
    portal.update('deals', id, { dealname: 'x' });
    expect(pageOf(await read()).rows[0]?.properties.amount_in_home_currency).toBe('90');
  });
});
