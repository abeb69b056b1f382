// The objects and fields of the org as the integration user may see them.
import { ApiError, OrgError } from '../errors.ts';
import type { FieldDefinition, ObjectDefinition } from './definitions.ts';
import { systemFields } from './system-fields.ts';

export interface SchemaField extends FieldDefinition {
  /** Field-level security: an invisible field does not exist for the user. */
  visible: boolean;
  custom: boolean;
}

export interface Permissions {
  create: boolean;
  edit: boolean;
  delete: boolean;
  viewAll: boolean;
}

export interface SchemaObject {
  definition: ObjectDefinition;
  name: string;
  custom: boolean;
  visible: boolean;
  permissions: Permissions;
  fields: Map<string, SchemaField>;
  /** When its description last changed, for If-Modified-Since. */
  changedAt: number;
}

const isCustom = (name: string): boolean => /__c$/i.test(name);

/** `Account__c` → `Account__r`, `AccountId` → `Account`. */
function relationshipOf(field: FieldDefinition): string | undefined {
  if (field.type !== 'reference') return undefined;
  if (field.relationshipName !== undefined) return field.relationshipName;
  return isCustom(field.name) ? field.name.replace(/c$/i, 'r') : field.name.replace(/Id$/, '');
}

function toField(field: FieldDefinition): SchemaField {
  const relationshipName = relationshipOf(field);
  // A checkbox is never null.
  const checkbox = field.type === 'boolean' && field.formula === undefined;
  return {
    ...(checkbox && { default: false, nillable: false }),
    ...field,
    ...(relationshipName && { relationshipName }),
    visible: true,
    custom: isCustom(field.name),
  };
}

export class Schema {
  readonly objects = new Map<string, SchemaObject>();
  readonly #byPrefix = new Map<string, SchemaObject>();

  define(definition: ObjectDefinition, at: number): SchemaObject {
    if (this.objects.has(definition.name.toLowerCase())) throw new OrgError('DUPLICATE_VALUE', definition.name);
    const all = [...systemFields(definition.system ?? 'full'), ...definition.fields];
    const object: SchemaObject = {
      definition,
      name: definition.name,
      custom: isCustom(definition.name),
      visible: true,
      permissions: { create: false, edit: false, delete: false, viewAll: true },
      fields: new Map(all.map((field) => [field.name.toLowerCase(), toField(field)])),
      changedAt: at,
    };
    if (this.#byPrefix.has(definition.keyPrefix)) throw new OrgError('DUPLICATE_VALUE', definition.keyPrefix);
    this.objects.set(definition.name.toLowerCase(), object);
    this.#byPrefix.set(definition.keyPrefix, object);
    return object;
  }

  addField(objectName: string, definition: FieldDefinition): SchemaField {
    const field = toField(definition);
    this.object(objectName).fields.set(field.name.toLowerCase(), field);
    return field;
  }

  /** An object of the org, whoever looks. */
  object(name: string): SchemaObject {
    const found = this.objects.get(name.toLowerCase());
    if (found === undefined) throw new OrgError('INVALID_TYPE', `no object ${name}`);
    return found;
  }

  /** A field of the org, whoever looks. */
  field(object: SchemaObject, name: string): SchemaField {
    const found = object.fields.get(name.toLowerCase());
    if (found === undefined) throw new OrgError('INVALID_FIELD', `no field ${name} on ${object.name}`);
    return found;
  }

  /** The object that ids with this prefix belong to. */
  byId(id: string): SchemaObject {
    const found = this.#byPrefix.get(id.slice(0, 3));
    if (found !== undefined) return found;
    throw new OrgError('INVALID_ID_FIELD', `no object has ids like ${id}`);
  }

  /** An object that the user may read; the service's refusal otherwise. */
  visibleObject(name: string): SchemaObject {
    const found = this.objects.get(name.toLowerCase());
    if (found?.visible === true) return found;
    throw new ApiError(
      400,
      'INVALID_TYPE',
      `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
    );
  }

  /** Every reference in the org that may point at this object. */
  referencesTo(name: string): { object: SchemaObject; field: SchemaField }[] {
    const found: { object: SchemaObject; field: SchemaField }[] = [];
    for (const object of this.objects.values())
      for (const field of object.fields.values())
        if (field.type === 'reference' && field.formula === undefined && field.referenceTo?.includes(name))
          found.push({ object, field });
    return found;
  }
}
