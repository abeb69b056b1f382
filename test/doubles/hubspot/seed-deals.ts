// Deals with their partners, and the registrations that came before them.
import type { Portal } from './portal/portal.ts';
import { day, type People } from './seed-world.ts';

export interface Deals {
  deals: { sourced: string; influenced: string; direct: string; lost: string; enrolment: string };
  registrations: { approved: string; submitted: string; rejected: string };
}

function makeDeals(portal: Portal, { owners }: People): Deals['deals'] {
  const deal = (name: string, on: string, amount: string, currency: string, stage = 'appointmentscheduled') => {
    const properties = {
      dealname: name,
      amount,
      deal_currency_code: currency,
      pipeline: 'default',
      dealstage: stage,
      hubspot_owner_id: owners.anna,
    };
    return portal.create('deals', properties, { at: day(on) }).id;
  };
  const close = (id: string, on: string, stage: string): void => {
    portal.update('deals', id, { dealstage: stage, closedate: `${on}T00:00:00Z` }, { at: day(on) });
  };
  const sourced = deal('Müller rollout', '2026-04-02', '120000.00', 'EUR');
  const influenced = deal('Acme pilot', '2026-05-05', '80000', 'USD');
  const direct = deal('Acme extension', '2026-08-01', '15000', 'EUR', 'contractsent');
  const lost = deal('Old idea', '2026-03-01', '9000.50', 'EUR');
  close(sourced, '2026-06-30', 'closedwon');
  close(influenced, '2026-09-30', 'closedwon');
  close(lost, '2026-05-31', 'closedlost');
  // Its owner has left since: only the archived list of owners knows who that was.
  portal.update('deals', lost, { hubspot_owner_id: owners.gone }, { at: day('2026-05-31') });
  // A learning system keeps its enrolments as deals: won, but no revenue.
  const enrolled = { dealname: 'Nora: Basics', pipeline: 'enrolments', dealstage: 'passed' };
  const enrolment = portal.create('deals', enrolled, { at: day('2026-07-01') }).id;
  return { sourced, influenced, direct, lost, enrolment };
}

function attribute(portal: Portal, { partners, customers, contacts }: People, deals: Deals['deals']): void {
  const link = (deal: string, company: string, ...labels: string[]) =>
    portal.associate('deals', deal, 'companies', company, { labels });
  for (const [deal, customer] of [
    [deals.sourced, customers.mueller],
    [deals.influenced, customers.acme],
    [deals.direct, customers.acme],
  ] as const) {
    portal.associate('deals', deal, 'companies', customer, { primary: true });
  }
  link(deals.sourced, partners.nordwind, 'Sourced by');
  // Two partners on one deal, one of them in both roles.
  link(deals.influenced, partners.blueharbor, 'Influenced by');
  link(deals.influenced, partners.nordwind, 'Sourced by', 'Influenced by');
  // A partner by mere association, as integrations leave it: this attributes nothing.
  link(deals.direct, partners.kaiyo);
  link(deals.lost, partners.kaiyo, 'Sourced by');
  portal.associate('deals', deals.enrolment, 'contacts', contacts.nora);
}

function makeRegistrations(portal: Portal, { partners }: People, deals: Deals['deals']): Deals['registrations'] {
  const registration = (name: string, on: string, company: string, expires: string): string => {
    const properties = { name, expires_on: expires, hs_pipeline: '100', hs_pipeline_stage: '101' };
    const { id } = portal.create('registration', properties, { at: day(on) });
    portal.associate('registration', id, 'companies', company);
    return id;
  };
  const decide = (id: string, on: string, stage: string): void => {
    portal.update('registration', id, { hs_pipeline_stage: stage }, { at: day(on) });
  };
  const approved = registration('Müller rollout', '2026-03-20', partners.nordwind, '2026-09-20');
  const submitted = registration('Globex', '2026-10-28', partners.blueharbor, '2027-04-28');
  const rejected = registration('Initech', '2026-08-10', partners.kaiyo, '2027-02-10');
  decide(approved, '2026-03-25', '102');
  decide(rejected, '2026-08-12', '103');
  portal.associate('registration', approved, 'deals', deals.sourced);
  return { approved, submitted, rejected };
}

/** Creates them all. */
export function seedDeals(portal: Portal, people: People): Deals {
  const deals = makeDeals(portal, people);
  attribute(portal, people, deals);
  return { deals, registrations: makeRegistrations(portal, people, deals) };
}
