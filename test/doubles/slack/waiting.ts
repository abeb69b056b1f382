// Waiting for something to become true, woken by changes instead of looking again and again.

export class Waiting {
  readonly #checks = new Set<() => void>();

  /** Looks again for everybody who waits. */
  check(): void {
    for (const check of [...this.#checks]) check();
  }

  /** What `look` finds, now or after a change; rejects with the complaint after the time. */
  until<T>(look: () => T | undefined, timeoutMs: number, complaint: () => string): Promise<T> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        const found = look();
        if (found === undefined) return;
        stop();
        resolve(found);
      };
      const timer = setTimeout(() => {
        stop();
        reject(new Error(complaint()));
      }, timeoutMs);
      const stop = (): void => {
        clearTimeout(timer);
        this.#checks.delete(check);
      };
      this.#checks.add(check);
      check();
    });
  }
}
