import type { ReadyMapping } from './ready.ts';
import { accountHistory, dealRegistrations, opportunities, partnerAccounts, rates, tasks } from './salesforce-parts.ts';

export const salesforceLookup: ReadyMapping = {
  name: 'salesforce-lookup',
  crm: 'salesforce',
  explanation:
    'One partner per opportunity: a lookup and a picklist sourced/influenced; registrations in an object of their own.',
  mapping: {
    partner: partnerAccounts,
    'partner-history': accountHistory,
    deal: opportunities,
    attribution: {
      object: 'Opportunity',
      where: [{ field: 'Partner__c', op: 'filled' }],
      fields: {
        deal: 'self',
        partner: 'Partner__c',
        role: {
          field: 'Partner_Source__c',
          values: {
            sourced: ['Sourced', 'Partner Sourced', 'Partner led'],
            influenced: ['Influenced', 'Partner Influenced'],
          },
        },
      },
    },
    registration: dealRegistrations,
    touch: tasks,
    'exchange-rate': rates,
  },
};
