// How fast the outbox empties at Slack's pace, and begins anew: `npm run bench:deliveries`. Slack's minutes are pushed, not waited for.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Logger, LogLevel } from '@slack/web-api';
import { deliveryClients } from '../../src/slack/clients.ts';
import { createDeliveries, type Deliveries } from '../../src/slack/delivery/index.ts';
import { createDirectory } from '../../src/slack/directory/index.ts';
import type { NewMessage } from '../../src/store/ledger/outbox.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { BOT_USER, type RateLimits, type SlackStandIn, startSlack } from '../doubles/slack/index.ts';
import { PushedClock } from '../slack/delivery/pushed-clock.ts';
import { keeps, type Row } from './measure.ts';

const subscriptions = 200;
/** A digest: its first message and what stands in its thread. */
const parts = 4;
const longQueue = 10_000;
/** What Slack promises at least: one post a second and channel, some hundreds a minute; tier 3 and 4 of look-ups. */
const slackLimits: RateLimits = {
  perChannelMs: 1_000,
  postsPerMinute: 240,
  perMinute: { 'conversations.info': 50, 'conversations.members': 100, 'users.info': 100, 'users.list': 20 },
};

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const logger: Logger = {
  ...quiet,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};
const channelOf = (at: number): string => `C1${String(at).padStart(6, '0')}`;

const folder = mkdtempSync(join(tmpdir(), 'pulse-bench-deliveries-'));
const address = join(folder, 'pulse.db');
const clock = new PushedClock();
const slack = await startSlack({ clock: { now: () => clock.time }, limits: slackLimits });

const open = (): Promise<Store> =>
  openStore({ address, mode: 'own', role: 'bot', now: () => clock.time, warn: () => undefined });

function deliveriesOf(store: Store, on: SlackStandIn): Deliveries {
  const clients = deliveryClients(on.tokens.bot, on.apiUrl, logger);
  return createDeliveries({
    store,
    clients,
    directory: createDirectory({
      client: clients.looking,
      homeTeam: on.workspace.team.id,
      clock: () => clock.time,
      log: quiet,
      guestChannels: [],
    }),
    access: { everyone: true, admins: [], guestChannels: [] },
    audit: () => undefined,
    analyst: async () => ({ kind: 'loading', progress: null }),
    clock,
    log: quiet,
    fallbackLanguage: 'en',
    command: '/partner-kpi',
  });
}

function fill(): void {
  const [anna] = slack.workspace.users.values();
  if (anna === undefined) throw new Error('no user in the workspace');
  for (let at = 0; at < subscriptions; at += 1) {
    const user = `U1${String(at).padStart(6, '0')}`;
    slack.workspace.users.set(user, { ...anna, id: user, email: `${user}@northwind.example` });
    slack.workspace.channels.set(channelOf(at), {
      id: channelOf(at),
      name: channelOf(at).toLowerCase(),
      topic: '',
      is_private: false,
      is_archived: false,
      is_ext_shared: false,
      is_pending_ext_shared: false,
      is_im: false,
      members: [user, BOT_USER],
    });
  }
}

const at = (): string => new Date(clock.time).toISOString();

const messageOf = (channel: string, key: string, thread: string | null, subscription: string | null): NewMessage => ({
  key,
  subscription,
  destination: { kind: 'channel', id: channel },
  thread,
  bulk: true,
  figures: true,
  body: { text: key, blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(2_000) } }] },
  createdAt: at(),
  notBefore: at(),
  expiresAt: null,
});

async function allDueAtOnce(): Promise<readonly Row[]> {
  const store = await open();
  fill();
  for (let one = 0; one < subscriptions; one += 1) {
    const id = `s${one}`;
    await store.subscriptions.put({
      id,
      report: 'weekly',
      scope: { segment: {}, partners: null },
      destination: { kind: 'channel', id: channelOf(one) },
      owner: `U1${String(one).padStart(6, '0')}`,
      schedule: { day: 1, hour: 9, minute: 0, zone: 'Europe/Berlin' },
      language: 'en',
      quiet: null,
      holidays: [],
      origin: 'slack',
      createdAt: at(),
    });
    const keys = Array.from({ length: parts }, (_, part) => (part === 0 ? id : `${id}/${part}`));
    await store.outbox.add(keys.map((key) => messageOf(channelOf(one), key, key === id ? null : id, id)));
  }
  const began = clock.time;
  const really = performance.now();
  await deliveriesOf(store, slack).run(new AbortController().signal);
  const counts = await store.outbox.counts('2000-01-01T00:00:00.000Z');
  const took = performance.now() - really;
  await store.close();
  const row = (title: string, unit: string, bar: Row['bar'], value: number): Row => ({
    title,
    unit,
    bar,
    values: [value],
  });
  const name = `${subscriptions} subscriptions due at once, ${parts} messages each`;
  return [
    row(`${name}: sent`, '', { atLeast: subscriptions * parts }, counts.sent),
    row(`${name}: calls refused for their pace`, '', { atMost: 0 }, slack.refused.length),
    row(`${name}: by Slack’s clock`, 's', null, (clock.time - began) / 1_000),
    row(`${name}: work for each message`, 'ms', null, took / (subscriptions * parts)),
  ];
}

async function longRestart(): Promise<readonly Row[]> {
  const before = await open();
  const many = Array.from({ length: longQueue }, (_, one) =>
    messageOf(channelOf(one % subscriptions), `m${one}`, null, null),
  );
  await before.outbox.add(many);
  const [first] = await before.outbox.due(at(), 1);
  await before.outbox.begin(first?.id ?? '', at());
  await before.close();
  slack.limit({});
  slack.calls.length = 0;
  const really = performance.now();
  const store = await open();
  const stop = new AbortController();
  const running = deliveriesOf(store, slack).run(stop.signal);
  await slack.waitForCall('chat.postMessage');
  const took = performance.now() - really;
  await slack.waitForCall(
    'chat.postMessage',
    () => slack.calls.filter(({ method }) => method === 'chat.postMessage').length > 200,
    { timeoutMs: 60_000 },
  );
  const two = performance.now() - really;
  stop.abort();
  await running;
  await store.close();
  return [
    {
      title: `an outbox of ${longQueue} messages: from the start of the process’s store to the first post`,
      unit: 'ms',
      bar: { atMost: 1_000 },
      values: [took],
    },
    {
      title: `an outbox of ${longQueue} messages: work for each message`,
      unit: 'ms',
      bar: null,
      values: [(two - took) / 200],
    },
  ];
}

try {
  const rows = [...(await allDueAtOnce()), ...(await longRestart())];
  for (const row of rows) {
    const [value = Number.NaN] = row.values;
    const bar = row.bar === null ? '' : 'atMost' in row.bar ? `≤ ${row.bar.atMost}` : `≥ ${row.bar.atLeast}`;
    const verdict = row.bar === null ? '' : keeps(row) ? 'pass' : 'MISS';
    process.stdout.write(
      `${row.title.padEnd(90)} ${value.toFixed(1).padStart(8)} ${row.unit.padEnd(3)} ${bar.padEnd(8)} ${verdict}\n`,
    );
  }
  process.stdout.write(`${availableParallelism()} cores, Node ${process.version}\n`);
} finally {
  await slack.close();
  rmSync(folder, { recursive: true, force: true });
}
