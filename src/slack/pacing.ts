import { WebAPIRateLimitedError } from '@slack/web-api';

/** Slack asks for a second or two; a person who waits for longer is better told. */
const LONGEST_WAIT = 30_000;
const ATTEMPTS = 3;

/** Runs pieces of work that write into one channel in order. */
export type Pacing = <T>(channel: string, work: () => Promise<T>) => Promise<T>;

/**
 * What goes into one channel waits for what went there before, and as long as Slack asks for after a “too many requests”;
 * no other channel waits for it. Fails with the last failure after three attempts, or where Slack asks for over 30 s.
 */
export function createPacing(): Pacing {
  const queues = new Map<string, Promise<unknown>>();
  return (channel, work) => {
    const before = queues.get(channel) ?? Promise.resolve();
    const mine = before.then(() => patiently(work));
    const settled = mine.then(
      () => undefined,
      () => undefined,
    );
    queues.set(channel, settled);
    void settled.then(() => {
      if (queues.get(channel) === settled) queues.delete(channel);
    });
    return mine;
  };
}

async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const wait = error instanceof WebAPIRateLimitedError ? error.retryAfter * 1_000 : Number.POSITIVE_INFINITY;
      if (attempt === ATTEMPTS || wait > LONGEST_WAIT) throw error;
      await pause(wait);
    }
  }
}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
