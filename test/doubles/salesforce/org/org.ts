// The org as a test holds it: people and administrators change it here, never through the API.
import type { ServiceClock } from '../clock.ts';
import { OrgError } from '../errors.ts';
import { IdMaker, normaliseId } from '../ids.ts';
import type { Row } from '../schema/definitions.ts';
import { Schema } from '../schema/schema.ts';
import { activityObjects } from '../schema/standard-activity.ts';
import { salesObjects } from '../schema/standard-sales.ts';
import { currencyObjects, setupObjects } from '../schema/standard-setup.ts';
import { OrgAdmin } from './admin.ts';
import { RecycleBin } from './deletes.ts';
import { Locks } from './locks.ts';
import type { OrgSettings, OrgState } from './state.ts';
import { Tables, tableOf } from './tables.ts';
import { OrgTransaction } from './transaction.ts';
import { type Cell, decode, encode } from './values.ts';
import { encodeRow, insertRecord, updateRecord } from './writer.ts';

export interface OrgOptions extends Partial<OrgSettings> {
  name?: string;
  /** OrganizationType: Enterprise Edition by default. */
  edition?: string;
  /** User licences; 30 by default. */
  users?: number;
}

export class Org extends OrgAdmin {
  readonly organizationId: string;
  /** The run-as user of the API. */
  readonly userId: string;
  readonly username = 'pulse@acme.example';
  readonly #bin: RecycleBin;
  readonly #locks = new Locks();

  constructor(clock: ServiceClock, options: OrgOptions = {}) {
    const settings: OrgSettings = {
      multiCurrency: options.multiCurrency ?? true,
      lookupClearStamps: options.lookupClearStamps ?? false,
      timeZone: options.timeZone ?? 'UTC',
    };
    const ids = new IdMaker();
    super({
      schema: new Schema(),
      tables: new Tables(),
      clock,
      ids,
      settings,
      actor: ids.next('005'),
      deletions: [],
      inFlight: new Map(),
    });
    this.#bin = new RecycleBin(this.state, this.#locks);
    const standard = [...setupObjects, ...salesObjects, ...activityObjects];
    for (const one of settings.multiCurrency ? [...standard, ...currencyObjects] : standard)
      this.define({ ...one, fields: one.fields.map((field) => structuredClone(field)) });
    this.userId = this.state.actor;
    insertRecord(
      this.state,
      this.state.schema.object('User'),
      this.userId,
      encodeRow(this.state, this.state.schema.object('User'), {
        Username: this.username,
        FirstName: 'Partner',
        LastName: 'Pulse',
        Email: 'pulse@acme.example',
        UserType: 'Standard',
        TimeZoneSidKey: settings.timeZone,
      }),
      clock.stamp(),
    );
    this.organizationId = this.put('Organization', {
      Name: options.name ?? 'Acme',
      OrganizationType: options.edition ?? 'Enterprise Edition',
      DefaultLocaleSidKey: 'en_US',
      TimeZoneSidKey: settings.timeZone,
      InstanceName: 'EU42',
      FiscalYearStartMonth: 1,
    });
    this.put('UserLicense', {
      Name: 'Salesforce',
      LicenseDefinitionKey: 'SFDC',
      TotalLicenses: options.users ?? 30,
      UsedLicenses: 1,
      Status: 'Active',
    });
    this.grantTo(this.userId);
  }

  /** What the API reads from. */
  get internals(): OrgState {
    return this.state;
  }

  insert(object: string, row: Row): string {
    return this.#atomically(() => this.put(object, row));
  }

  update(id: string, row: Row): void {
    const full = this.#free(id);
    const object = this.state.schema.byId(full);
    const cells = encodeRow(this.state, object, row);
    this.#atomically(() => updateRecord(this.state, object, full, cells, this.state.clock.stamp()));
  }

  /** Into the recycle bin: `queryAll` still shows it, `query` does not. */
  delete(id: string): void {
    const full = this.#free(id);
    this.#atomically(() => this.#bin.delete(full, this.state.clock.stamp()));
  }

  undelete(id: string): void {
    const full = this.#free(id);
    this.#atomically(() => this.#bin.undelete(full, this.state.clock.stamp()));
  }

  /** For good: no query shows it again. */
  hardDelete(id: string): void {
    const full = this.#free(id);
    this.#atomically(() => this.#bin.hardDelete(full, this.state.clock.stamp()));
  }

  /** What has been in the recycle bin for 15 days (or since a moment of your choice) is gone. */
  emptyRecycleBin(before: number = this.state.clock.now() - 15 * 86_400_000): void {
    this.#atomically(() => this.#bin.purge(before));
  }

  /** Merges up to two records into the first. */
  merge(winner: string, ...losers: string[]): void {
    const all = losers.map((id) => this.#free(id));
    const first = this.#free(winner);
    this.#atomically(() => this.#bin.merge(first, all, this.state.clock.stamp()));
  }

  /** A transaction whose rows are stamped when written and seen when committed. */
  begin(): OrgTransaction {
    return new OrgTransaction(this.state, this.#bin, this.#locks);
  }

  /** Rows as they already stand, system fields and stamps included; no history is written. For seeds and benches. */
  load(objectName: string, rows: Iterable<Row>): string[] {
    const object = this.state.schema.object(objectName);
    const stamp = this.state.clock.stamp();
    const ids: string[] = [];
    const base = new Map<string, Cell>();
    for (const [key, field] of object.fields)
      if (field.default !== undefined && field.formula === undefined) base.set(key, encode(field, field.default));
    for (const key of ['createddate', 'lastmodifieddate', 'systemmodstamp'])
      if (object.fields.has(key)) base.set(key, stamp);
    for (const key of ['createdbyid', 'lastmodifiedbyid', 'ownerid'])
      if (object.fields.has(key)) base.set(key, this.state.actor);
    this.#atomically(() => {
      for (const row of rows) {
        const cells = new Map(base);
        for (const [name, value] of Object.entries(row)) {
          const field = this.state.schema.field(object, name);
          cells.set(field.name.toLowerCase(), encode(field, value));
        }
        const given = cells.get('id');
        const id = typeof given === 'string' ? given : this.state.ids.next(object.definition.keyPrefix);
        cells.set('id', id);
        this.state.tables.insert(object, cells);
        ids.push(id);
      }
    });
    return ids;
  }

  /** The stored fields of one record, deleted or not, visible or not; undefined when it is gone. */
  read(id: string): Row | undefined {
    const full = this.#id(id);
    const object = this.state.schema.byId(full);
    const cells = this.state.tables.read(object, full);
    if (cells === undefined) return undefined;
    const row: Row = {};
    for (const [key, field] of object.fields)
      if (cells.has(key)) row[field.name] = decode(field, cells.get(key) ?? null);
    return row;
  }

  /** Ids of all records of an object that are not deleted, in the order of their creation. */
  idsOf(objectName: string): string[] {
    const object = this.state.schema.object(objectName);
    const living = object.fields.has('isdeleted') ? 'WHERE "f_isdeleted" = 0' : '';
    return this.state.tables.db
      .prepare<[], string>(`SELECT "f_id" FROM ${tableOf(object)} ${living} ORDER BY row`)
      .pluck()
      .all();
  }

  close(): void {
    this.state.tables.db.close();
  }

  #id(id: string): string {
    const full = normaliseId(id);
    if (full === undefined) throw new OrgError('MALFORMED_ID', id);
    return full;
  }

  /** The full id of a record that no open transaction holds. */
  #free(id: string): string {
    const full = this.#id(id);
    this.#locks.check(full);
    return full;
  }

  #atomically<T>(work: () => T): T {
    const { db } = this.state.tables;
    return db.inTransaction ? work() : db.transaction(work)();
  }
}
