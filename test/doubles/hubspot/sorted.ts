// A map by record id that can be read in order of id, from any id on, without a database.

interface Identified {
  readonly id: string;
}

const numeric = (id: string): number => Number(id);

/** Members by id, kept in order: most are added at the end, which costs nothing. */
export class SortedById<T extends Identified> {
  readonly #members = new Map<string, T>();
  readonly #ordered: T[] = [];

  get size(): number {
    return this.#members.size;
  }

  get(id: string): T | undefined {
    return this.#members.get(id);
  }

  set(member: T): void {
    const known = this.#members.get(member.id);
    this.#members.set(member.id, member);
    if (known === member) return;
    const last = this.#ordered.at(-1);
    if (last === undefined || numeric(last.id) < numeric(member.id)) this.#ordered.push(member);
    else this.#ordered.splice(this.placeOf(member.id), known === undefined ? 0 : 1, member);
  }

  delete(id: string): void {
    if (this.#members.delete(id)) this.#ordered.splice(this.placeOf(id), 1);
  }

  /** All members, lowest id first. Not to be walked through while members come and go. */
  inOrder(): readonly T[] {
    return this.#ordered;
  }

  /** The place in `inOrder()` of the first member whose id is at least `id`. */
  placeOf(id: string): number {
    const ordered = this.#ordered;
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
