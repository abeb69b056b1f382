// What an administrator of the stand-in org defines: objects and their fields.

export type FieldType =
  | 'id'
  | 'reference'
  | 'string'
  | 'textarea'
  | 'picklist'
  | 'multipicklist'
  | 'email'
  | 'phone'
  | 'url'
  | 'boolean'
  | 'int'
  | 'double'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime';

export type FieldValue = string | number | boolean | null;
export type Row = Record<string, FieldValue>;

export interface PicklistValue {
  value: string;
  label?: string;
  /** Inactive values stay on the records that have them; true by default. */
  active?: boolean;
}

export interface FieldDefinition {
  name: string;
  type: FieldType;
  label?: string;
  length?: number;
  /** Objects that a reference may point at; more than one makes it polymorphic. */
  referenceTo?: string[];
  /** The name of the parent in field paths; `X__c` becomes `X__r` and `XId` becomes `X` by default. */
  relationshipName?: string;
  /** The name of the children in sub-queries of the parent. */
  childRelationshipName?: string;
  /** What happens to this record when the parent is deleted; SetNull by default. */
  onParentDelete?: 'SetNull' | 'Cascade' | 'Restrict';
  picklist?: PicklistValue[];
  /**
   * SQL over `{Path}` placeholders, worked out on each read: the value changes when its inputs do, and SystemModstamp
   * does not. `{TODAY()}` is the day of the service's clock.
   */
  formula?: string;
  /** What describe says; true for formulas by default. */
  calculated?: boolean;
  filterable?: boolean;
  nillable?: boolean;
  default?: FieldValue;
  /** Changes are written to the object's field history. */
  trackHistory?: boolean;
}

/** Which system fields an object has: all, those of history rows, or those of setup tables that are never deleted. */
export type SystemFields = 'full' | 'history' | 'setup';

export interface ObjectDefinition {
  name: string;
  label?: string;
  keyPrefix: string;
  fields: FieldDefinition[];
  system?: SystemFields;
  /** Name of the object that holds field history, and the name of its parent field. */
  history?: { object: string; parent: string };
  replicateable?: boolean;
  updateable?: boolean;
  mergeable?: boolean;
  /** Some setup objects are not served by the Bulk API. */
  bulk?: boolean;
}
