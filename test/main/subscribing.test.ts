import { expect, it } from 'vitest';
import { textOf } from '../doubles/slack/index.ts';
import { environmentOf, programFolder, startBotProcess, workspace } from './bot.ts';

const COMMAND = '/partner-kpi';

it('the bot sets up what the configuration lists, shows a digest at once, and lets people subscribe', async () => {
  const slack = await workspace();
  const folder = programFolder(
    `program: {timeZone: Europe/Berlin}
sync: {every: 24h}
subscriptions:
  - {id: leads-weekly, report: weekly, channel: C0LEADS, day: 3, time: "07:15"}
`,
    '{everyone: true, admins: [U0ANNA]}',
  );
  const bot = startBotProcess(folder, environmentOf(slack));
  await slack.waitForConnection({ timeoutMs: 60_000 });
  const ask = async (user: string, channel: string, text: string): Promise<string> => {
    const after = slack.mark();
    await slack.command({ user, channel, command: COMMAND, text });
    const answer = await slack.waitForMessage(user, channel, (one) => one.bot_id !== undefined, {
      after,
      timeoutMs: 30_000,
    });
    expect(answer.visible_to).toBe(user);
    return `${textOf(answer)}\n${JSON.stringify(answer.blocks)}`;
  };
  const listed = await ask('U0ANNA', 'C0LEADS', 'abos');
  expect(listed).toContain('aus der Konfiguration');
  expect(listed).toMatch(/Mittwoch.*07:15 \(Europe\/Berlin\)/);
  let digest = '';
  for (const end = performance.now() + 60_000; performance.now() < end && !digest.includes('Only you see this'); ) {
    // The first load may still be under way.
    digest = await ask('U0BEN', 'C0LEADS', 'digest');
  }
  expect(digest).toMatch(/weekly digest, whole program/);
  await slack.command({ user: 'U0BEN', channel: 'C0LEADS', command: COMMAND, text: 'subscribe' });
  const form = await slack.waitForView('U0BEN', ({ callback_id }) => callback_id === 'subscribe', {
    timeoutMs: 30_000,
  });
  // Ben's own zone.
  expect(JSON.stringify(form.blocks)).toContain('America/New_York');
  const sent = await slack.submitView({ user: 'U0BEN', viewId: form.id });
  expect(sent.errors).toEqual({ report: expect.stringContaining('configuration') });
  bot.process.kill('SIGTERM');
  expect((await bot.outcome).code).toBe(0);
}, 180_000);
