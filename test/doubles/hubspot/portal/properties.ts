// The property definitions of every object type.
import { type Clock, iso } from '../clock.ts';
import type { ObjectType } from '../object-types.ts';
import type { PropertyDefinition, PropertyInput, PropertyOption } from '../types.ts';
import { standardProperties } from './standard-properties.ts';

const fieldTypes: Record<PropertyDefinition['type'], string> = {
  string: 'text',
  number: 'number',
  date: 'date',
  datetime: 'date',
  enumeration: 'select',
  bool: 'booleancheckbox',
  phone_number: 'phonenumber',
};

function fullOption(option: string | (Pick<PropertyOption, 'value'> & Partial<PropertyOption>), place: number) {
  const given = typeof option === 'string' ? { value: option } : option;
  return { label: given.value, displayOrder: place, hidden: false, ...given };
}

/** A definition with every member filled in. */
function fullProperty(input: PropertyInput, at: string): PropertyDefinition {
  const { options, ...given } = input;
  const type = given.type ?? 'string';
  const calculated = given.calculated ?? false;
  return {
    label: given.name,
    type,
    fieldType: calculated ? 'calculation_equation' : fieldTypes[type],
    description: '',
    groupName: 'information',
    displayOrder: -1,
    calculated,
    externalOptions: given.referencedObjectType === 'OWNER',
    hasUniqueValue: false,
    hidden: false,
    hubspotDefined: false,
    archived: false,
    formField: false,
    dataSensitivity: 'non_sensitive',
    modificationMetadata: { archivable: true, readOnlyDefinition: false, readOnlyValue: calculated },
    createdAt: at,
    updatedAt: at,
    ...given,
    options: (options ?? []).map(fullOption),
  };
}

export class Properties {
  readonly #byType = new Map<string, Map<string, PropertyDefinition>>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Gives a new object type the properties that every record has, and its standard ones. */
  addType(type: ObjectType): void {
    this.#byType.set(type.name, new Map());
    for (const property of standardProperties(type)) this.define(type, { hubspotDefined: true, ...property });
  }

  /** Adds a property, or replaces its definition. */
  define(type: ObjectType, input: PropertyInput): void {
    this.#of(type).set(input.name, fullProperty(input, iso(this.#clock.now())));
  }

  /** Changes a definition: label, options, hidden, sensitivity. */
  edit(type: ObjectType, name: string, change: Partial<Omit<PropertyInput, 'name'>>): void {
    const known = this.#of(type).get(name);
    if (known === undefined) throw new Error(`${type.name} has no property ${name}`);
    const { createdAt } = known;
    const edited = fullProperty({ ...known, ...change }, iso(this.#clock.now()));
    this.#of(type).set(name, { ...edited, ...(createdAt !== undefined && { createdAt }) });
  }

  /** Archives a property: its values are not given any more. */
  archive(type: ObjectType, name: string): void {
    this.edit(type, name, { archived: true, archivedAt: iso(this.#clock.now()) });
  }

  /** Removes a definition entirely. */
  remove(type: ObjectType, name: string): void {
    this.#of(type).delete(name);
  }

  /** The live definition, or undefined. */
  find(type: ObjectType, name: string): PropertyDefinition | undefined {
    const found = this.#of(type).get(name);
    return found?.archived === false ? found : undefined;
  }

  /** All definitions, archived ones too. */
  all(type: ObjectType): PropertyDefinition[] {
    return [...this.#of(type).values()];
  }

  #of(type: ObjectType): Map<string, PropertyDefinition> {
    const found = this.#byType.get(type.name);
    if (found === undefined) throw new Error(`no object type ${type.name}`);
    return found;
  }
}
