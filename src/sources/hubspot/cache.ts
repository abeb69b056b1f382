import type { HttpClock } from '../http/types.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How many answers may be renewed now, so that not all of them are in one run. */
export interface Renewals {
  left: number;
}

/** Answers that seldom change: renewed after an hour, a few at a time; older than a day none is used. */
export class HourCache<T> {
  readonly #clock: HttpClock;
  readonly #renewals: Renewals;
  readonly #kept = new Map<string, { readonly at: number; readonly value: Promise<T> }>();

  constructor(clock: HttpClock, renewals: Renewals) {
    this.#clock = clock;
    this.#renewals = renewals;
  }

  /** Forgets everything: something turned out to be different. */
  clear(): void {
    this.#kept.clear();
  }

  /** The kept value of a key, or a new one; of a failure nothing is kept. */
  get(key: string, make: () => Promise<T>): Promise<T> {
    const now = this.#clock.now();
    const before = this.#kept.get(key);
    if (before !== undefined && !this.#isDue(now - before.at)) return before.value;
    if (before !== undefined) this.#renewals.left -= 1;
    const value = make().catch((error: unknown) => {
      this.#kept.delete(key);
      throw error;
    });
    this.#kept.set(key, { at: now, value });
    return value;
  }

  #isDue(age: number): boolean {
    if (age < 0 || age >= DAY) return true;
    return age >= HOUR && this.#renewals.left > 0;
  }
}
