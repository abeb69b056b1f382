import type { HttpClock } from '../http/types.ts';

const HOUR = 3_600_000;

/** Answers that seldom change, kept for an hour. */
export class HourCache<T> {
  readonly #clock: HttpClock;
  readonly #kept = new Map<string, { readonly at: number; readonly value: Promise<T> }>();

  constructor(clock: HttpClock) {
    this.#clock = clock;
  }

  /** Forgets everything: something turned out to be different. */
  clear(): void {
    this.#kept.clear();
  }

  /** The kept value of a key, or a new one; of a failure nothing is kept. */
  get(key: string, make: () => Promise<T>): Promise<T> {
    const now = this.#clock.now();
    const before = this.#kept.get(key);
    if (before !== undefined && now >= before.at && now - before.at < HOUR) return before.value;
    const value = make().catch((error: unknown) => {
      this.#kept.delete(key);
      throw error;
    });
    this.#kept.set(key, { at: now, value });
    return value;
  }
}
