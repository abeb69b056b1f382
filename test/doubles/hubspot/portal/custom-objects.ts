// Object types: the standard ones and those that an account defines itself.
import { type Clock, iso } from '../clock.ts';
import { type ObjectType, standardTypes } from '../object-types.ts';
import type { PropertyInput } from '../types.ts';

export interface CustomObjectInput {
  /** e.g. `registration`; the account's number comes before it in `fullyQualifiedName`. */
  name: string;
  singular?: string;
  plural?: string;
  primaryDisplayProperty?: string;
  properties?: readonly PropertyInput[];
  /** Object types it may be associated with. */
  associates?: readonly string[];
}

export interface CustomSchema {
  type: ObjectType;
  input: CustomObjectInput;
  createdAt: string;
  updatedAt: string;
  archived: boolean;
}

export class ObjectTypes {
  readonly #types = new Map<string, ObjectType>();
  readonly #schemas = new Map<string, CustomSchema>();
  readonly #portalId: number;
  readonly #clock: Clock;
  #next = 40_000_001;

  constructor(portalId: number, clock: Clock) {
    this.#portalId = portalId;
    this.#clock = clock;
    for (const type of standardTypes) this.#types.set(type.name, type);
  }

  all(): ObjectType[] {
    return [...this.#types.values()];
  }

  /** Custom object types, archived ones only when asked for. */
  schemas(archived = false): CustomSchema[] {
    return [...this.#schemas.values()].filter((schema) => schema.archived === archived);
  }

  /** Adds a custom object type. Its plural name here is its fully qualified name, e.g. `p4711_registration`. */
  define(input: CustomObjectInput): ObjectType {
    const name = `p${this.#portalId}_${input.name}`;
    const primary = input.primaryDisplayProperty ?? 'name';
    const type: ObjectType = {
      id: `2-${this.#next}`,
      name,
      singular: input.name,
      scopes: ['crm.objects.custom.read'],
      created: 'hs_createdate',
      modified: 'hs_lastmodifieddate',
      defaults: [primary],
      searchable: [primary],
      pipelineProperty: 'hs_pipeline',
      stageProperty: 'hs_pipeline_stage',
      custom: true,
    };
    this.#next += 1;
    const at = iso(this.#clock.now());
    this.#types.set(name, type);
    this.#schemas.set(name, { type, input, createdAt: at, updatedAt: at, archived: false });
    return type;
  }

  /** Deletes a custom object type: its paths then answer as if it had never been. */
  archive(name: string): void {
    const type = this.get(name);
    const schema = this.#schemas.get(type.name);
    if (schema === undefined) throw new Error(`${name} is no custom object type`);
    schema.archived = true;
    this.#types.delete(type.name);
  }

  /** By plural or singular name, number, fully qualified name, or a custom object's own or `p_` name. */
  find(name: string): ObjectType | undefined {
    const short = name.replace(/^p_/, '');
    return this.all().find(
      (type) =>
        type.name === name || type.singular === name || type.id === name || (type.custom && type.singular === short),
    );
  }

  get(name: string): ObjectType {
    const found = this.find(name);
    if (found === undefined) throw new Error(`no object type ${name}`);
    return found;
  }
}
