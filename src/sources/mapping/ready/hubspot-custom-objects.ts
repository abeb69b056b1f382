import { labelledCompanies, optional, partnerCompanies, rates, salesDeals, touches } from './hubspot-parts.ts';
import type { ReadyMapping } from './ready.ts';

const viaContacts = { association: 'contacts.companies' };

export const hubspotCustomObjects: ReadyMapping = {
  name: 'hubspot-custom-objects',
  crm: 'hubspot',
  explanation:
    'Enterprise: registrations, enrolments and certificates are custom objects, surveys come from the Service Hub.',
  mapping: {
    partner: partnerCompanies,
    deal: salesDeals,
    attribution: labelledCompanies,
    registration: {
      object: 'p_registration',
      fields: {
        partner: { association: 'companies' },
        deal: { association: 'deals' },
        account: optional('name'),
        status: {
          stage: 'hs_pipeline_stage',
          pipeline: 'hs_pipeline',
          values: {
            submitted: ['Submitted'],
            approved: ['Approved'],
            rejected: ['Rejected'],
            expired: ['Expired'],
            converted: ['Converted'],
            withdrawn: ['Withdrawn'],
          },
        },
        submittedAt: 'hs_createdate',
        decidedAt: optional('decided_on'),
        expiresAt: optional('expires_on'),
      },
    },
    training: {
      object: 'p_enrollment',
      optional: true,
      fields: {
        partner: viaContacts,
        person: { association: 'contacts' },
        module: 'course_name',
        required: optional('mandatory'),
        assignedAt: 'hs_createdate',
        completedAt: 'completed_on',
      },
    },
    certification: {
      object: 'p_certification',
      optional: true,
      fields: {
        partner: { association: 'companies' },
        name: 'certificate',
        earnedAt: 'issued_on',
        expiresAt: optional('valid_until'),
        revokedAt: optional('revoked_on'),
      },
    },
    touch: touches,
    'survey-response': {
      object: 'feedback_submissions',
      optional: true,
      fields: {
        partner: viaContacts,
        respondent: { association: 'contacts' },
        kind: { field: 'hs_survey_type', values: { nps: ['NPS'], csat: ['CSAT'] }, skip: ['CES', 'CUSTOM'] },
        score: 'hs_value',
        at: 'hs_submission_timestamp',
      },
      unmatched: 'ignore',
    },
    'exchange-rate': rates,
  },
};
