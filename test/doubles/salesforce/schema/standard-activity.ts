// Activities, partner roles and the history objects.
import type { FieldDefinition, ObjectDefinition } from './definitions.ts';
import { owner } from './standard-sales.ts';

const activityFields: FieldDefinition[] = [
  { name: 'Subject', type: 'string', length: 255 },
  { name: 'WhoId', type: 'reference', referenceTo: ['Contact', 'Lead'], relationshipName: 'Who' },
  { name: 'WhatId', type: 'reference', referenceTo: ['Account', 'Opportunity'], relationshipName: 'What' },
  { name: 'AccountId', type: 'reference', referenceTo: ['Account'] },
  { name: 'Type', type: 'picklist', picklist: [{ value: 'Call' }, { value: 'Email' }, { value: 'Meeting' }] },
  { name: 'ActivityDate', type: 'date' },
  { name: 'IsArchived', type: 'boolean', default: false, nillable: false },
  owner,
];

const task: ObjectDefinition = {
  name: 'Task',
  keyPrefix: '00T',
  fields: [
    ...activityFields,
    { name: 'TaskSubtype', type: 'picklist', picklist: [{ value: 'Task' }, { value: 'Email' }, { value: 'Call' }] },
    { name: 'Status', type: 'picklist', picklist: [{ value: 'Not Started' }, { value: 'Completed' }] },
    { name: 'IsClosed', type: 'boolean', default: false, nillable: false },
  ],
};

const event: ObjectDefinition = { name: 'Event', keyPrefix: '00U', fields: activityFields };

const fieldHistory = (name: string, keyPrefix: string, parent: string): ObjectDefinition => ({
  name,
  keyPrefix,
  system: 'history',
  replicateable: true,
  fields: [
    {
      name: `${parent}Id`,
      type: 'reference',
      referenceTo: [parent],
      childRelationshipName: 'Histories',
      onParentDelete: 'Cascade',
    },
    { name: 'Field', type: 'picklist', picklist: [] },
    { name: 'DataType', type: 'picklist', picklist: [] },
    // Real orgs cannot filter on the values either.
    { name: 'OldValue', type: 'string', length: 4000, filterable: false },
    { name: 'NewValue', type: 'string', length: 4000, filterable: false },
  ],
});

const opportunityHistory: ObjectDefinition = {
  name: 'OpportunityHistory',
  keyPrefix: '008',
  system: 'history',
  fields: [
    {
      name: 'OpportunityId',
      type: 'reference',
      referenceTo: ['Opportunity'],
      childRelationshipName: 'OpportunityHistories',
      onParentDelete: 'Cascade',
    },
    { name: 'StageName', type: 'picklist', picklist: [] },
    { name: 'Amount', type: 'currency' },
    { name: 'CloseDate', type: 'date' },
    { name: 'Probability', type: 'percent' },
    { name: 'ForecastCategory', type: 'picklist', picklist: [] },
    { name: 'PrevAmount', type: 'currency' },
    { name: 'PrevCloseDate', type: 'date' },
    { name: 'SystemModstamp', type: 'datetime', nillable: false },
  ],
};

const partnerRole: ObjectDefinition = {
  name: 'PartnerRole',
  keyPrefix: '0PR',
  system: 'setup',
  replicateable: false,
  bulk: false,
  fields: [
    { name: 'MasterLabel', type: 'string', length: 255 },
    { name: 'ApiName', type: 'string', length: 255 },
    { name: 'ReverseRole', type: 'string', length: 255 },
    { name: 'SortOrder', type: 'int' },
  ],
};

const partnerLink = (name: string, keyPrefix: string, fields: FieldDefinition[]): ObjectDefinition => ({
  name,
  keyPrefix,
  updateable: false,
  fields: [
    ...fields,
    { name: 'AccountToId', type: 'reference', referenceTo: ['Account'], onParentDelete: 'Cascade' },
    { name: 'Role', type: 'picklist', picklist: [] },
    { name: 'IsPrimary', type: 'boolean', default: false, nillable: false },
  ],
});

const onOpportunity: FieldDefinition = {
  name: 'OpportunityId',
  type: 'reference',
  referenceTo: ['Opportunity'],
  onParentDelete: 'Cascade',
};

export const activityObjects = [
  task,
  event,
  fieldHistory('OpportunityFieldHistory', '017', 'Opportunity'),
  fieldHistory('AccountHistory', '0AH', 'Account'),
  opportunityHistory,
  partnerRole,
  partnerLink('Partner', '00I', [
    onOpportunity,
    { name: 'AccountFromId', type: 'reference', referenceTo: ['Account'], onParentDelete: 'Cascade' },
  ]),
  {
    ...partnerLink('OpportunityPartner', '0OP', [
      { ...onOpportunity, childRelationshipName: 'OpportunityPartnersFrom' },
    ]),
    replicateable: false,
  },
];
