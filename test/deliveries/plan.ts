import type { Random } from '../demo/world/random.ts';
import type { Fault } from '../doubles/slack/index.ts';
import { boundaries, type Kill } from './talk.ts';

/** How long the child waits for an answer, in milliseconds; a test that waits is a slow one. */
export const TIMEOUT = 80;
const TOO_LATE = 3 * TIMEOUT;

/** What may become of a post. */
const postFaults: readonly Fault[] = [
  { acceptThenFail: true },
  { acceptThenFail: true, reset: true },
  { holdMs: TOO_LATE },
  { cut: true },
  { status: 503 },
  { reset: true },
  { delayMs: TOO_LATE, reset: true },
  { retryAfter: 2 },
  { error: 'internal_error' },
  { error: 'service_unavailable' },
];
/** What may become of a look for a message. */
const lookFaults: readonly Fault[] = [{ status: 503 }, { reset: true }, { retryAfter: 3 }];
const nothing: Fault = { delayMs: 0 };

export interface Plan {
  /** Of each post, in turn. */
  readonly posts: readonly Fault[];
  readonly looks: readonly Fault[];
  /** Of each life, in turn; after these one lives on. */
  readonly kills: readonly Kill[];
  /** Milliseconds until the history shows a message. */
  readonly listedAfterMs: number;
}

const POSTS = 10;
const MOST_KILLS = 3;

/** What happens in a round: each boundary in turn is the first to die at, all else is drawn. */
export function planOf(round: number, random: Random): Plan {
  const faulty = random.pick([0.2, 0.5, 0.8]);
  const kills = Array.from(
    { length: round % 5 === 4 ? 0 : random.int(1, MOST_KILLS) },
    (): Kill => ({
      boundary: random.pick(boundaries),
      count: random.int(1, 4),
    }),
  );
  const [first] = kills;
  const boundary = boundaries[round % boundaries.length];
  return {
    posts: Array.from({ length: POSTS }, () => (random.next() < faulty ? random.pick(postFaults) : nothing)),
    looks: random.next() < 0.3 ? [random.pick(lookFaults)] : [],
    kills: first === undefined || boundary === undefined ? kills : [{ ...first, boundary }, ...kills.slice(1)],
    listedAfterMs: random.pick([0, 500, 20_000]),
  };
}
