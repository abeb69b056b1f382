// The service's clock: real time by default, or a time that a test holds and moves.

export class ServiceClock {
  #frozenAt: number | undefined;
  #offset = 0;

  constructor(startAt?: string) {
    if (startAt !== undefined) this.#frozenAt = Date.parse(startAt);
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#frozenAt ?? Date.now() + this.#offset;
  }

  /** Stops the clock, at this moment or at its present time. */
  freeze(at?: string): void {
    this.#frozenAt = at === undefined ? this.now() : Date.parse(at);
  }

  /** Moves it forward (or back, with a negative number). */
  advance(ms: number): void {
    if (this.#frozenAt === undefined) this.#offset += ms;
    else this.#frozenAt += ms;
  }

  /** Milliseconds of the present second: Salesforce stores whole seconds. */
  stamp(): number {
    return Math.floor(this.now() / 1000) * 1000;
  }
}
