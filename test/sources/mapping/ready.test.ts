import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnyRecord, RecordType } from '../../../src/records/records.ts';
import { type RowOutcome, readyMappings } from '../../../src/sources/mapping/index.ts';
import {
  type HubSpotStandIn,
  type PartnerProgram,
  seedPartnerProgram,
  startHubSpot,
} from '../../doubles/hubspot/index.ts';
import { type SalesforceStandIn, startSalesforce } from '../../doubles/salesforce/index.ts';
import { ofType } from '../support.ts';
import { applied, plainHubSpot, plainSalesforce } from './fixtures.ts';
import { mappingOf } from './support.ts';

const counts = (records: readonly AnyRecord[]): Partial<Record<RecordType, number>> => {
  const found: Partial<Record<RecordType, number>> = {};
  for (const { record } of records) found[record] = (found[record] ?? 0) + 1;
  return found;
};
const reasons = ({ rejects }: RowOutcome): string[] =>
  rejects.map(({ object, field, reason, effect }) => `${object}.${field} ${effect}: ${reason}`).toSorted();
const byRole = (records: readonly AnyRecord[]) => Object.groupBy(ofType(records, 'attribution'), ({ role }) => role);

it('each ready mapping has a name of its own and a line that explains it', () => {
  expect(new Set(readyMappings.map(({ name }) => name)).size).toBe(6);
  for (const { name, crm, explanation } of readyMappings) {
    expect([name.startsWith(`${crm}-`), explanation.length < 160, explanation.includes('\n')]).toEqual([
      true,
      true,
      false,
    ]);
  }
});

describe('Salesforce', () => {
  let salesforce: SalesforceStandIn;
  beforeAll(async () => {
    salesforce = await startSalesforce({ startAt: '2026-11-24T10:00:00Z', org: { multiCurrency: true } });
  });
  afterAll(() => salesforce.close());
  const apply = (raw: unknown): RowOutcome => applied(mappingOf('salesforce', raw), plainSalesforce(salesforce));

  it('salesforce-lookup reads the seeded program without a complaint', () => {
    const outcome = apply({ ready: 'salesforce-lookup' });
    expect(reasons(outcome)).toEqual([]);
    expect(counts(outcome.records)).toEqual({
      partner: 6,
      deal: 14,
      attribution: 11,
      registration: 7,
      touch: 6,
      'exchange-rate': 6,
    });
    expect(byRole(outcome.records).sourced).toHaveLength(8);
    expect(ofType(outcome.records, 'partner')[0]).toMatchObject({
      name: 'Nordwind Systems',
      tier: 'Gold',
      region: 'EMEA',
      motion: 'Resell',
      manager: 'ada@acme.example',
    });
    const won = ofType(outcome.records, 'deal').filter(({ status }) => status === 'won');
    expect(won.map(({ amount, currency }) => `${amount} ${currency}`).toSorted()).toEqual([
      '120000 USD',
      '210000 USD',
      '48000 EUR',
      '55000 USD',
      '82000 USD',
      '9500 EUR',
    ]);
    expect(won.every(({ closedAt }) => closedAt !== null && closedAt.length === 10)).toBe(true);
    expect(
      ofType(outcome.records, 'registration')
        .map(({ status }) => status)
        .toSorted(),
    ).toEqual(['approved', 'approved', 'approved', 'approved', 'expired', 'rejected', 'submitted']);
    const euro = ofType(outcome.records, 'exchange-rate').filter(({ currency }) => currency === 'EUR');
    expect(euro.map(({ rate }) => rate).toSorted()).toEqual([
      '1.086956521739130434782609',
      '1.111111111111111111111111',
    ]);
  });

  it('salesforce-junction attributes by the junction object', () => {
    const outcome = apply({ ready: 'salesforce-junction' });
    expect(reasons(outcome)).toEqual([]);
    expect(counts(outcome.records)).toMatchObject({ partner: 6, deal: 14, attribution: 11, registration: 7 });
    expect(byRole(outcome.records).influenced).toHaveLength(3);
  });

  it('salesforce-partner-cloud takes leads of a record type and partner roles', () => {
    const { org } = salesforce;
    const idOf = (soql: string): string => String(salesforce.records(soql)[0]?.Id);
    const partner = idOf("SELECT Id FROM Account WHERE Name = 'Koala Cloud'");
    const deal = idOf("SELECT Id FROM Opportunity WHERE Name = 'Deal 11'");
    const type = org.insert('RecordType', {
      Name: 'Registration',
      DeveloperName: 'Deal_Registration',
      SobjectType: 'Lead',
    });
    const lead = { LastName: 'X', Company: 'Globex', Status: 'Open - Not Contacted' };
    org.insert('Lead', { ...lead, RecordTypeId: type, PartnerAccountId: partner });
    org.insert('Lead', lead);
    org.insert('OpportunityPartner', { OpportunityId: deal, AccountToId: partner, Role: 'Consultant' });
    const outcome = apply({ ready: 'salesforce-partner-cloud' });
    expect(reasons(outcome)).toEqual([]);
    expect(ofType(outcome.records, 'registration')).toMatchObject([
      { partner: `crm/${partner}`, account: 'Globex', status: 'submitted' },
    ]);
    expect(ofType(outcome.records, 'attribution')).toMatchObject([
      { partner: `crm/${partner}`, deal: `crm/${deal}`, role: 'influenced' },
    ]);
  });
});

describe('HubSpot', () => {
  let hubspot: HubSpotStandIn;
  let seeded: PartnerProgram | undefined;
  beforeAll(async () => {
    hubspot = await startHubSpot({
      seed: (portal) => {
        seeded = seedPartnerProgram(portal);
      },
    });
  });
  afterAll(() => hubspot.close());
  const apply = (raw: unknown): RowOutcome => applied(mappingOf('hubspot', raw), plainHubSpot(hubspot));
  const program = (): PartnerProgram => {
    if (seeded === undefined) throw new Error('not seeded');
    return seeded;
  };
  const attributions = ({ records }: RowOutcome): string[] =>
    ofType(records, 'attribution')
      .map(({ deal, partner, role }) => `${deal} ${partner} ${role}`)
      .toSorted();
  /** What the seed's labels say, and nothing of its mere associations. */
  const labelled = (): string[] => {
    const { deals, partners } = program();
    return [
      `crm/${deals.sourced} crm/${partners.nordwind} sourced`,
      `crm/${deals.influenced} crm/${partners.blueharbor} influenced`,
      `crm/${deals.influenced} crm/${partners.nordwind} influenced`,
      `crm/${deals.influenced} crm/${partners.nordwind} sourced`,
      `crm/${deals.lost} crm/${partners.kaiyo} sourced`,
    ].toSorted();
  };

  it('hubspot-labels attributes by labels only, and leaves the LMS’s pipeline out', () => {
    const outcome = apply({ ready: 'hubspot-labels' });
    expect(reasons(outcome)).toEqual([]);
    expect(counts(outcome.records)).toMatchObject({
      partner: 3,
      deal: 4,
      attribution: 5,
      touch: 2,
      'exchange-rate': 2,
    });
    expect(attributions(outcome)).toEqual(labelled());
    const deals = ofType(outcome.records, 'deal');
    expect(deals.find(({ id }) => id === program().deals.sourced)).toMatchObject({
      status: 'won',
      stage: 'Closed won',
      amount: '120000.00',
      currency: 'EUR',
      closedAt: '2026-06-30',
      owner: 'anna@vendor.example',
    });
    expect(deals.find(({ id }) => id === program().deals.lost)).toMatchObject({
      status: 'lost',
      owner: 'gone@vendor.example',
    });
  });

  it('hubspot-custom-objects reads registrations, enrolments, certificates and surveys', () => {
    const { registrations, partners, contacts, deals } = program();
    const outcome = apply({
      ready: 'hubspot-custom-objects',
      'onboarding-step': {
        object: 'tickets',
        pipelines: ['7700'],
        fields: { partner: { association: 'companies' } },
        steps: [
          { step: 'Contract', startedAt: 'createdate', completedAt: 'hs_v2_date_entered_7702' },
          { step: 'Portal', startedAt: 'hs_v2_date_entered_7702', completedAt: 'hs_v2_date_entered_7703' },
        ],
      },
    });
    expect(reasons(outcome)).toEqual([]);
    expect(attributions(outcome)).toEqual(labelled());
    const byId = new Map(ofType(outcome.records, 'registration').map((one) => [one.id, one]));
    expect(byId.get(registrations.approved)).toMatchObject({
      status: 'approved',
      partner: `crm/${partners.nordwind}`,
      deal: `crm/${deals.sourced}`,
      expiresAt: '2026-09-20',
    });
    expect([byId.get(registrations.submitted)?.status, byId.get(registrations.rejected)?.status]).toEqual([
      'submitted',
      'rejected',
    ]);
    expect(ofType(outcome.records, 'training')).toMatchObject([
      { partner: `crm/${partners.nordwind}`, person: `hash(${contacts.nora})`, module: 'Basics', required: true },
    ]);
    expect(ofType(outcome.records, 'certification')).toMatchObject([
      { name: 'Professional', earnedAt: '2026-07-20', expiresAt: '2027-07-20' },
    ]);
    expect(ofType(outcome.records, 'survey-response').map(({ kind, score }) => [kind, score])).toEqual([
      ['nps', 9],
      ['csat', 4],
    ]);
    expect(
      ofType(outcome.records, 'onboarding-step').map(({ order, completedAt }) => [order, completedAt?.slice(0, 10)]),
    ).toEqual([
      [0, '2025-03-14'],
      [1, '2025-03-28'],
      [0, '2026-06-22'],
      [1, undefined],
    ]);
    const tiers = ofType(outcome.records, 'partner-history').filter(
      ({ partner, field }) => partner === `crm/${partners.nordwind}` && field === 'tier',
    );
    expect(tiers.map(({ value }) => value)).toContain('SILVER');
  });

  it('hubspot-prm-key attributes by the key that the PRM wrote', () => {
    const { portal } = hubspot;
    const { deals, partners } = program();
    portal.defineProperty('deals', { name: 'sourcing_partner_key', label: 'Sourcing partner' });
    portal.defineProperty('deals', { name: 'influencing_partner_keys', label: 'Influencing partners' });
    portal.update('deals', deals.sourced, {
      sourcing_partner_key: 'PRM-NOR',
      influencing_partner_keys: 'prm-blu; PRM-KAI',
    });
    portal.update('deals', deals.direct, { sourcing_partner_key: 'PRM-OLD' });
    const outcome = apply({ ready: 'hubspot-prm-key' });
    expect(reasons(outcome)).toEqual(['deals.partner row: unmatched']);
    expect(attributions(outcome)).toEqual(
      [
        `crm/${deals.sourced} crm/${partners.blueharbor} influenced`,
        `crm/${deals.sourced} crm/${partners.kaiyo} influenced`,
        `crm/${deals.sourced} crm/${partners.nordwind} sourced`,
      ].toSorted(),
    );
  });
});
