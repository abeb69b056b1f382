const MOST = 20_000;

/** Remembers what was looked up, for a time; whatever is forgotten is looked up again. */
export class Cache<T> {
  readonly #kept = new Map<string, { readonly until: number; readonly value: T }>();
  readonly #ttl: number;
  readonly #clock: () => number;

  /** `ttl` in milliseconds. */
  constructor(ttl: number, clock: () => number) {
    this.#ttl = ttl;
    this.#clock = clock;
  }

  get(key: string): T | undefined {
    const known = this.#kept.get(key);
    return known !== undefined && known.until > this.#clock() ? known.value : undefined;
  }

  set(key: string, value: T): T {
    if (this.#kept.size >= MOST) this.#kept.clear();
    this.#kept.set(key, { until: this.#clock() + this.#ttl, value });
    return value;
  }

  forget(key: string): void {
    this.#kept.delete(key);
  }
}
