// What the Salesforce archetypes have in common.

export const optional = (field: string) => ({ field, optional: true });

export const partnerAccounts = {
  object: 'Account',
  where: [{ field: 'IsPartner', op: 'eq', value: true }],
  fields: {
    name: 'Name',
    tier: optional('Partner_Tier__c'),
    region: optional('Region__c'),
    motion: optional('Motion__c'),
    manager: { owner: 'OwnerId' },
    joinedAt: optional('Partner_Since__c'),
    onboardingStartedAt: optional('Onboarding_Started_On__c'),
    onboardingCompletedAt: optional('Onboarded_On__c'),
    mergedInto: 'MasterRecordId',
    domain: optional('Website'),
  },
};

/** Fields of accounts whose history Salesforce tracks where an administrator has switched it on. */
export const accountHistory = {
  object: 'AccountHistory',
  optional: true,
  fields: {
    partner: 'AccountId',
    field: {
      field: 'Field',
      values: { tier: ['Partner_Tier__c'], region: ['Region__c'], motion: ['Motion__c'], manager: ['Owner'] },
      unmapped: 'skip',
    },
    value: 'NewValue',
    validFrom: 'CreatedDate',
  },
  unmatched: 'ignore',
};

/** All opportunities, not only those of partners: the comparison with direct sales needs them. */
export const opportunities = {
  object: 'Opportunity',
  fields: {
    name: 'Name',
    amount: 'Amount',
    currency: optional('CurrencyIsoCode'),
    type: {
      field: 'Type',
      values: {
        new: ['New Business', 'New Customer'],
        expansion: ['Existing Business', 'Existing Customer - Upgrade', 'Expansion'],
        renewal: ['Renewal', 'Existing Customer - Replacement'],
      },
      optional: true,
    },
    stage: 'StageName',
    status: { stage: 'StageName', stages: 'auto' },
    createdAt: 'CreatedDate',
    closedAt: 'CloseDate',
    expectedCloseOn: 'CloseDate',
    stageEnteredAt: optional('LastStageChangeDate'),
    lastActivityAt: optional('LastActivityDate'),
    owner: { owner: 'OwnerId' },
    account: 'AccountId',
  },
};

export const dealRegistrations = {
  object: 'Deal_Registration__c',
  fields: {
    partner: 'Partner__c',
    deal: 'Opportunity__c',
    account: optional('Account__c'),
    status: {
      field: 'Status__c',
      values: {
        submitted: ['Submitted', 'Pending', 'In Review'],
        approved: ['Approved'],
        rejected: ['Rejected', 'Declined'],
        expired: ['Expired'],
        converted: ['Converted'],
        withdrawn: ['Withdrawn'],
      },
    },
    submittedAt: { firstOf: ['Submitted_At__c', 'CreatedDate'], optional: true },
    decidedAt: optional('Decided_At__c'),
    expiresAt: optional('Expires_On__c'),
  },
};

/** Finished tasks; most are with customers and are left aside without a word. */
export const tasks = {
  object: 'Task',
  where: [{ field: 'IsClosed', op: 'eq', value: true }],
  fields: {
    partner: 'AccountId',
    kind: {
      field: 'TaskSubtype',
      values: { call: ['Call'], email: ['Email', 'ListEmail'] },
      unmapped: 'skip',
    },
    at: { firstOf: ['CompletedDateTime', 'ActivityDate'], optional: true },
    deal: { field: 'WhatId', unmapped: 'skip' },
  },
};

/** Salesforce says what the corporate currency is worth in the other one. */
export const rates = {
  object: 'DatedConversionRate',
  optional: true,
  fields: { currency: 'IsoCode', date: 'StartDate', rate: { field: 'ConversionRate', inverse: true } },
};
