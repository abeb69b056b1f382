// Scripted misbehaviour of the Web API, for tests of what happens then.

export interface Fault {
  /** Answer with this HTTP status and no Slack body. */
  status?: number;
  /** Answer `{ok: false, error}`. */
  error?: string;
  /** Answer 429 with this Retry-After, in seconds. */
  retryAfter?: number;
  /** Wait this long before doing anything else (alone: only slow). */
  delayMs?: number;
  /** Cut the connection without an answer. */
  reset?: boolean;
  /** Do the work, then answer with `status` (503 by default) or cut the connection with `reset`. */
  acceptThenFail?: boolean;
  /** Do the work, then send half of the answer, as if the rest were lost. */
  cut?: boolean;
  /** Do the work, then wait this long before anything is answered. */
  holdMs?: number;
  /** How many calls it hits; 1 by default. `Infinity` until `heal`. */
  times?: number;
}

export class Faults {
  #planned = new Map<string, { fault: Fault; left: number }[]>();

  plan(method: string, fault: Fault): void {
    const list = this.#planned.get(method) ?? [];
    list.push({ fault, left: fault.times ?? 1 });
    this.#planned.set(method, list);
  }

  /** The fault for this call, if one is planned; `*` hits every method. */
  take(method: string): Fault | undefined {
    for (const key of [method, '*']) {
      const first = this.#planned.get(key)?.find((one) => one.left > 0);
      if (first === undefined) continue;
      first.left -= 1;
      return first.fault;
    }
    return undefined;
  }

  heal(method?: string): void {
    if (method === undefined) this.#planned.clear();
    else this.#planned.delete(method);
  }
}
