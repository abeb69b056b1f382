/** Time as deliveries take it; a test pushes it. */
export interface DeliveryClock {
  /** Epoch milliseconds. */
  now(): number;
  /** Resolves after so many milliseconds, or when the signal fires. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const instant = (ms: number): string => new Date(ms).toISOString();

/** A clock that really waits. */
export const waitingClock = (now: () => number): DeliveryClock => ({
  now,
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, Math.max(0, ms));
      signal.addEventListener('abort', done, { once: true });
    }),
});
