// What the HubSpot archetypes have in common.

export const optional = (field: string) => ({ field, optional: true });

export const partnerFields = {
  name: 'name',
  tier: optional('partner_tier'),
  region: optional('partner_region'),
  motion: optional('partner_motion'),
  manager: { owner: 'hubspot_owner_id' },
  active: {
    field: 'partner_status',
    values: { true: ['ACTIVE'], false: ['INACTIVE', 'PROSPECT'] },
    optional: true,
  },
  joinedAt: optional('partner_since'),
  onboardingStartedAt: optional('onboarding_started_on'),
  onboardingCompletedAt: optional('onboarding_completed_on'),
  domain: optional('domain'),
};

export const partnerHistory = ['tier', 'region', 'motion', 'manager', 'active'];

export const partnerCompanies = {
  object: 'companies',
  where: [{ field: 'type', op: 'eq', value: 'PARTNER' }],
  fields: partnerFields,
  history: partnerHistory,
};

/** All deals of the sales pipeline, not only those of partners: the comparison with direct sales needs them. */
export const salesDeals = {
  object: 'deals',
  pipelines: ['default'],
  fields: {
    name: 'dealname',
    amount: 'amount',
    currency: optional('deal_currency_code'),
    type: {
      field: 'dealtype',
      values: { new: ['newbusiness'], expansion: ['existingbusiness'], renewal: ['renewal'] },
      optional: true,
    },
    stage: { stage: 'dealstage', pipeline: 'pipeline' },
    status: { stage: 'dealstage', pipeline: 'pipeline', stages: 'auto' },
    createdAt: 'createdate',
    // Imported close dates stand at midnight UTC and mean that day, in whatever zone.
    closedAt: { field: 'closedate', midnight: 'date' },
    expectedCloseOn: { field: 'closedate', midnight: 'date' },
    stageEnteredAt: optional('hs_v2_date_entered_current_stage'),
    lastActivityAt: optional('notes_last_updated'),
    owner: { owner: 'hubspot_owner_id' },
  },
};

/** HubSpot’s integrations associate customers and partners alike, so only labels attribute. */
export const labelledCompanies = {
  object: 'deals',
  pipelines: ['default'],
  fields: {
    deal: 'self',
    partner: { association: 'companies' },
    role: {
      label: 'partner',
      values: {
        sourced: ['Sourced by', 'Source', 'Referral partner'],
        influenced: ['Influenced by', 'Influence', 'Reseller'],
      },
      skip: ['Primary'],
    },
  },
};

const touch = (object: string, at: string) => ({
  object,
  fields: {
    partner: { association: 'companies' },
    kind: { constant: 'call' },
    at,
    deal: { association: 'deals', unmapped: 'skip' },
  },
});

/** E-mails need a scope of their own, so they are not read unless mapped. */
export const touches = [touch('calls', 'hs_timestamp'), touch('meetings', 'hs_meeting_start_time')];

/** HubSpot says what one unit of a currency is worth in the account’s own. */
export const rates = {
  object: 'exchange_rates',
  optional: true,
  fields: { currency: 'fromCurrencyCode', date: 'effectiveAt', rate: 'conversionRate' },
};
