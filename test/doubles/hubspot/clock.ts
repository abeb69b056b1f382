// The time of the stand-in: lag, limits, stamps and the Date header all follow it.

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

/** A clock that moves only when told, so that an hour of index lag takes no time. */
export class VirtualClock implements Clock {
  #now: number;

  constructor(start = Date.UTC(2026, 10, 2, 9)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  /** Lets time pass. */
  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /** Jumps to a moment, backwards too: a server's clock may be set. */
  set(moment: number | string): void {
    this.#now = typeof moment === 'number' ? moment : Date.parse(moment);
  }
}

/** The machine's own clock, for a stand-in that a bot talks to in real time. */
export const systemClock: Clock = { now: () => Date.now() };

/** A moment as the service writes it: a whole second has no fraction, so stamps do not sort as text. */
export function iso(moment: number): string {
  return new Date(moment).toISOString().replace('.000Z', 'Z');
}
