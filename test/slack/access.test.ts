import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Actor, decide, type Place } from '../../src/slack/access.ts';
import { textOf } from '../doubles/slack/index.ts';
import { type Bot, startBot } from './bot.ts';
import { sampleAnalyst } from './program.ts';

const member: Actor = {
  kind: 'known',
  userId: 'U1',
  homeTeam: true,
  bot: false,
  guest: false,
  deleted: false,
  email: null,
  locale: null,
};

describe('who sees what', () => {
  const direct: Place = { kind: 'direct' };
  const reasonFor = (actor: Actor, place: Place) => {
    const decision = decide({ actor, place, action: 'ask' });
    return decision.allow ? null : decision.reason;
  };

  it('full members of the home workspace see everything in internal places', () => {
    expect(reasonFor(member, direct)).toBeNull();
    expect(reasonFor(member, { kind: 'own-view' })).toBeNull();
    expect(reasonFor(member, { kind: 'channel', external: false })).toBeNull();
  });

  it('guests, bots, foreign, deactivated and unchecked people are refused', () => {
    expect(reasonFor({ ...member, guest: true }, direct)).toBe('guest');
    expect(reasonFor({ ...member, bot: true }, direct)).toBe('bot');
    expect(reasonFor({ ...member, homeTeam: false }, direct)).toBe('other-workspace');
    expect(reasonFor({ ...member, deleted: true }, direct)).toBe('deactivated');
    expect(reasonFor({ kind: 'unknown', userId: 'U1' }, direct)).toBe('unknown-person');
  });

  it('shared and unchecked places show nothing', () => {
    expect(reasonFor(member, { kind: 'channel', external: true })).toBe('shared-channel');
    expect(reasonFor(member, { kind: 'unknown' })).toBe('unknown-place');
  });
});

describe('in Slack', () => {
  let bot: Bot;
  beforeAll(async () => {
    bot = await startBot(await sampleAnalyst(20));
    await bot.app.start();
  });
  afterAll(async () => {
    await bot.stop();
  });
  const here = 'C0PARTNERS';

  it.each([
    ['a guest', 'U0GUEST', here, /guests get no partner numbers/],
    ['a single-channel guest in a shared channel', 'U0SINGLE', 'C0SHARED', /guests get no partner numbers/],
    ['a member in a shared channel', 'U0BEN', 'C0SHARED', /shared with another organisation/],
    ['a member in a channel about to be shared', 'U0ANNA', 'C0PENDING', /mit einer anderen Organisation geteilt/],
    ['somebody of another workspace', 'U0FOREIGN', 'C0SHARED', /only members of my own workspace/],
  ])('%s gets no numbers', async (_who, user, channel, words) => {
    const text = textOf(await bot.ask('acme', { user, channel }));
    expect(text).toMatch(words);
    expect(text).not.toContain('€');
  });

  it('a private channel that cannot be checked shows nothing, and says what to do', async () => {
    expect(textOf(await bot.ask('acme', { user: 'U0ANNA', channel: 'C0SECRET' }))).toMatch(
      /nicht prüfen, wer hier mitliest/,
    );
  });

  it('a private channel with the bot in it works', async () => {
    expect(textOf(await bot.ask('acme', { channel: 'C0LEADS' }))).toContain('*Next:*');
  });

  it('refuses when Slack does not say who asks, and answers again when it does', async () => {
    bot.slack.fail('users.info', { status: 500, times: 3 });
    expect(textOf(await bot.ask('acme', { user: 'U0CHLOE' }))).toMatch(/could not check who is asking/);
    expect(textOf(await bot.ask('acme', { user: 'U0CHLOE' }))).toContain('*Next:*');
  });

  it('refuses when Slack does not say who reads along', async () => {
    bot.slack.fail('conversations.info', { error: 'fatal_error' });
    expect(textOf(await bot.ask('acme'))).toMatch(/could not check who can read/);
  });

  it('every button of a shared answer asks again: a guest who presses it sees no definition of anything', async () => {
    const message = await bot.ask('acme');
    const after = bot.slack.mark();
    await bot.slack.click({ user: 'U0BEN', channel: here, messageTs: message.ts, actionId: 'share' });
    const shared = await bot.slack.waitForMessage('U0GUEST', here, /Shared by/, { after });
    await bot.slack.click({ user: 'U0GUEST', channel: here, messageTs: shared.ts, actionId: 'records' });
    const view = await bot.slack.waitForView('U0GUEST', ({ blocks }) =>
      JSON.stringify(blocks).includes('guests get no'),
    );
    expect(view.blocks).toHaveLength(1);
  });

  it('a channel that became shared after the answer gets no share', async () => {
    const message = await bot.ask('acme');
    const channel = bot.slack.workspace.channels.get(here);
    if (channel !== undefined) channel.is_ext_shared = true;
    const after = bot.slack.mark();
    await bot.slack.click({ user: 'U0BEN', channel: here, messageTs: message.ts, actionId: 'share' });
    await bot.slack.waitForMessage('U0BEN', here, /shared with another organisation/, { after });
    expect(bot.slack.messagesFor('U0CHLOE', here).filter((one) => /Shared by/.test(textOf(one)))).toHaveLength(1);
    if (channel !== undefined) channel.is_ext_shared = false;
  });

  it('a forged button value shares nothing, and the person is told', async () => {
    const message = await bot.ask('acme');
    const click = { user: 'U0BEN', channel: here, messageTs: message.ts, actionId: 'share', value: '{"p":{"$ne":1}}' };
    const before = bot.slack.calls.filter(({ method }) => method === 'chat.postMessage').length;
    const after = bot.slack.mark();
    expect((await bot.slack.click(click)).error).toBeUndefined();
    await bot.slack.waitForMessage('U0BEN', here, /from an older version/, { after });
    await bot.app.stop();
    await bot.app.start();
    expect(bot.slack.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(before);
  });
});
