// Scripted misbehaviour of the service, for tests of what a client does then.

export interface Fault {
  /** Answer with this HTTP status, and with `errorCode` and `message` as Salesforce's body if given. */
  status?: number;
  errorCode?: string;
  message?: string;
  /** A Retry-After header on the answer, in seconds. */
  retryAfter?: number;
  /** Wait this long before anything else (alone: only slow). */
  delayMs?: number;
  /** Cut the connection without an answer. */
  reset?: boolean;
  /** Do the work, send the headers and half of the body, then cut the connection. */
  resetMidBody?: boolean;
  /** Do the work, send half of the body and end as if that were all (no content-length). */
  truncate?: boolean;
  /** Do the work, then send the body in ten pieces over this many milliseconds. */
  slowBodyMs?: number;
  /** 200 with a login page instead of JSON. */
  html?: boolean;
  /** 302 to this address plus the path asked for: an instance that moved. */
  redirectTo?: string;
  /** The session ends before the call is looked at: 401 INVALID_SESSION_ID, and the token stays dead. */
  expireToken?: boolean;
  /** Do the work, then answer with `status` (503 by default). */
  acceptThenFail?: boolean;
  /** How many calls it hits; 1 by default. `Infinity` until `heal`. */
  times?: number;
  /** Let this many calls pass first. */
  after?: number;
}

interface Planned {
  fault: Fault;
  left: number;
  toSkip: number;
}

/** Plans faults by route (`query`), by route and object (`query:Opportunity`), or for every route (`*`). */
export class Faults {
  #planned = new Map<string, Planned[]>();

  plan(route: string, fault: Fault): void {
    const list = this.#planned.get(route) ?? [];
    list.push({ fault, left: fault.times ?? 1, toSkip: fault.after ?? 0 });
    this.#planned.set(route, list);
  }

  /** The fault for this call, if one is planned. */
  take(route: string, object?: string): Fault | undefined {
    for (const key of [...(object === undefined ? [] : [`${route}:${object}`]), route, '*']) {
      const first = this.#planned.get(key)?.find((one) => one.left > 0);
      if (first === undefined) continue;
      if (first.toSkip > 0) {
        first.toSkip -= 1;
        continue;
      }
      first.left -= 1;
      return first.fault;
    }
    return undefined;
  }

  heal(route?: string): void {
    if (route === undefined) this.#planned.clear();
    else this.#planned.delete(route);
  }
}
