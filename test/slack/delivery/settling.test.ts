import { describe, expect, it } from 'vitest';
import { PulseError } from '../../../src/errors.ts';
import { slackPace } from '../../../src/slack/delivery/index.ts';
import type { Fault } from '../../doubles/slack/index.ts';
import { startKit } from './kit.ts';

/** Slack has it, and we do not hear so. */
const accepted: readonly [string, Fault][] = [
  ['503 after it was accepted', { acceptThenFail: true }],
  ['a reset after it was accepted', { acceptThenFail: true, reset: true }],
  ['half an answer', { cut: true }],
  ['an answer that comes too late', { holdMs: 400 }],
];
/** Nobody knows, and Slack does not have it. */
const lost: readonly [string, Fault][] = [
  ['503', { status: 503 }],
  ['a reset', { reset: true }],
  ['a page of somebody between', { status: 200, error: '<html>' }],
  ['an error of which Slack says that something may be done', { error: 'internal_error' }],
];

const timeout = 200;

describe('an answer that is lost', () => {
  it.each([...accepted, ...lost])('%s: exactly one message, found or posted again after a while', async (_, fault) => {
    const { run, subscribe, put, state, seen, slack, clock } = await startKit({ timeout });
    await subscribe();
    await put({ key: 'd' }, { key: 'e' });
    slack.fail('chat.postMessage', fault);
    await run();
    expect((await state('d')).state).toBe('unsettled');
    // Order is kept: what follows waits.
    expect((await state('e')).state).toBe('waiting');
    const before = clock.time;
    await run('until quiet');
    expect(clock.time - before).toBeGreaterThanOrEqual(slackPace.settle - slackPace.channel);
    expect(seen('C0GENERAL')).toEqual(['d', 'e']);
    expect(await state('d')).toMatchObject({ state: 'sent', channel: 'C0GENERAL', error: null });
    expect((await state('d')).ts).toBe(slack.messagesFor('U0ANNA', 'C0GENERAL')[0]?.ts);
    expect(slack.calls.find(({ method }) => method === 'conversations.history')?.args).toMatchObject({
      include_all_metadata: 'true',
    });
  });

  it.each(accepted)('%s in a thread: looked for there', async (_, fault) => {
    const { run, subscribe, put, seen, slack, state } = await startKit({ timeout });
    await subscribe();
    await put({ key: 'd' });
    await run();
    await put({ key: 'd/1', thread: 'd' }, { key: 'd/2', thread: 'd' });
    slack.fail('chat.postMessage', fault);
    await run('until quiet');
    expect(seen('C0GENERAL')).toEqual(['d', 'd/1', 'd/2']);
    expect(slack.calls.find(({ method }) => method === 'conversations.replies')?.args.ts).toBe((await state('d')).ts);
  });

  it.each(accepted)('%s in a direct message: looked for there without the optional scopes', async (_, fault) => {
    const { run, put, told, slack } = await startKit({ history: false, timeout });
    await put({ key: 'note', subscription: null, figures: false, destination: { kind: 'direct', id: 'U0BEN' } });
    slack.fail('chat.postMessage', fault);
    await run('until quiet');
    expect(told('U0BEN')).toEqual(['note']);
  });

  it('is found behind hundreds of other messages, though it is shown late', async () => {
    const { run, subscribe, put, seen, slack } = await startKit({ slack: { listedAfterMs: 5_000 } });
    await subscribe();
    await put({ key: 'd' });
    slack.fail('chat.postMessage', { acceptThenFail: true });
    await run();
    for (let n = 0; n < 450; n += 1)
      slack.workspace.add({ channel: 'C0GENERAL', user: 'U0BEN', text: `chat ${n}`, blocks: [] });
    await run('until quiet');
    expect(seen('C0GENERAL')).toEqual(['d']);
    expect(slack.calls.filter(({ method }) => method === 'conversations.history').length).toBeGreaterThan(2);
  });

  it('cannot be looked for while Slack is away: it is looked for later, not posted', async () => {
    const { run, subscribe, put, seen, slack, state } = await startKit();
    await subscribe();
    await put({ key: 'd' });
    slack.fail('chat.postMessage', { acceptThenFail: true });
    // Each look is tried twice by the client.
    slack.fail('conversations.history', { status: 503, times: 2 });
    slack.fail('conversations.history', { retryAfter: 40 });
    await run('until quiet');
    expect(seen('C0GENERAL')).toEqual(['d']);
    expect((await state('d')).attempts).toBe(1);
  });

  it('is found though our clock is half an hour ahead', async () => {
    const behind = 30 * 60_000;
    const clock = { now: (): number => 0 };
    const kit = await startKit({ slack: { clock: { now: () => clock.now() } } });
    clock.now = () => kit.clock.time - behind;
    await kit.subscribe();
    await kit.put({ key: 'd' });
    kit.slack.fail('chat.postMessage', { acceptThenFail: true });
    await kit.run('until quiet');
    expect(kit.seen('C0GENERAL')).toEqual(['d']);
    expect(Number((await kit.state('d')).ts) * 1_000).toBeLessThan(kit.clock.time - behind + 1_000);
  });

  it('is never in doubt where nothing was handed over', async () => {
    const { run, subscribe, put, seen, slack, state } = await startKit();
    await subscribe();
    await put({ key: 'd' });
    slack.fail('chat.postMessage', { status: 403 });
    await run();
    expect(await state('d')).toMatchObject({ state: 'waiting', error: 'http-403' });
    await run('until quiet');
    expect(seen('C0GENERAL')).toEqual(['d']);
    expect(slack.calls.some(({ method }) => method === 'conversations.history')).toBe(false);
  });
});

describe('without the history scopes', () => {
  const parkedKit = async (owner: string | null = 'U0BEN') => {
    const kit = await startKit({ history: false, access: { everyone: true, admins: ['U0ANNA'], guestChannels: [] } });
    await kit.subscribe({ owner });
    await kit.put({ key: 'd' }, { key: 'd/1', thread: 'd' }, { key: 'e' });
    kit.slack.fail('chat.postMessage', { acceptThenFail: true });
    await kit.run('until quiet');
    return kit;
  };
  const press = async (
    { slack, quiet, run }: Awaited<ReturnType<typeof parkedKit>>,
    user: string,
    actionId: string,
  ): Promise<string> => {
    const channel = slack.im(user);
    const [message] = slack
      .messagesFor(user, channel)
      .filter(({ blocks }) => JSON.stringify(blocks).includes(actionId));
    const after = slack.mark();
    await slack.click({ user, channel, messageTs: message?.ts ?? '', actionId });
    const answer = await slack.waitForMessage(user, channel, () => true, { after });
    await quiet();
    await run('until quiet');
    return answer.text;
  };

  it('it is parked and never posted twice; others pass, its thread waits, its owner is asked once', async () => {
    const { state, seen, told, store, run, slack } = await parkedKit();
    expect((await state('d')).state).toBe('parked');
    expect((await state('d/1')).state).toBe('waiting');
    expect(seen('C0GENERAL')).toEqual(['d', 'e']);
    await run('until quiet');
    expect(told('U0BEN')).toHaveLength(1);
    expect(told('U0BEN')[0]).toMatch(/Did it arrive\? weekly digest[\s\S]*<#C0GENERAL>/);
    expect(await store.notices.open()).toMatchObject([
      { code: 'delivery-unsure', params: { place: 'C0GENERAL', reason: 'http-503' } },
    ]);
    expect(await store.notices.unshown('slack')).toEqual([]);
    expect(slack.messagesFor('U0ANNA', 'C0GENERAL')).toHaveLength(2);
  });

  it('“it arrived”: it is left at that, and its thread stays out', async () => {
    const kit = await parkedKit();
    expect(await press(kit, 'U0BEN', 'delivery-it-arrived')).toMatch(/leave it at that/);
    expect([(await kit.state('d')).state, (await kit.state('d/1')).state]).toEqual(['sent', 'dropped']);
    expect(kit.seen('C0GENERAL')).toEqual(['d', 'e']);
    expect(await kit.store.notices.open()).toEqual([]);
  });

  it('“post again”: it is posted with its thread', async () => {
    const kit = await parkedKit();
    // Somebody has looked, and it is not there.
    const [lostOne] = kit.slack.messagesFor('U0ANNA', 'C0GENERAL');
    if (lostOne !== undefined) kit.slack.workspace.remove(lostOne);
    expect(await press(kit, 'U0BEN', 'delivery-post-again')).toMatch(/post it again/);
    expect(kit.seen('C0GENERAL')).toEqual(['e', 'd', 'd/1']);
    expect(await kit.store.notices.open()).toEqual([]);
  });

  it('a second press changes nothing, and somebody else decides nothing', async () => {
    const kit = await parkedKit(null);
    const { slack, quiet, state } = kit;
    // Without an owner the admins are asked.
    const channel = slack.im('U0ANNA');
    const [message] = slack.messagesFor('U0ANNA', channel);
    const value = (await state('d')).id;
    const im = slack.im('U0DEV');
    const forged = slack.workspace.add({
      channel: im,
      user: slack.workspace.bot.userId,
      bot_id: slack.workspace.bot.botId,
      text: 'forged',
      blocks: structuredClone(message?.blocks ?? []),
    });
    const after = slack.mark();
    await slack.click({ user: 'U0DEV', channel: im, messageTs: forged.ts, actionId: 'delivery-post-again', value });
    expect((await slack.waitForMessage('U0DEV', im, () => true, { after })).text).toMatch(/decides that/);
    await quiet();
    expect((await state('d')).state).toBe('parked');
    expect(await press(kit, 'U0ANNA', 'delivery-it-arrived')).toMatch(/dabei bleibt es/);
    expect((await state('d')).state).toBe('sent');
  });
});

describe('a store that fails', () => {
  it('after Slack took a message: the run fails, and the next ones look for it', async () => {
    let failing = 2;
    const { bot, run, subscribe, put, seen, state } = await startKit({
      seenStore: ({ outbox, subscriptions, posted, notices, ...store }) => ({
        subscriptions,
        posted,
        notices,
        together: (work) => store.together(work),
        outbox: {
          ...outbox,
          sent: async (id, place) => {
            failing -= 1;
            if (failing >= 0) throw new PulseError('disk-full', { file: 'pulse.db' });
            await outbox.sent(id, place);
          },
        },
      }),
    });
    await subscribe();
    await put({ key: 'd' }, { key: 'e' });
    await expect(bot.app.deliveries.run(new AbortController().signal)).rejects.toMatchObject({ code: 'disk-full' });
    expect((await state('d')).state).toBe('unsettled');
    await expect(run('until quiet')).rejects.toMatchObject({ code: 'disk-full' });
    await run('until quiet');
    expect(seen('C0GENERAL')).toEqual(['d', 'e']);
    expect((await state('d')).state).toBe('sent');
  });
});

describe('a bot that died', () => {
  it('with a message under way looks for it before anything else goes there', async () => {
    const { run, subscribe, put, seen, clock, state, store } = await startKit();
    await subscribe();
    await put({ key: 'd' }, { key: 'e' });
    const { id } = await state('d');
    await store.outbox.begin(id, new Date(clock.time).toISOString());
    await run('until quiet');
    expect(seen('C0GENERAL')).toEqual(['d', 'e']);
    expect((await state('d')).attempts).toBe(2);
  });
});
