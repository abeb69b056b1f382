// long: every cause of a pause, and everybody who may answer for a digest, side by side.
import { describe, expect, it } from 'vitest';
import type { Analyst } from '../../../src/kpi/analyst.ts';
import { asRemote } from '../../../src/kpi/analyst.ts';
import type { PauseReason, SubscriptionScope } from '../../../src/store/ledger/subscriptions.ts';
import { sampleAnalyst } from '../program.ts';
import { addChannel, type Kit, startKit } from './kit.ts';

const sample: Promise<Analyst> = sampleAnalyst(20);
const paused = async ({ store }: Kit, id = 's1'): Promise<PauseReason | null> =>
  (await store.subscriptions.find(id))?.pause?.reason ?? null;

interface Trouble {
  readonly reason: PauseReason;
  /** What the owner reads, in Ben's English. */
  readonly remedy: RegExp;
  readonly begin: (kit: Kit) => unknown;
  readonly end: (kit: Kit) => unknown;
}

/** Channel `C0TEAM`: Anna, Ben and the bot. */
const troubles: readonly (readonly [string, Trouble])[] = [
  [
    'the channel is archived',
    {
      reason: 'channel-archived',
      remedy: /archived\. Unarchive it/,
      begin: ({ slack }) => slack.happens.archive('C0TEAM'),
      end: ({ slack }) => slack.happens.unarchive('C0TEAM'),
    },
  ],
  [
    'the bot is removed',
    {
      reason: 'not-in-channel',
      remedy: /not in the channel any more\. Invite me there with `\/invite`/,
      begin: ({ slack }) => slack.happens.removeBot('C0TEAM'),
      end: ({ slack }) => slack.happens.inviteBot('C0TEAM'),
    },
  ],
  [
    'the channel is private and the bot is not in it',
    {
      reason: 'channel-gone',
      remedy: /private channel needs an invitation: `\/invite`/,
      begin: ({ slack }) => {
        const channel = slack.workspace.channels.get('C0TEAM');
        if (channel !== undefined) channel.is_private = true;
        slack.happens.removeBot('C0TEAM');
      },
      end: ({ slack }) => slack.happens.inviteBot('C0TEAM'),
    },
  ],
  [
    'the channel is shared',
    {
      reason: 'channel-shared',
      remedy: /shared with another organisation/,
      begin: ({ slack }) => slack.happens.share('C0TEAM'),
      end: ({ slack }) => slack.happens.unshare('C0TEAM'),
    },
  ],
  [
    'a guest comes',
    {
      reason: 'guests-here',
      remedy: /guests in the channel/,
      begin: ({ slack }) => slack.happens.join('C0TEAM', 'U0GUEST'),
      end: ({ slack, bot }) => {
        slack.happens.leave('C0TEAM', 'U0GUEST');
        return bot.app.deliveries.recheck();
      },
    },
  ],
  [
    'Slack does not say who reads along',
    {
      reason: 'audience-unknown',
      remedy: /does not tell me who reads along/,
      begin: ({ slack }) => slack.settings.scopes.delete('channels:read'),
      end: ({ slack, bot }) => {
        slack.settings.scopes.add('channels:read');
        return bot.app.deliveries.recheck();
      },
    },
  ],
];

async function team(options: Parameters<typeof startKit>[0] = {}): Promise<Kit> {
  const kit = await startKit({
    access: { everyone: true, admins: ['anna.keller@northwind.example'], guestChannels: [] },
    ...options,
  });
  addChannel(kit.slack, 'C0TEAM', { members: ['U0ANNA', 'U0BEN', kit.slack.workspace.bot.userId] });
  await kit.subscribe({ owner: 'U0BEN', destination: { kind: 'channel', id: 'C0TEAM' } });
  return kit;
}

describe('a channel into which nothing may go', () => {
  it.each(troubles)(
    '%s: the subscription pauses, its owner is told once with the remedy, and it goes on by itself',
    async (_, trouble) => {
      const kit = await team();
      const { run, put, told, seen, quiet, store, bot } = kit;
      await trouble.begin(kit);
      await quiet();
      await put({ key: 'd' }, { key: 'd/1', thread: 'd' });
      await run('until quiet');
      await bot.app.deliveries.recheck();
      await run('until quiet');
      expect(seen('C0TEAM')).toEqual([]);
      expect(await paused(kit)).toBe(trouble.reason);
      expect(told('U0BEN')).toEqual([expect.stringMatching(trouble.remedy)]);
      expect(told('U0BEN')[0]).toContain('<#C0TEAM>');
      await trouble.end(kit);
      await quiet();
      await run('until quiet');
      expect(await paused(kit)).toBeNull();
      expect(seen('C0TEAM')).toEqual(['d', 'd/1']);
      expect(told('U0BEN')).toEqual([expect.anything(), expect.stringMatching(/Goes on: weekly digest/)]);
      expect((await store.subscriptions.find('s1'))?.destination.id).toBe('C0TEAM');
    },
  );

  it('is told of before anything is due, where Slack tells of it', async () => {
    const kit = await team();
    await kit.slack.happens.archive('C0TEAM');
    await kit.quiet();
    await kit.run();
    expect(await paused(kit)).toBe('channel-archived');
    expect(kit.told('U0BEN')).toHaveLength(1);
  });

  it('is found at posting where it happened a moment before', async () => {
    const kit = await team();
    await kit.put({ key: 'd' });
    kit.slack.fail('chat.postMessage', { error: 'is_archived' });
    await kit.run('until quiet');
    expect(await paused(kit)).toBe('channel-archived');
    expect((await kit.state('d')).state).toBe('waiting');
  });

  it('becomes shared between a digest and its details: they stay away', async () => {
    const kit = await team({ hideWhenShared: false });
    await kit.put({ key: 'd' });
    await kit.run();
    await kit.slack.happens.share('C0TEAM');
    await kit.quiet();
    await kit.put({ key: 'd/1', thread: 'd' });
    await kit.run('until quiet');
    expect(kit.seen('C0TEAM')).toEqual(['d']);
    expect(await paused(kit)).toBe('channel-shared');
  });

  it('what waited is dropped when it is too old, and by hand stays by hand', async () => {
    const kit = await team();
    const { store, clock, bot, put, run, seen } = kit;
    await store.subscriptions.pause('s1', { reason: 'by-hand', since: new Date(clock.time).toISOString() });
    await put({ key: 'd', expiresAt: new Date(clock.time + 60_000).toISOString() });
    await run();
    await bot.app.deliveries.recheck();
    expect(await paused(kit)).toBe('by-hand');
    clock.time += 60_000;
    await store.subscriptions.resume('s1');
    await run();
    expect((await kit.state('d')).state).toBe('dropped');
    expect(seen('C0TEAM')).toEqual([]);
  });

  it('an outage is no pause: it waits and comes', async () => {
    const kit = await team();
    await kit.put({ key: 'd' });
    kit.slack.fail('conversations.info', { status: 503, times: 4 });
    await kit.run();
    expect(await kit.state('d')).toMatchObject({ state: 'waiting', attempts: 0 });
    await kit.run('until quiet');
    expect(await paused(kit)).toBeNull();
    expect(kit.seen('C0TEAM')).toEqual(['d']);
  });
});

describe('channels that change', () => {
  it('a new name changes nothing, a new id is followed', async () => {
    const kit = await team();
    const { slack, quiet, put, run, seen, store } = kit;
    await put({ key: 'd' });
    await run();
    await slack.happens.rename('C0TEAM', 'another-name');
    await put({ key: 'd/1', thread: 'd' });
    await slack.happens.changeId('C0TEAM', 'C0MOVED');
    await quiet();
    await run('until quiet');
    await put({ key: 'e' });
    await run('until quiet');
    expect(seen('C0MOVED')).toEqual(['d', 'd/1', 'e']);
    expect((await store.subscriptions.find('s1'))?.destination).toEqual({ kind: 'channel', id: 'C0MOVED' });
    expect((await store.posted.in('C0MOVED')).length).toBe(3);
    expect(await store.posted.in('C0TEAM')).toEqual([]);
  });
});

describe('whoever answers for a digest', () => {
  const access = { everyone: false, admins: ['anna.keller@northwind.example'], guestChannels: [] };
  const scoped = async (scope: SubscriptionScope, state: Analyst | null = null, owner = 'U0BEN'): Promise<Kit> => {
    const kit = await team({ access, analyst: state ?? (await sample) });
    await kit.subscribe({ owner, scope, destination: { kind: 'channel', id: 'C0TEAM' } });
    await kit.put({ key: 'd' });
    await kit.run('until quiet');
    return kit;
  };
  const managers = async () => {
    const analyst = await sample;
    const manager = analyst.segmentValues('manager').find((one) => one.includes('@')) ?? '';
    const own = analyst.partners().find((one) => one.manager === manager);
    const other = analyst.partners().find((one) => one.manager !== manager && one.manager !== null);
    return { manager, own: own?.id ?? '', other: other?.id ?? '' };
  };
  /** Ben has the e-mail of a manager of the sample program. */
  const asManager = async (kit: Kit): Promise<void> => {
    const ben = kit.slack.workspace.users.get('U0BEN');
    if (ben !== undefined) ben.email = (await managers()).manager;
  };

  it('an admin may tell of everything', async () => {
    const kit = await scoped({ segment: {}, partners: null }, null, 'U0ANNA');
    expect(kit.seen('C0TEAM')).toEqual(['d']);
    expect(kit.bot.audit.at(-1)).toMatchObject({
      action: 'deliver',
      person: 'U0ANNA',
      place: 'C0TEAM',
      about: 'subscription s1',
      refused: null,
    });
  });

  it('whose partners these are not any more: paused, audited, told', async () => {
    const kit = await scoped({ segment: {}, partners: null });
    expect(await paused(kit)).toBe('owner-may-not-see');
    expect(kit.bot.audit.at(-1)).toMatchObject({ action: 'deliver', person: 'U0BEN', refused: 'not-linked' });
    expect(kit.told('U0BEN')).toEqual([expect.stringMatching(/may not see these partners any more/)]);
  });

  it.each([
    [
      'his own partners',
      (m: Awaited<ReturnType<typeof managers>>) => ({ segment: { manager: m.manager }, partners: null }),
      null,
    ],
    ['one of his partners', (m) => ({ segment: {}, partners: [m.own] }), null],
    ['a partner that is gone from the CRM', (m) => ({ segment: {}, partners: [m.own, 'no-such-partner'] }), null],
    ['somebody else’s partner', (m) => ({ segment: {}, partners: [m.own, m.other] }), 'owner-may-not-see'],
    ['the program', () => ({ segment: {}, partners: null }), 'owner-may-not-see'],
    ['a tier', () => ({ segment: { tier: 'Gold' }, partners: null }), 'owner-may-not-see'],
  ] as [string, (m: Awaited<ReturnType<typeof managers>>) => SubscriptionScope, PauseReason | null][])(
    'a manager and %s',
    async (_, scope, reason) => {
      const kit = await team({ access, analyst: await sample });
      await asManager(kit);
      await kit.subscribe({
        owner: 'U0BEN',
        scope: scope(await managers()),
        destination: { kind: 'channel', id: 'C0TEAM' },
      });
      await kit.put({ key: 'd' });
      await kit.run('until quiet');
      expect(await paused(kit)).toBe(reason);
      expect(kit.seen('C0TEAM')).toEqual(reason === null ? ['d'] : []);
    },
  );

  it('while nothing is loaded nobody can say: it waits, and is not paused', async () => {
    const kit = await team({ access });
    await asManager(kit);
    await kit.subscribe({
      owner: 'U0BEN',
      scope: { segment: { manager: (await managers()).manager }, partners: null },
    });
    await kit.put({ key: 'd' });
    await kit.run();
    expect(await paused(kit)).toBeNull();
    expect(await kit.state('d')).toMatchObject({ state: 'waiting', error: 'no-data' });
    kit.bot.answerFrom({ kind: 'ready', analyst: asRemote(await sample) });
    await kit.run('until quiet');
    expect((await kit.state('d')).state).toBe('sent');
  });

  it('who left: the admins are told, and it goes on when the person is back', async () => {
    const kit = await team();
    await kit.slack.happens.deactivate('U0BEN');
    await kit.quiet();
    await kit.put({ key: 'd' });
    await kit.run('until quiet');
    expect(await paused(kit)).toBe('owner-deactivated');
    expect(kit.told('U0ANNA')).toEqual([expect.stringMatching(/Pausiert: Wochenbericht[\s\S]*nicht mehr da/)]);
    expect(kit.seen('C0TEAM')).toEqual([]);
    await kit.slack.happens.deactivate('U0BEN', false);
    await kit.quiet();
    await kit.run('until quiet');
    expect(kit.seen('C0TEAM')).toEqual(['d']);
  });

  it('a personal digest is judged by its reader as well', async () => {
    const kit = await team({ access, analyst: await sample });
    await kit.subscribe({ id: 'p', owner: 'U0ANNA', destination: { kind: 'direct', id: 'U0BEN' } });
    await kit.put({ key: 'd', subscription: 'p' });
    await kit.run('until quiet');
    expect(await paused(kit, 'p')).toBe('owner-may-not-see');
    expect(kit.told('U0BEN')).toEqual([]);
    await kit.subscribe({ id: 'q', owner: 'U0ANNA', destination: { kind: 'direct', id: 'U0GONE' } });
    await kit.put({ key: 'e', subscription: 'q' });
    await kit.run('until quiet');
    expect(await paused(kit, 'q')).toBe('recipient-gone');
  });

  it('figures of nobody’s subscription go only where everything may be seen', async () => {
    const kit = await team({ access, analyst: await sample });
    await kit.put(
      { key: 'd', subscription: null, destination: { kind: 'direct', id: 'U0BEN' } },
      { key: 'e', subscription: null, destination: { kind: 'direct', id: 'U0ANNA' } },
      { key: 'f', subscription: null, destination: { kind: 'channel', id: 'C0SHARED' } },
    );
    await kit.run('until quiet');
    expect(kit.told('U0BEN')).toEqual([]);
    expect(kit.told('U0ANNA')[0]).toBe('e');
    expect(kit.seen('C0SHARED')).toEqual([]);
    expect(await kit.state('f')).toMatchObject({ state: 'failed', error: 'channel-shared' });
  });
});
