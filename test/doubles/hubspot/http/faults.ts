// Scripted misbehaviour, per route, planned or by dice.

export interface Fault {
  /** Answer 429 as this policy, e.g. `TEN_SECONDLY_ROLLING`, `SECONDLY`, `DAILY` or one that nobody knows. */
  limit?: string;
  /** Seconds in a Retry-After header, with `limit` or `status`. */
  retryAfter?: number;
  /** Answer with this status; the body is an error body unless `body` or `html` says otherwise. */
  status?: number;
  body?: string;
  /** Answer with a page for people, as proxies and maintenance do; status 200 unless `status` says otherwise. */
  html?: boolean;
  /** Another content type on a right answer; null leaves the header out. */
  contentType?: string | null;
  /** Cut the connection before the answer, or after half of its body. */
  reset?: 'before' | 'middle';
  /** End the answer early but properly: JSON without its end. */
  truncate?: boolean;
  /** Send the head and never the body. */
  stall?: boolean;
  /** Wait so many real milliseconds first (alone: only slow). */
  delayMs?: number;
  /** Send the reader elsewhere. */
  redirect?: string;
  /** Leave so many calls alone first. */
  skip?: number;
  /** How many calls it hits; 1 by default. `Infinity` until `heal`. */
  times?: number;
}

export interface Storm {
  /** Share of the calls that are hit, 0 to 1. */
  rate: number;
  seed: number;
  /** What may happen; every kind of passing fault by default. */
  faults?: readonly Fault[];
}

/** Faults that pass, so that a reader that tries again gets through. */
export const passingFaults: readonly Fault[] = [
  { reset: 'before' },
  { reset: 'middle' },
  { truncate: true },
  { status: 500 },
  { status: 503, contentType: null, body: '' },
  { status: 502, html: true },
  { html: true },
  { limit: 'SECONDLY' },
  { limit: 'TEN_SECONDLY_ROLLING', retryAfter: 1 },
];

/** Mulberry32: the same seed gives the same storm. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export class Faults {
  #planned = new Map<string, { fault: Fault; skip: number; left: number }[]>();
  #storm: { roll: () => number; rate: number; faults: readonly Fault[] } | undefined;

  plan(route: string, fault: Fault): void {
    const list = this.#planned.get(route) ?? [];
    list.push({ fault, skip: fault.skip ?? 0, left: fault.times ?? 1 });
    this.#planned.set(route, list);
  }

  /** From now on a share of all calls goes wrong. */
  storm({ rate, seed, faults = passingFaults }: Storm): void {
    this.#storm = { roll: dice(seed), rate, faults };
  }

  /** The fault for this call: `list:deals`, then `list`, then `*`, then the storm. */
  take(route: string, type: string): Fault | undefined {
    for (const key of [`${route}:${type}`, route, '*']) {
      const first = this.#planned.get(key)?.find((one) => one.left > 0);
      if (first === undefined) continue;
      if (first.skip > 0) {
        first.skip -= 1;
        continue;
      }
      first.left -= 1;
      return first.fault;
    }
    if (this.#storm === undefined || this.#storm.roll() >= this.#storm.rate) return undefined;
    return this.#storm.faults[Math.floor(this.#storm.roll() * this.#storm.faults.length)];
  }

  /** Drops the faults of a route, or all and the storm. */
  heal(route?: string): void {
    if (route !== undefined) {
      this.#planned.delete(route);
      return;
    }
    this.#planned.clear();
    this.#storm = undefined;
  }
}

/** The fault in a word or two, for the recorded call. */
export function nameOf(fault: Fault): string {
  const { skip, times, ...what } = fault;
  return Object.entries(what)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(' ');
}
