// Which open transaction holds which record: for itself, or (a parent that its rows point at) together with others.
import { OrgError } from '../errors.ts';

export class Locks {
  readonly #own = new Map<string, object>();
  readonly #shared = new Map<string, Set<object>>();
  #acting: object | undefined;

  /** Takes a record for a transaction. */
  take(id: string, by: object): void {
    this.#refuse(id, by, true);
    this.#own.set(id, by);
  }

  /** Keeps others from deleting a record that a transaction points at. */
  share(id: string, by: object): void {
    this.#refuse(id, by, false);
    const holders = this.#shared.get(id) ?? new Set();
    this.#shared.set(id, holders.add(by));
  }

  /** Refuses to touch a record that another transaction holds. */
  check(id: string): void {
    this.#refuse(id, this.#acting, true);
  }

  /** Runs the work of a transaction that commits. */
  during(by: object, work: () => void): void {
    this.#acting = by;
    try {
      work();
    } finally {
      this.#acting = undefined;
    }
  }

  release(by: object): void {
    for (const [id, holder] of this.#own) if (holder === by) this.#own.delete(id);
    for (const holders of this.#shared.values()) holders.delete(by);
  }

  #refuse(id: string, by: object | undefined, exclusive: boolean): void {
    const holder = this.#own.get(id);
    const others = exclusive && [...(this.#shared.get(id) ?? [])].some((one) => one !== by);
    if ((holder !== undefined && holder !== by) || others)
      throw new OrgError('UNABLE_TO_LOCK_ROW', `unable to obtain exclusive access to this record: ${id}`);
  }
}
