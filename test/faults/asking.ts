import { setTimeout as pause } from 'node:timers/promises';
import type { SlackStandIn } from '../doubles/slack/index.ts';

const patienceMs = 30_000;

/** Waits until something holds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = performance.now() + patienceMs; performance.now() < end; await pause(50)) if (await holds()) return;
  throw new Error('it never came to that');
}

/** Asks a bot again and again until the answer fits: data come with the next sync. */
export async function answerTo(slack: SlackStandIn, text: string, fits: RegExp): Promise<void> {
  const asked = { user: 'U0BEN', channel: 'C0GENERAL', command: '/partner-kpi' };
  let last = '';
  for (const end = performance.now() + patienceMs; performance.now() < end; await pause(100)) {
    const after = slack.mark();
    await slack.command({ ...asked, text });
    last = JSON.stringify(
      await slack.waitForMessage(asked.user, asked.channel, () => true, { after, timeoutMs: 8_000 }),
    );
    if (fits.test(last)) return;
  }
  throw new Error(`never answered ${text} with ${fits}, but with ${last.slice(0, 500)}`);
}
