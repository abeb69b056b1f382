// What an administrator changes: objects, fields, visibility, permissions, picklists, stages, record types.
import { OrgError } from '../errors.ts';
import { normaliseId } from '../ids.ts';
import type { FieldDefinition, ObjectDefinition, PicklistValue, Row } from '../schema/definitions.ts';
import type { Permissions, SchemaField } from '../schema/schema.ts';
import { currencyField } from '../schema/standard-setup.ts';
import type { OrgState } from './state.ts';
import { encode } from './values.ts';
import { encodeRow, insertRecord, updateRecord } from './writer.ts';

const MONEY_OBJECTS = new Set(['Account', 'Opportunity', 'Lead', 'Contact']);

export class OrgAdmin {
  protected readonly state: OrgState;
  #permissionSet = '';

  constructor(state: OrgState) {
    this.state = state;
  }

  /** Adds an object. In an org with several currencies, sales and custom objects get CurrencyIsoCode. */
  define(definition: ObjectDefinition): void {
    const object = this.state.schema.define(definition, this.state.clock.stamp());
    if (this.state.settings.multiCurrency && (object.custom || MONEY_OBJECTS.has(object.name)))
      this.state.schema.addField(object.name, { ...currencyField, default: 'USD' });
    this.state.tables.create(object);
    if (this.#permissionSet !== '') this.setPermissions(object.name, {});
  }

  /** Records that are there already get the default, and no stamp moves. */
  addField(object: string, definition: FieldDefinition): void {
    const owner = this.state.schema.object(object);
    const field = this.state.schema.addField(object, definition);
    this.state.tables.addColumn(owner, field);
    if (field.default !== undefined) this.state.tables.fill(owner, field.name, encode(field, field.default));
    owner.changedAt = this.state.clock.stamp();
  }

  /** The field vanishes with its values. */
  removeField(object: string, field: string): void {
    const owner = this.state.schema.object(object);
    this.state.schema.field(owner, field);
    owner.fields.delete(field.toLowerCase());
    owner.changedAt = this.state.clock.stamp();
  }

  /** Field-level security: an invisible field is absent from describe, and naming it is INVALID_FIELD. */
  setFieldVisibility(object: string, field: string, visible: boolean): void {
    const owner = this.state.schema.object(object);
    this.state.schema.field(owner, field).visible = visible;
    owner.changedAt = this.state.clock.stamp();
  }

  setObjectVisibility(object: string, visible: boolean): void {
    this.state.schema.object(object).visible = visible;
  }

  /** Sharing: the record appears or disappears for the user, and no stamp moves. */
  setRecordVisibility(id: string, visible: boolean): void {
    const full = normaliseId(id);
    if (full === undefined) throw new OrgError('MALFORMED_ID', id);
    this.state.tables.hide(this.state.schema.byId(full), full, !visible);
  }

  /** Object permissions of the integration user; ObjectPermissions says the same. */
  setPermissions(objectName: string, change: Partial<Permissions>): void {
    const object = this.state.schema.object(objectName);
    Object.assign(object.permissions, change);
    object.changedAt = this.state.clock.stamp();
    const { create, edit, delete: remove, viewAll } = object.permissions;
    const row: Row = {
      ParentId: this.#permissionSet,
      SobjectType: object.name,
      PermissionsRead: true,
      PermissionsCreate: create,
      PermissionsEdit: edit,
      PermissionsDelete: remove,
      PermissionsViewAllRecords: viewAll,
      PermissionsModifyAllRecords: false,
    };
    const [known] = this.state.tables.idsWhere(
      this.state.schema.object('ObjectPermissions'),
      'SobjectType',
      object.name,
    );
    if (known === undefined) this.put('ObjectPermissions', row);
    else this.change('ObjectPermissions', known, row);
  }

  /** Adds or changes a picklist value. A new `value` is written into all records, unseen: no stamp moves. */
  editPicklistValue(objectName: string, fieldName: string, value: string, change: Partial<PicklistValue>): void {
    const object = this.state.schema.object(objectName);
    const field: SchemaField = this.state.schema.field(object, fieldName);
    const list = field.picklist ?? [];
    const known = list.find((one) => one.value === value);
    if (known === undefined) list.push({ value, ...change });
    else Object.assign(known, change);
    field.picklist = list;
    if (change.value !== undefined) this.state.tables.replace(object, fieldName, value, change.value);
    object.changedAt = this.state.clock.stamp();
  }

  /** Adds a stage, or edits one: IsWon, IsClosed and ApiName change on its opportunities without any stamp moving. */
  setStage(apiName: string, change: Row): void {
    const stages = this.state.schema.object('OpportunityStage');
    const [known] = this.state.tables.idsWhere(stages, 'ApiName', apiName);
    if (known === undefined) this.put('OpportunityStage', { MasterLabel: apiName, ApiName: apiName, ...change });
    else this.change('OpportunityStage', known, change);
    const renamed = change.ApiName;
    this.editPicklistValue('Opportunity', 'StageName', apiName, {
      ...(typeof renamed === 'string' && { value: renamed }),
      ...(typeof change.MasterLabel === 'string' && { label: change.MasterLabel }),
      ...(typeof change.IsActive === 'boolean' && { active: change.IsActive }),
    });
  }

  /** The permission set that gives the integration user its rights. */
  protected grantTo(user: string): void {
    this.#permissionSet = this.put('PermissionSet', { Name: 'Partner_Pulse', Label: 'Partner Pulse' });
    this.put('PermissionSetAssignment', { AssigneeId: user, PermissionSetId: this.#permissionSet });
    for (const object of this.state.schema.objects.values()) this.setPermissions(object.name, {});
  }

  protected put(objectName: string, row: Row): string {
    const object = this.state.schema.object(objectName);
    const id = this.state.ids.next(object.definition.keyPrefix);
    insertRecord(this.state, object, id, encodeRow(this.state, object, row), this.state.clock.stamp());
    return id;
  }

  protected change(objectName: string, id: string, row: Row): void {
    const object = this.state.schema.object(objectName);
    updateRecord(this.state, object, id, encodeRow(this.state, object, row), this.state.clock.stamp());
  }
}
