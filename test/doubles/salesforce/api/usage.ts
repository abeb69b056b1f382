// The daily allocation of API calls: a rolling 24 hours, counted by the hour.
import type { ServiceClock } from '../clock.ts';
import { ApiError } from '../errors.ts';

const HOUR_MS = 3_600_000;

export class Usage {
  readonly #clock: ServiceClock;
  readonly #hours = new Map<number, number>();
  /** Calls that a day allows. */
  limit: number;

  constructor(clock: ServiceClock, limit: number) {
    this.#clock = clock;
    this.limit = limit;
  }

  get used(): number {
    const first = Math.floor(this.#clock.now() / HOUR_MS) - 23;
    let sum = 0;
    for (const [hour, count] of this.#hours) {
      if (hour < first) this.#hours.delete(hour);
      else sum += count;
    }
    return sum;
  }

  /** Counts calls, of other programs of the org too. */
  count(calls = 1): void {
    const hour = Math.floor(this.#clock.now() / HOUR_MS);
    this.#hours.set(hour, (this.#hours.get(hour) ?? 0) + calls);
  }

  /** Counts a call, or refuses it when the day's calls are used up. */
  spend(): void {
    if (this.used >= this.limit) throw new ApiError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
    this.count();
  }

  /** The Sforce-Limit-Info header. */
  get header(): string {
    return `api-usage=${this.used}/${this.limit}`;
  }
}
