import { describe, expect, it } from 'vitest';
import { addChannel, startKit } from '../slack/delivery/kit.ts';

const everyone = { everyone: true, admins: ['U0ANNA'], guestChannels: [] };

describe('what users of other reporting bots met, and must not meet here', () => {
  it('10,000 channels, no list call (superset#32480)', async () => {
    const { slack, subscribe, put, run, seen, bot, quiet } = await startKit({ access: everyone });
    for (let n = 0; n < 10_000; n += 1) addChannel(slack, `C1${String(n).padStart(6, '0')}`);
    const last = 'C1009999';
    await subscribe({ destination: { kind: 'channel', id: last } });
    await put({ key: 'digest' }, { key: 'digest/1', thread: 'digest' });
    await run('until quiet');
    await slack.happens.archive(last);
    await slack.happens.unarchive(last);
    await quiet();
    await bot.app.deliveries.recheck();
    await run('until quiet');
    expect(seen(last)).toEqual(['digest', 'digest/1']);
    const methods = new Set(slack.calls.map(({ method }) => method));
    expect(methods).toContain('conversations.info');
    expect([...methods].filter((method) => /\.list$/.test(method) && method !== 'users.list')).toEqual([]);
  });

  it('channel archived → owner told (posthog#39732)', async () => {
    const { slack, subscribe, put, run, told, seen, store, quiet } = await startKit({ access: everyone });
    await subscribe({ owner: 'U0BEN' });
    await put({ key: 'digest' });
    await slack.happens.archive('C0GENERAL');
    await quiet();
    await run('until quiet');
    await put({ key: 'next digest' });
    await run('until quiet');
    expect(seen('C0GENERAL')).toEqual([]);
    expect(told('U0BEN')).toEqual([expect.stringMatching(/Paused: weekly digest[\s\S]*archived\. Unarchive it/)]);
    expect((await store.subscriptions.find('s1'))?.pause?.reason).toBe('channel-archived');
    await slack.happens.unarchive('C0GENERAL');
    await quiet();
    await run('until quiet');
    expect(seen('C0GENERAL')).toEqual(['digest', 'next digest']);
    expect(told('U0BEN')).toHaveLength(2);
  });

  it.each([
    ['a channel of two organisations', 'C0SHARED'],
    ['a channel to which another organisation is invited', 'C0PENDING'],
    ['a channel with a guest', 'C0PARTNERS'],
  ])('stranger in a shared channel gets nothing (posthog#43263): %s', async (_, channel) => {
    const { slack, subscribe, put, run, seen, told, store } = await startKit({ access: everyone });
    await subscribe({ owner: 'U0BEN', destination: { kind: 'channel', id: channel } });
    await put({ key: 'digest' }, { key: 'digest/1', thread: 'digest' });
    await run('until quiet');
    expect(seen(channel)).toEqual([]);
    const written = slack.calls.filter(({ method }) => method === 'chat.postMessage');
    expect(written.map(({ args }) => args.channel)).toEqual([slack.im('U0BEN')]);
    expect(told('U0BEN')).toHaveLength(1);
    expect((await store.subscriptions.find('s1'))?.pause).not.toBeNull();
  });

  it('stranger in a shared channel gets nothing (posthog#43263): not even what stood there before', async () => {
    const { slack, subscribe, put, run, seen, quiet } = await startKit({ access: everyone });
    await subscribe({ owner: 'U0BEN' });
    await put({ key: 'revenue 412 k' });
    await run();
    expect(seen('C0GENERAL')).toEqual(['revenue 412 k']);
    await slack.happens.share('C0GENERAL');
    await quiet();
    expect(seen('C0GENERAL').join()).not.toContain('412');
  });
});
