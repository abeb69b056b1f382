import { optional, partnerCompanies, partnerFields, rates, salesDeals, touches } from './hubspot-parts.ts';
import type { ReadyMapping } from './ready.ts';

const partnerKey = (field: string) => ({ field, matchProperty: 'partner_key', split: ';' });

export const hubspotPrmKey: ReadyMapping = {
  name: 'hubspot-prm-key',
  crm: 'hubspot',
  explanation:
    'Any plan: a PRM product keeps the partner’s key on its company, and writes it into the deals it sourced or influenced.',
  mapping: {
    partner: {
      ...partnerCompanies,
      where: [{ field: 'partner_key', op: 'filled' }],
      fields: partnerFields,
    },
    deal: salesDeals,
    attribution: [
      {
        object: 'deals',
        pipelines: ['default'],
        where: [{ field: 'sourcing_partner_key', op: 'filled' }],
        fields: { deal: 'self', partner: partnerKey('sourcing_partner_key'), role: { constant: 'sourced' } },
      },
      {
        object: 'deals',
        pipelines: ['default'],
        where: [{ field: 'influencing_partner_keys', op: 'filled' }],
        fields: { deal: 'self', partner: partnerKey('influencing_partner_keys'), role: { constant: 'influenced' } },
      },
    ],
    registration: {
      object: 'deals',
      pipelines: ['partner-registrations'],
      fields: {
        partner: { field: 'sourcing_partner_key', matchProperty: 'partner_key' },
        deal: { association: 'deals', labels: ['Registered as'] },
        account: 'dealname',
        status: {
          stage: 'dealstage',
          pipeline: 'pipeline',
          values: {
            submitted: ['Submitted'],
            approved: ['Approved'],
            rejected: ['Rejected'],
            expired: ['Expired'],
            converted: ['Converted'],
            withdrawn: ['Withdrawn'],
          },
        },
        submittedAt: 'createdate',
        decidedAt: optional('reg_decided_at'),
        expiresAt: optional('reg_expires_at'),
      },
    },
    touch: touches,
    'exchange-rate': rates,
  },
};
