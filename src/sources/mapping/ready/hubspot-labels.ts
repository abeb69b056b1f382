import { labelledCompanies, optional, partnerCompanies, rates, salesDeals, touches } from './hubspot-parts.ts';
import type { ReadyMapping } from './ready.ts';

export const hubspotLabels: ReadyMapping = {
  name: 'hubspot-labels',
  crm: 'hubspot',
  explanation:
    'Professional and up: partners are companies, association labels attribute deals, registrations are deals with a flag.',
  mapping: {
    partner: partnerCompanies,
    deal: salesDeals,
    attribution: labelledCompanies,
    registration: {
      object: 'deals',
      pipelines: ['default'],
      where: [{ field: 'is_deal_registration', op: 'eq', value: true }],
      optional: true,
      fields: {
        partner: { association: 'companies', labels: ['Sourced by', 'Source', 'Referral partner'] },
        deal: 'self',
        status: {
          field: 'reg_status',
          values: {
            submitted: ['new', 'submitted'],
            approved: ['ok', 'approved'],
            rejected: ['declined', 'rejected'],
            expired: ['expired'],
            converted: ['converted'],
            withdrawn: ['withdrawn'],
          },
        },
        submittedAt: { firstOf: ['reg_submitted_at', 'createdate'], optional: true },
        decidedAt: optional('reg_decided_at'),
        expiresAt: optional('reg_expires_at'),
      },
    },
    touch: touches,
    'exchange-rate': rates,
  },
};
