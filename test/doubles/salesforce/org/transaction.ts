// A transaction that began earlier and commits later: its rows carry the time of the write, not of the commit.
import { OrgError } from '../errors.ts';
import { normaliseId } from '../ids.ts';
import type { Row } from '../schema/definitions.ts';
import type { SchemaObject } from '../schema/schema.ts';
import type { RecycleBin } from './deletes.ts';
import type { Locks } from './locks.ts';
import type { OrgState } from './state.ts';
import type { Cell } from './values.ts';
import { encodeRow, insertRecord, updateRecord } from './writer.ts';

export class OrgTransaction {
  readonly #state: OrgState;
  readonly #bin: RecycleBin;
  readonly #locks: Locks;
  readonly #work: (() => void)[] = [];
  #open = true;

  constructor(state: OrgState, bin: RecycleBin, locks: Locks) {
    this.#state = state;
    this.#bin = bin;
    this.#locks = locks;
    state.inFlight.set(this, state.clock.stamp());
  }

  /** Writes a record that nobody sees before `commit`; its SystemModstamp is now. */
  insert(objectName: string, row: Row): string {
    const object = this.#state.schema.object(objectName);
    const cells = encodeRow(this.#state, object, row);
    const id = this.#state.ids.next(object.definition.keyPrefix);
    this.#locks.take(id, this);
    this.#shareParents(object, cells);
    const stamp = this.#state.clock.stamp();
    this.#later(() => insertRecord(this.#state, object, id, cells, stamp));
    return id;
  }

  update(id: string, row: Row): void {
    const full = this.#hold(id);
    const object = this.#state.schema.byId(full);
    const cells = encodeRow(this.#state, object, row);
    this.#shareParents(object, cells);
    const stamp = this.#state.clock.stamp();
    this.#later(() => updateRecord(this.#state, object, full, cells, stamp));
  }

  delete(id: string): void {
    const full = this.#hold(id);
    const stamp = this.#state.clock.stamp();
    this.#later(() => this.#bin.delete(full, stamp));
  }

  /** Makes everything visible at once, with the stamps of when it was written. */
  commit(): void {
    this.#mustBeOpen();
    try {
      const all = this.#state.tables.db.transaction(() => {
        for (const step of this.#work) step();
      });
      this.#locks.during(this, all);
    } finally {
      this.#end();
    }
  }

  rollback(): void {
    this.#mustBeOpen();
    this.#end();
  }

  #hold(id: string): string {
    const full = normaliseId(id);
    if (full === undefined) throw new OrgError('MALFORMED_ID', id);
    this.#locks.take(full, this);
    return full;
  }

  #shareParents(object: SchemaObject, cells: ReadonlyMap<string, Cell>): void {
    for (const [key, cell] of cells)
      if (typeof cell === 'string' && object.fields.get(key)?.type === 'reference') this.#locks.share(cell, this);
  }

  #later(step: () => void): void {
    this.#mustBeOpen();
    this.#work.push(step);
  }

  #mustBeOpen(): void {
    if (!this.#open) throw new OrgError('INVALID_OPERATION', 'the transaction is over');
  }

  #end(): void {
    this.#open = false;
    this.#state.inFlight.delete(this);
    this.#locks.release(this);
  }
}
