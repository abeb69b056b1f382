import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { SlackStandIn } from '../../doubles/slack/index.ts';
import { startBenchBot } from '../bot.ts';
import { type Measure, quantile, type Row, timedAsync } from '../measure.ts';
import { type BenchWorld, configuration } from '../worlds.ts';

const subscriptions = 200;
const askEveryMs = 200;
const askTimeoutMs = 120_000;
/** Of all that it takes to deliver them, which Slack's pace decides; what somebody feels does not change later. */
const watchedMs = 60_000;
const minuteMs = 60_000;
const command = '/partner-kpi';
/** A question that needs no data, and two that the thread answers which computes the digests. */
const asked = ['help', 'revenue', 'registrations'] as const;

const two = (value: number): string => String(value).padStart(2, '0');

/** Two hundred people's digests of the program, due at one minute. */
function withSubscriptions(world: BenchWorld, due: Date): string {
  const time = `${two(due.getUTCHours())}:${two(due.getUTCMinutes())}`;
  const day = due.getUTCDay() === 0 ? 7 : due.getUTCDay();
  const list = Array.from(
    { length: subscriptions },
    (_, at) =>
      `  - {id: s${at}, report: weekly, channel: C${two(at)}BENCH, day: ${day}, time: "${time}", zone: UTC, scope: {}}`,
  );
  return `${configuration(world.data)}\nsubscriptions:\n${list.join('\n')}\n`;
}

/** What somebody who asks feels while two hundred digests, due at the same minute, are computed and posted. */
export const digests: Measure = {
  name: 'digests',
  worlds: ['D', 'M'],
  async run(world) {
    const folder = mkdtempSync(join(tmpdir(), 'pulse-bench-digests-'));
    try {
      for (const end of ['', '.key']) cpSync(join(world.folder, `pulse.db${end}`), join(folder, `pulse.db${end}`));
      // The bot needs some moments to start; then it is the next minute but one.
      const due = new Date(Math.ceil((Date.now() + minuteMs) / minuteMs) * minuteMs);
      writeFileSync(join(folder, 'partner-pulse.yaml'), withSubscriptions(world, due));
      const bot = await startBenchBot(folder);
      try {
        for (let at = 0; at < subscriptions; at += 1)
          bot.slack.workspace.channels.set(`C${two(at)}BENCH`, channelOf(`C${two(at)}BENCH`, bot.slack));
        await ask(bot.slack, 'revenue');
        await pause(Math.max(0, due.getTime() - Date.now()));
        return rows(await felt(bot.slack), bot.slack);
      } finally {
        await bot.stop();
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const channelOf = (id: string, { workspace }: SlackStandIn) => ({
  id,
  name: id.toLowerCase(),
  topic: '',
  is_private: false,
  is_archived: false,
  is_ext_shared: false,
  is_pending_ext_shared: false,
  is_im: false,
  members: ['U0BEN', workspace.bot.userId],
});

async function felt(slack: SlackStandIn): Promise<number[]> {
  const times: number[] = [];
  for (const end = Date.now() + watchedMs; Date.now() < end; await pause(askEveryMs))
    times.push(await timedAsync(() => ask(slack, asked[times.length % asked.length] ?? '')));
  return times;
}

async function ask(slack: SlackStandIn, text: string): Promise<void> {
  const person = { user: 'U0BEN', channel: 'C0RANDOM' };
  const after = slack.mark();
  await slack.command({ ...person, command, text });
  await slack.waitForMessage(person.user, person.channel, () => true, { after, timeoutMs: askTimeoutMs });
}

function rows(times: readonly number[], slack: SlackStandIn): readonly Row[] {
  const posts = slack.calls.filter(({ method }) => method === 'chat.postMessage');
  const refused = posts.filter(({ status }) => status === 429).length;
  const row = (title: string, unit: string, bar: Row['bar'], value: number): Row => ({
    title: `200 digests due at one minute: ${title}`,
    unit,
    bar,
    values: [value],
  });
  return [
    row(`command asked in Slack, p95 of ${times.length}`, 'ms', { atMost: 250 }, quantile(times, 0.95)),
    row('command asked in Slack, worst', 'ms', null, Math.max(...times)),
    row('messages posted in the first minute', 'count', { atLeast: 1 }, posts.length),
    row('posts that Slack refused', 'count', { atMost: 0 }, refused),
  ];
}
