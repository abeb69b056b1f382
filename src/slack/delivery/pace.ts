/** How fast messages leave, and how long is waited where nobody knows. Milliseconds. */
export interface Pace {
  /** Between two messages into one conversation: Slack allows one a second. */
  readonly channel: number;
  /** Between any two messages: Slack allows a few hundred a minute. */
  readonly workspace: number;
  /** Messages under way at once, into different conversations. */
  readonly atOnce: number;
  /** After an outcome that nobody knows: until a message that Slack accepted can be seen in the history. */
  readonly settle: number;
  /** By how much our clock may be ahead of Slack's: a message is looked for from so long before it was posted. */
  readonly skew: number;
  /** The first wait after a passing refusal, and the longest. */
  readonly retryFirst: number;
  readonly retryLongest: number;
  /** How long a look at who reads along holds for what answers in a thread. */
  readonly checkHolds: number;
  /** Between two channels that are looked at: Slack allows some fifty a minute. */
  readonly checkEvery: number;
}

export const slackPace: Pace = {
  channel: 1_050,
  workspace: 300,
  atOnce: 4,
  settle: 30_000,
  skew: 60 * 60_000,
  retryFirst: 5_000,
  retryLongest: 5 * 60_000,
  checkHolds: 10_000,
  checkEvery: 1_250,
};

/** The wait after so many attempts that were refused for now. */
export const retryAfter = ({ retryFirst, retryLongest }: Pace, attempts: number): number =>
  Math.min(retryLongest, retryFirst * 2 ** Math.min(Math.max(0, attempts - 1), 20));

export interface Turns {
  /** When any message may leave, epoch milliseconds. */
  openAt(): number;
  /** When one may go to a conversation. */
  readyAt(place: string): number;
  /** When a channel may be looked at. */
  lookAt(): number;
  /** One is on its way to leave. */
  reserve(now: number): void;
  /** A channel is looked at. */
  look(now: number): void;
  /** One went to a conversation. */
  take(place: string, now: number): void;
  /** Slack refused one for its pace, and asks for a pause of so many milliseconds. */
  hold(place: string, now: number, ms: number): void;
}

const MOST_PLACES = 10_000;

/**
 * Keeps the pace. A refusal holds its conversation back; when a second conversation meets one meanwhile, the limit is the
 * workspace's, and all wait. `since`: what was sent before is not known, so the first message waits its turn as well.
 */
export function createTurns({ channel, workspace, checkEvery }: Pace, since: number): Turns {
  const last = new Map<string, number>();
  const holds = new Map<string, number>();
  let looked = Number.NEGATIVE_INFINITY;
  let reserved = Number.NEGATIVE_INFINITY;
  let holdAll = Number.NEGATIVE_INFINITY;
  return {
    openAt: () => Math.max(reserved + workspace, holdAll),
    readyAt: (place) =>
      Math.max((last.get(place) ?? since) + channel, holds.get(place) ?? Number.NEGATIVE_INFINITY, holdAll),
    lookAt: () => looked + checkEvery,
    reserve(now) {
      reserved = now;
    },
    look(now) {
      looked = now;
    },
    take(place, now) {
      if (last.size >= MOST_PLACES) last.clear();
      last.set(place, now);
    },
    hold(place, now, ms) {
      for (const [held, until] of holds) if (until <= now) holds.delete(held);
      holds.delete(place);
      if (holds.size > 0) holdAll = Math.max(holdAll, now + ms, ...holds.values());
      holds.set(place, now + ms);
    },
  };
}
