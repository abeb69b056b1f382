import type { HttpClock } from '../http/types.ts';

interface Rate {
  /** Calls in any interval of that length. */
  readonly calls: number;
  readonly intervalMs: number;
}

const SLOW_MS = 60_000;
/** Other programs of the account ask too. */
const SHARE = 0.95;

/** Spreads calls over time: in no interval more than the service allows, however many ask at once. */
export class Bucket {
  readonly #clock: HttpClock;
  readonly #learns: boolean;
  #rate: Rate;
  #slowUntil = 0;
  /** When calls went or will go, the oldest first. */
  #turns: number[] = [];

  /** A bucket that does not learn keeps to its rate, whatever headers say. */
  constructor(clock: HttpClock, rate: Rate, { learns }: { readonly learns: boolean }) {
    this.#clock = clock;
    this.#learns = learns;
    this.#rate = rate;
  }

  /** What the service says that it allows. */
  learn(calls: number, intervalMs: number): void {
    if (!this.#learns || !(calls > 0) || !(intervalMs > 0)) return;
    this.#rate = { calls: Math.max(1, Math.floor(calls * SHARE)), intervalMs };
  }

  /** It was too much: half as fast for a minute. */
  slow(): void {
    this.#slowUntil = this.#clock.now() + SLOW_MS;
  }

  /** A call that goes beside `take`, such as a repeated one. */
  charge(): void {
    this.#nextTurn();
  }

  /** Waits until one more call may go. */
  async take(signal: AbortSignal): Promise<void> {
    const wait = this.#nextTurn() - this.#clock.now();
    if (wait > 0) await this.#clock.sleep(wait, signal);
  }

  #nextTurn(): number {
    const now = this.#clock.now();
    const { calls, intervalMs } = this.#rate;
    const most = now < this.#slowUntil ? Math.max(1, Math.floor(calls / 2)) : calls;
    // A clock that was set back must not make calls wait for the moment that was.
    this.#turns = this.#turns.filter((turn) => turn > now - intervalMs && turn <= now + 10 * intervalMs);
    const before = this.#turns.at(-most);
    const turn = before === undefined ? now : Math.max(now, before + intervalMs);
    this.#turns.push(turn);
    return turn;
  }
}
