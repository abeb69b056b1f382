import type { ReadyMapping } from './ready.ts';
import {
  accountHistory,
  dealRegistrations,
  opportunities,
  optional,
  partnerAccounts,
  rates,
  tasks,
} from './salesforce-parts.ts';

export const salesforceJunction: ReadyMapping = {
  name: 'salesforce-junction',
  crm: 'salesforce',
  explanation:
    'Several partners per opportunity: a junction object with roles; registrations, training and certificates in objects of their own.',
  mapping: {
    partner: partnerAccounts,
    'partner-history': accountHistory,
    deal: opportunities,
    attribution: {
      object: 'Opportunity_Partner__c',
      fields: {
        deal: 'Opportunity__c',
        partner: 'Partner__c',
        role: {
          field: 'Role__c',
          values: {
            sourced: ['Sourced', 'Source', 'Referral'],
            influenced: ['Influenced', 'Influence', 'Co-sell', 'Services'],
          },
        },
      },
    },
    registration: dealRegistrations,
    training: {
      object: 'Training_Enrollment__c',
      optional: true,
      fields: {
        partner: 'Contact__r.AccountId',
        person: 'Contact__c',
        module: 'Course__c',
        required: optional('Required__c'),
        assignedAt: 'CreatedDate',
        completedAt: 'Completed_On__c',
      },
    },
    certification: {
      object: 'Partner_Certification__c',
      optional: true,
      fields: {
        partner: 'Partner__c',
        person: optional('Contact__c'),
        name: 'Name',
        earnedAt: 'Earned_On__c',
        expiresAt: optional('Expires_On__c'),
        revokedAt: optional('Revoked_On__c'),
      },
    },
    touch: tasks,
    'exchange-rate': rates,
  },
};
