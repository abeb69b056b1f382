import { describe, expect, it } from 'vitest';
import { section } from '../../../src/slack/blocks/build.ts';
import { mrkdwn } from '../../../src/slack/blocks/mrkdwn.ts';
import { validateMessage } from '../../../src/slack/blocks/validate.ts';
import { messageIn } from '../../../src/slack/delivery/body.ts';
import { queueable } from '../../../src/slack/delivery/index.ts';
import { speaker } from '../../../src/text/say/speaker.ts';
import { bodyOf, startKit } from './kit.ts';

const at = '2026-11-24T09:00:00.000Z';
const base = {
  key: 'd',
  subscription: 's1',
  destination: { kind: 'channel', id: 'C0GENERAL' },
  thread: null,
  bulk: true,
  figures: true,
  createdAt: at,
  notBefore: at,
  expiresAt: null,
} as const;
const voice = { speak: speaker('en', 'UTC', 'EUR'), now: 0, command: '', refreshes: false };
const long = { text: 'long', blocks: Array.from({ length: 120 }, (_, n) => section(mrkdwn`row ${n}`)) };

describe('a message for the outbox', () => {
  it('that Slack takes as it is goes under its key', () => {
    const short = { text: 'short', blocks: [section(mrkdwn`one`)] };
    expect(queueable(short, base, voice)).toEqual({ problems: [], messages: [{ ...base, body: short }] });
  });

  it('that is too long goes in parts, which arrive in order in the first one’s thread', async () => {
    const { messages } = queueable(long, base, voice);
    expect(messages.map(({ key, thread }) => [key, thread])).toEqual([
      ['d', null],
      ['d+2', 'd'],
      ['d+3', 'd'],
    ]);
    for (const { body } of messages) expect(validateMessage(messageIn(body) ?? { text: '', blocks: [] })).toEqual([]);
    const { run, subscribe, store, slack } = await startKit();
    await subscribe();
    await store.outbox.add(messages);
    await run();
    const there = slack.messagesFor('U0ANNA', 'C0GENERAL');
    expect(there.map(({ thread_ts }) => thread_ts)).toEqual([undefined, there[0]?.ts, there[0]?.ts]);
  });

  it('that answers in a thread stays there with all its parts', () => {
    const { messages } = queueable(long, { ...base, key: 'd/1', thread: 'd' }, voice);
    expect(messages.map(({ thread }) => thread)).toEqual(['d', 'd', 'd']);
  });

  it('that is none never leaves, and blocks nobody', async () => {
    const { run, subscribe, put, state, seen } = await startKit();
    await subscribe();
    await put({ key: 'broken', body: { blocks: 'none' } }, { key: 'good', body: bodyOf('good') });
    await run();
    expect(await state('broken')).toMatchObject({ state: 'failed', error: 'no-message' });
    expect(seen('C0GENERAL')).toEqual(['good']);
  });
});
