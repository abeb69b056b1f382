import { dueBetween, nextDue, type Recurrence } from './recurrence.ts';

/** What is to be done about a schedule at a moment. Instants are epoch milliseconds. */
export interface DueNow {
  readonly run: { readonly at: number; readonly late: boolean } | null;
  /** Not made up any more, oldest first: the newest of them where there are many. */
  readonly missed: readonly number[];
}

/** Timers and looks come so much later without anybody calling it late. */
export const onTimeMs = 2 * 60_000;
const mostNoted = 20;

/**
 * What of (after, now] is to be run. Of several due times the newest; one that is late only within `makeUpWithinMs`, and only
 * as long as it is nearer than the next: never beside the regular slot.
 */
export function dueNow({
  recurrence,
  after,
  now,
  makeUpWithinMs,
}: {
  readonly recurrence: Recurrence;
  readonly after: number;
  readonly now: number;
  readonly makeUpWithinMs: number;
}): DueNow {
  const due = dueBetween(recurrence, after, now, mostNoted);
  const at = due.at(-1);
  if (at === undefined) return { run: null, missed: [] };
  const late = now - at > onTimeMs;
  if (late && !mayMakeUp({ recurrence, at, now, makeUpWithinMs })) return { run: null, missed: due };
  return { run: { at, late }, missed: due.slice(0, -1) };
}

/** Whether a due time that has passed may still be made up. */
export const mayMakeUp = ({
  recurrence,
  at,
  now,
  makeUpWithinMs,
}: {
  readonly recurrence: Recurrence;
  readonly at: number;
  readonly now: number;
  readonly makeUpWithinMs: number;
}): boolean => now - at <= makeUpWithinMs && now - at < nextDue(recurrence, now) - now;
