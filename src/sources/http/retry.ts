import type { CrmFailure } from './failure.ts';

/** How often and how long a call is tried again. */
export interface RetryPolicy {
  /** Calls in all, the first included. */
  readonly attempts: number;
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** A service that asks to wait longer than this is left alone until the next run. */
  readonly patienceMs: number;
}

export const usualRetries: RetryPolicy = {
  attempts: 5,
  firstWaitMs: 500,
  longestWaitMs: 30_000,
  patienceMs: 60_000,
};

/** Milliseconds of a Retry-After header, in seconds or as a date; undefined without a usable one. */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\s*\d+(\.\d+)?\s*$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/**
 * How long to wait before the next try, or undefined when there is none. Half of the wait is chance, so that many
 * clients do not come back at once; what the service asks for is never cut short.
 */
export function waitBefore(
  failure: CrmFailure,
  attempt: number,
  mayRepeat: boolean,
  policy: RetryPolicy,
  random: () => number,
): number | undefined {
  const { passing, unsent, waitMs = 0, attempts = policy.attempts } = failure.facts;
  if (passing !== true || attempt >= Math.min(attempts, policy.attempts)) return undefined;
  if (waitMs > policy.patienceMs) return undefined;
  if (!mayRepeat && unsent !== true) return undefined;
  const step = Math.min(policy.longestWaitMs, policy.firstWaitMs * 2 ** (attempt - 1));
  return waitMs + (step / 2) * (waitMs > 0 ? random() : 1 + random());
}
