// long: the way of one message, from its turn to where it ends, is read in one go.
import { z } from 'zod';
import type { OutboxMessage } from '../../store/ledger/outbox.ts';
import type { Destination, Subscription } from '../../store/ledger/subscriptions.ts';
import type { Language } from '../../text/languages.ts';
import { hasChart } from '../messages/fit.ts';
import type { Message } from '../messages/voice.ts';
import { messageIn, withoutCharts } from './body.ts';
import { instant } from './clock.ts';
import type { Verdict } from './gate.ts';
import { metadataOf } from './key.ts';
import { lookFor } from './look.ts';
import { type Failure, failureOf, isScopeMissing } from './outcome.ts';
import { retryAfter, type Turns } from './pace.ts';
import type { Parked } from './parked.ts';
import type { Parts } from './parts.ts';
import type { Pauses } from './pauses.ts';
import type { Standing } from './standing.ts';

/** Noted with a message whose chart Slack refused: it goes as text. */
const CHART_REFUSED = 'chart-refused';
/** Until somebody lets us in again there is nothing to look at. */
const LOOK_AGAIN = 10 * 60_000;
const MOST_CHECKED = 10_000;

export interface Courier {
  /** Takes a message that is due one step further. A failure of the store is thrown; the message is then in doubt. */
  move(message: OutboxMessage, signal: AbortSignal): Promise<void>;
  /** What was looked at for an earlier message is looked at again. */
  forgetChecks(): void;
}

export interface CourierSettings {
  readonly parts: Parts;
  readonly turns: Turns;
  readonly pauses: Pauses;
  readonly parked: Parked;
  readonly standing: Standing;
  readonly fallbackLanguage: Language;
}

interface Place {
  readonly channel: string;
  readonly thread: string | null;
}

const accepted = z.object({ ts: z.string(), channel: z.string() });
const isSame = (a: Destination, b: Destination): boolean => a.kind === b.kind && a.id === b.id;
const keyOfPlace = ({ destination: { kind, id } }: OutboxMessage): string => `${kind}:${id}`;

export function createCourier({ parts, turns, pauses, parked, standing, fallbackLanguage }: CourierSettings): Courier {
  const { store, clients, directory, gate, clock, log, pace } = parts;
  const { outbox } = store;
  /** How often a message could not even be tried, since the bot started. */
  const waits = new Map<string, number>();
  const checked = new Map<string, number>();

  const later = async (message: OutboxMessage, error: string, wait: number | null): Promise<void> => {
    const times = (waits.get(message.id) ?? 0) + 1;
    waits.set(message.id, times);
    const ms = wait ?? retryAfter(pace, Math.max(times, message.attempts));
    log.info({ message: message.id, error, waitMs: ms }, 'a message waits');
    await outbox.retry(message.id, instant(clock.now() + ms), error);
  };

  /** Null: it must not go now, and that is noted. */
  async function placeOf(message: OutboxMessage, subscription: Subscription | null): Promise<Place | null> {
    const { destination, thread } = message;
    const root = thread === null ? undefined : await outbox.byKey(thread);
    const ts = root?.ts ?? null;
    if (thread !== null && ts === null) return null;
    if (destination.kind === 'channel') return { channel: destination.id, thread: ts };
    try {
      return { channel: await directory.directChannel(destination.id), thread: ts };
    } catch (error) {
      const failure = failureOf(error);
      // Opening a conversation twice does no harm.
      await refused(
        message,
        subscription,
        failure.kind === 'unknown' ? { ...failure, kind: 'later', wait: null } : failure,
      );
      return null;
    }
  }

  async function check(message: OutboxMessage, subscription: Subscription | null): Promise<Verdict> {
    const of = subscription?.id ?? message.key;
    const now = clock.now();
    const age = now - (checked.get(of) ?? Number.NEGATIVE_INFINITY);
    // What it answers was just posted there: a digest's details are not looked at one by one.
    if (message.thread !== null && age >= 0 && age < pace.checkHolds) return { kind: 'allowed' };
    turns.look(now);
    const { destination } = message;
    const judged = await gate.judge(subscription ?? { owner: null, destination, scope: null });
    pauses.keep(judged, subscription);
    checked.delete(of);
    if (checked.size >= MOST_CHECKED) checked.clear();
    if (judged.verdict.kind === 'allowed') checked.set(of, now);
    return judged.verdict;
  }

  async function send(message: OutboxMessage, signal: AbortSignal): Promise<void> {
    const { id } = message;
    const subscription = message.subscription === null ? null : await store.subscriptions.find(message.subscription);
    if (subscription === undefined) {
      await outbox.drop({ id }, 'subscription-gone');
      return;
    }
    if (subscription !== null && !isSame(subscription.destination, message.destination)) {
      await outbox.drop({ id }, 'subscription-changed');
      return;
    }
    if (subscription !== null && subscription.pause !== null) return;
    if (message.figures && !(await mayGo(message, subscription))) return;
    const place = await placeOf(message, subscription);
    if (place === null) return;
    const body = messageIn(message.body);
    if (body === null) return parked.fail(message, subscription, 'no-message');
    const language = subscription?.language ?? fallbackLanguage;
    const asText = message.error === CHART_REFUSED;
    const turn = keyOfPlace(message);
    for (let now = clock.now(); now < turns.readyAt(turn); now = clock.now()) {
      await clock.sleep(turns.readyAt(turn) - now, signal);
      if (signal.aborted) return;
    }
    const at = clock.now();
    if (!(await outbox.begin(id, instant(at)))) return;
    const begun = { ...message, attempts: message.attempts + 1, attemptedAt: instant(at) };
    waits.delete(id);
    const content = asText ? withoutCharts(body, language, fallbackLanguage) : body;
    const outcome = await post(id, content, place);
    // From the answer on: how long it took to get there is not known.
    turns.take(turn, clock.now());
    if ('ts' in outcome) return arrived(begun, outcome.channel, outcome.ts);
    if (outcome.kind === 'blocks' && !asText && hasChart(body)) {
      log.warn({ message: id, error: outcome.error }, 'Slack refused the chart; it goes once more as text');
      return outbox.retry(id, instant(clock.now()), CHART_REFUSED);
    }
    await refused(begun, subscription, outcome);
  }

  async function mayGo(message: OutboxMessage, subscription: Subscription | null): Promise<boolean> {
    const verdict = await check(message, subscription);
    switch (verdict.kind) {
      case 'allowed':
        return true;
      case 'refused':
        if (subscription === null) await parked.fail(message, null, verdict.reason);
        else await pauses.pause(subscription, verdict.reason);
        return false;
      case 'later':
        await later(message, verdict.error, verdict.wait);
        return false;
      case 'token':
        await standing.stop('token-refused', verdict.error);
        return false;
    }
  }

  async function post(
    id: string,
    { text, blocks }: Message,
    { channel, thread }: Place,
  ): Promise<Failure | { readonly ts: string; readonly channel: string }> {
    try {
      const answer = await clients.posting.chat.postMessage({
        channel,
        text,
        blocks: [...blocks],
        metadata: metadataOf(id),
        unfurl_links: false,
        unfurl_media: false,
        ...(thread === null ? {} : { thread_ts: thread }),
      });
      return accepted.parse(answer);
    } catch (error) {
      return failureOf(error);
    }
  }

  async function arrived(message: OutboxMessage, channel: string, ts: string): Promise<void> {
    const at = instant(clock.now());
    // First what stands there: it must be found again even if the next step is not taken.
    if (message.figures && message.destination.kind === 'channel') {
      await store.posted.note({ channel, ts, file: null, at });
    }
    await outbox.sent(message.id, { channel, ts, at });
  }

  /** Slack, or the way to it, did not take a message; after an attempt, or before. */
  async function refused(message: OutboxMessage, subscription: Subscription | null, failure: Failure): Promise<void> {
    const { id } = message;
    const { error } = failure;
    const now = clock.now();
    switch (failure.kind) {
      case 'too-fast':
        turns.hold(keyOfPlace(message), now, failure.wait);
        return outbox.retry(id, instant(now + failure.wait), error);
      case 'later':
        return later(message, error, failure.wait);
      case 'unknown':
        log.warn({ message: id, error }, 'Slack did not answer clearly; the message will be looked for');
        return outbox.unsettled(id, instant(now + pace.settle), error);
      case 'token':
        await outbox.retry(id, instant(now), error);
        return standing.stop('token-refused', error);
      case 'place':
        if (subscription === null) return parked.fail(message, null, error);
        await outbox.retry(id, instant(now), error);
        return pauses.pause(subscription, failure.reason);
      case 'blocks':
      case 'never':
        return parked.fail(message, subscription, error);
    }
  }

  async function settle(message: OutboxMessage): Promise<void> {
    const { id, subscription: of, attemptedAt, createdAt } = message;
    const subscription = of === null ? null : ((await store.subscriptions.find(of)) ?? null);
    const place = await placeToLook(message);
    if (place === null) return;
    const since = Date.parse(attemptedAt ?? createdAt) - pace.skew;
    let ts: string | null;
    try {
      ts = await lookFor(clients.looking, { id, ...place, since });
    } catch (error) {
      return unsettledStill(message, subscription, error);
    }
    if (ts !== null) {
      log.info({ message: id }, 'a message was found where it should be');
      return arrived(message, place.channel, ts);
    }
    log.info({ message: id }, 'a message is not there; it is posted again');
    await outbox.retry(id, instant(clock.now()), 'not-there');
  }

  async function placeToLook(message: OutboxMessage): Promise<Place | null> {
    const { destination, thread, id } = message;
    const root = thread === null ? undefined : await outbox.byKey(thread);
    try {
      const channel = destination.kind === 'channel' ? destination.id : await directory.directChannel(destination.id);
      return { channel, thread: root?.ts ?? null };
    } catch (error) {
      await outbox.unsettled(id, instant(clock.now() + pace.settle), failureOf(error).error);
      return null;
    }
  }

  async function unsettledStill(
    message: OutboxMessage,
    subscription: Subscription | null,
    error: unknown,
  ): Promise<void> {
    const { id } = message;
    if (isScopeMissing(error)) return parked.park(message, subscription, message.error ?? 'unknown');
    const failure = failureOf(error);
    const now = clock.now();
    // The thread's first message was deleted, so nothing stands in it.
    if (failure.error === 'thread_not_found') return outbox.retry(id, instant(now), 'not-there');
    if (failure.kind === 'token') await standing.stop('token-refused', failure.error);
    const wait = 'wait' in failure && failure.wait !== null ? failure.wait : pace.settle;
    const ms = failure.kind === 'place' ? LOOK_AGAIN : wait;
    log.info({ message: id, error: failure.error, waitMs: ms }, 'it cannot be looked for a message now');
    await outbox.unsettled(id, instant(now + ms), message.error ?? failure.error);
  }

  return {
    move: (message, signal) => (message.state === 'unsettled' ? settle(message) : send(message, signal)),
    forgetChecks: () => checked.clear(),
  };
}
