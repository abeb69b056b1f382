import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Action, type Actor, decide, type Place, type Scope } from '../../src/slack/access/decide.ts';
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
  email: 'Ann@example.com',
  locale: null,
  sees: 'everything',
};

describe('who sees what', () => {
  const direct: Place = { kind: 'direct' };
  const channel: Place = { kind: 'channel', external: false, guests: 'none' };
  const none: Scope = { kind: 'none' };
  const outcome = (actor: Actor, place: Place, scope: Scope = none, action: Action = 'ask') => {
    const decision = decide({ actor, place, scope, action });
    return decision.allow ? decision.where : decision.reason;
  };

  it('what only the person sees depends on the person; where others read along it goes to the direct message', () => {
    expect(outcome(member, direct)).toBe('here');
    expect(outcome(member, { kind: 'own-view' })).toBe('here');
    expect(outcome(member, channel)).toBe('here');
    expect(outcome(member, { kind: 'unknown' })).toBe('here');
    expect(outcome(member, { ...channel, external: true })).toBe('direct');
  });

  it('guests, bots, foreign, deactivated and unchecked people are refused, admins or not', () => {
    expect(outcome({ ...member, guest: true }, direct)).toBe('guest');
    expect(outcome({ ...member, bot: true }, direct)).toBe('bot');
    expect(outcome({ ...member, homeTeam: false }, direct)).toBe('other-workspace');
    expect(outcome({ ...member, deleted: true }, direct)).toBe('deactivated');
    expect(outcome({ kind: 'unknown', userId: 'U1', sees: 'everything' }, direct)).toBe('unknown-person');
  });

  it('owners see what is theirs, whatever the case of the address; others nothing; help is for all', () => {
    const mine: Scope = { kind: 'partner', id: 'P1', manager: 'ann@EXAMPLE.com' };
    const theirs: Scope = { kind: 'partner', id: 'P2', manager: 'tom@example.com' };
    const owner: Actor = { ...member, sees: 'own' };
    expect([mine, theirs, { ...theirs, manager: null }].map((scope) => outcome(owner, direct, scope))).toEqual([
      'here',
      'not-yours',
      'not-yours',
    ]);
    expect(outcome(owner, direct, { kind: 'program' })).toBe('not-yours');
    expect(outcome(owner, direct, { kind: 'segment', manager: 'ann@example.com' })).toBe('here');
    expect(outcome(owner, direct, { kind: 'segment', manager: null })).toBe('not-yours');
    expect(outcome({ ...owner, email: null }, direct, { ...mine, manager: null })).toBe('not-yours');
    const nobody: Actor = { ...member, sees: 'nothing' };
    expect([none, mine].map((scope) => outcome(nobody, direct, scope))).toEqual(['here', 'not-linked']);
    expect(outcome(member, direct, { kind: 'program' })).toBe('here');
  });

  it('a share needs to know who reads along', () => {
    const shared = (place: Place) => outcome(member, place, { kind: 'program' }, 'share');
    expect(shared(channel)).toBe('here');
    expect(shared({ ...channel, guests: 'allowed' })).toBe('here');
    expect(shared({ ...channel, guests: 'present' })).toBe('guests-here');
    expect(shared({ ...channel, guests: 'unchecked' })).toBe('unknown-place');
    expect(shared({ ...channel, external: true })).toBe('shared-channel');
    expect(shared({ kind: 'unknown' })).toBe('unknown-place');
    expect(shared(direct)).toBe('here');
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
    ['somebody of another workspace', 'U0FOREIGN', 'C0SHARED', /only members of my own workspace/],
  ])('%s gets no numbers', async (_who, user, channel, words) => {
    const text = textOf(await bot.ask('acme', { user, channel }));
    expect(text).toMatch(words);
    expect(text).not.toContain('€');
  });

  it.each([
    ['shared', 'U0BEN', 'C0SHARED', /my answer is in our direct message/],
    ['about to be shared', 'U0ANNA', 'C0PENDING', /steht die Antwort in unserer Direktnachricht/],
  ])('a member in a channel that is %s is answered in the direct message', async (_how, user, channel, words) => {
    const after = bot.slack.mark();
    const note = textOf(await bot.ask('acme', { user, channel }));
    expect(note).toMatch(words);
    expect(note).not.toContain('€');
    const answer = await bot.slack.waitForMessage(user, bot.slack.im(user), /€/, { after });
    expect(JSON.stringify(answer.blocks)).not.toContain('"share"');
  });

  it('a private channel that cannot be checked still shows the asker what only the asker sees', async () => {
    const message = await bot.ask('acme', { user: 'U0ANNA', channel: 'C0SECRET' });
    expect(textOf(message)).toContain('€');
    const after = bot.slack.mark();
    await bot.slack.click({ user: 'U0ANNA', channel: 'C0SECRET', messageTs: message.ts, actionId: 'share' });
    await bot.slack.waitForMessage('U0ANNA', 'C0SECRET', /nicht prüfen, wer hier mitliest/, { after });
  });

  it('a private channel with the bot in it works', async () => {
    expect(textOf(await bot.ask('acme', { channel: 'C0LEADS' }))).toContain('*Next:*');
  });

  it('refuses when Slack does not say who asks, and answers again when it does', async () => {
    bot.slack.fail('users.info', { status: 500, times: 3 });
    expect(textOf(await bot.ask('acme', { user: 'U0CHLOE' }))).toMatch(/could not check who is asking/);
    expect(textOf(await bot.ask('acme', { user: 'U0CHLOE' }))).toContain('*Next:*');
  });

  it.each(['conversations.info', 'conversations.members', 'users.info'])(
    'shares nothing when %s does not say who reads along',
    async (method) => {
      const message = await bot.ask('acme', { channel: 'C0LEADS' });
      bot.slack.fail(method, { error: 'fatal_error', times: 9 });
      const after = bot.slack.mark();
      await bot.slack.click({ user: 'U0BEN', channel: 'C0LEADS', messageTs: message.ts, actionId: 'share' });
      await bot.slack.waitForMessage('U0BEN', 'C0LEADS', /could not check who can read/, { after });
      bot.slack.heal(method);
      expect(bot.slack.messagesFor('U0ANNA', 'C0LEADS')).toEqual([]);
    },
  );

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
    // Slack says so, and what was looked up is forgotten at once.
    await bot.slack.event({ type: 'channel_unshared', channel: here });
    expect(textOf(await bot.ask('acme'))).toContain('€');
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
