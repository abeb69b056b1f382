import type { HubSpotStandIn } from '../../doubles/hubspot/index.ts';
import { seedPartnerProgram } from '../../doubles/hubspot/index.ts';
import { defineProgram, type Row, type SalesforceStandIn } from '../../doubles/salesforce/index.ts';
import type { CrmSize } from './sizes.ts';

const past = '2026-06-01T10:00:00Z';
const of = (list: readonly string[], place: number): string => list[place % list.length] ?? '';

function* rows(count: number, row: (place: number) => Row): Generator<Row> {
  for (let place = 0; place < count; place += 1) yield row(place);
}

/** What a change needs to know of a filled service. */
export interface Filled {
  /** Changes so many rows of one object, or of several. */
  readonly change: (count: number) => void;
  /** Rows of each object that the mapping wants. */
  readonly counts: () => Readonly<Record<string, number>>;
}

export function fillSalesforce({ org }: SalesforceStandIn, size: CrmSize): Filled {
  defineProgram(org);
  const made: Row = { CreatedDate: past, LastModifiedDate: past, SystemModstamp: past };
  const partners = org.load(
    'Account',
    rows(size.partners, (i) => ({
      ...{ Name: `Partner ${i}`, IsPartner: true, Partner_Tier__c: i % 2 === 0 ? 'Gold' : 'Silver' },
      ...{ Region__c: 'EMEA', Motion__c: 'Resell', ...made },
    })),
  );
  const customers = org.load(
    'Account',
    rows(size.customers, (i) => ({ Name: `Customer ${i}`, ...made })),
  );
  const deals = org.load(
    'Opportunity',
    rows(size.deals, (i) => ({
      ...{ Name: `Opportunity number ${i}`, AccountId: of(customers, i), Amount: 1_000 + i, ...made },
      ...{ StageName: i % 3 === 0 ? 'Closed Won' : 'Proposal', CloseDate: '2026-09-30' },
      ...(i % 2 === 0 && { Partner__c: of(partners, i), Partner_Source__c: i % 4 === 0 ? 'Sourced' : 'Influenced' }),
    })),
  );
  org.load(
    'Deal_Registration__c',
    rows(size.registrations, (i) => ({
      ...{ Name: `DR-${i}`, Partner__c: of(partners, i), Opportunity__c: of(deals, i), Status__c: 'Approved' },
      ...{ Submitted_At__c: past, Decided_At__c: past, Expires_On__c: '2026-12-31', ...made },
    })),
  );
  org.load(
    'Task',
    rows(size.activities, (i) => ({
      ...{ Subject: 'Call', WhatId: of(deals, i), AccountId: of(partners, i), TaskSubtype: 'Call' },
      ...{ Status: 'Completed', IsClosed: true, ActivityDate: '2026-06-01', ...made },
    })),
  );
  const rates = 6;
  org.load(
    'DatedConversionRate',
    rows(rates, (i) => ({
      ...{ IsoCode: 'EUR', StartDate: `2026-0${i + 1}-01`, NextStartDate: `2026-0${i + 2}-01` },
      ...{ ConversionRate: 0.9, ...made },
    })),
  );
  return {
    change: (count) => {
      for (let i = 0; i < count; i += 1) org.update(of(deals, i * 7), { Amount: Math.round(Math.random() * 1e6) });
    },
    counts: () => ({
      Account: size.partners,
      AccountHistory: org.idsOf('AccountHistory').length,
      Opportunity: size.deals,
      Deal_Registration__c: size.registrations,
      Task: size.activities,
      DatedConversionRate: rates,
    }),
  };
}

export function fillHubSpot({ portal }: HubSpotStandIn, size: CrmSize): Filled {
  seedPartnerProgram(portal);
  for (const name of ['onboarding_started_on', 'onboarding_completed_on'])
    portal.defineProperty('companies', { name, type: 'date' });
  portal.defineProperty('registration', { name: 'decided_on', type: 'date' });
  const at = Date.parse(past);
  const make = (type: string, count: number, values: (place: number) => Record<string, string>): string[] =>
    Array.from({ length: count }, (_, place) => portal.create(type, values(place), { at }).id);
  const partners = make('companies', size.partners, (i) => ({
    ...{ name: `Partner ${i}`, type: 'PARTNER', partner_tier: 'GOLD', partner_region: 'EMEA' },
  }));
  make('companies', size.customers, (i) => ({ name: `Customer ${i}`, type: 'PROSPECT' }));
  const deals = make('deals', size.deals, (i) => ({
    ...{ dealname: `Deal number ${i}`, amount: String(1_000 + i), pipeline: 'default' },
    ...{ dealstage: i % 3 === 0 ? 'closedwon' : 'contractsent', closedate: '2026-09-30T00:00:00Z' },
  }));
  const registrations = make('registration', size.registrations, (i) => ({
    ...{ name: `R${i}`, hs_pipeline: '100', hs_pipeline_stage: '102', expires_on: '2026-12-31' },
  }));
  const calls = make('calls', size.activities, () => ({ hs_timestamp: past, hs_call_title: 'Call' }));
  for (const [i, id] of deals.entries())
    if (i % 2 === 0)
      portal.associate('deals', id, 'companies', of(partners, i), {
        labels: [i % 4 === 0 ? 'Sourced by' : 'Influenced by'],
      });
  for (const [i, id] of registrations.entries()) {
    portal.associate('registration', id, 'companies', of(partners, i));
    portal.associate('registration', id, 'deals', of(deals, i));
  }
  for (const [i, id] of calls.entries()) portal.associate('calls', id, 'companies', of(partners, i));
  const live = (type: string): number => portal.live(type).length;
  return {
    change: (count) => {
      for (let i = 0; i < count; i += 1) {
        const stamp = `${portal.clock.now()} ${i}`;
        if (i % 10 < 6) portal.update('deals', of(deals, i * 7), { dealname: stamp });
        else if (i % 10 < 8) portal.update('registration', of(registrations, i * 7), { name: stamp });
        else if (i % 10 < 9) portal.update('companies', of(partners, i * 7), { name: stamp });
        else portal.update('calls', of(calls, i * 7), { hs_call_title: stamp });
      }
    },
    counts: () => ({
      companies: portal.live('companies').filter(({ values }) => values.type === 'PARTNER').length,
      ...Object.fromEntries(
        ['deals', 'registration', 'enrollment', 'certification', 'feedback_submissions', 'calls', 'meetings'].map(
          (type) => [type, live(type)],
        ),
      ),
    }),
  };
}
