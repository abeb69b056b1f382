import { describe, expect, it } from 'vitest';
import { slackPace } from '../../../src/slack/delivery/index.ts';
import { addChannel, bodyOf, startKit } from './kit.ts';

const chart = {
  type: 'data_visualization',
  title: 'Pipeline',
  chart: {
    type: 'bar',
    series: [{ name: 'Sourced', data: [{ label: 'Nov', value: 12 }] }],
    axis_config: { categories: ['Nov'] },
  },
};

describe('what waits in the outbox', () => {
  it('is posted in order, with its details in its thread and a mark that tells nothing', async () => {
    const { run, subscribe, put, state, seen, slack } = await startKit();
    await subscribe();
    await put({ key: 'd' }, { key: 'd/1', thread: 'd' }, { key: 'd/2', thread: 'd' }, { key: 'e' });
    await run();
    expect(seen('C0GENERAL')).toEqual(['d', 'd/1', 'd/2', 'e']);
    const root = await state('d');
    expect(root).toMatchObject({ state: 'sent', channel: 'C0GENERAL', attempts: 1, error: null });
    const [first, ...rest] = slack.messagesFor('U0ANNA', 'C0GENERAL');
    expect(first?.ts).toBe(root.ts);
    expect(rest.map(({ thread_ts }) => thread_ts)).toEqual([root.ts, root.ts, undefined]);
    expect(first?.metadata).toEqual({ event_type: 'partner_pulse', event_payload: { key: root.id } });
  });

  it('leaves at most once a second into a channel, and into several channels side by side', async () => {
    const { run, subscribe, put, slack } = await startKit({ slack: { limits: { perChannelMs: 1_000 } } });
    await subscribe();
    await subscribe({ id: 's2', destination: { kind: 'channel', id: 'C0LEADS' } });
    await put(...['a', 'b', 'c'].map((key) => ({ key })), ...['x', 'y'].map((key) => ({ key, subscription: 's2' })));
    await run();
    expect(slack.refused).toEqual([]);
    const posts = slack.calls.filter(({ method }) => method === 'chat.postMessage');
    const channels = posts.map(({ args }) => args.channel);
    expect(channels.toSorted()).toEqual(['C0GENERAL', 'C0GENERAL', 'C0GENERAL', 'C0LEADS', 'C0LEADS']);
    // Neither waits for the other to be empty.
    expect(channels.indexOf('C0LEADS')).toBeLessThan(channels.lastIndexOf('C0GENERAL'));
    for (const channel of ['C0GENERAL', 'C0LEADS']) {
      const times = posts.filter(({ args }) => args.channel === channel).map(({ at }) => at);
      const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(slackPace.channel);
    }
  });

  it('waits exactly as long as Slack asks for, and another channel does not wait with it', async () => {
    const { run, subscribe, put, slack, state, clock } = await startKit();
    await subscribe();
    await subscribe({ id: 's2', destination: { kind: 'channel', id: 'C0LEADS' } });
    await put({ key: 'a' }, { key: 'x', subscription: 's2' });
    slack.fail('chat.postMessage', { retryAfter: 17 });
    await run();
    const [refused] = slack.refused;
    const refusedAt = refused?.at ?? 0;
    const [held, other] = refused?.args.channel === 'C0GENERAL' ? ['a', 'x'] : ['x', 'a'];
    expect(await state(held)).toMatchObject({ state: 'waiting', error: 'ratelimited', attempts: 1 });
    expect((await state(other)).state).toBe('sent');
    expect(clock.time).toBeLessThan(refusedAt + 17_000);
    await run('until quiet');
    expect((await state(held)).state).toBe('sent');
    const again = slack.calls.filter(({ method }) => method === 'chat.postMessage').at(-1)?.at ?? 0;
    expect(again - refusedAt).toBeGreaterThanOrEqual(17_000);
    expect(again - refusedAt).toBeLessThan(17_100);
  });

  it('a second channel that is refused meanwhile holds back the whole workspace', async () => {
    const { run, subscribe, put, slack } = await startKit({ pace: { atOnce: 1 } });
    const channels = ['C0GENERAL', 'C0LEADS', 'C0PLAIN'];
    addChannel(slack, 'C0PLAIN');
    for (const [at, id] of channels.entries()) {
      await subscribe({ id: `s${at}`, destination: { kind: 'channel', id } });
      await put({ key: `m${at}`, subscription: `s${at}` });
    }
    slack.fail('chat.postMessage', { retryAfter: 20, times: 2 });
    await run('until quiet');
    const [first, second, ...rest] = slack.calls.filter(({ method }) => method === 'chat.postMessage');
    expect([first?.status, second?.status]).toEqual([429, 429]);
    expect(rest).toHaveLength(3);
    for (const { at } of rest) expect(at).toBeGreaterThanOrEqual((second?.at ?? 0) + 20_000);
  });

  it('goes once more as text where Slack refuses its chart', async () => {
    const { run, subscribe, put, state, slack, seen } = await startKit();
    await subscribe({ language: 'de' });
    await put({ key: 'd', body: { ...bodyOf('the words'), blocks: [...bodyOf('the words').blocks, chart] } });
    slack.fail('chat.postMessage', { error: 'invalid_blocks' });
    await run();
    expect((await state('d')).state).toBe('sent');
    expect(seen('C0GENERAL')).toEqual([expect.stringMatching(/the words[\s\S]*als Text/i)]);
    const [, second] = slack.calls.filter(({ method }) => method === 'chat.postMessage');
    expect(JSON.stringify(second?.args)).not.toContain('data_visualization');
  });

  it('fails for good where Slack refuses the words, with its thread, and the owner is told once', async () => {
    const { run, subscribe, put, state, slack, told } = await startKit();
    await subscribe();
    await put({ key: 'd' }, { key: 'd/1', thread: 'd' }, { key: 'e' });
    slack.fail('chat.postMessage', { error: 'msg_too_long' });
    await run('until quiet');
    expect(await state('d')).toMatchObject({ state: 'failed', error: 'msg_too_long' });
    expect((await state('d/1')).state).toBe('dropped');
    expect((await state('e')).state).toBe('sent');
    // Anna's Slack speaks German, and an underscore of a name formats nothing.
    expect(told('U0ANNA')).toEqual([expect.stringMatching(/Nicht zugestellt: Wochenbericht[\s\S]*msg.too.long/)]);
  });

  it('is tried again, less and less often, while Slack is away before it takes anything', async () => {
    const { run, subscribe, put, state, slack, seen, clock } = await startKit();
    await subscribe();
    await put({ key: 'd' });
    slack.fail('chat.postMessage', { error: 'service_unavailable', times: 3 });
    const began = clock.time;
    await run('until quiet');
    expect(seen('C0GENERAL')).toEqual(['d']);
    expect((await state('d')).attempts).toBe(4);
    const times = slack.calls.filter(({ method }) => method === 'chat.postMessage').map(({ at }) => at - began);
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(gaps.map((gap) => Math.round(gap / 1000))).toEqual([5, 10, 20]);
  });

  it('is dropped when it is too old, with its thread, or its subscription is gone', async () => {
    const { run, subscribe, put, state, store, seen, clock } = await startKit();
    await subscribe();
    await subscribe({ id: 's2' });
    await put({ key: 'old', expiresAt: new Date(clock.time).toISOString() }, { key: 'old/1', thread: 'old' });
    await put({ key: 'of-nobody', subscription: 's2' }, { key: 'new' });
    await store.subscriptions.remove('s2');
    await subscribe({ id: 's3', destination: { kind: 'channel', id: 'C0LEADS' } });
    await put({ key: 'elsewhere', subscription: 's3', destination: { kind: 'channel', id: 'C0GENERAL' } });
    await run();
    expect(await state('elsewhere')).toMatchObject({ state: 'dropped', error: 'subscription-changed' });
    expect([(await state('old')).state, (await state('old/1')).state]).toEqual(['dropped', 'dropped']);
    expect(await state('of-nobody')).toMatchObject({ state: 'dropped', error: 'subscription-gone' });
    expect(seen('C0GENERAL')).toEqual(['new']);
  });

  it('a note for somebody is no digest: it needs no look at a channel, and goes to the person', async () => {
    const { run, put, told, slack } = await startKit();
    await put({ key: 'note', subscription: null, figures: false, destination: { kind: 'direct', id: 'U0BEN' } });
    await run();
    expect(told('U0BEN')).toEqual(['note']);
    expect(slack.calls.some(({ method }) => method === 'conversations.info')).toBe(false);
  });

  it('a producer wakes the bot, which need not be told to run', async () => {
    const { bot, subscribe, put, slack } = await startKit();
    await subscribe();
    await put({ key: 'd' });
    bot.app.deliveries.wake();
    await slack.waitForMessage('U0ANNA', 'C0GENERAL', /^d$/);
  });
});

describe('the token', () => {
  it.each([
    ['revoke', 'token-refused'],
    ['uninstall', 'uninstalled'],
  ] as const)('%s: nothing is delivered, which is noted, until Slack takes the bot again', async (what, why) => {
    const { run, subscribe, put, slack, store, seen, clock, quiet } = await startKit();
    await subscribe();
    await slack.happens[what]();
    await quiet();
    await put({ key: 'd' }, { key: 'd/1', thread: 'd' });
    const before = slack.calls.length;
    await run();
    expect(slack.calls.slice(before).map(({ method }) => method)).toEqual([]);
    expect(await store.notices.open()).toMatchObject([{ code: 'delivery-stopped', params: { why } }]);
    clock.time += 61_000;
    await run();
    expect(seen('C0GENERAL')).toEqual([]);
    slack.happens.reinstall();
    clock.time += 61_000;
    await run();
    expect(seen('C0GENERAL')).toEqual(['d', 'd/1']);
    expect(await store.notices.open()).toEqual([]);
  });

  it('is refused in the middle: what was to be posted waits', async () => {
    const { run, subscribe, put, slack, state, store } = await startKit();
    await subscribe();
    await put({ key: 'd' });
    slack.fail('chat.postMessage', { error: 'token_revoked' });
    await run();
    expect(await state('d')).toMatchObject({ state: 'waiting', error: 'token_revoked' });
    expect(await store.notices.open()).toMatchObject([{ params: { why: 'token-refused', reason: 'token_revoked' } }]);
  });
});
