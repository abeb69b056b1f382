/** Ends a call that makes no progress. */
export class Watch {
  readonly #controller = new AbortController();
  readonly #outer: AbortSignal;
  readonly signal: AbortSignal;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `wholeMs` is the time for all of it, progress or not; null for a call that may take as long as it does. */
  constructor(outer: AbortSignal, wholeMs: number | null) {
    this.#outer = outer;
    const whole = wholeMs === null ? [] : [AbortSignal.timeout(wholeMs)];
    this.signal = AbortSignal.any([outer, this.#controller.signal, ...whole]);
  }

  /** Starts the time anew. */
  expect(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(new DOMException('no answer', 'TimeoutError')), ms);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** The caller's own wish to stop is no failure of the service. */
  throwIfStopped(): void {
    this.#outer.throwIfAborted();
  }
}
