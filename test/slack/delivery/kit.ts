import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Analyst } from '../../../src/kpi/analyst.ts';
import type { AccessSettings } from '../../../src/slack/access/rights.ts';
import type { DeliveryStore, Pace } from '../../../src/slack/delivery/index.ts';
import type { NewMessage, OutboxMessage } from '../../../src/store/ledger/outbox.ts';
import type { NewSubscription } from '../../../src/store/ledger/subscriptions.ts';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { type SlackChannel, type SlackOptions, type SlackStandIn, textOf } from '../../doubles/slack/index.ts';
import { type Bot, startBot } from '../bot.ts';
import { PushedClock } from './pushed-clock.ts';

export const HISTORY = ['channels:history', 'groups:history'];
const SCOPES = [
  ...['commands', 'chat:write', 'im:write', 'im:history', 'users:read', 'users:read.email'],
  ...['channels:read', 'groups:read', 'files:write', 'app_mentions:read'],
];

/** Anna is an admin; others see their own partners. */
export const ACCESS: AccessSettings = {
  everyone: false,
  admins: ['anna.keller@northwind.example'],
  guestChannels: [],
};

export interface Kit {
  readonly bot: Bot;
  readonly slack: SlackStandIn;
  readonly store: Store;
  readonly clock: PushedClock;
  /** Delivers what is due; then, with `until quiet`, waits for what is due later, and so on. */
  run(how?: 'once' | 'until quiet'): Promise<void>;
  /** A weekly digest of the whole program by Anna, or what is changed of it. */
  subscribe(change?: Partial<NewSubscription>): Promise<NewSubscription>;
  /** Puts messages with figures into the outbox, or what is changed of them. */
  put(...messages: (Partial<NewMessage> & { readonly key: string })[]): Promise<void>;
  state(key: string): Promise<OutboxMessage>;
  /** What a person sees of the bot in a conversation. */
  seen(channel: string, user?: string): readonly string[];
  /** What the bot told somebody directly. */
  told(user: string): readonly string[];
  /** Waits until everything that an event began is done. */
  quiet(): Promise<void>;
}

export interface KitOptions {
  readonly analyst?: Analyst | null;
  /** With the optional history scopes; default true. */
  readonly history?: boolean;
  readonly slack?: SlackOptions;
  readonly access?: AccessSettings;
  readonly pace?: Partial<Pace>;
  readonly hideWhenShared?: boolean;
  /** Milliseconds until a call is given up. */
  readonly timeout?: number;
  /** What the bot's deliveries see of the store, where something of it shall fail. */
  readonly seenStore?: (store: Store) => DeliveryStore;
}

/** A running bot with a store of its own, in a stand-in workspace whose clock is the bot's. */
export async function startKit(options: KitOptions = {}): Promise<Kit> {
  const clock = new PushedClock();
  const folder = mkdtempSync(join(tmpdir(), 'pulse-deliveries-'));
  const store = await openStore({
    address: join(folder, 'pulse.db'),
    mode: 'own',
    role: 'bot',
    now: () => clock.time,
    warn: () => undefined,
  });
  const bot = await startBot(options.analyst ?? null, {
    slack: {
      clock: { now: () => clock.time },
      scopes: [...SCOPES, ...((options.history ?? true) ? HISTORY : [])],
      ...options.slack,
    },
    app: {
      clock: () => clock.time,
      access: options.access ?? ACCESS,
      deliveries: {
        store: options.seenStore?.(store) ?? store,
        clock,
        pace: options.pace,
        hideWhenShared: options.hideWhenShared,
        timeout: options.timeout,
      },
    },
  });
  await bot.app.start();
  onTestFinished(async () => {
    await bot.stop();
    await store.close();
    rmSync(folder, { recursive: true });
  });
  const { slack } = bot;
  const { signal } = new AbortController();
  const at = (): string => new Date(clock.time).toISOString();
  const seen: Kit['seen'] = (channel, user = 'U0ANNA') =>
    slack
      .messagesFor(user, channel)
      .filter(({ bot_id }) => bot_id !== undefined)
      .map((message) => textOf(message));
  return {
    bot,
    slack,
    store,
    clock,
    seen,
    told: (user) => seen(slack.im(user), user),
    async run(how = 'once') {
      await bot.app.deliveries.run(signal);
      if (how === 'once') return;
      for (let next = await store.outbox.nextAt(); next !== null; next = await store.outbox.nextAt()) {
        clock.time = Math.max(clock.time, Date.parse(next));
        await bot.app.deliveries.run(signal);
      }
    },
    async subscribe(change = {}) {
      const subscription: NewSubscription = {
        id: 's1',
        report: 'weekly',
        scope: { segment: {}, partners: null },
        destination: { kind: 'channel', id: 'C0GENERAL' },
        owner: 'U0ANNA',
        schedule: { day: 1, hour: 9, minute: 0, zone: 'Europe/Berlin' },
        language: 'en',
        quiet: null,
        holidays: [],
        origin: 'slack',
        createdAt: at(),
        ...change,
      };
      await store.subscriptions.put(subscription);
      return subscription;
    },
    async put(...messages) {
      const known = new Map((await store.subscriptions.list()).map((one) => [one.id, one]));
      await store.outbox.add(
        messages.map((message) => {
          const subscription = message.subscription === undefined ? 's1' : message.subscription;
          return {
            subscription,
            destination: known.get(subscription ?? '')?.destination ?? { kind: 'channel', id: 'C0GENERAL' },
            thread: null,
            bulk: true,
            figures: true,
            body: bodyOf(message.key),
            createdAt: at(),
            notBefore: at(),
            expiresAt: null,
            ...message,
          };
        }),
      );
    },
    async state(key) {
      const message = await store.outbox.byKey(key);
      if (message === undefined) throw new Error(`no message ${key}`);
      return message;
    },
    async quiet() {
      await bot.app.deliveries.idle();
    },
  };
}

export const bodyOf = (text: string) => ({
  text,
  blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }],
});

/** A channel with Anna and the bot in it. */
export function addChannel(slack: SlackStandIn, id: string, change: Partial<SlackChannel> = {}): void {
  slack.workspace.channels.set(id, {
    id,
    name: id.toLowerCase(),
    topic: '',
    is_private: false,
    is_archived: false,
    is_ext_shared: false,
    is_pending_ext_shared: false,
    is_im: false,
    members: ['U0ANNA', slack.workspace.bot.userId],
    ...change,
  });
}
