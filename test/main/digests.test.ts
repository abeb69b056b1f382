import { join } from 'node:path';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { loadConfig } from '../../src/config/config.ts';
import { type Bot, startBot } from '../../src/main.ts';
import { openStore } from '../../src/store/open.ts';
import { put } from '../config/folder.ts';
import type { SlackStandIn } from '../doubles/slack/index.ts';
import { environmentOf, programFolder, workspace } from './bot.ts';

const CHANNEL = 'C0PARTNERS';

/** A folder whose team gets a weekly digest on Mondays at nine. */
function folderWithDigest(): string {
  const folder = programFolder(
    `program: {timeZone: Europe/Berlin}
slack: {hideWhenShared: true}
subscriptions:
  - {id: team, report: weekly, channel: ${CHANNEL}, day: 1, time: "09:00", zone: Europe/Berlin}
`,
    `{everyone: true, guestChannels: [${CHANNEL}]}`,
  );
  // Something to report: an open deal that nobody touched.
  put(folder, 'data/registrations.csv', 'id,partner_id,deal_id,status,submitted_at\nR2,P2,D3,approved,2026-09-15\n');
  return folder;
}

/** A bot whose clock begins at a time (UTC) of the Monday on which the digest is due at 8:00. */
async function started(folder: string, slack: SlackStandIn, time: string): Promise<Bot> {
  const shift = Date.parse(`2026-11-23T${time}:00Z`) - Date.now();
  const bot = await startBot({
    config: loadConfig({ callerFolder: folder, env: { ...environmentOf(slack) } }),
    log: pino({ level: 'silent' }),
    now: () => Date.now() + shift,
  });
  onTestFinished(() => bot.stop());
  return bot;
}

const digestsIn = (slack: SlackStandIn) =>
  slack.messagesFor('U0BEN', CHANNEL).filter(({ text, thread_ts }) => thread_ts === undefined && /digest/i.test(text));

it('a digest that was due while the bot was down comes once at its start, late, with details in the thread; and not again', async () => {
  const slack = await workspace();
  const folder = folderWithDigest();
  // From now on the schedule is known.
  await (await started(folder, slack, '07:50')).stop();
  expect(digestsIn(slack)).toEqual([]);
  const late = await started(folder, slack, '08:05');
  const digest = await slack.waitForMessage('U0BEN', CHANNEL, (_, text) => /stalled/i.test(text), {
    timeoutMs: 60_000,
  });
  expect(JSON.stringify(digest)).toMatch(/late|was due/i);
  await slack.waitForMessage('U0BEN', CHANNEL, ({ thread_ts }) => thread_ts === digest.ts, { timeoutMs: 30_000 });
  await late.stop();
  const again = await started(folder, slack, '08:30');
  const after = slack.mark();
  await slack.command({ user: 'U0BEN', channel: CHANNEL, command: '/partner-kpi', text: 'help' });
  await slack.waitForMessage('U0BEN', CHANNEL, () => true, { after, timeoutMs: 30_000 });
  await again.stop();
  expect(digestsIn(slack)).toHaveLength(1);
  const store = await openStore({
    address: join(folder, 'partner-pulse.db'),
    mode: 'read',
    role: 'test',
    now: Date.now,
    warn: () => undefined,
  });
  onTestFinished(() => store.close());
  expect(await store.jobRuns.list({ job: 'digest/team', last: 10 })).toMatchObject([
    { dueAt: '2026-11-23T08:00:00.000Z', outcome: 'well', late: true, code: 'was-down' },
  ]);
  const marks = slack
    .messagesFor('U0BEN', CHANNEL)
    .flatMap(({ metadata }) => (metadata === undefined ? [] : [JSON.stringify(metadata)]));
  expect(new Set(marks).size).toBe(marks.length);
  expect(marks.length).toBeGreaterThan(1);
}, 180_000);
