// The seeded partner program, read as a bot would read it.
import { afterEach, expect, test } from 'vitest';
import { asking, idsOf, pageOf, V } from './asking.ts';
import { startHubSpot } from './index.ts';
import { type PartnerProgram, seedPartnerProgram } from './seed.ts';

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function program() {
  const hubspot = await startHubSpot();
  ending.push(() => hubspot.close());
  const ids: PartnerProgram = seedPartnerProgram(hubspot.portal);
  return { hubspot, ids, ...asking(hubspot) };
}

test('partners are companies of one kind, found at once, with the history of their tier', async () => {
  const { ids, search, batch } = await program();
  const partners = await search('companies', {
    filterGroups: [{ filters: [{ propertyName: 'type', operator: 'EQ', value: 'PARTNER' }] }],
  });
  const { nordwind, blueharbor, kaiyo } = ids.partners;
  expect(idsOf(partners)).toEqual([nordwind, blueharbor, kaiyo]);
  const [row] = pageOf(await batch('companies', [nordwind], { propertiesWithHistory: ['partner_tier'] })).rows;
  expect(row?.propertiesWithHistory?.partner_tier).toMatchObject([
    { value: 'GOLD', timestamp: '2026-04-01T10:15:00.250Z' },
    { value: 'SILVER', timestamp: '2025-03-10T10:15:00.250Z' },
  ]);
});

test('deals are attributed by label; a mere association and a primary company attribute nothing', async () => {
  const { ids, associations } = await program();
  const answered = await associations('companies', 'deals', [{ id: ids.partners.nordwind }]);
  expect(answered.json).toMatchObject({
    results: [
      {
        to: [
          { toObjectId: ids.deals.sourced, associationTypes: [{ label: null }, { label: 'Sourced' }] },
          {
            toObjectId: ids.deals.influenced,
            associationTypes: [{ label: null }, { label: 'Sourced' }, { label: 'Influenced' }],
          },
        ],
      },
    ],
  });
});

test('onboarding, registrations, surveys and touches have their times', async () => {
  const { ids, batch, get } = await program();
  const steps = ['hs_v2_date_entered_7701', 'hs_v2_date_entered_7702', 'closed_date'];
  const [ticket] = pageOf(await batch('tickets', [ids.tickets.nordwind], { properties: steps })).rows;
  expect(ticket?.properties).toMatchObject({
    hs_v2_date_entered_7701: '2025-03-10T10:15:00.250Z',
    hs_v2_date_entered_7702: '2025-03-14T10:15:00.250Z',
    closed_date: '2025-04-04T10:15:00.250Z',
  });
  const decided = ['hs_v2_date_entered_102', 'expires_on', 'hs_pipeline_stage'];
  const [registration] = pageOf(
    await batch('p4711_registration', [ids.registrations.approved], { properties: decided }),
  ).rows;
  expect(registration?.properties).toMatchObject({ hs_pipeline_stage: '102', expires_on: '2026-09-20' });
  expect(registration?.properties.hs_v2_date_entered_102).toBe('2026-03-25T10:15:00.250Z');
  const survey = await batch('feedback_submissions', [ids.surveys.nps], { properties: ['hs_value', 'hs_survey_type'] });
  expect(pageOf(survey).rows[0]?.properties).toMatchObject({ hs_value: '9', hs_survey_type: 'NPS' });
  expect((await get(`/crm/objects/${V}/meetings/${ids.meeting}?associations=companies`)).json).toMatchObject({
    associations: { companies: { results: [{ id: ids.partners.nordwind }] } },
  });
});

test('deals of two currencies, one with an owner who left, and enrolments that are no revenue', async () => {
  const { ids, batch, get } = await program();
  const names = ['amount_in_home_currency', 'hs_is_closed_won', 'pipeline', 'hubspot_owner_id'];
  const { influenced, lost, enrolment } = ids.deals;
  const rows = pageOf(await batch('deals', [influenced, lost, enrolment], { properties: names })).rows;
  expect(rows.map(({ properties }) => properties)).toMatchObject([
    { amount_in_home_currency: '73600', hs_is_closed_won: 'true' },
    { hs_is_closed_won: 'false', hubspot_owner_id: ids.owners.gone },
    { hs_is_closed_won: 'true', pipeline: 'enrolments' },
  ]);
  expect((await get(`/crm/owners/${V}/${ids.owners.gone}`)).status).toBe(404);
  expect((await get(`/crm/owners/${V}/${ids.owners.gone}?archived=true`)).status).toBe(200);
});
