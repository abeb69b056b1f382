// long: every step in the life of a message, on both engines, beside each other.
import { describe, expect, it } from 'vitest';
import type { NewMessage } from '../../src/store/ledger/outbox.ts';
import type { NewSubscription } from '../../src/store/ledger/subscriptions.ts';
import type { Store } from '../../src/store/store.ts';
import { engines, titleOn } from './engines.ts';
import { storesOn } from './stores-on.ts';

const at = (minute: number): string => `2026-11-23T08:${String(minute).padStart(2, '0')}:00.000Z`;
const place = { channel: 'C1', ts: '1795500000.000100', at: at(1) };

const message = (key: string, change: Partial<NewMessage> = {}): NewMessage => ({
  key,
  subscription: null,
  destination: { kind: 'channel', id: 'C1' },
  thread: null,
  bulk: true,
  figures: true,
  body: { text: key },
  createdAt: at(0),
  notBefore: at(0),
  expiresAt: null,
  ...change,
});
const subscription: NewSubscription = {
  id: 's1',
  report: 'weekly',
  scope: { segment: {}, partners: null },
  destination: { kind: 'channel', id: 'C1' },
  owner: null,
  schedule: { day: 1, hour: 9, minute: 0, zone: 'UTC' },
  language: 'en',
  quiet: null,
  holidays: [],
  origin: 'configuration',
  createdAt: at(0),
};

describe.each(engines)('The outbox', (engine) => {
  describe.skipIf(engine.missing !== undefined)(titleOn(engine), () => {
    const open = storesOn(engine);
    const withAll = async (...messages: readonly NewMessage[]): Promise<Store> => {
      const store = await open();
      await store.outbox.add(messages);
      return store;
    };
    const id = async ({ outbox }: Store, key: string): Promise<string> => (await outbox.byKey(key))?.id ?? '';
    const due = async ({ outbox }: Store, when = at(0)): Promise<string[]> =>
      (await outbox.due(when, 100)).map(({ key }) => key);
    const send = async (store: Store, key: string): Promise<void> => {
      await store.outbox.begin(await id(store, key), at(0));
      await store.outbox.sent(await id(store, key), place);
    };
    const states = async ({ outbox }: Store): Promise<Record<string, string>> =>
      Object.fromEntries((await outbox.list({ last: 100 })).map(({ key, state }) => [key, state]));

    it('keeps a message under its key once, as it is', async () => {
      const store = await withAll(message('a', { expiresAt: at(9), body: { text: 'ü', blocks: [] } }));
      expect(await store.outbox.add([message('a', { body: 'another' }), message('b')])).toBe(1);
      const kept = await store.outbox.byKey('a');
      expect(kept).toMatchObject({
        ...message('a', { expiresAt: at(9), body: { text: 'ü', blocks: [] } }),
        state: 'waiting',
        attempts: 0,
        nextAt: at(0),
        attemptedAt: null,
        sentAt: null,
        channel: null,
        ts: null,
        error: null,
      });
      expect(await store.outbox.find(kept?.id ?? '')).toEqual(kept);
      expect((await store.outbox.byKey('b'))?.seq).toBeGreaterThan(kept?.seq ?? 0);
      expect(await store.outbox.find('nobody')).toBeUndefined();
    });

    it('is written together with what it reports, or not at all', async () => {
      const store = await open();
      await store.together(async ({ outbox, subscriptions }) => {
        await subscriptions.put(subscription);
        await outbox.add([message('a')]);
      });
      expect(await due(store)).toEqual(['a']);
      await expect(
        store.together(async ({ outbox }) => {
          await outbox.add([message('b')]);
          throw new RangeError('no');
        }),
      ).rejects.toThrow('no');
      expect(await store.outbox.byKey('b')).toBeUndefined();
    });

    it('gives each conversation its first one, in the order in which they were added', async () => {
      const other = { kind: 'direct', id: 'U1' } as const;
      const store = await withAll(message('a'), message('b'), message('x', { destination: other }));
      expect(await due(store)).toEqual(['a', 'x']);
      expect(await store.outbox.due(at(0), 1)).toHaveLength(1);
      await send(store, 'a');
      expect(await due(store)).toEqual(['b', 'x']);
    });

    it('nothing comes before its time, nor waits for what is not due yet', async () => {
      const store = await withAll(message('later', { notBefore: at(5) }), message('now'));
      expect(await due(store)).toEqual(['now']);
      expect(await store.outbox.nextAt()).toBe(at(0));
      await send(store, 'now');
      expect(await store.outbox.nextAt()).toBe(at(5));
      expect(await due(store, at(4))).toEqual([]);
      expect(await due(store, at(5))).toEqual(['later']);
    });

    it('what was tried is not overtaken; what follows is due when that is', async () => {
      const store = await withAll(message('a'), message('b'));
      await store.outbox.begin(await id(store, 'a'), at(0));
      expect(await due(store)).toEqual([]);
      expect(await store.outbox.nextAt()).toBeNull();
      await store.outbox.retry(await id(store, 'a'), at(7), 'ratelimited');
      expect(await due(store, at(6))).toEqual([]);
      expect(await store.outbox.nextAt()).toBe(at(7));
      expect(await due(store, at(7))).toEqual(['a']);
      await store.outbox.unsettled(await id(store, 'a'), at(8), 'timeout');
      expect([await due(store, at(7)), await due(store, at(8))]).toEqual([[], ['a']]);
      expect((await store.outbox.byKey('a'))?.error).toBe('timeout');
    });

    it('answers wait for their first message, and pass by where it is parked', async () => {
      const store = await withAll(message('a'), message('a/1', { thread: 'a' }), message('b'));
      await store.outbox.begin(await id(store, 'a'), at(0));
      await store.outbox.unsettled(await id(store, 'a'), at(1), 'reset');
      await store.outbox.park(await id(store, 'a'), 'reset');
      expect(await due(store)).toEqual(['b']);
      await send(store, 'b');
      expect([await due(store), await store.outbox.nextAt()]).toEqual([[], null]);
      expect(await store.outbox.again(await id(store, 'a'), at(2))).toBe(true);
      expect(await store.outbox.again(await id(store, 'a'), at(3))).toBe(false);
      expect(await due(store, at(2))).toEqual(['a']);
      await send(store, 'a');
      expect(await due(store)).toEqual(['a/1']);
    });

    it('a parked one that is said to be there is done, and nothing answers it', async () => {
      const store = await withAll(message('a'), message('a/1', { thread: 'a' }));
      expect(await store.outbox.arrived(await id(store, 'a'), at(2))).toBe(false);
      await store.outbox.park(await id(store, 'a'), 'reset');
      expect(await store.outbox.arrived(await id(store, 'a'), at(2))).toBe(true);
      expect(await states(store)).toEqual({ a: 'sent', 'a/1': 'dropped' });
      expect(await store.outbox.byKey('a')).toMatchObject({ sentAt: at(2), ts: null });
    });

    it('begins once, what waits only, and counts', async () => {
      const store = await withAll(message('a'));
      const a = await id(store, 'a');
      expect(await Promise.all([store.outbox.begin(a, at(1)), store.outbox.begin(a, at(2))])).toEqual([true, false]);
      expect(await store.outbox.byKey('a')).toMatchObject({ state: 'sending', attempts: 1, attemptedAt: at(1) });
      await store.outbox.sent(a, place);
      const { channel, ts } = place;
      expect(await store.outbox.byKey('a')).toMatchObject({ state: 'sent', channel, ts, sentAt: at(1) });
      expect(await store.outbox.begin(a, at(3))).toBe(false);
      // Too late for another word on it.
      await store.outbox.retry(a, at(4), 'late');
      expect((await store.outbox.byKey('a'))?.state).toBe('sent');
    });

    it('nothing of a paused subscription is sent, others pass; what may be there is looked for', async () => {
      const store = await withAll(message('a', { subscription: 's1' }), message('b'));
      await store.subscriptions.put(subscription);
      await store.subscriptions.pause('s1', { reason: 'channel-archived', since: at(0) });
      expect(await due(store)).toEqual(['b']);
      await send(store, 'b');
      expect(await store.outbox.nextAt()).toBeNull();
      await store.subscriptions.resume('s1');
      expect(await due(store)).toEqual(['a']);
      await store.outbox.begin(await id(store, 'a'), at(0));
      await store.outbox.unsettled(await id(store, 'a'), at(0), 'reset');
      await store.subscriptions.pause('s1', { reason: 'channel-archived', since: at(1) });
      expect(await due(store)).toEqual(['a']);
    });

    it('fails with its thread, and drops what is too old or answers nothing', async () => {
      const store = await withAll(
        message('a'),
        message('a/1', { thread: 'a' }),
        message('old', { expiresAt: at(3) }),
        message('old/1', { thread: 'old' }),
        message('lost', { thread: 'never added' }),
        message('young', { expiresAt: at(4) }),
      );
      await store.outbox.fail(await id(store, 'a'), 'msg_too_long');
      expect(await store.outbox.dropExpired(at(2))).toBe(0);
      expect(await store.outbox.dropExpired(at(3))).toBe(3);
      expect(await states(store)).toEqual({
        a: 'failed',
        'a/1': 'dropped',
        old: 'dropped',
        'old/1': 'dropped',
        lost: 'dropped',
        young: 'waiting',
      });
    });

    it('what waits of a subscription is dropped or put off with it', async () => {
      const store = await withAll(
        message('a', { subscription: 's1' }),
        message('b', { subscription: 's1' }),
        message('c', { subscription: 's2' }),
      );
      await store.outbox.postpone('s1', at(6));
      expect(await due(store)).toEqual(['c']);
      await store.outbox.begin(await id(store, 'c'), at(0));
      expect(await store.outbox.drop({ subscription: 's1' }, 'unsubscribed')).toBe(2);
      expect(await store.outbox.drop({ subscription: 's2' }, 'unsubscribed')).toBe(0);
      expect(await store.outbox.drop({ id: await id(store, 'c') }, 'gone')).toBe(1);
      expect(await states(store)).toEqual({ a: 'dropped', b: 'dropped', c: 'dropped' });
    });

    it('a new owner takes what was under way for unsettled', async () => {
      const store = await withAll(message('a'), message('b', { destination: { kind: 'direct', id: 'U1' } }));
      await store.outbox.begin(await id(store, 'a'), at(0));
      expect(await store.outbox.recover(at(2))).toBe(1);
      expect(await store.outbox.byKey('a')).toMatchObject({
        state: 'unsettled',
        nextAt: at(2),
        error: 'process-ended',
      });
      expect(await store.outbox.recover(at(3))).toBe(0);
    });

    it('follows a channel to its new id, what stands there as well', async () => {
      const store = await withAll(
        message('a'),
        message('b'),
        message('x', { destination: { kind: 'direct', id: 'C1' } }),
      );
      await send(store, 'a');
      await store.posted.note({ channel: 'C1', ts: place.ts, file: null, at: at(1) });
      expect(await store.posted.channels()).toEqual(['C1']);
      await store.outbox.moved('C1', 'C2');
      await store.posted.moved('C1', 'C2');
      expect(await store.outbox.byKey('a')).toMatchObject({
        channel: 'C2',
        destination: { kind: 'channel', id: 'C2' },
      });
      expect((await store.outbox.byKey('b'))?.destination).toEqual({ kind: 'channel', id: 'C2' });
      expect((await store.outbox.byKey('x'))?.destination).toEqual({ kind: 'direct', id: 'C1' });
      expect(await store.posted.in('C2')).toHaveLength(1);
      await store.posted.replaced('C2', place.ts, at(2));
      expect([await store.posted.in('C2'), await store.posted.channels()]).toEqual([[], []]);
    });

    it('lists, counts, tells of first messages, and forgets what is done', async () => {
      const store = await withAll(
        message('a', { subscription: 's1' }),
        message('a/1', { subscription: 's1', thread: 'a' }),
        message('b', { createdAt: at(9) }),
      );
      await send(store, 'a');
      expect(await store.outbox.counts(at(0))).toMatchObject({ sent: 1, waiting: 2 });
      expect(await store.outbox.counts(at(5))).toMatchObject({ sent: 0, waiting: 1 });
      expect(await store.outbox.counts(at(0), 's1')).toMatchObject({ sent: 1, waiting: 1 });
      expect((await store.outbox.list({ states: ['waiting'], last: 1 })).map(({ key }) => key)).toEqual(['b']);
      expect((await store.outbox.list({ subscription: 's1', last: 5 })).map(({ key }) => key)).toEqual(['a', 'a/1']);
      expect(await store.outbox.roots('s1', 5)).toEqual([{ key: 'a', state: 'sent', createdAt: at(0), sentAt: at(1) }]);
      await store.outbox.forgetBefore(at(5));
      expect(await states(store)).toEqual({ 'a/1': 'waiting', b: 'waiting' });
    });
  });
});
