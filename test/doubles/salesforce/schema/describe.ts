// The describe documents, in the shape and with the member names of the service.
import type { SchemaField, SchemaObject } from './schema.ts';

const TEXT = new Set(['string', 'picklist', 'email', 'phone', 'url', 'id', 'reference']);
const SYSTEM = new Set([
  'id',
  'isdeleted',
  'createddate',
  'createdbyid',
  'lastmodifieddate',
  'lastmodifiedbyid',
  'systemmodstamp',
  'masterrecordid',
]);
const SOAP: Record<string, string> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  double: 'xsd:double',
  currency: 'xsd:double',
  percent: 'xsd:double',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
};

const isLong = (field: SchemaField): boolean => field.type === 'textarea' && (field.length ?? 255) > 255;

/** Whether a query may filter and sort by this field. */
export const isFilterable = (field: SchemaField): boolean => (field.filterable ?? true) && !isLong(field);

/** Whether a query may group by this field. */
export const isGroupable = (field: SchemaField): boolean =>
  isFilterable(field) && (TEXT.has(field.type) || ['boolean', 'int', 'date'].includes(field.type));

/** Whether two of them in one query make its pages short. */
export const isLongText = (field: SchemaField): boolean => field.custom && isLong(field);

export const isCalculated = (field: SchemaField): boolean => field.calculated ?? field.formula !== undefined;

function describeField(object: SchemaObject, field: SchemaField): Record<string, unknown> {
  const readOnly = field.formula !== undefined || SYSTEM.has(field.name.toLowerCase());
  const filterable = isFilterable(field);
  return {
    name: field.name,
    label: field.label ?? field.name.replace(/__c$/i, '').replaceAll('_', ' '),
    type: field.type,
    soapType: SOAP[field.type] ?? 'xsd:string',
    length: field.type === 'id' || field.type === 'reference' ? 18 : (field.length ?? 0),
    calculated: isCalculated(field),
    createable: !readOnly && object.permissions.create,
    updateable: !readOnly && object.permissions.edit,
    custom: field.custom,
    nillable: field.nillable ?? true,
    filterable,
    sortable: filterable,
    groupable: isGroupable(field),
    aggregatable: filterable && field.type !== 'boolean',
    idLookup: field.type === 'id',
    defaultValue: field.default ?? null,
    picklistValues: (field.picklist ?? []).map((value) => ({
      active: value.active ?? true,
      defaultValue: false,
      label: value.label ?? value.value,
      validFor: null,
      value: value.value,
    })),
    referenceTo: field.referenceTo ?? [],
    relationshipName: field.relationshipName ?? null,
    polymorphicForeignKey: (field.referenceTo?.length ?? 0) > 1,
    cascadeDelete: field.onParentDelete === 'Cascade',
  };
}

/** One row of the global describe, which is also the head of an object's own. */
export function describeHead(object: SchemaObject, version: string): Record<string, unknown> {
  const { definition, permissions } = object;
  const base = `/services/data/v${version}/sobjects/${object.name}`;
  const writable = definition.system === undefined || definition.system === 'full';
  return {
    name: object.name,
    label: definition.label ?? object.name.replace(/__c$/i, '').replaceAll('_', ' '),
    keyPrefix: definition.keyPrefix,
    custom: object.custom,
    queryable: true,
    retrieveable: true,
    replicateable: definition.replicateable ?? true,
    createable: writable && permissions.create,
    updateable: writable && (definition.updateable ?? true) && permissions.edit,
    deletable: writable && permissions.delete,
    mergeable: (definition.mergeable ?? false) && permissions.edit,
    undeletable: writable && permissions.delete,
    urls: { sobject: base, describe: `${base}/describe`, rowTemplate: `${base}/{ID}` },
  };
}

/** The children that point at an object and that the user may see. */
function childRelationships(object: SchemaObject, all: Iterable<SchemaObject>): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  for (const child of all) {
    if (!child.visible) continue;
    for (const field of child.fields.values()) {
      if (!field.visible || field.referenceTo?.includes(object.name) !== true) continue;
      found.push({
        childSObject: child.name,
        field: field.name,
        relationshipName: field.childRelationshipName ?? null,
        cascadeDelete: field.onParentDelete === 'Cascade',
        restrictedDelete: field.onParentDelete === 'Restrict',
        deprecatedAndHidden: false,
      });
    }
  }
  return found;
}

export interface RecordTypeRow {
  id: string;
  name: string;
  developerName: string;
  active: boolean;
}

/** `/sobjects/X/describe`. */
export function describeObject(
  object: SchemaObject,
  all: Iterable<SchemaObject>,
  recordTypes: RecordTypeRow[],
  version: string,
): Record<string, unknown> {
  return {
    ...describeHead(object, version),
    fields: [...object.fields.values()].filter((field) => field.visible).map((field) => describeField(object, field)),
    childRelationships: childRelationships(object, all),
    recordTypeInfos: recordTypes.map((type) => ({
      recordTypeId: type.id,
      name: type.name,
      developerName: type.developerName,
      active: type.active,
      available: true,
      master: false,
      defaultRecordTypeMapping: false,
    })),
  };
}
