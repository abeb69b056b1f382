import type { ReadyMapping } from './ready.ts';
import { accountHistory, opportunities, optional, partnerAccounts, rates, tasks } from './salesforce-parts.ts';

export const salesforcePartnerCloud: ReadyMapping = {
  name: 'salesforce-partner-cloud',
  crm: 'salesforce',
  explanation:
    'Salesforce’s own partner tools: partner roles of opportunities, and registrations that are leads of a record type.',
  mapping: {
    partner: partnerAccounts,
    'partner-history': accountHistory,
    deal: opportunities,
    attribution: [
      {
        object: 'OpportunityPartner',
        fields: {
          deal: 'OpportunityId',
          partner: 'AccountToId',
          role: {
            field: 'Role',
            values: {
              sourced: ['VAR/Reseller', 'Reseller', 'Distributor', 'Dealer', 'Broker'],
              influenced: ['Consultant', 'System Integrator', 'Agency', 'Developer', 'Contractor'],
            },
          },
        },
        unmatched: 'ignore',
      },
      {
        object: 'Opportunity',
        where: [{ field: 'PartnerAccountId', op: 'filled' }],
        fields: { deal: 'self', partner: 'PartnerAccountId', role: { constant: 'sourced' } },
      },
    ],
    registration: {
      object: 'Lead',
      recordTypes: ['Deal_Registration'],
      fields: {
        partner: 'PartnerAccountId',
        deal: 'ConvertedOpportunityId',
        account: 'Company',
        status: {
          field: 'Status',
          values: {
            submitted: ['Open - Not Contacted', 'Submitted'],
            approved: ['Working - Contacted', 'Approved'],
            rejected: ['Closed - Not Converted', 'Rejected'],
            expired: ['Expired'],
            converted: ['Closed - Converted', 'Converted'],
            withdrawn: ['Withdrawn'],
          },
        },
        submittedAt: 'CreatedDate',
        decidedAt: optional('Decided_At__c'),
        expiresAt: optional('Expires_On__c'),
      },
    },
    touch: tasks,
    'exchange-rate': rates,
  },
};
