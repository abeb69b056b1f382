// What search knows of the records of one type: copies that arrive late.
import type { Clock } from '../clock.ts';
import { SortedById } from '../sorted.ts';
import type { CrmRecord, Values } from '../types.ts';

/** A record as search sees it. */
export interface Indexed {
  readonly id: string;
  readonly values: Values;
  readonly createdAt: number;
  readonly updatedAt: number;
}

interface Arrival {
  readonly due: number;
  readonly id: string;
  /** Undefined: the record is gone. */
  readonly copy: Indexed | undefined;
  readonly turn: number;
}

/** How late a change becomes findable, in milliseconds; asked for each change. */
export type Lag = (change: { type: string; id: string; at: number }) => number;

export class SearchIndex {
  readonly #type: string;
  readonly #clock: Clock;
  readonly #lag: () => Lag;
  readonly #copies = new SortedById<Indexed>();
  readonly #turns = new Map<string, number>();
  #coming: Arrival[] = [];
  #turn = 0;

  constructor(type: string, clock: Clock, lag: () => Lag) {
    this.#type = type;
    this.#clock = clock;
    this.#lag = lag;
  }

  /** Takes a record's present state; it is seen after the lag. */
  put(record: CrmRecord, at: number): void {
    const { id, values, createdAt, updatedAt } = record;
    this.#arrive(id, { id, values, createdAt, updatedAt }, at);
  }

  /** Takes a record out; until the lag is over it is still found. */
  remove(id: string, at: number): void {
    this.#arrive(id, undefined, at);
  }

  /** What can be found now, lowest id first. */
  visible(): SortedById<Indexed> {
    this.#settle();
    return this.#copies;
  }

  #arrive(id: string, copy: Indexed | undefined, at: number): void {
    this.#turn += 1;
    const due = at + this.#lag()({ type: this.#type, id, at });
    const arrival = { due, id, copy, turn: this.#turn };
    if (due <= this.#clock.now()) this.#apply(arrival);
    else this.#coming.push(arrival);
  }

  #settle(): void {
    if (this.#coming.length === 0) return;
    const now = this.#clock.now();
    const due = this.#coming.filter((arrival) => arrival.due <= now);
    if (due.length === 0) return;
    this.#coming = this.#coming.filter((arrival) => arrival.due > now);
    for (const arrival of due) this.#apply(arrival);
  }

  /** An older copy that comes after a younger one is dropped. */
  #apply({ id, copy, turn }: Arrival): void {
    if ((this.#turns.get(id) ?? 0) > turn) return;
    this.#turns.set(id, turn);
    if (copy === undefined) this.#copies.delete(id);
    else this.#copies.set(copy);
  }
}
