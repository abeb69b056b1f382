// The limits of the account: a rolling burst, searches in a second, and a day that ends at the account's midnight.
import type { Clock } from '../clock.ts';
import { tooMany } from './errors.ts';

export interface RateLimitOptions {
  /** Requests in ten seconds, searches apart. */
  burst: number;
  /** Searches in a second. */
  searchPerSecond: number;
  /** Requests in a day, searches included. */
  daily: number;
  /** Whether refusals carry Retry-After; the service's own practice is not documented for each policy. */
  retryAfter: boolean;
  timeZone: string;
}

const BURST_MS = 10_000;
const SECOND_MS = 1000;

function dayIn(timeZone: string, at: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at);
}

export class RateLimits {
  readonly options: RateLimitOptions;
  readonly #clock: Clock;
  #burst: number[] = [];
  #searches: number[] = [];
  #day = '';
  #nextMidnight = 0;
  #used = 0;

  constructor(clock: Clock, options: RateLimitOptions) {
    this.#clock = clock;
    this.options = options;
  }

  /** Counts a request or refuses it. A refused one is not counted. */
  take(search: boolean): void {
    const now = this.#clock.now();
    this.#turnDay(now);
    const { burst, searchPerSecond, daily, retryAfter } = this.options;
    if (this.#used >= daily) throw tooMany('DAILY', retryAfter ? this.#secondsUntil(this.#nextMidnight) : undefined);
    if (search) {
      this.#searches = this.#searches.filter((at) => at > now - SECOND_MS && at <= now);
      if (this.#searches.length >= searchPerSecond) throw tooMany('SECONDLY', retryAfter ? 1 : undefined);
      this.#searches.push(now);
    } else {
      this.#forget(now);
      if (this.#burst.length >= burst) throw tooMany('TEN_SECONDLY_ROLLING', retryAfter ? this.#wait(now) : undefined);
      this.#burst.push(now);
    }
    this.#used += 1;
  }

  /** What the answer of anything but a search says of the limits. */
  headers(): Record<string, string> {
    const { burst, daily } = this.options;
    this.#forget(this.#clock.now());
    return {
      'x-hubspot-ratelimit-daily': String(daily),
      'x-hubspot-ratelimit-daily-remaining': String(Math.max(0, daily - this.used)),
      'x-hubspot-ratelimit-interval-milliseconds': String(BURST_MS),
      'x-hubspot-ratelimit-max': String(burst),
      'x-hubspot-ratelimit-remaining': String(Math.max(0, burst - this.#burst.length)),
      'x-hubspot-ratelimit-secondly': String(Math.floor(burst / 10)),
      'x-hubspot-ratelimit-secondly-remaining': String(Math.floor(burst / 10)),
    };
  }

  /** Requests counted since the account's last midnight. */
  get used(): number {
    this.#turnDay(this.#clock.now());
    return this.#used;
  }

  /** When the day ends in the account's time zone. */
  get resetsAt(): number {
    this.#turnDay(this.#clock.now());
    return this.#nextMidnight;
  }

  /** Other programs of the same account use some of the day, too. */
  spend(requests: number): void {
    this.#turnDay(this.#clock.now());
    this.#used += requests;
  }

  #secondsUntil(moment: number): number {
    return Math.ceil((moment - this.#clock.now()) / 1000);
  }

  #wait(now: number): number {
    return Math.max(1, Math.ceil(((this.#burst[0] ?? now) + BURST_MS - now) / 1000));
  }

  #forget(now: number): void {
    const first = this.#burst.findIndex((at) => at > now - BURST_MS && at <= now);
    this.#burst = first < 0 ? [] : this.#burst.slice(first);
  }

  #turnDay(now: number): void {
    if (this.#day !== '' && now < this.#nextMidnight && now >= this.#nextMidnight - 25 * 3_600_000) return;
    const { timeZone } = this.options;
    this.#day = dayIn(timeZone, now);
    this.#used = 0;
    // A day has 23 to 25 hours; its end is found by halving, to the second.
    let [inside, outside] = [now, now + 26 * 3_600_000];
    while (outside - inside > 1000) {
      const middle = Math.floor((inside + outside) / 2);
      if (dayIn(timeZone, middle) === this.#day) inside = middle;
      else outside = middle;
    }
    this.#nextMidnight = Math.floor(outside / 1000) * 1000;
  }
}
