import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Analyst } from '../../../src/kpi/analyst.ts';
import type { NewSubscription } from '../../../src/store/ledger/subscriptions.ts';
import { type SlackMessage, textOf } from '../../doubles/slack/index.ts';
import { NOW, sampleAnalyst } from '../program.ts';
import { crmPeople } from '../walk/workspace.ts';
import { readable, type SubscribingBot, startSubscribing } from './bot.ts';

let analyst: Analyst;
let bot: SubscribingBot;
beforeAll(async () => {
  analyst = await sampleAnalyst(60, { people: crmPeople });
  bot = await startSubscribing(analyst);
}, 60_000);
afterAll(() => bot.stop());
beforeEach(async () => {
  for (const { id } of await bot.store.subscriptions.list()) await bot.store.subscriptions.remove(id);
});

const maya = 'maya.brandt@example.com';
const at = (minute: number): string => new Date(NOW - 86_400_000 + minute * 60_000).toISOString();

function subscription(id: string, given: Partial<NewSubscription> = {}): NewSubscription {
  return {
    id,
    report: 'weekly',
    scope: { segment: { manager: maya }, partners: null },
    destination: { kind: 'direct', id: 'U0MAYA' },
    owner: 'U0MAYA',
    schedule: { day: 1, hour: 9, minute: 0, zone: 'Asia/Kolkata' },
    language: 'en',
    quiet: null,
    holidays: [],
    origin: 'slack',
    createdAt: at(0),
    ...given,
  };
}

const put = async (...all: readonly NewSubscription[]): Promise<void> => {
  for (const one of all) await bot.store.subscriptions.put(one);
};
const inside = { kind: 'channel', id: 'C0INSIDE' } as const;

/** Presses a button of a message about a subscription, and gives what the person sees then. */
async function press(user: string, message: SlackMessage, action: string, id: string): Promise<SlackMessage> {
  const value = buttonOf(message, action, id);
  const after = bot.slack.mark();
  await bot.slack.click({ user, channel: message.channel, messageTs: message.ts, ...value });
  return bot.slack.waitForMessage(user, message.channel, (one) => one.bot_id !== undefined, { after });
}

/** The block of the button whose value ends in the id. */
function buttonOf(message: SlackMessage, actionId: string, id: string): { actionId: string; blockId: string } {
  for (const block of message.blocks) {
    const elements = Array.isArray(block.elements) ? block.elements : [];
    const hit = elements.some(
      (one) => JSON.stringify(one).includes(`:${id}"`) && JSON.stringify(one).includes(actionId),
    );
    if (hit) return { actionId, blockId: String(block.block_id) };
  }
  throw new Error(`no button ${actionId} for ${id}`);
}

it('lists the own ones with the next run in their zone; why one is paused, and what helps', async () => {
  await put(
    subscription('S-MINE'),
    subscription('S-PAUSED', { destination: inside, scope: { segment: {}, partners: ['P-1001', 'P-1002'] } }),
    subscription('S-THEIRS', { owner: 'U0ADMIN', destination: inside, scope: { segment: {}, partners: null } }),
  );
  await bot.store.subscriptions.pause('S-PAUSED', { reason: 'not-in-channel', since: at(0) });
  const seen = readable(await bot.ask('subscriptions', { user: 'U0MAYA', channel: 'C0INSIDE' }));
  expect(seen).toContain('your direct messages');
  expect(seen).toContain('Next: Monday, 30 Nov 2026, 09:00 (Asia/Kolkata)');
  expect(seen).toMatch(/2 partners of a list.*Paused\* since 23 Nov 2026\. I am not in the channel\. Invite me/);
  expect(seen).not.toContain('S-THEIRS');
  const [german] = [await bot.ask('Abos', { user: 'U0ADMIN', channel: 'C0INSIDE' })];
  const all = readable(german);
  expect(all).toContain('All 3 of this workspace');
  expect(all).toContain('by <@U0MAYA>');
  expect(all).toContain('direct message to <@U0MAYA>');
});

it('pauses, resumes, changes, shows and deletes, each time in the place of the list', async () => {
  await put(subscription('S-MINE'));
  const list = await bot.ask('subscriptions', { user: 'U0MAYA', channel: 'C0INSIDE' });
  const paused = await press('U0MAYA', list, 'subscription-pause', 'S-MINE');
  expect(readable(paused)).toContain('Somebody paused it');
  expect((await bot.store.subscriptions.find('S-MINE'))?.pause?.reason).toBe('by-hand');
  const resumed = await press('U0MAYA', paused, 'subscription-resume', 'S-MINE');
  expect(readable(resumed)).toContain('Next: Monday');

  const shown = await press('U0MAYA', resumed, 'subscription-show', 'S-MINE');
  expect(readable(shown)).toContain('The digest');
  expect(shown.visible_to).toBe('U0MAYA');
  expect(bot.previews.at(-1)).toEqual({
    report: 'weekly',
    scope: { segment: { manager: maya }, partners: null },
    language: 'en',
  });

  await bot.slack.click({
    user: 'U0MAYA',
    channel: resumed.channel,
    messageTs: resumed.ts,
    ...buttonOf(resumed, 'subscription-edit', 'S-MINE'),
  });
  const form = await bot.slack.waitForView('U0MAYA', ({ callback_id }) => callback_id === 'subscribe');
  expect(readable(form)).toContain('Asia/Kolkata');
  expect((await bot.send(form, { time: '10:15' })).errors).toEqual({});
  expect(await bot.store.subscriptions.find('S-MINE')).toMatchObject({ schedule: { hour: 10, minute: 15 } });

  const gone = await press('U0MAYA', resumed, 'subscription-remove', 'S-MINE');
  expect(readable(gone)).toContain('none yet');
  expect(await bot.store.subscriptions.list()).toEqual([]);
});

it('what is about something else than before is a new subscription: figures that were told do not count for it', async () => {
  await put(subscription('S-MINE'));
  await bot.store.outbox.add([waiting('S-MINE')]);
  const list = await bot.ask('subscriptions', { user: 'U0MAYA', channel: 'C0INSIDE' });
  await bot.slack.click({
    user: 'U0MAYA',
    channel: list.channel,
    messageTs: list.ts,
    ...buttonOf(list, 'subscription-edit', 'S-MINE'),
  });
  const form = await bot.slack.waitForView('U0MAYA', ({ callback_id }) => callback_id === 'subscribe');
  expect((await bot.fillAndSend(form, { report: 'monthly' })).errors).toEqual({});
  const [one, ...more] = await bot.store.subscriptions.list();
  expect(more).toEqual([]);
  expect(one?.id).toMatch(/^S-[2-9A-Z]{8}$/);
  expect(one?.report).toBe('monthly');
  expect((await bot.store.outbox.byKey('S-MINE'))?.state).toBe('dropped');
});

const waiting = (id: string) => ({
  key: id,
  subscription: id,
  destination: inside,
  thread: null,
  bulk: true,
  figures: true,
  body: {},
  createdAt: at(0),
  notBefore: at(0),
  expiresAt: null,
});

it('nobody changes what belongs to others, by whatever button; an admin does', async () => {
  await put(
    subscription('S-THEIRS', { owner: 'U0ADMIN', destination: inside, scope: { segment: {}, partners: null } }),
  );
  const list = await bot.ask('subscriptions', { user: 'U0ADMIN', channel: 'C0INSIDE' });
  const { userId, botId } = bot.slack.workspace.bot;
  const copy = bot.slack.workspace.add({
    channel: 'C0INSIDE',
    user: userId,
    bot_id: botId,
    text: 'forged',
    blocks: list.blocks,
  });
  for (const action of ['pause', 'remove', 'show']) {
    const said = await press('U0MAYA', copy, `subscription-${action}`, 'S-THEIRS');
    expect(textOf(said)).toMatch(/not yours/);
  }
  await bot.slack.click({
    user: 'U0MAYA',
    channel: 'C0INSIDE',
    messageTs: copy.ts,
    ...buttonOf(copy, 'subscription-edit', 'S-THEIRS'),
  });
  await bot.slack.waitForView('U0MAYA', (view) => readable(view).includes('not yours'));
  expect(await bot.store.subscriptions.find('S-THEIRS')).toMatchObject({ pause: null });
  await press('U0GROUPED', copy, 'subscription-pause', 'S-THEIRS');
  expect((await bot.store.subscriptions.find('S-THEIRS'))?.pause?.reason).toBe('by-hand');
});

it('unsubscribe ends one, or all of this channel that the person may end', async () => {
  await put(
    subscription('S-ONE', { destination: inside }),
    subscription('S-TWO', { destination: inside, report: 'monthly', createdAt: at(1) }),
    subscription('S-DIRECT', { createdAt: at(2) }),
    subscription('S-THEIRS', { owner: 'U0ADMIN', destination: inside, report: 'quarterly', createdAt: at(3) }),
    subscription('configured', { owner: null, destination: inside, origin: 'configuration', createdAt: at(4) }),
  );
  const list = await bot.ask('unsubscribe', { user: 'U0MAYA', channel: 'C0INSIDE' });
  expect(readable(list)).toContain('Delete all 2 of this channel');
  const left = await press('U0MAYA', list, 'subscription-remove', 'S-TWO');
  expect(readable(left)).toContain('Delete the one of this channel');
  const done = await press('U0MAYA', left, 'subscription-remove-all', 'C0INSIDE');
  expect(textOf(done)).toContain('1 subscription is deleted');
  expect((await bot.store.subscriptions.list()).map(({ id }) => id)).toEqual(['S-DIRECT', 'S-THEIRS', 'configured']);
});

it('goes through many page by page', async () => {
  const many = Array.from({ length: 20 }, (_, index) =>
    subscription(`S-${100 + index}`, { createdAt: at(index), scope: { segment: {}, partners: [`P-${index}`] } }),
  );
  await put(...many);
  const list = await bot.ask('subscriptions', { user: 'U0MAYA', channel: 'C0INSIDE' });
  expect(readable(list)).toContain('Page 1 of 3');
  const next = await press('U0MAYA', list, 'subscription-page-next', '');
  expect(readable(next)).toContain('Page 2 of 3');
  expect(readable(next)).toContain('S-108');
  expect(readable(next)).not.toContain('S-107');
});

it('a channel that is shared by now is not gone on with', async () => {
  await put(subscription('S-MINE', { destination: { kind: 'channel', id: 'C0EXTERN' } }));
  await bot.store.subscriptions.pause('S-MINE', { reason: 'channel-shared', since: at(0) });
  const list = await bot.ask('subscriptions', { user: 'U0MAYA', channel: 'C0INSIDE' });
  const said = await press('U0MAYA', list, 'subscription-resume', 'S-MINE');
  expect(textOf(said)).toContain('another organisation');
  expect((await bot.store.subscriptions.find('S-MINE'))?.pause?.reason).toBe('channel-shared');
});
