import type { DeliveryClock } from '../../../src/slack/delivery/index.ts';

/** A clock that only waiting moves: whoever waits for the least is woken first, at once. */
export class PushedClock implements DeliveryClock {
  time = Date.parse('2026-11-24T09:00:00Z');
  #sleepers: { readonly until: number; readonly wake: () => void }[] = [];

  now(): number {
    return this.time;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper = { until: this.time + ms, wake: resolve };
      const wake = (): void => {
        this.#sleepers = this.#sleepers.filter((one) => one !== sleeper);
        resolve();
      };
      signal.addEventListener('abort', wake, { once: true });
      this.#sleepers.push(sleeper);
      setImmediate(() => this.#wakeFirst());
    });
  }

  #wakeFirst(): void {
    const [first] = this.#sleepers.toSorted((a, b) => a.until - b.until);
    if (first === undefined) return;
    this.#sleepers = this.#sleepers.filter((one) => one !== first);
    this.time = Math.max(this.time, first.until);
    first.wake();
  }
}
