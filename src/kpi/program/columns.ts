/** A growing column of numbers: 8 bytes each, where an array of objects would take a hundred. */
export class NumberColumn {
  #data = new Float64Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#data.length) {
      const larger = new Float64Array(this.#data.length * 2);
      larger.set(this.#data);
      this.#data = larger;
    }
    this.#data[this.#length++] = value;
  }

  /** A copy in another order, in the smallest kind that `make` gives. */
  ordered<A extends Float64Array | Int32Array | Float32Array>(order: Int32Array, into: A): A {
    for (let i = 0; i < order.length; i++) into[i] = this.#data[order[i] ?? 0] ?? Number.NaN;
    return into;
  }

  values(): Float64Array {
    return this.#data.subarray(0, this.#length);
  }
}

const ROW_BITS = 24;
const MOST_ROWS = 2 ** ROW_BITS;

/**
 * The order of rows by their stamp, equal stamps by row. Sorts 64-bit numbers (stamp above, row below) with the
 * engine's own numeric sort, which takes a tenth of the time of a comparison function.
 */
export function orderByStamp(stamps: Float64Array): Int32Array {
  if (stamps.length > MOST_ROWS) throw new RangeError(`more than ${MOST_ROWS} events of one kind`);
  let least = Number.POSITIVE_INFINITY;
  for (const stamp of stamps) if (stamp < least) least = stamp;
  const keys = new BigUint64Array(stamps.length);
  const halves = new Uint32Array(keys.buffer);
  for (let row = 0; row < stamps.length; row++) {
    const delta = (stamps[row] ?? 0) - least;
    halves[2 * row] = (((delta % 256) << ROW_BITS) | row) >>> 0;
    halves[2 * row + 1] = Math.floor(delta / 256);
  }
  keys.sort();
  const order = new Int32Array(stamps.length);
  for (let i = 0; i < order.length; i++) order[i] = (halves[2 * i] ?? 0) & (MOST_ROWS - 1);
  return order;
}

/** Index of the first stamp >= the moment, in a sorted column. */
export function firstStamp(stamps: Float64Array, moment: number, low = 0, high = stamps.length): number {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((stamps[middle] ?? 0) < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Texts held as one run of bytes: for ids and addresses that are only read when somebody asks for the records. */
export class TextPool {
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder();
  readonly #ends = new NumberColumn();
  #bytes = new Uint8Array(4096);
  #used = 0;

  /** Adds a text (null: none) and gives its place. */
  add(text: string | null): number {
    const bytes = text === null ? null : this.#encoder.encode(text);
    const needed = this.#used + (bytes?.length ?? 0);
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      larger.set(this.#bytes.subarray(0, this.#used));
      this.#bytes = larger;
    }
    if (bytes !== null) this.#bytes.set(bytes, this.#used);
    this.#used = needed;
    this.#ends.push(needed);
    return this.#ends.length - 1;
  }

  get length(): number {
    return this.#ends.length;
  }

  /** The text at a place; empty texts are none. */
  at(place: number): string | null {
    const ends = this.#ends.values();
    const start = place === 0 ? 0 : (ends[place - 1] ?? 0);
    const end = ends[place] ?? start;
    return end === start ? null : this.#decoder.decode(this.#bytes.subarray(start, end));
  }
}
