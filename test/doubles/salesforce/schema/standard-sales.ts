// Standard sales objects with the fields that a partner program reads.
import type { FieldDefinition, ObjectDefinition } from './definitions.ts';

export const owner: FieldDefinition = { name: 'OwnerId', type: 'reference', referenceTo: ['User'], nillable: false };
export const recordType: FieldDefinition = { name: 'RecordTypeId', type: 'reference', referenceTo: ['RecordType'] };
const name: FieldDefinition = { name: 'Name', type: 'string', length: 255, nillable: false };
const description: FieldDefinition = { name: 'Description', type: 'textarea', length: 32_000, filterable: false };
const mergedInto = (object: string): FieldDefinition => ({
  name: 'MasterRecordId',
  type: 'reference',
  referenceTo: [object],
  relationshipName: 'MasterRecord',
});

/** Looks up a column of OpportunityStage by the record's stage: a stage that is edited changes every record unseen. */
const fromStage = (column: string): string =>
  `COALESCE((SELECT s."f_${column}" FROM "o_opportunitystage" s WHERE s."f_apiname" = {StageName}), 0)`;

const account: ObjectDefinition = {
  name: 'Account',
  keyPrefix: '001',
  mergeable: true,
  history: { object: 'AccountHistory', parent: 'AccountId' },
  fields: [
    mergedInto('Account'),
    name,
    recordType,
    owner,
    description,
    { name: 'Type', type: 'picklist', picklist: [{ value: 'Customer' }, { value: 'Partner' }, { value: 'Prospect' }] },
    { name: 'ParentId', type: 'reference', referenceTo: ['Account'], childRelationshipName: 'ChildAccounts' },
    { name: 'Website', type: 'url', length: 255 },
    { name: 'Industry', type: 'picklist', picklist: [{ value: 'Technology' }, { value: 'Finance' }] },
    { name: 'BillingCountry', type: 'string', length: 80 },
    { name: 'IsPartner', type: 'boolean', default: false, nillable: false },
  ],
};

const contact: ObjectDefinition = {
  name: 'Contact',
  keyPrefix: '003',
  mergeable: true,
  fields: [
    mergedInto('Contact'),
    {
      name: 'AccountId',
      type: 'reference',
      referenceTo: ['Account'],
      childRelationshipName: 'Contacts',
      onParentDelete: 'Cascade',
    },
    { name: 'LastName', type: 'string', length: 80, nillable: false },
    { name: 'FirstName', type: 'string', length: 40 },
    {
      name: 'Name',
      type: 'string',
      formula: "TRIM(COALESCE({FirstName} || ' ', '') || {LastName})",
      calculated: false,
    },
    { name: 'Email', type: 'email', length: 80 },
    owner,
  ],
};

const lead: ObjectDefinition = {
  name: 'Lead',
  keyPrefix: '00Q',
  mergeable: true,
  fields: [
    mergedInto('Lead'),
    { name: 'LastName', type: 'string', length: 80, nillable: false },
    { name: 'Company', type: 'string', length: 255, nillable: false },
    { name: 'Name', type: 'string', formula: '{LastName}', calculated: false },
    { name: 'Email', type: 'email', length: 80 },
    { name: 'Status', type: 'picklist', picklist: [{ value: 'New' }, { value: 'Working' }, { value: 'Converted' }] },
    { name: 'IsConverted', type: 'boolean', default: false, nillable: false },
    { name: 'ConvertedDate', type: 'date' },
    { name: 'ConvertedAccountId', type: 'reference', referenceTo: ['Account'] },
    { name: 'ConvertedOpportunityId', type: 'reference', referenceTo: ['Opportunity'] },
    { name: 'PartnerAccountId', type: 'reference', referenceTo: ['Account'] },
    recordType,
    owner,
  ],
};

const opportunity: ObjectDefinition = {
  name: 'Opportunity',
  keyPrefix: '006',
  history: { object: 'OpportunityFieldHistory', parent: 'OpportunityId' },
  fields: [
    {
      name: 'AccountId',
      type: 'reference',
      referenceTo: ['Account'],
      childRelationshipName: 'Opportunities',
      onParentDelete: 'Cascade',
    },
    recordType,
    name,
    description,
    { name: 'StageName', type: 'picklist', picklist: [], nillable: false, trackHistory: true },
    { name: 'Amount', type: 'currency', trackHistory: true },
    { name: 'Probability', type: 'percent' },
    {
      name: 'ExpectedRevenue',
      type: 'currency',
      formula: 'ROUND({Amount} * {Probability} / 100, 2)',
    },
    { name: 'CloseDate', type: 'date', nillable: false, trackHistory: true },
    { name: 'Type', type: 'picklist', picklist: [{ value: 'New Business' }, { value: 'Existing Business' }] },
    { name: 'LeadSource', type: 'picklist', picklist: [{ value: 'Web' }, { value: 'Partner' }] },
    { name: 'ForecastCategoryName', type: 'picklist', picklist: [] },
    { name: 'IsClosed', type: 'boolean', formula: fromStage('isclosed'), calculated: false, nillable: false },
    { name: 'IsWon', type: 'boolean', formula: fromStage('iswon'), calculated: false, nillable: false },
    {
      name: 'PartnerAccountId',
      type: 'reference',
      referenceTo: ['Account'],
      relationshipName: 'PartnerAccount',
      childRelationshipName: 'PartnerOpportunities',
    },
    owner,
  ],
};

export const salesObjects = [account, contact, lead, opportunity];
