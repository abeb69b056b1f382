import { firstStamp, NumberColumn, orderByStamp } from './columns.ts';
import type { PartnerFacts } from './facts.ts';

/** One partner's events of a kind. */
export interface PartnerEvents<E> {
  /** How many lie in start <= at < until. */
  count(start: number, until: number): number;
  between(start: number, until: number): Iterable<E>;
  /** The last one at or before a moment. */
  latest(moment: number): E | null;
}

/**
 * All events of one kind, sorted by time, in typed columns: ten million take the room that one million objects would.
 * An event is made of its row when it is asked for.
 */
export class EventTable<E> {
  readonly #at: Float64Array;
  readonly #partner: Int32Array;
  readonly #make: (row: number, at: number, partner: number) => E;
  /** Rows by partner, each partner's in order of time: those of partner p are #rows[#starts[p] … #starts[p+1]). */
  readonly #starts: Int32Array;
  readonly #rows: Int32Array;

  constructor(
    at: Float64Array,
    partner: Int32Array,
    partners: number,
    make: (row: number, at: number, partner: number) => E,
  ) {
    this.#at = at;
    this.#partner = partner;
    this.#make = make;
    this.#starts = new Int32Array(partners + 1);
    for (const p of partner) this.#starts[p + 1] = (this.#starts[p + 1] ?? 0) + 1;
    for (let p = 0; p < partners; p++) this.#starts[p + 1] = (this.#starts[p + 1] ?? 0) + (this.#starts[p] ?? 0);
    const next = this.#starts.slice();
    this.#rows = new Int32Array(partner.length);
    partner.forEach((p, row) => {
      const place = next[p] ?? 0;
      this.#rows[place] = row;
      next[p] = place + 1;
    });
  }

  get length(): number {
    return this.#at.length;
  }

  *between(start: number, until: number): Generator<E> {
    const end = firstStamp(this.#at, until);
    for (let row = firstStamp(this.#at, start); row < end; row++) yield this.#event(row);
  }

  /** The first stamp after a moment; Infinity without one. */
  nextAfter(moment: number): number {
    return this.#at[firstStamp(this.#at, moment + 1)] ?? Number.POSITIVE_INFINITY;
  }

  of(partner: PartnerFacts): PartnerEvents<E> {
    const from = this.#starts[partner.index] ?? 0;
    const to = this.#starts[partner.index + 1] ?? from;
    const first = (moment: number): number => {
      let low = from;
      let high = to;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((this.#at[this.#rows[middle] ?? 0] ?? 0) < moment) low = middle + 1;
        else high = middle;
      }
      return low;
    };
    const event = (place: number) => this.#event(this.#rows[place] ?? 0);
    return {
      count: (start, until) => first(until) - first(start),
      *between(start, until) {
        const end = first(until);
        for (let place = first(start); place < end; place++) yield event(place);
      },
      latest: (moment) => {
        const place = first(moment + 1) - 1;
        return place < from ? null : event(place);
      },
    };
  }

  #event(row: number): E {
    return this.#make(row, this.#at[row] ?? 0, this.#partner[row] ?? 0);
  }
}

/** Collects the rows of an event table: moment, partner and up to two values more. */
export class EventCollector {
  readonly #at = new NumberColumn();
  readonly #partner = new NumberColumn();
  readonly #first = new NumberColumn();
  readonly #second = new NumberColumn();
  readonly #values: 0 | 1 | 2;

  constructor(values: 0 | 1 | 2) {
    this.#values = values;
  }

  add(at: number, partner: number, first = Number.NaN, second = Number.NaN): void {
    this.#at.push(at);
    this.#partner.push(partner);
    if (this.#values > 0) this.#first.push(first);
    if (this.#values > 1) this.#second.push(second);
  }

  /** The table, sorted by time; values that are not numbers are given as null. */
  finish<E>(
    partners: readonly PartnerFacts[],
    make: (at: number, partner: PartnerFacts, first: number | null, second: number | null) => E,
  ): EventTable<E> {
    const order = orderByStamp(this.#at.values());
    const at = this.#at.ordered(order, new Float64Array(order.length));
    const partner = this.#partner.ordered(order, new Int32Array(order.length));
    const first = this.#first.ordered(
      this.#values > 0 ? order : new Int32Array(0),
      new Float64Array(this.#values > 0 ? order.length : 0),
    );
    const second = this.#second.ordered(
      this.#values > 1 ? order : new Int32Array(0),
      new Float64Array(this.#values > 1 ? order.length : 0),
    );
    const known = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? null : value);
    return new EventTable(at, partner, partners.length, (row, moment, index) => {
      const facts = partners[index];
      if (facts === undefined) throw new RangeError(`no partner ${index}`);
      return make(moment, facts, known(first[row]), known(second[row]));
    });
  }
}
