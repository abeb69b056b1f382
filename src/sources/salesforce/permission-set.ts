import { fieldsNeeded, type Mapping } from '../mapping/index.ts';
import { connect, type Surroundings } from './connect.ts';
import { Schema } from './schema.ts';
import type { ConnectionSettings } from './settings.ts';

export interface PermissionSetOptions {
  readonly label?: string;
  /** What the org has, learnt of the mapping's objects: then required fields are left out and parents are known. */
  readonly schema?: Schema;
}

/** What may be read: object → its fields that need a permission of their own. */
export type Grants = ReadonlyMap<string, ReadonlySet<string>>;

/** Fields that whoever may read the object may read: Salesforce refuses a permission for them. */
const always = new Set(
  [
    'Id Name OwnerId RecordTypeId MasterRecordId CurrencyIsoCode CreatedDate CreatedById LastModifiedDate',
    'LastModifiedById SystemModstamp IsDeleted LastActivityDate IsPartner StageName CloseDate IsClosed IsWon',
    'LastStageChangeDate ForecastCategory IsConverted ConvertedDate ConvertedAccountId ConvertedContactId',
    'ConvertedOpportunityId LastName Company IsArchived IsTask WhoId WhatId Subject Username Email IsActive',
  ].flatMap((names) => names.toLowerCase().split(' ')),
);
/** Leads, tasks and cases cannot be without a status. */
const requiredStatus = new Set(['lead', 'task', 'case']);

/** Objects that have no permission of their own, and what opens them. */
const openedBy: Readonly<Record<string, readonly string[]>> = {
  opportunitypartner: ['Opportunity', 'Account'],
  partner: ['Opportunity', 'Account'],
  opportunityhistory: ['Opportunity'],
  opportunityfieldhistory: ['Opportunity'],
};
const openToAll = new Set(
  'user recordtype organization opportunitystage currencytype datedconversionrate partnerrole userrole name group'.split(
    ' ',
  ),
);
const activities = new Set(['task', 'event']);
/** Reading these presupposes reading accounts. */
const needAccount = new Set(['opportunity', 'contact', 'contract', 'case', 'order', 'asset']);

/** Objects that relationships of standard fields lead to, by the relationship's name. */
const usualParents: Readonly<Record<string, string>> = {
  account: 'Account',
  partneraccount: 'Account',
  contact: 'Contact',
  opportunity: 'Opportunity',
  lead: 'Lead',
  campaign: 'Campaign',
  owner: 'User',
  recordtype: 'RecordType',
};

/** The objects and fields that a mapping reads, parents of its paths included. */
export function grantsOf(
  mapping: Mapping,
  schema?: Schema,
): { readonly grants: Grants; readonly unknown: readonly string[] } {
  const grants = new Map<string, Set<string>>();
  const unknown = new Set<string>();
  const grant = (object: string, field?: string): void => {
    const target = targetsOf(object);
    for (const name of target.objects) grants.set(name, grants.get(name) ?? new Set());
    if (field !== undefined && target.hasFields && needsPermission(object, field, schema))
      grants.set(object, (grants.get(object) ?? new Set()).add(field));
  };
  for (const { object, properties } of fieldsNeeded(mapping)) {
    grant(object);
    for (const property of properties) {
      const names = property.split('.');
      let place: string | null = object;
      for (const name of names.slice(0, -1)) {
        if (place === null) break;
        grant(place, lookupOf(place, name, schema));
        place = parentOf(place, name, schema);
        if (place === null) unknown.add(`${object}.${property}`);
        else grant(place);
      }
      const last = names.at(-1);
      if (place !== null && last !== undefined) grant(place, spelled(place, last, schema));
    }
  }
  return { grants, unknown: [...unknown].sort() };
}

/**
 * The least that a mapping needs, as the metadata of a permission set: read and View All on its objects, read on its fields. The
 * same mapping gives the same text. Without a schema, what lies behind a custom lookup is named in a comment.
 */
export function permissionSetXml(
  mapping: Mapping,
  { label = 'Partner Pulse', schema }: PermissionSetOptions = {},
): string {
  const { grants, unknown } = grantsOf(mapping, schema);
  const objects = [...grants].sort(([a], [b]) => (a < b ? -1 : 1));
  const usesActivities = objects.some(([object]) => activities.has(object.toLowerCase()));
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">',
    ...unknown.map(
      (path) => `    <!-- ${path}: add read access to the object behind this lookup, and to the field. -->`,
    ),
    `    <description>${escaped('Read only: what the mapping of Partner Pulse names, and nothing else.')}</description>`,
    ...objects.flatMap(([object, fields]) => [...fields].sort().flatMap((field) => fieldLines(object, field))),
    '    <hasActivationRequired>false</hasActivationRequired>',
    `    <label>${escaped(label)}</label>`,
    ...objects.filter(([object]) => !activities.has(object.toLowerCase())).flatMap(([object]) => objectLines(object)),
    ...(usesActivities ? userLines('ActivitiesAccess') : []),
    ...userLines('ApiEnabled'),
    '</PermissionSet>',
  ];
  return `${lines.join('\n')}\n`;
}

/** Objects whose permission opens an object, and whether its fields have permissions of their own. */
function targetsOf(object: string): { readonly objects: readonly string[]; readonly hasFields: boolean } {
  const name = object.toLowerCase();
  if (openToAll.has(name)) return { objects: [], hasFields: false };
  const opened = openedBy[name] ?? historyOf(object);
  if (opened !== null) return { objects: opened, hasFields: false };
  return { objects: needAccount.has(name) ? [object, 'Account'] : [object], hasFields: true };
}

/** `AccountHistory` belongs to Account, `X__History` to X__c. */
function historyOf(object: string): readonly string[] | null {
  if (/__History$/i.test(object)) return [object.replace(/__History$/i, '__c')];
  const standard = /^([A-Z]\w*)History$/.exec(object);
  return standard?.[1] === undefined ? null : [standard[1]];
}

function needsPermission(object: string, field: string, schema: Schema | undefined): boolean {
  const name = field.toLowerCase();
  if (always.has(name) || (name === 'status' && requiredStatus.has(object.toLowerCase()))) return false;
  const described = schema?.column(object, field)?.field;
  // A field that is required, or a master-detail, is never hidden; a checkbox is never empty and can be hidden.
  return described === undefined || !described.custom || described.nillable || described.type === 'boolean';
}

const spelled = (object: string, field: string, schema: Schema | undefined): string =>
  schema?.column(object, field)?.field.name ?? field;

/** The field of a lookup by the name of its relationship. */
function lookupOf(object: string, relation: string, schema: Schema | undefined): string {
  const wanted = relation.toLowerCase();
  const described = schema?.object(object)?.fields.find((field) => field.relationshipName?.toLowerCase() === wanted);
  return described?.name ?? (/__r$/i.test(relation) ? relation.replace(/__r$/i, '__c') : `${relation}Id`);
}

function parentOf(object: string, relation: string, schema: Schema | undefined): string | null {
  const wanted = relation.toLowerCase();
  const described = schema?.object(object)?.fields.find((field) => field.relationshipName?.toLowerCase() === wanted);
  if (described !== undefined)
    return described.referenceTo.includes('User') ? 'User' : (described.referenceTo[0] ?? null);
  if (wanted === 'parent') return object;
  return usualParents[wanted] ?? null;
}

const fieldLines = (object: string, field: string): readonly string[] => [
  '    <fieldPermissions>',
  '        <editable>false</editable>',
  `        <field>${object}.${field}</field>`,
  '        <readable>true</readable>',
  '    </fieldPermissions>',
];

const objectLines = (object: string): readonly string[] => [
  '    <objectPermissions>',
  '        <allowCreate>false</allowCreate>',
  '        <allowDelete>false</allowDelete>',
  '        <allowEdit>false</allowEdit>',
  '        <allowRead>true</allowRead>',
  '        <modifyAllRecords>false</modifyAllRecords>',
  `        <object>${object}</object>`,
  '        <viewAllRecords>true</viewAllRecords>',
  '    </objectPermissions>',
];

const userLines = (name: string): readonly string[] => [
  '    <userPermissions>',
  '        <enabled>true</enabled>',
  `        <name>${name}</name>`,
  '    </userPermissions>',
];

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The same, looked up in an org: what is required there, and what lies behind its lookups. Two or three calls. */
export async function permissionSetFor(
  mapping: Mapping,
  { settings, surroundings }: { readonly settings: ConnectionSettings; readonly surroundings: Surroundings },
  signal: AbortSignal,
): Promise<string> {
  const schema = new Schema(connect(settings, surroundings));
  const needs = fieldsNeeded(mapping);
  await schema.learn(
    needs.map(({ object }) => object),
    signal,
  );
  await schema.learnPaths(
    needs.map(({ object, properties }) => [object, properties]),
    signal,
  );
  return permissionSetXml(mapping, { schema });
}
