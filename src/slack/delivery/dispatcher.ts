import { PulseError } from '../../errors.ts';
import type { OutboxMessage } from '../../store/ledger/outbox.ts';
import { instant } from './clock.ts';
import type { Courier } from './courier.ts';
import type { Turns } from './pace.ts';
import type { Parts } from './parts.ts';
import type { Standing } from './standing.ts';

/** How many messages are looked at together: more than are ever under way. */
const BATCH = 200;
/** Nobody minds a message that is a few seconds too old. */
const DROP_EVERY = 10_000;

export interface Dispatcher {
  /** Moves what is due until nothing is, nothing may go, or the signal fires. Fails with what the store fails with. */
  run(signal: AbortSignal): Promise<void>;
  /** Something new is there: whoever runs looks again. */
  ring(): void;
}

/** Gives each message its turn: in order within a conversation, several conversations at once, at Slack's pace. */
export function createDispatcher(parts: Parts, turns: Turns, courier: Courier, standing: Standing): Dispatcher {
  const { store, clock, log, pace } = parts;
  const { outbox } = store;
  const underWay = new Map<string, Promise<void>>();
  /** Slack may have them, and the store could not note what became of them. */
  const inDoubt = new Set<string>();
  let bell = new AbortController();
  let recovered = false;
  let droppedAt = Number.NEGATIVE_INFINITY;
  const failures: PulseError[] = [];

  const ring = (): void => bell.abort();

  async function recover(): Promise<void> {
    const settleAt = instant(clock.now() + pace.settle);
    if (!recovered) {
      const count = await outbox.recover(settleAt);
      if (count > 0)
        log.warn({ messages: count }, 'messages were under way when the bot ended; they will be looked for');
      recovered = true;
    }
    for (const id of inDoubt) {
      if ((await outbox.find(id))?.state === 'sending') await outbox.unsettled(id, settleAt, 'not-noted');
      inDoubt.delete(id);
    }
  }

  /** A fault of ours with one message must not keep the others. */
  async function setAside({ id }: OutboxMessage, error: unknown): Promise<void> {
    log.error({ message: id, err: error }, 'a message could not be handled');
    if ((await outbox.find(id))?.state !== 'waiting') return;
    await outbox.retry(id, instant(clock.now() + pace.retryLongest), 'internal');
  }

  function start(message: OutboxMessage, signal: AbortSignal): void {
    const place = placeOf(message);
    if (message.state === 'waiting') turns.reserve(clock.now());
    if (isLooked(message)) turns.look(clock.now());
    const moving = courier
      .move(message, signal)
      .catch(async (error: unknown) => {
        inDoubt.add(message.id);
        if (error instanceof PulseError) failures.push(error);
        else await setAside(message, error);
      })
      .catch((error: unknown) => {
        failures.push(error instanceof PulseError ? error : new PulseError('internal', {}, error));
      })
      .finally(() => {
        underWay.delete(place);
        ring();
      });
    underWay.set(place, moving);
  }

  /** The first that may go now; else when one may, epoch milliseconds; null: none of them. */
  function next(batch: OutboxMessage[]): OutboxMessage | number | null {
    const now = clock.now();
    let earliest: number | null = null;
    for (const [at, message] of batch.entries()) {
      if (underWay.has(placeOf(message))) continue;
      const ready = readyAt(message);
      if (ready <= now) {
        batch.splice(at, 1);
        return message;
      }
      earliest = Math.min(earliest ?? ready, ready);
    }
    return earliest;
  }

  const readyAt = (message: OutboxMessage): number => {
    if (message.state === 'unsettled') return turns.lookAt();
    const may = Math.max(turns.openAt(), turns.readyAt(placeOf(message)));
    return isLooked(message) ? Math.max(may, turns.lookAt()) : may;
  };

  async function rest(until: number | null, signal: AbortSignal): Promise<void> {
    const woken = AbortSignal.any([signal, bell.signal]);
    if (until === null) await aborted(woken);
    else await clock.sleep(Math.max(0, until - clock.now()), woken);
  }

  async function dropExpired(): Promise<void> {
    const now = clock.now();
    if (now >= droppedAt && now < droppedAt + DROP_EVERY) return;
    droppedAt = now;
    const dropped = await outbox.dropExpired(instant(now));
    if (dropped > 0) log.warn({ messages: dropped }, 'messages were too old to be delivered');
  }

  async function loop(signal: AbortSignal): Promise<void> {
    let batch: OutboxMessage[] = [];
    let fresh = false;
    while (!signal.aborted && standing.stopped === null && failures.length === 0) {
      if (bell.signal.aborted) {
        bell = new AbortController();
        fresh = false;
      }
      if (underWay.size >= pace.atOnce) {
        await rest(null, signal);
        continue;
      }
      const message = next(batch);
      if (message !== null && typeof message !== 'number') {
        start(message, signal);
      } else if (!fresh) {
        const at = instant(clock.now());
        await dropExpired();
        batch = (await outbox.due(at, BATCH)).filter((one) => !underWay.has(placeOf(one)));
        fresh = true;
      } else if (message === null && underWay.size === 0) {
        return;
      } else {
        await rest(message, signal);
        // Time has passed: more may be due.
        fresh = false;
      }
    }
  }

  return {
    ring,
    async run(signal) {
      failures.length = 0;
      if (!(await standing.mayGo())) return;
      await recover();
      try {
        await loop(signal);
      } finally {
        await Promise.all(underWay.values());
      }
      await recover();
      const [failure] = failures;
      if (failure !== undefined) throw failure;
    },
  };
}

const placeOf = ({ destination: { kind, id } }: OutboxMessage): string => `${kind}:${id}`;

/** Whether Slack is asked before anything else: for the message itself, or who reads along. What answers in a thread follows what was looked at. */
const isLooked = ({ state, figures, thread }: OutboxMessage): boolean =>
  state === 'unsettled' || (figures && thread === null);

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
