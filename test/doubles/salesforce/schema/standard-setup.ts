// Setup objects: people, stages, record types, the organization, permissions, and money where there is more than one.
import type { FieldDefinition, ObjectDefinition } from './definitions.ts';

const text = (name: string, length = 255): FieldDefinition => ({ name, type: 'string', length });
const flag = (name: string, value = false): FieldDefinition => ({
  name,
  type: 'boolean',
  default: value,
  nillable: false,
});
const setup = (name: string, keyPrefix: string, fields: FieldDefinition[]): ObjectDefinition => ({
  name,
  keyPrefix,
  system: 'setup',
  fields,
});

export const setupObjects: ObjectDefinition[] = [
  setup('User', '005', [
    text('Username', 80),
    text('LastName', 80),
    text('FirstName', 40),
    {
      name: 'Name',
      type: 'string',
      formula: "TRIM(COALESCE({FirstName} || ' ', '') || {LastName})",
      calculated: false,
    },
    { name: 'Email', type: 'email', length: 128 },
    flag('IsActive', true),
    { name: 'UserType', type: 'picklist', picklist: [{ value: 'Standard' }, { value: 'PowerPartner' }] },
    { name: 'AccountId', type: 'reference', referenceTo: ['Account'] },
    { name: 'ContactId', type: 'reference', referenceTo: ['Contact'] },
    { name: 'LastLoginDate', type: 'datetime' },
    text('TimeZoneSidKey'),
  ]),
  setup('RecordType', '012', [
    text('Name', 80),
    text('DeveloperName', 80),
    { name: 'SobjectType', type: 'picklist', picklist: [] },
    flag('IsActive', true),
  ]),
  {
    ...setup('OpportunityStage', '01J', [
      text('MasterLabel'),
      text('ApiName'),
      flag('IsActive', true),
      { name: 'SortOrder', type: 'int' },
      flag('IsClosed'),
      flag('IsWon'),
      { name: 'ForecastCategory', type: 'picklist', picklist: [] },
      text('ForecastCategoryName'),
      { name: 'DefaultProbability', type: 'percent' },
    ]),
    replicateable: false,
    bulk: false,
  },
  setup('Organization', '00D', [
    text('Name', 80),
    text('OrganizationType', 40),
    text('DefaultLocaleSidKey', 40),
    text('TimeZoneSidKey', 40),
    text('InstanceName', 5),
    flag('IsSandbox'),
    { name: 'FiscalYearStartMonth', type: 'int' },
  ]),
  setup('UserLicense', '100', [
    text('Name', 40),
    text('LicenseDefinitionKey', 40),
    { name: 'TotalLicenses', type: 'int' },
    { name: 'UsedLicenses', type: 'int' },
    { name: 'Status', type: 'picklist', picklist: [{ value: 'Active' }] },
  ]),
  setup('PermissionSet', '0PS', [text('Name', 80), text('Label', 80), flag('IsOwnedByProfile')]),
  setup('PermissionSetAssignment', '0Pa', [
    { name: 'AssigneeId', type: 'reference', referenceTo: ['User'] },
    { name: 'PermissionSetId', type: 'reference', referenceTo: ['PermissionSet'] },
  ]),
  setup('ObjectPermissions', '110', [
    {
      name: 'ParentId',
      type: 'reference',
      referenceTo: ['PermissionSet'],
      childRelationshipName: 'ObjectPerms',
    },
    { name: 'SobjectType', type: 'picklist', picklist: [] },
    flag('PermissionsRead'),
    flag('PermissionsCreate'),
    flag('PermissionsEdit'),
    flag('PermissionsDelete'),
    flag('PermissionsViewAllRecords'),
    flag('PermissionsModifyAllRecords'),
  ]),
];

/** Objects that exist only in an org with several currencies. */
export const currencyObjects: ObjectDefinition[] = [
  setup('CurrencyType', '01L', [
    text('IsoCode', 3),
    { name: 'ConversionRate', type: 'double' },
    { name: 'DecimalPlaces', type: 'int' },
    flag('IsActive', true),
    flag('IsCorporate'),
  ]),
  setup('DatedConversionRate', '04w', [
    text('IsoCode', 3),
    { name: 'StartDate', type: 'date' },
    { name: 'NextStartDate', type: 'date' },
    { name: 'ConversionRate', type: 'double' },
  ]),
];

/** The currency of a record; only in an org with several currencies. */
export const currencyField: FieldDefinition = {
  name: 'CurrencyIsoCode',
  type: 'picklist',
  nillable: false,
  picklist: [{ value: 'USD' }, { value: 'EUR' }, { value: 'GBP' }],
};
