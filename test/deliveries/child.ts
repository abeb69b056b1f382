// Lives of the real dispatcher on a real store. It waits for its orders, delivers until all is quiet, or dies where it is told to.
import { type Logger, LogLevel } from '@slack/web-api';
import { deliveryClients } from '../../src/slack/clients.ts';
import { createDeliveries, type DeliveryClock, type DeliveryStore } from '../../src/slack/delivery/index.ts';
import { createDirectory } from '../../src/slack/directory/index.ts';
import type { NewMessage } from '../../src/store/ledger/outbox.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { type Boundary, type Kill, type Life, type ToParent, toChild } from './talk.ts';

const say = (word: ToParent): void => void process.send?.(word);
const quietLog = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
/** Bolt's own would be half of what a process loads. */
const logger: Logger = {
  ...quietLog,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};
const sleepers = new Map<number, (now: number) => void>();
const { fetch } = globalThis;
let asked = 0;
let time = 0;

process.on('message', (raw: unknown) => {
  const word = toChild.parse(raw);
  if (word.say === 'time') sleepers.get(word.id)?.(word.now);
  else if (word.say === 'end') process.disconnect();
  else {
    live(word.life).catch((error: unknown) => {
      say({ say: 'failed', why: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    });
  }
});
say({ say: 'ready' });

/** The parent's clock: to wait is to ask it to go on. */
const clock: DeliveryClock = {
  now: () => time,
  sleep(ms, signal) {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      asked += 1;
      const id = asked;
      const wake = (now: number): void => {
        sleepers.delete(id);
        time = Math.max(time, now);
        resolve();
      };
      signal.addEventListener('abort', () => wake(time), { once: true });
      sleepers.set(id, wake);
      say({ say: 'sleep', id, until: time + ms });
    });
  },
};

/** Dies at a boundary when its time has come. */
function reaper(kill: Kill | null): (boundary: Boundary) => Promise<void> {
  let left = kill?.count ?? 0;
  return async (boundary) => {
    if (boundary !== kill?.boundary) return;
    left -= 1;
    if (left > 0) return;
    process.kill(process.pid, 'SIGKILL');
    await new Promise(() => undefined);
  };
}

type Step = 'begin' | 'post' | 'note' | 'sent' | 'unsettled' | 'look' | 'retry' | 'together' | 'recover';

/** The same function, with a boundary on each side. */
const around =
  (pass: (boundary: Boundary) => Promise<void>) =>
  <A extends unknown[], R>(step: Step, work: (...given: A) => Promise<R>) =>
  async (...given: A): Promise<R> => {
    await pass(`before ${step}`);
    const result = await work(...given);
    await pass(`after ${step}`);
    return result;
  };

function mortal(store: Store, pass: (boundary: Boundary) => Promise<void>): DeliveryStore {
  const { outbox, posted } = store;
  const with_ = around(pass);
  return {
    subscriptions: store.subscriptions,
    notices: store.notices,
    outbox: {
      ...outbox,
      begin: with_('begin', outbox.begin),
      sent: with_('sent', outbox.sent),
      unsettled: with_('unsettled', outbox.unsettled),
      retry: with_('retry', outbox.retry),
      recover: with_('recover', outbox.recover),
    },
    posted: { ...posted, note: with_('note', posted.note) },
    together: async (work) => {
      await pass('before together');
      const result = await store.together(work);
      await pass('after together');
      return result;
    },
  };
}

/** Every call to Slack passes here. */
function watchCalls(pass: (boundary: Boundary) => Promise<void>): void {
  const with_ = around(pass);
  const post = with_('post', fetch);
  const look = with_('look', fetch);
  globalThis.fetch = (...given) => {
    const url = String(given[0]);
    if (url.endsWith('/chat.postMessage')) return post(...given);
    return /\/conversations\.(?:history|replies)$/.test(url) ? look(...given) : fetch(...given);
  };
}

async function live({ store: address, apiUrl, token, team, now, timeout, kill, keys }: Life): Promise<void> {
  time = now;
  const pass = reaper(kill);
  watchCalls(pass);
  const store = await openStore({ address, mode: 'own', role: 'bot', now: clock.now, warn: () => undefined });
  await store.outbox.add(keys.map((key) => messageOf(key, new Date(now).toISOString())));
  const clients = deliveryClients(token, apiUrl, logger, timeout);
  const access = { everyone: true, admins: ['U0ANNA'], guestChannels: [] };
  const deliveries = createDeliveries({
    store: mortal(store, pass),
    clients,
    directory: createDirectory({
      client: clients.looking,
      homeTeam: team,
      clock: clock.now,
      log: quietLog,
      guestChannels: [],
    }),
    access,
    audit: () => undefined,
    analyst: async () => ({ kind: 'loading', progress: null }),
    clock,
    log: quietLog,
    fallbackLanguage: 'en',
    command: '/partner-kpi',
  });
  const { signal } = new AbortController();
  await deliveries.run(signal);
  for (let next = await store.outbox.nextAt(); next !== null; next = await store.outbox.nextAt()) {
    await clock.sleep(Math.max(1, Date.parse(next) - time), signal);
    await deliveries.run(signal);
  }
  await deliveries.stop();
  const all = await store.outbox.list({ last: 100 });
  await store.close();
  say({ say: 'quiet', states: Object.fromEntries(all.map(({ key, state }) => [key, state])) });
}

function messageOf(key: string, at: string): NewMessage {
  const [channel = ''] = key.split('/');
  const [root = ''] = key.split('>');
  return {
    key,
    subscription: null,
    destination: { kind: 'channel', id: channel },
    thread: root === key ? null : root,
    bulk: true,
    figures: true,
    body: { text: key, blocks: [] },
    createdAt: at,
    notBefore: at,
    expiresAt: null,
  };
}
