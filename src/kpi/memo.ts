interface Kept<T> {
  readonly from: number;
  /** The first instant at which any input can have changed. */
  readonly until: number;
  readonly value: T;
}

/** Values by slot, each kept while nothing that it rests on can have changed. The one longest unused goes first. */
export class Memo<T> {
  readonly #nextChange: (asOf: number) => number;
  readonly #most: number;
  readonly #slots = new Map<string, Kept<T>>();

  /** `nextChange`: the first instant after an as-of at which a value computed as of then can differ. */
  constructor(nextChange: (asOf: number) => number, most: number) {
    this.#nextChange = nextChange;
    this.#most = most;
  }

  /** The value of a slot at `asOf`: the kept one while it holds, else a fresh one. */
  at(slot: string, asOf: number, compute: () => T): T {
    const kept = this.#slots.get(slot);
    this.#slots.delete(slot);
    const holds = kept !== undefined && kept.from <= asOf && asOf < kept.until;
    const entry = holds ? kept : { from: asOf, until: this.#nextChange(asOf), value: compute() };
    this.#slots.set(slot, entry);
    if (this.#slots.size > this.#most) {
      const [oldest] = this.#slots.keys();
      if (oldest !== undefined) this.#slots.delete(oldest);
    }
    return entry.value;
  }
}
