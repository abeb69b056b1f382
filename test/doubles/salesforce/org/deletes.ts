// Deletion into the recycle bin and back, for good, and by merging.
import { OrgError } from '../errors.ts';
import type { SchemaObject } from '../schema/schema.ts';
import type { Locks } from './locks.ts';
import type { OrgState } from './state.ts';
import type { Cell } from './values.ts';

/** What a deletion took along, so that it can be undone; there is one for each record in the bin. */
interface Taken {
  at: number;
  children: string[];
  cleared: { object: SchemaObject; field: string; id: string }[];
}

export class RecycleBin {
  readonly #state: OrgState;
  readonly #locks: Locks;
  readonly #taken = new Map<string, Taken>();

  constructor(state: OrgState, locks: Locks) {
    this.#state = state;
    this.#locks = locks;
  }

  /** Soft-deletes a record with its dependants and clears lookups to it. */
  delete(id: string, stamp: number, more: [string, Cell][] = []): void {
    const { schema, tables } = this.#state;
    const object = schema.byId(id);
    this.#locks.check(id);
    if (!object.fields.has('isdeleted')) throw new OrgError('CANNOT_DELETE', `${object.name} cannot be deleted`);
    if (tables.read(object, id)?.get('isdeleted') !== 0) throw new OrgError('ENTITY_IS_DELETED', `${id} is deleted`);
    const taken: Taken = { at: stamp, children: [], cleared: [] };
    this.#release(object, id, stamp, taken);
    const cells = new Map<string, Cell>([['isdeleted', 1], ...more]);
    for (const key of ['lastmodifieddate', 'systemmodstamp']) if (object.fields.has(key)) cells.set(key, stamp);
    tables.update(object, id, cells);
    this.#taken.set(id, taken);
    this.#state.deletions.push({ object: object.name, id, at: stamp });
  }

  /** Brings a record back with what its deletion took along. */
  undelete(id: string, stamp: number): void {
    const { schema, tables } = this.#state;
    const object = schema.byId(id);
    const row = tables.read(object, id);
    if (row?.get('isdeleted') !== 1) throw new OrgError('UNDELETE_FAILED', `${id} is not in the recycle bin`);
    const cells = new Map<string, Cell>([['isdeleted', 0], ...this.#lostParents(object, row)]);
    if (object.fields.has('masterrecordid')) cells.set('masterrecordid', null);
    for (const key of ['lastmodifieddate', 'systemmodstamp']) if (object.fields.has(key)) cells.set(key, stamp);
    tables.update(object, id, cells);
    const taken = this.#taken.get(id);
    for (const child of taken?.children ?? [])
      if (tables.read(schema.byId(child), child)?.get('isdeleted') === 1) this.undelete(child, stamp);
    // Whoever has written the lookup since then is right.
    for (const { object: child, field, id: childId } of taken?.cleared ?? [])
      if (tables.read(child, childId)?.get(field.toLowerCase()) === null)
        tables.update(child, childId, new Map([[field.toLowerCase(), id]]));
    this.#taken.delete(id);
    this.#state.deletions = this.#state.deletions.filter((one) => one.id !== id);
  }

  /** Removes a record and its dependants for good: no query shows them again. */
  hardDelete(id: string, stamp: number): void {
    const { schema, tables } = this.#state;
    const object = schema.byId(id);
    const row = tables.read(object, id);
    if (row === undefined) throw new OrgError('ENTITY_IS_DELETED', `${id} is gone`);
    if (row.get('isdeleted') === 0) this.delete(id, stamp);
    for (const child of this.#taken.get(id)?.children ?? [])
      if (tables.read(schema.byId(child), child) !== undefined) this.hardDelete(child, stamp);
    tables.remove(object, id);
    this.#taken.delete(id);
  }

  /** Merges records of one object into the first: children move, losers name the winner. */
  merge(winner: string, losers: readonly string[], stamp: number): void {
    const { schema, tables } = this.#state;
    const object = schema.byId(winner);
    if (object.definition.mergeable !== true || losers.length < 1 || losers.length > 2)
      throw new OrgError('INVALID_OPERATION', 'accounts, contacts and leads merge, up to three records at a time');
    if (losers.some((one) => one === winner || schema.byId(one) !== object))
      throw new OrgError('INVALID_OPERATION', 'only different records of one object merge');
    for (const id of [winner, ...losers])
      if (tables.read(object, id)?.get('isdeleted') !== 0) throw new OrgError('ENTITY_IS_DELETED', `${id} is deleted`);
    for (const loser of losers) {
      for (const { object: child, field } of schema.referencesTo(object.name)) {
        // A loser's past goes with the loser.
        if (field.name === 'MasterRecordId' || child.definition.system === 'history') continue;
        for (const id of tables.idsWhere(child, field.name, loser)) {
          if (tables.read(child, id)?.get('isdeleted') === 1) continue;
          this.#locks.check(id);
          // The winner is not its own parent, though the loser was.
          const cells = new Map<string, Cell>([[field.name.toLowerCase(), id === winner ? null : winner]]);
          if (child.fields.has('systemmodstamp')) cells.set('systemmodstamp', stamp);
          tables.update(child, id, cells);
        }
      }
      this.delete(loser, stamp, [['masterrecordid', winner]]);
    }
    tables.update(
      object,
      winner,
      new Map([
        ['lastmodifieddate', stamp],
        ['systemmodstamp', stamp],
      ]),
    );
  }

  /** Everything in the bin that is older than a moment is gone, as after 15 days. */
  purge(before: number): void {
    for (const [id, { at }] of [...this.#taken]) if (at <= before && this.#taken.has(id)) this.hardDelete(id, at);
  }

  /** Lookups whose parents are not there any more come back empty; a record that needs its parent does not come back. */
  #lostParents(object: SchemaObject, row: ReadonlyMap<string, Cell>): [string, Cell][] {
    const { schema, tables } = this.#state;
    const lost: [string, Cell][] = [];
    for (const [key, field] of object.fields) {
      const parent = row.get(key);
      if (field.type !== 'reference' || typeof parent !== 'string' || key === 'masterrecordid') continue;
      const found = tables.read(schema.byId(parent), parent);
      if (found !== undefined && found.get('isdeleted') !== 1) continue;
      if (field.nillable === false) throw new OrgError('UNDELETE_FAILED', `${field.name} ${parent} is deleted`);
      lost.push([key, null]);
    }
    return lost;
  }

  #release(object: SchemaObject, id: string, stamp: number, taken: Taken): void {
    const { schema, tables, settings } = this.#state;
    for (const { object: child, field } of schema.referencesTo(object.name)) {
      for (const childId of tables.idsWhere(child, field.name, id)) {
        const row = tables.read(child, childId);
        if (row?.get('isdeleted') === 1 || childId === id) continue;
        if (field.onParentDelete === 'Restrict')
          throw new OrgError('DELETE_FAILED', `${id} is in use by ${child.name} ${childId}`);
        if (field.onParentDelete === 'Cascade') {
          this.delete(childId, stamp);
          taken.children.push(childId);
          continue;
        }
        this.#locks.check(childId);
        const cells = new Map<string, Cell>([[field.name.toLowerCase(), null]]);
        if (settings.lookupClearStamps && child.fields.has('systemmodstamp')) cells.set('systemmodstamp', stamp);
        tables.update(child, childId, cells);
        taken.cleared.push({ object: child, field: field.name, id: childId });
      }
    }
  }
}
