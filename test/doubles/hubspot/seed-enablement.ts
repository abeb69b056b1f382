// What partners learn and do: onboarding, training, certificates, surveys, talks, portal visits.
import type { Portal } from './portal/portal.ts';
import { day, type People } from './seed-world.ts';

export interface Enablement {
  tickets: { nordwind: string; kaiyo: string };
  surveys: { nps: string; csat: string };
  enrollment: string;
  certification: string;
  meeting: string;
  call: string;
}

function onboarding(portal: Portal, { partners }: People): Enablement['tickets'] {
  const ticket = (subject: string, on: string, company: string): string => {
    const properties = { subject, hs_pipeline: '7700', hs_pipeline_stage: '7701' };
    const { id } = portal.create('tickets', properties, { at: day(on) });
    portal.associate('tickets', id, 'companies', company, { primary: true });
    return id;
  };
  const step = (id: string, on: string, stage: string): void => {
    portal.update('tickets', id, { hs_pipeline_stage: stage }, { at: day(on) });
  };
  const nordwind = ticket('Nordwind', '2025-03-10', partners.nordwind);
  const kaiyo = ticket('Kaiyo', '2026-06-15', partners.kaiyo);
  step(nordwind, '2025-03-14', '7702');
  step(nordwind, '2025-03-28', '7703');
  step(nordwind, '2025-04-04', '7709');
  step(kaiyo, '2026-06-22', '7702');
  return { nordwind, kaiyo };
}

function surveys(portal: Portal, { contacts }: People): Enablement['surveys'] {
  const survey = (kind: string, value: string, on: string, contact: string): string => {
    const properties = {
      hs_survey_type: kind,
      hs_value: value,
      hs_submission_timestamp: `${on}T10:15:00Z`,
      hs_content: 'Thank you',
    };
    const { id } = portal.create('feedback_submissions', properties, { at: day(on) });
    portal.associate('feedback_submissions', id, 'contacts', contact);
    return id;
  };
  return { nps: survey('NPS', '9', '2026-09-01', contacts.nora), csat: survey('CSAT', '4', '2026-09-15', contacts.bo) };
}

/** Creates them all. */
export function seedEnablement(portal: Portal, people: People): Enablement {
  const { partners, contacts } = people;
  const enrolled = { course_name: 'Basics', mandatory: 'true' };
  const enrollment = portal.create('enrollment', enrolled, { at: day('2026-07-01') }).id;
  portal.associate('enrollment', enrollment, 'contacts', contacts.nora);
  portal.update('enrollment', enrollment, { completed_on: '2026-07-10T16:00:00Z' }, { at: day('2026-07-11') });
  const certified = { certificate: 'Professional', issued_on: '2026-07-20', valid_until: '2027-07-20' };
  const certification = portal.create('certification', certified, { at: day('2026-07-20') }).id;
  portal.associate('certification', certification, 'companies', partners.nordwind);
  const met = { hs_meeting_title: 'Review', hs_meeting_start_time: '2026-10-01T09:00:00Z' };
  const meeting = portal.create('meetings', met, { at: day('2026-10-01') }).id;
  portal.associate('meetings', meeting, 'companies', partners.nordwind);
  const called = { hs_timestamp: '2026-10-05T14:30:00Z', hs_call_title: 'Check-in' };
  const call = portal.create('calls', called, { at: day('2026-10-05') }).id;
  portal.associate('calls', call, 'companies', partners.blueharbor);
  const seen = { objectType: 'contacts', objectId: contacts.nora, properties: { asset: 'datasheet' } };
  portal.addEvent({ eventType: `pe${portal.info.portalId}_asset_viewed`, at: day('2026-10-02'), ...seen });
  return {
    tickets: onboarding(portal, people),
    surveys: surveys(portal, people),
    enrollment,
    certification,
    meeting,
    call,
  };
}
