// The fields that every object of one kind has.
import type { FieldDefinition, SystemFields } from './definitions.ts';

const id: FieldDefinition = { name: 'Id', type: 'id', nillable: false };
const isDeleted: FieldDefinition = { name: 'IsDeleted', type: 'boolean', nillable: false, default: false };

const stamp = (name: string): FieldDefinition => ({ name, type: 'datetime', nillable: false });
const who = (name: string): FieldDefinition => ({ name, type: 'reference', referenceTo: ['User'], nillable: false });

const created = [stamp('CreatedDate'), who('CreatedById')];
const modified = [stamp('LastModifiedDate'), who('LastModifiedById'), stamp('SystemModstamp')];

/** System fields, before the object's own. Setup tables have no IsDeleted; history rows have no SystemModstamp. */
export function systemFields(kind: SystemFields): FieldDefinition[] {
  if (kind === 'history') return [id, isDeleted, ...created];
  if (kind === 'setup') return [id, ...created, ...modified];
  return [id, isDeleted, ...created, ...modified];
}
