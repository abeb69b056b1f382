// long: everything an account tells beside its records.
// Properties, pipelines, owners, object schemas, currencies, events, counts, and who the account is.
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Answered, asking, pageOf, V } from './asking.ts';
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

const loose = z.object({ results: z.array(z.looseObject({})) });
const resultsOf = (answered: Answered) => loose.parse(answered.json).results;
const membersOf = (answered: Answered, name: string) => resultsOf(answered).map((row) => row[name]);

describe('properties', () => {
  test('have type, options with hidden ones, and whether they are calculated', async () => {
    const hubspot = await standIn();
    hubspot.portal.defineProperty('companies', {
      name: 'partner_tier',
      type: 'enumeration',
      options: ['GOLD', { value: 'OLD', label: 'Old', hidden: true }],
    });
    const { get } = asking(hubspot);
    const path = `/crm/properties/${V}/companies`;
    expect(resultsOf(await get(path)).find(({ name }) => name === 'partner_tier')).toMatchObject({
      type: 'enumeration',
      fieldType: 'select',
      calculated: false,
      hidden: false,
      options: [
        { value: 'GOLD', label: 'GOLD', hidden: false, displayOrder: 0 },
        { value: 'OLD', label: 'Old', hidden: true, displayOrder: 1 },
      ],
    });
    expect((await get(`${path}/num_associated_deals`)).json).toMatchObject({ calculated: true });
    expect((await get(`${path}/hubspot_owner_id`)).json).toMatchObject({
      referencedObjectType: 'OWNER',
      externalOptions: true,
    });
    expect((await get(`${path}/no_such`)).status).toBe(404);
    expect(membersOf(await get(`${path}/groups`), 'name')).toContain('information');
  });

  test('archived ones are listed apart, and their values are not given any more', async () => {
    const hubspot = await standIn();
    const { portal } = hubspot;
    portal.defineProperty('deals', { name: 'region' });
    portal.create('deals', { region: 'EMEA' });
    const { get, list } = asking(hubspot);
    const names = async (query = '') => membersOf(await get(`/crm/properties/${V}/deals${query}`), 'name');
    expect(await names()).toContain('region');
    portal.archiveProperty('deals', 'region');
    expect(await names()).not.toContain('region');
    expect(await names('?archived=true')).toEqual(['region']);
    const [row] = pageOf(await list('deals', '?properties=region')).rows;
    expect(row?.properties).not.toHaveProperty('region');
  });

  test('sensitive ones are neither listed nor given without their scope', async () => {
    const hubspot = await standIn();
    const { portal, tokens, token } = hubspot;
    portal.defineProperty('companies', { name: 'bank', dataSensitivity: 'sensitive' });
    portal.create('companies', { bank: '123' });
    const { get, list } = asking(hubspot);
    const path = `/crm/properties/${V}/companies`;
    expect(membersOf(await get(path), 'name')).not.toContain('bank');
    expect(membersOf(await get(`${path}?dataSensitivity=sensitive`), 'name')).toEqual(['bank']);
    const read = async () => pageOf(await list('companies', '?properties=bank')).rows[0]?.properties;
    expect(await read()).not.toHaveProperty('bank');
    tokens.grant(token, 'sensitive.read');
    expect(await read()).toMatchObject({ bank: '123' });
  });

  test('an edited option changes its label, not the values', async () => {
    const hubspot = await standIn();
    hubspot.portal.defineProperty('deals', { name: 'kind', type: 'enumeration', options: ['A'] });
    hubspot.portal.editProperty('deals', 'kind', { options: [{ value: 'A', label: 'Renamed' }] });
    expect((await asking(hubspot).get(`/crm/properties/${V}/deals/kind`)).json).toMatchObject({
      options: [{ value: 'A', label: 'Renamed' }],
    });
  });
});

describe('pipelines', () => {
  test('have stages with order and metadata; edits move no record', async () => {
    const hubspot = await standIn();
    const { portal } = hubspot;
    const metadata = { probability: '0.2', isClosed: 'false' };
    portal.definePipeline('deals', { id: 'p', label: 'Sales', stages: [{ id: 's1', label: 'Open', metadata }] });
    portal.create('deals', { pipeline: 'p', dealstage: 's1' });
    const { get, list } = asking(hubspot);
    const path = `/crm/pipelines/${V}/deals`;
    expect(resultsOf(await get(path))).toMatchObject([
      { id: 'p', displayOrder: 0, archived: false, stages: [{ id: 's1', displayOrder: 0, metadata }] },
    ]);
    const before = pageOf(await list('deals')).rows;
    hubspot.advance(60_000);
    portal.editStage('deals', 'p', 's1', { label: 'Renamed', displayOrder: 4 });
    portal.editStage('deals', 'p', 's2', { label: 'New' });
    portal.editPipeline('deals', 'p', { label: 'Sales EMEA' });
    expect((await get(`${path}/p`)).json).toMatchObject({
      label: 'Sales EMEA',
      updatedAt: '2026-11-02T09:01:00Z',
      stages: [{ label: 'Renamed', displayOrder: 4 }, { id: 's2' }],
    });
    expect(membersOf(await get(`${path}/p/stages`), 'label')).toEqual(['Renamed', 'New']);
    expect((await get(`${path}/p/stages/s2`)).json).toMatchObject({ label: 'New' });
    expect((await get(`${path}/other`)).status).toBe(404);
    expect(pageOf(await list('deals')).rows).toEqual(before);
    expect((await get(`/crm/properties/${V}/deals/hs_v2_date_entered_s2`)).status).toBe(200);
    expect((await get(`/crm/properties/${V}/deals/dealstage`)).json).toMatchObject({
      options: [{ value: 's1', label: 'Renamed' }, { value: 's2' }],
    });
    portal.editPipeline('deals', 'p', { archived: true });
    expect(resultsOf(await get(path))).toEqual([]);
  });
});

describe('owners', () => {
  test('who left stands only in the archived list; owner id and user id differ', async () => {
    const hubspot = await standIn();
    const stays = hubspot.portal.defineOwner({ email: 'a@vendor.example' });
    const leaves = hubspot.portal.defineOwner({ email: 'b@vendor.example' });
    hubspot.portal.owners.archive(leaves.id);
    const { get } = asking(hubspot);
    const path = `/crm/owners/${V}`;
    expect(membersOf(await get(path), 'id')).toEqual([stays.id]);
    expect(resultsOf(await get(`${path}?archived=true`))).toMatchObject([
      { id: leaves.id, archived: true, userId: null, userIdIncludingInactive: 9_000_002 },
    ]);
    expect((await get(`${path}/${stays.userId}?idProperty=userId`)).json).toMatchObject({ id: stays.id });
    expect((await get(`${path}/${leaves.id}`)).status).toBe(404);
    expect(membersOf(await get(`${path}?email=A@vendor.example`), 'id')).toEqual([stays.id]);
  });

  test('come by the hundred', async () => {
    const hubspot = await standIn();
    for (let count = 0; count < 101; count += 1) hubspot.portal.defineOwner({ email: `${count}@vendor.example` });
    const { get } = asking(hubspot);
    const first = await get(`/crm/owners/${V}`);
    expect(first.json).toMatchObject({ paging: { next: { after: '100' } } });
    expect(resultsOf(await get(`/crm/owners/${V}?after=100`))).toHaveLength(1);
    expect((await get(`/crm/owners/${V}?limit=501`)).status).toBe(400);
  });
});

describe('custom object types', () => {
  test('are listed with names, properties and associations, and vanish when deleted', async () => {
    const hubspot = await standIn();
    const { portal } = hubspot;
    const type = portal.defineObject({
      name: 'registration',
      plural: 'Registrations',
      properties: [{ name: 'name' }],
      associates: ['deals'],
    });
    portal.create('registration', { name: 'R' });
    const { get, list } = asking(hubspot);
    const path = `/crm-object-schemas/${V}/schemas`;
    const [schema] = resultsOf(await get(path));
    expect(schema).toMatchObject({
      objectTypeId: type.id,
      fullyQualifiedName: 'p4711_registration',
      labels: { plural: 'Registrations' },
      associations: [{ fromObjectTypeId: type.id, toObjectTypeId: '0-3' }],
    });
    expect(resultsOf(await get(`${path}?includePropertyDefinitions=false`))).toMatchObject([{ properties: [] }]);
    expect((await get(`${path}/${type.id}`)).status).toBe(200);
    expect(pageOf(await list(type.id)).rows[0]?.properties).toHaveProperty('hs_createdate');
    portal.types.archive('registration');
    expect(resultsOf(await get(path))).toEqual([]);
    expect(resultsOf(await get(`${path}?archived=true`))).toHaveLength(1);
    expect((await list(type.id)).status).toBe(400);
  });
});

describe('the account', () => {
  test('tells its currencies and time zone, with the offset of the day', async () => {
    const hubspot = await standIn({ info: { timeZone: 'Europe/Berlin', portalId: 12 } });
    hubspot.portal.currencies.setRate('USD', 0.9);
    const { get } = asking(hubspot);
    const path = `/account-info/${V}/details`;
    expect((await get(path)).json).toEqual({
      portalId: 12,
      accountType: 'STANDARD',
      timeZone: 'Europe/Berlin',
      companyCurrency: 'EUR',
      additionalCurrencies: ['USD'],
      uiDomain: 'app.hubspot.com',
      dataHostingLocation: 'eu1',
      utcOffset: '+01:00',
      utcOffsetMilliseconds: 3_600_000,
    });
    hubspot.advance(-90 * 86_400_000);
    expect((await get(path)).json).toMatchObject({ utcOffset: '+02:00' });
    const america = await standIn();
    expect((await asking(america).get(path)).json).toMatchObject({ utcOffset: '-05:00' });
  });

  test('exchange rates hold from a day on', async () => {
    const hubspot = await standIn();
    const { currencies } = hubspot.portal;
    currencies.setRate('USD', 0.9, '2026-01-01T00:00:00Z');
    currencies.setRate('USD', 0.95, '2026-10-01T00:00:00Z');
    currencies.setRate('GBP', 1.2, '2027-01-01T00:00:00Z');
    const { get } = asking(hubspot);
    const path = `/settings/currencies/${V}/exchange-rates`;
    expect(membersOf(await get(path), 'conversionRate')).toEqual([0.9, 0.95, 1.2]);
    expect(resultsOf(await get(`${path}/current`))).toMatchObject([
      { fromCurrencyCode: 'USD', toCurrencyCode: 'EUR', conversionRate: 0.95 },
    ]);
    expect(resultsOf(await get(`${path}?fromCurrencyCode=GBP`))).toHaveLength(1);
    expect((await get(`/settings/currencies/${V}/company-currency`)).json).toMatchObject({ id: 'EUR' });
  });

  test('counts all live records in one request', async () => {
    const hubspot = await standIn();
    const { portal } = hubspot;
    const type = portal.defineObject({ name: 'registration' });
    portal.create('registration', {});
    portal.create('deals', {});
    portal.archive('deals', portal.create('deals', {}).id);
    const answered = await asking(hubspot).get(`/crm/limits/${V}/records`);
    expect(answered.json).toMatchObject({
      hubspotDefinedObjectTypes: expect.arrayContaining([expect.objectContaining({ objectTypeId: '0-3', usage: 1 })]),
      customObjectTypes: { overallUsage: 1, byObjectType: [{ objectTypeId: type.id, usage: 1 }] },
    });
  });

  test('events of a kind, in a span of time', async () => {
    const hubspot = await standIn();
    const event = { objectType: 'contacts', objectId: '5', properties: { asset: 'x' } };
    hubspot.portal.addEvent({ eventType: 'pe4711_viewed', ...event });
    hubspot.advance(60_000);
    hubspot.portal.addEvent({ eventType: 'pe4711_viewed', ...event });
    hubspot.portal.addEvent({ eventType: 'pe4711_other', ...event });
    const { get } = asking(hubspot);
    const path = `/events/event-occurrences/${V}?eventType=pe4711_viewed`;
    expect(resultsOf(await get(path))).toHaveLength(2);
    expect(resultsOf(await get(`${path}&occurredAfter=2026-11-02T09:00:30Z`))).toMatchObject([
      { occurredAt: '2026-11-02T09:01:00Z', properties: { asset: 'x' } },
    ]);
    expect((await get(`${path}&limit=1`)).json).toMatchObject({ paging: { next: { after: '1' } } });
  });
});
