const smallest = 1_024;
/** More kinds of events than this are numbered where they are staged. */
const most = 1_500_000;
const several = 255;

/**
 * Counts equal events of one record type while they are staged, in nine bytes for each kind of them: millions must not fill the memory, and
 * to number them afterwards costs more than to stage them. Contents are told apart by 64 bits of their hashes.
 */
export class EqualEvents {
  #high = new Uint32Array(smallest);
  #low = new Uint32Array(smallest);
  /** 0: nobody is there. */
  #counts = new Uint8Array(smallest);
  #kinds = 0;
  /** Of those that are there more often than a byte can say. */
  readonly #many = new Map<string, number>();

  /** How many equal ones came before it; null where there are too many kinds to know. */
  next(hash: string): number | null {
    if (this.#kinds >= most) return null;
    if (this.#kinds * 4 >= this.#counts.length * 3) this.#grow();
    const high = Number.parseInt(hash.slice(0, 8), 16);
    const low = Number.parseInt(hash.slice(8, 16), 16);
    const place = this.#place(high, low);
    const count = this.#counts[place] ?? 0;
    if (count === several) {
      const before = this.#many.get(hash) ?? several;
      this.#many.set(hash, before + 1);
      return before;
    }
    if (count === 0) {
      this.#high[place] = high;
      this.#low[place] = low;
      this.#kinds += 1;
    }
    this.#counts[place] = count + 1;
    return count;
  }

  /** Where it stands, or would. */
  #place(high: number, low: number): number {
    const last = this.#counts.length - 1;
    let place = low & last;
    while (this.#counts[place] !== 0 && (this.#high[place] !== high || this.#low[place] !== low))
      place = (place + 1) & last;
    return place;
  }

  #grow(): void {
    const [highs, lows, counts] = [this.#high, this.#low, this.#counts];
    this.#high = new Uint32Array(counts.length * 2);
    this.#low = new Uint32Array(counts.length * 2);
    this.#counts = new Uint8Array(counts.length * 2);
    for (const [old, count] of counts.entries()) {
      if (count === 0) continue;
      const [high, low] = [highs[old] ?? 0, lows[old] ?? 0];
      const place = this.#place(high, low);
      this.#high[place] = high;
      this.#low[place] = low;
      this.#counts[place] = count;
    }
  }
}
