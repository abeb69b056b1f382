// A small, plausible partner program: three partners, their customers, deals, registrations and all that is around them.
import type { Portal } from './portal/portal.ts';
import { defineProgram } from './seed-schema.ts';
import type { Changes } from './types.ts';

/** Ids of the seeded records, by what they are. */
export interface PartnerProgram {
  owners: { anna: string; ben: string; gone: string };
  partners: { nordwind: string; blueharbor: string; kaiyo: string };
  customers: { mueller: string; acme: string };
  contacts: { nora: string; bo: string };
  deals: { sourced: string; influenced: string; direct: string; lost: string; enrolment: string };
  registrations: { approved: string; submitted: string; rejected: string };
  tickets: { nordwind: string; kaiyo: string };
  surveys: { nps: string; csat: string };
  enrollment: string;
  certification: string;
  meeting: string;
  call: string;
}

const day = (text: string): number => Date.parse(`${text}T10:15:00.250Z`);

/** Fills an account with a partner program; all of it is old enough to be found by search. */
export function seedPartnerProgram(portal: Portal): PartnerProgram {
  defineProgram(portal);
  portal.currencies.setRate('USD', 0.9, '2026-01-01T00:00:00Z');
  portal.currencies.setRate('USD', 0.92, '2026-07-01T00:00:00Z');
  const owner = (email: string, firstName: string) => portal.defineOwner({ email, firstName }).id;
  const anna = owner('anna@vendor.example', 'Anna');
  const ben = owner('ben@vendor.example', 'Ben');
  const gone = owner('gone@vendor.example', 'Gone');
  portal.owners.archive(gone);

  const make = (type: string, on: string, properties: Changes): string =>
    portal.create(type, properties, { at: day(on) }).id;
  const partner = (name: string, tier: string, region: string, motion: string, on: string, manager: string) =>
    make('companies', on, {
      name,
      domain: `${name.toLowerCase().replaceAll(' ', '-')}.example`,
      type: 'PARTNER',
      partner_tier: tier,
      partner_region: region,
      partner_motion: motion,
      partner_status: 'ACTIVE',
      partner_since: on,
      partner_key: `PRM-${name.slice(0, 3).toUpperCase()}`,
      hubspot_owner_id: manager,
    });

  const nordwind = partner('Nordwind Systems', 'SILVER', 'EMEA', 'RESELL', '2025-03-10', anna);
  const blueharbor = partner('Blue Harbor', 'REGISTERED', 'AMER', 'REFER', '2026-01-20', ben);
  const kaiyo = partner('Kaiyo Partners', 'SILVER', 'APAC', 'SERVICES', '2026-06-15', anna);
  portal.update('companies', nordwind, { partner_tier: 'GOLD' }, { at: day('2026-04-01'), userId: 9_000_001 });
  const mueller = make('companies', '2025-11-03', {
    name: 'Müller & Söhne',
    domain: 'mueller.example',
    type: 'PROSPECT',
  });
  const acme = make('companies', '2026-02-14', { name: 'Acme', domain: 'acme.example', type: 'PROSPECT' });

  const nora = make('contacts', '2025-03-11', { email: 'nora@nordwind-systems.example', firstname: 'Nora' });
  const bo = make('contacts', '2026-01-21', { email: 'bo@blue-harbor.example', firstname: 'Bo' });
  portal.associate('contacts', nora, 'companies', nordwind, { primary: true });
  portal.associate('contacts', bo, 'companies', blueharbor, { primary: true });

  const deal = (name: string, on: string, amount: string, currency: string, stage = 'appointmentscheduled') =>
    make('deals', on, {
      dealname: name,
      amount,
      deal_currency_code: currency,
      pipeline: 'default',
      dealstage: stage,
      hubspot_owner_id: anna,
    });
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
  portal.update('deals', lost, { hubspot_owner_id: gone }, { at: day('2026-05-31') });
  const enrolment = make('deals', '2026-07-01', {
    dealname: 'Nora: Basics',
    pipeline: 'enrolments',
    dealstage: 'passed',
  });

  portal.associate('deals', sourced, 'companies', mueller, { primary: true });
  portal.associate('deals', sourced, 'companies', nordwind, { labels: ['Sourced by'] });
  portal.associate('deals', influenced, 'companies', acme, { primary: true });
  portal.associate('deals', influenced, 'companies', blueharbor, { labels: ['Influenced by'] });
  // Two partners on one deal, and one of them by mere association, as integrations leave it.
  portal.associate('deals', influenced, 'companies', nordwind, { labels: ['Sourced by', 'Influenced by'] });
  portal.associate('deals', direct, 'companies', acme, { primary: true });
  portal.associate('deals', direct, 'companies', kaiyo);
  portal.associate('deals', lost, 'companies', kaiyo, { labels: ['Sourced by'] });
  portal.associate('deals', enrolment, 'contacts', nora);

  const registration = (name: string, on: string, company: string, expires: string): string => {
    const id = make('registration', on, { name, expires_on: expires, hs_pipeline: '100', hs_pipeline_stage: '101' });
    portal.associate('registration', id, 'companies', company);
    return id;
  };
  const decide = (id: string, on: string, stage: string): void => {
    portal.update('registration', id, { hs_pipeline_stage: stage }, { at: day(on) });
  };
  const approved = registration('Müller rollout', '2026-03-20', nordwind, '2026-09-20');
  const submitted = registration('Globex', '2026-10-28', blueharbor, '2027-04-28');
  const rejected = registration('Initech', '2026-08-10', kaiyo, '2027-02-10');
  decide(approved, '2026-03-25', '102');
  decide(rejected, '2026-08-12', '103');
  portal.associate('registration', approved, 'deals', sourced);

  const ticket = (subject: string, on: string, company: string): string => {
    const id = make('tickets', on, { subject, hs_pipeline: '7700', hs_pipeline_stage: '7701' });
    portal.associate('tickets', id, 'companies', company, { primary: true });
    return id;
  };
  const step = (id: string, on: string, stage: string): void => {
    portal.update('tickets', id, { hs_pipeline_stage: stage }, { at: day(on) });
  };
  const tickets = { nordwind: ticket('Nordwind', '2025-03-10', nordwind), kaiyo: ticket('Kaiyo', '2026-06-15', kaiyo) };
  step(tickets.nordwind, '2025-03-14', '7702');
  step(tickets.nordwind, '2025-03-28', '7703');
  step(tickets.nordwind, '2025-04-04', '7709');
  step(tickets.kaiyo, '2026-06-22', '7702');

  const survey = (kind: string, value: string, on: string, contact: string): string => {
    const id = make('feedback_submissions', on, {
      hs_survey_type: kind,
      hs_value: value,
      hs_submission_timestamp: `${on}T10:15:00Z`,
      hs_content: 'Thank you',
    });
    portal.associate('feedback_submissions', id, 'contacts', contact);
    return id;
  };
  const surveys = { nps: survey('NPS', '9', '2026-09-01', nora), csat: survey('CSAT', '4', '2026-09-15', bo) };

  const enrollment = make('enrollment', '2026-07-01', { course_name: 'Basics', mandatory: 'true' });
  portal.associate('enrollment', enrollment, 'contacts', nora);
  const certification = make('certification', '2026-07-20', {
    certificate: 'Professional',
    issued_on: '2026-07-20',
    valid_until: '2027-07-20',
  });
  portal.associate('certification', certification, 'companies', nordwind);

  const meeting = make('meetings', '2026-10-01', {
    hs_meeting_title: 'Review',
    hs_meeting_start_time: '2026-10-01T09:00:00Z',
  });
  portal.associate('meetings', meeting, 'companies', nordwind);
  const call = make('calls', '2026-10-05', { hs_timestamp: '2026-10-05T14:30:00Z', hs_call_title: 'Check-in' });
  portal.associate('calls', call, 'companies', blueharbor);
  const seen = { objectType: 'contacts', objectId: nora, properties: { asset: 'datasheet' } };
  portal.addEvent({ eventType: `pe${portal.info.portalId}_asset_viewed`, at: day('2026-10-02'), ...seen });

  return {
    owners: { anna, ben, gone },
    partners: { nordwind, blueharbor, kaiyo },
    customers: { mueller, acme },
    contacts: { nora, bo },
    deals: { sourced, influenced, direct, lost, enrolment },
    registrations: { approved, submitted, rejected },
    tickets,
    surveys,
    enrollment,
    certification,
    meeting,
    call,
  };
}
