// Associations: labels in both directions, pages, and what is not there.
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Answered, asking, V } from './asking.ts';
import { type HubSpotOptions, startHubSpot } from './index.ts';

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function program(options: HubSpotOptions = {}) {
  const hubspot = await startHubSpot(options);
  ending.push(() => hubspot.close());
  const { portal } = hubspot;
  portal.defineLabel('deals', 'companies', 'Sourced by', 'Sourced');
  const deal = portal.create('deals', {}).id;
  const customer = portal.create('companies', { name: 'Customer' }).id;
  const partner = portal.create('companies', { name: 'Partner' }).id;
  portal.associate('deals', deal, 'companies', customer, { primary: true });
  portal.associate('deals', deal, 'companies', partner, { labels: ['Sourced by'] });
  return { hubspot, portal, deal, customer, partner, ...asking(hubspot) };
}

const target = z.object({
  toObjectId: z.union([z.string(), z.number()]),
  associationTypes: z.array(z.object({ category: z.string(), typeId: z.number(), label: z.string().nullable() })),
});
const read = z.object({
  results: z.array(
    z.object({
      from: z.object({ id: z.string() }),
      to: z.array(target),
      paging: z.object({ next: z.object({ after: z.string() }) }).optional(),
    }),
  ),
});

const resultsOf = (answered: Answered) => read.parse(answered.json).results;

/** Labels by id of the other record; the plain association is null. */
function labelsOf(answered: Answered): Record<string, (string | null)[]> {
  const [first] = resultsOf(answered);
  return Object.fromEntries(
    (first?.to ?? []).map((to) => [to.toObjectId, to.associationTypes.map(({ label }) => label)]),
  );
}

describe('the batch read', () => {
  test('gives labels per direction, with the plain association beside each', async () => {
    const { associations, deal, customer, partner } = await program();
    expect(labelsOf(await associations('deals', 'companies', [{ id: deal }]))).toEqual({
      [customer]: ['Primary', null],
      [partner]: [null, 'Sourced by'],
    });
    expect(labelsOf(await associations('companies', 'deals', [{ id: partner }]))).toEqual({
      [deal]: [null, 'Sourced'],
    });
  });

  test('has the numbers and categories of the service', async () => {
    const { associations, deal, customer } = await program();
    const [first] = resultsOf(await associations('deals', 'companies', [{ id: deal }]));
    const kinds = first?.to.find(({ toObjectId }) => toObjectId === customer)?.associationTypes;
    expect(kinds).toEqual([
      { category: 'HUBSPOT_DEFINED', typeId: 5, label: 'Primary' },
      { category: 'HUBSPOT_DEFINED', typeId: 341, label: null },
    ]);
    expect(first?.to[1]?.associationTypes[1]).toMatchObject({ category: 'USER_DEFINED' });
  });

  test('pages per record, with a cursor that comes back as it was given', async () => {
    const { associations, portal, partner } = await program({ service: { associationPage: 2 } });
    const deals = Array.from({ length: 4 }, () => portal.create('deals', {}).id);
    for (const id of deals) portal.associate('companies', partner, 'deals', id);
    const seen: string[] = [];
    let after: string | undefined;
    for (let turn = 0; turn < 5; turn += 1) {
      const input = { id: partner, ...(after !== undefined && { after }) };
      const [result] = resultsOf(await associations('companies', 'deals', [input]));
      seen.push(...(result?.to.map(({ toObjectId }) => String(toObjectId)) ?? []));
      after = result?.paging?.next.after;
      if (after === undefined) break;
      expect(after).toMatch(/^[\w=%.-]{1,200}$/);
    }
    expect(seen).toHaveLength(5);
    expect(new Set(seen)).toEqual(new Set([...deals, ...seen.slice(0, 1)]));
    expect((await associations('companies', 'deals', [{ id: partner, after: 'nonsense' }])).status).toBe(400);
  });

  test('takes 1,000 ids; a record without any makes it a 207', async () => {
    const { associations, portal, deal } = await program();
    const alone = portal.create('deals', {}).id;
    const many = Array.from({ length: 1001 }, (_, index) => ({ id: String(index) }));
    expect((await associations('deals', 'companies', many)).status).toBe(400);
    expect((await associations('deals', 'companies', many.slice(1))).status).toBe(207);
    const partly = await associations('deals', 'companies', [{ id: deal }, { id: alone }]);
    expect(partly.status).toBe(207);
    expect(partly.json).toMatchObject({
      results: [{ from: { id: deal } }],
      numErrors: 1,
      errors: [{ subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND', context: { fromObjectId: [alone] } }],
    });
  });

  test('the date-based answer has text for the other id, v4 has a number', async () => {
    const { associations, post, deal, customer } = await program();
    const [dated] = resultsOf(await associations('deals', 'companies', [{ id: deal }]));
    expect(dated?.to[0]?.toObjectId).toBe(customer);
    const path = '/crm/v4/associations/deals/companies/batch/read';
    const [older] = resultsOf(await post(path, { inputs: [{ id: deal }] }));
    expect(older?.to[0]?.toObjectId).toBe(Number(customer));
  });
});

describe('changes', () => {
  test('a label, then all of it, can go; no stamp moves', async () => {
    const { hubspot, portal, associations, deal, customer, partner } = await program();
    const stamps = () => portal.live('deals').map(({ updatedAt }) => updatedAt);
    const before = stamps();
    hubspot.advance(60_000);
    portal.dissociate('deals', deal, 'companies', partner, ['Sourced by']);
    expect(labelsOf(await associations('deals', 'companies', [{ id: deal }]))[partner]).toEqual([null]);
    portal.dissociate('deals', deal, 'companies', partner);
    expect(Object.keys(labelsOf(await associations('deals', 'companies', [{ id: deal }])))).toEqual([customer]);
    expect(stamps()).toEqual(before);
  });

  test('only one company is primary', async () => {
    const { portal, associations, deal, customer, partner } = await program();
    portal.associate('deals', deal, 'companies', partner, { primary: true });
    expect(labelsOf(await associations('deals', 'companies', [{ id: deal }]))).toEqual({
      [customer]: [null],
      [partner]: ['Primary', null, 'Sourced by'],
    });
  });

  test('an archived record is not on the other side, until it is restored', async () => {
    const { portal, associations, deal, customer, partner } = await program();
    portal.archive('companies', partner);
    expect(Object.keys(labelsOf(await associations('deals', 'companies', [{ id: deal }])))).toEqual([customer]);
    expect((await associations('companies', 'deals', [{ id: partner }])).status).toBe(207);
    portal.restore('companies', partner);
    expect(labelsOf(await associations('deals', 'companies', [{ id: deal }]))[partner]).toEqual([null, 'Sourced by']);
  });
});

describe('beside the batch read', () => {
  test('the labels of a direction', async () => {
    const { get, portal } = await program();
    const labels = async (from: string, to: string) => {
      const answered = await get(`/crm/associations/${V}/${from}/${to}/labels`);
      const schema = z.object({ results: z.array(z.object({ label: z.string().nullable() })) });
      return schema.parse(answered.json).results.map(({ label }) => label);
    };
    expect(await labels('deals', 'companies')).toEqual([null, 'Primary', 'Sourced by']);
    expect(await labels('companies', 'deals')).toEqual([null, 'deal with primary company', 'Sourced']);
    portal.renameLabel('deals', 'companies', 'Sourced by', 'Referral partner');
    expect(await labels('0-3', '0-2')).toEqual([null, 'Primary', 'Referral partner']);
  });

  test('one record, 500 a page', async () => {
    const { get, portal, partner } = await program();
    for (let count = 0; count < 600; count += 1) {
      portal.associate('companies', partner, 'calls', portal.create('calls', {}).id);
    }
    const schema = z.object({
      results: z.array(target),
      paging: z.object({ next: z.object({ after: z.string() }) }).optional(),
    });
    const path = `/crm/objects/${V}/companies/${partner}/associations/calls`;
    const first = schema.parse((await get(path)).json);
    expect(first.results).toHaveLength(500);
    const second = schema.parse((await get(`${path}?after=${first.paging?.next.after}`)).json);
    expect(second.results).toHaveLength(100);
    expect(second.paging).toBeUndefined();
    expect((await get(`/crm/objects/${V}/companies/1/associations/calls`)).status).toBe(404);
  });

  test('the truth is at hand for comparison', async () => {
    const { portal, deal, customer, partner } = await program();
    expect([...portal.associations.all('deals', 'companies')]).toEqual([
      { from: deal, to: customer, labels: ['Primary'] },
      { from: deal, to: partner, labels: ['Sourced by'] },
    ]);
  });
});
