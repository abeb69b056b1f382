// A transaction that began earlier and commits later: its rows carry the time of the write, not of the commit.
import { OrgError } from '../errors.ts';
import { normaliseId } from '../ids.ts';
import type { Row } from '../schema/definitions.ts';
import type { RecycleBin } from './deletes.ts';
import type { OrgState } from './state.ts';
import { encodeRow, insertRecord, updateRecord } from './writer.ts';

/** Which open transaction holds which record. */
export class Locks {
  #holder = new Map<string, OrgTransaction>();

  take(id: string, by: OrgTransaction | undefined): void {
    const holder = this.#holder.get(id);
    if (holder !== undefined && holder !== by)
      throw new OrgError('UNABLE_TO_LOCK_ROW', `unable to obtain exclusive access to this record: ${id}`);
    if (by !== undefined) this.#holder.set(id, by);
  }

  release(by: OrgTransaction): void {
    for (const [id, holder] of this.#holder) if (holder === by) this.#holder.delete(id);
  }
}

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
    const stamp = this.#state.clock.stamp();
    this.#later(() => insertRecord(this.#state, object, id, cells, stamp));
    return id;
  }

  update(id: string, row: Row): void {
    const full = this.#hold(id);
    const object = this.#state.schema.byId(full);
    const cells = encodeRow(this.#state, object, row);
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
    this.#end();
    this.#state.tables.db.transaction(() => {
      for (const step of this.#work) step();
    })();
  }

  rollback(): void {
    this.#end();
  }

  #hold(id: string): string {
    const full = normaliseId(id);
    if (full === undefined) throw new OrgError('MALFORMED_ID', id);
    this.#locks.take(full, this);
    return full;
  }

  #later(step: () => void): void {
    if (!this.#open) throw new OrgError('INVALID_OPERATION', 'the transaction is over');
    this.#work.push(step);
  }

  #end(): void {
    if (!this.#open) throw new OrgError('INVALID_OPERATION', 'the transaction is over');
    this.#open = false;
    this.#state.inFlight.delete(this);
    this.#locks.release(this);
  }
}
