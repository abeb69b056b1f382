// Slack's limits on the pace of calls, off unless a test wants them.
import { type JsonObject, stringAt } from './json.ts';

export interface RateLimits {
  /** Milliseconds between two posts into one conversation. */
  perChannelMs?: number;
  /** Posts a minute in the whole workspace. */
  postsPerMinute?: number;
  /** Calls a minute of other methods, by their names. */
  perMinute?: Record<string, number>;
}

const POSTS = new Set(['chat.postMessage', 'chat.postEphemeral']);
const MINUTE = 60_000;

export class Limiter {
  limits: RateLimits;
  #channels = new Map<string, number>();
  #calls = new Map<string, number[]>();

  constructor(limits: RateLimits) {
    this.limits = limits;
  }

  /** Seconds to wait, for a call that comes too soon; undefined where it may go, which counts. */
  refuse(method: string, args: JsonObject, now: number): number | undefined {
    const channel = stringAt(args, 'channel') ?? '';
    const waits = [
      POSTS.has(method) ? this.#channelWait(channel, now) : 0,
      this.#minuteWait(method, POSTS.has(method) ? this.limits.postsPerMinute : this.limits.perMinute?.[method], now),
    ];
    const wait = Math.max(...waits);
    if (wait > 0) return Math.max(1, Math.ceil(wait / 1000));
    if (POSTS.has(method)) this.#channels.set(channel, now);
    this.#calls.get(method)?.push(now);
    return undefined;
  }

  #channelWait(channel: string, now: number): number {
    const last = this.#channels.get(channel);
    return last === undefined ? 0 : last + (this.limits.perChannelMs ?? 0) - now;
  }

  #minuteWait(method: string, most: number | undefined, now: number): number {
    if (most === undefined) return 0;
    const recent = (this.#calls.get(method) ?? []).filter((at) => at > now - MINUTE);
    this.#calls.set(method, recent);
    const [oldest = now] = recent;
    return recent.length < most ? 0 : oldest + MINUTE - now;
  }
}
