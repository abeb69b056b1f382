// A map by record id that can be read in order of id, from any id on, without a database.

interface Identified {
  readonly id: string;
}

const numeric = (id: string): number => Number(id);

/** Members by id; the order is made when somebody asks for it. */
export class SortedById<T extends Identified> {
  readonly #members = new Map<string, T>();
  #ordered: T[] | undefined = [];

  get size(): number {
    return this.#members.size;
  }

  get(id: string): T | undefined {
    return this.#members.get(id);
  }

  set(member: T): void {
    const known = this.#members.has(member.id);
    this.#members.set(member.id, member);
    const last = this.#ordered?.at(-1);
    const appends = !known && (last === undefined || numeric(last.id) < numeric(member.id));
    if (appends) this.#ordered?.push(member);
    else this.#ordered = undefined;
  }

  delete(id: string): void {
    if (this.#members.delete(id)) this.#ordered = undefined;
  }

  /** All members, lowest id first. */
  inOrder(): readonly T[] {
    this.#ordered ??= [...this.#members.values()].sort((a, b) => numeric(a.id) - numeric(b.id));
    return this.#ordered;
  }

  /** The place in `inOrder()` of the first member whose id is at least `id`. */
  placeOf(id: string): number {
    const ordered = this.inOrder();
    const wanted = numeric(id);
    let low = 0;
    let high = ordered.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const member = ordered[middle];
      if (member !== undefined && numeric(member.id) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
