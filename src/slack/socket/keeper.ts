import { isRefusal } from '../failures.ts';
import type { Log } from '../log.ts';
import type { Connection, ConnectionSettings } from './connection.ts';

const FIRST_WAIT = 250;
const LONGEST_WAIT = 60_000;
/** A connection that breaks sooner counts as another failed attempt: nobody may reconnect in a tight loop. */
const SHORT_LIFE = 5_000;

/** Milliseconds before the next attempt after so many failures in a row: at once, 250 ms, doubled up to a minute. */
export const retryDelay = (failures: number): number =>
  failures === 0 ? 0 : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(failures - 1, 20));

export interface KeeperSettings {
  /** How many connections; Slack allows ten for an app, and a replacement is open beside the one that it replaces. */
  readonly count: number;
  readonly open: (events: Pick<ConnectionSettings, 'onRefresh' | 'onClosed'>) => Promise<Connection>;
  readonly log: Log;
  /** The app token no longer holds; nothing can be received any more. */
  readonly onRefused: (error: unknown) => void;
}

export interface SocketKeeper {
  /** Opens the first connection, and the others behind it. Fails where the first cannot be opened. */
  connect(): Promise<void>;
  /** Sends an acknowledgement over any open connection, the given one first; false where there is none. */
  acknowledge(first: Connection, envelope: string, payload: object): boolean;
  /** Closes all, after the acknowledgements under way. */
  close(): Promise<void>;
}

interface Slot {
  readonly number: number;
  current: Connection | null;
  opening: boolean;
  /** Failed attempts and breaks since a connection last held for some time. */
  failures: number;
}

/**
 * Keeps the connections open. Slack asks for a fresh one every few hours and tells of it a moment before: the new one is
 * opened first, the old one closed when what it received is acknowledged. After a break a slot opens again, at once, then
 * with growing pauses up to a minute, for as long as it takes. Slots are renewed at different times.
 */
export function keepSockets({ count, open, log, onRefused }: KeeperSettings): SocketKeeper {
  const slots = Array.from(
    { length: count },
    (_, number): Slot => ({
      number,
      current: null,
      opening: false,
      failures: 0,
    }),
  );
  const timers = new Set<NodeJS.Timeout>();
  const closings = new Set<Promise<void>>();
  const wakers = new Set<() => void>();
  let closing = false;
  let refused = false;

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        wakers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      wakers.add(wake);
    });

  const retire = (connection: Connection): void => {
    const done = connection.close();
    closings.add(done);
    void done.finally(() => closings.delete(done));
  };

  /** Opens one connection for a slot, which the slot takes over in place of the one it has. */
  const openFor = async (slot: Slot): Promise<void> => {
    let since = performance.now();
    const lived = (): boolean => performance.now() - since >= SHORT_LIFE;
    let alive = true;
    let refresh = false;
    let mine: Connection | null = null;
    mine = await open({
      onRefresh: (reason) => {
        log.info({ reason, connection: slot.number + 1 }, 'Slack asks for another connection');
        refresh = true;
        if (mine === null || slot.current !== mine) return;
        if (lived()) slot.failures = 0;
        void renew(slot);
      },
      onClosed: () => {
        alive = false;
        if (mine === null || slot.current !== mine) return;
        slot.current = null;
        slot.failures = lived() ? 0 : slot.failures + 1;
        void renew(slot);
      },
    });
    since = performance.now();
    if (closing) return retire(mine);
    if (!alive) throw new Error('the connection was closed at once');
    const old = slot.current;
    slot.current = mine;
    if (old !== null) retire(old);
    if (refresh) throw new Error('the connection was given up at once');
  };

  const renew = async (slot: Slot): Promise<void> => {
    if (slot.opening || closing || refused) return;
    slot.opening = true;
    while (!closing && !refused) {
      await pause(retryDelay(slot.failures));
      if (closing || refused) break;
      try {
        await openFor(slot);
        if (slot.failures > 0) log.info({ connection: slot.number + 1 }, 'the connection to Slack is back');
        break;
      } catch (error) {
        if (isRefusal(error)) {
          if (refused) break;
          refused = true;
          log.error({ err: error }, 'Slack refuses the app token');
          onRefused(error);
          break;
        }
        slot.failures += 1;
        const fields = { err: error, connection: slot.number + 1, nextTryMs: retryDelay(slot.failures) };
        log.warn(fields, 'no connection to Slack');
      }
    }
    slot.opening = false;
    if (slot.current !== null && !slot.current.isOpen() && !closing && !refused) void renew(slot);
  };

  /** Renews the later slots early, once: from then on Slack's own refreshes come at different times. */
  const stagger = (slot: Slot): void => {
    const lifetime = slot.current?.lifetime ?? null;
    if (slot.number === 0 || lifetime === null) return;
    const timer = setTimeout(() => void renew(slot), (lifetime * slot.number) / count).unref();
    timers.add(timer);
  };

  return {
    async connect() {
      const [first, ...others] = slots;
      if (first === undefined) return;
      first.opening = true;
      try {
        await openFor(first);
      } finally {
        first.opening = false;
      }
      if (first.current?.isOpen() === false) void renew(first);
      for (const slot of others) void renew(slot).then(() => stagger(slot));
    },
    acknowledge(first, envelope, payload) {
      const others = slots.map(({ current }) => current).filter((connection) => connection !== first);
      return [first, ...others].some((connection) => connection?.acknowledge(envelope, payload) === true);
    },
    async close() {
      closing = true;
      for (const timer of timers) clearTimeout(timer);
      for (const wake of [...wakers]) wake();
      for (const { current } of slots) if (current !== null) retire(current);
      await Promise.all(closings);
    },
  };
}
