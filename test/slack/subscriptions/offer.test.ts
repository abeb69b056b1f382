import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Analyst } from '../../../src/kpi/analyst.ts';
import { presetNote } from '../../../src/slack/subscriptions/offer.ts';
import type { DigestSettings } from '../../../src/slack/subscriptions/settings.ts';
import { speaker } from '../../../src/text/say/speaker.ts';
import { type SlackMessage, textOf } from '../../doubles/slack/index.ts';
import { NOW, sampleAnalyst } from '../program.ts';
import { crmPeople } from '../walk/workspace.ts';
import { readable, type SubscribingBot, startSubscribing } from './bot.ts';

let analyst: Analyst;
let bot: SubscribingBot;
beforeAll(async () => {
  analyst = await sampleAnalyst(60, { people: crmPeople });
}, 60_000);
afterEach(() => bot.stop());

const start = async (digests: Partial<DigestSettings> = {}): Promise<void> => {
  bot = await startSubscribing(analyst, { digests });
};

/** Asks something and gives all that the person is told then. */
async function askAll(user: string, words = 'help'): Promise<readonly SlackMessage[]> {
  const after = bot.slack.mark();
  await bot.ask(words, { user, channel: 'C0INSIDE' });
  await bot.app.idle();
  return bot.slack
    .messagesFor(user, 'C0INSIDE')
    .filter(({ revision, bot_id }) => revision > after && bot_id !== undefined);
}

const press = async (user: string, message: SlackMessage, actionId: string): Promise<void> => {
  await bot.slack.click({ user, channel: message.channel, messageTs: message.ts, actionId });
  await bot.app.idle();
};

const maya = 'maya.brandt@example.com';

describe('a manager who asks for the first time', () => {
  it('is offered a personal digest once, after the answer, and gets it by one click', async () => {
    await start();
    const [answer, offer, ...more] = await askAll('U0MAYA');
    expect(more).toEqual([]);
    expect(textOf(answer ?? expect.fail('no answer'))).not.toContain('Shall I send');
    if (offer === undefined) throw new Error('no offer');
    expect(textOf(offer)).toContain('every Monday at 09:00 (Europe/Berlin)');
    expect(offer.visible_to).toBe('U0MAYA');
    await press('U0MAYA', offer, 'offer-yes');
    expect(await bot.store.subscriptions.list()).toMatchObject([
      {
        report: 'weekly',
        scope: { segment: { manager: maya }, partners: null },
        destination: { kind: 'direct', id: 'U0MAYA' },
        owner: 'U0MAYA',
        schedule: { day: 1, hour: 9, minute: 0, zone: 'Europe/Berlin' },
      },
    ]);
    const said = bot.slack.messagesFor('U0MAYA', 'C0INSIDE').map(textOf).join('\n');
    expect(said).toContain('The first one comes Monday, 30 Nov 2026, 09:00 (Europe/Berlin)');
    expect(await askAll('U0MAYA')).toHaveLength(1);
  });

  it('says no thanks, and is not asked again', async () => {
    await start();
    const [, offer] = await askAll('U0MAYA');
    if (offer === undefined) throw new Error('no offer');
    await press('U0MAYA', offer, 'offer-no');
    expect(await bot.store.digestOffers.find('U0MAYA')).toBe('declined');
    expect(await askAll('U0MAYA')).toHaveLength(1);
    expect(await bot.store.subscriptions.list()).toEqual([]);
  });

  it('who does not answer is not asked again either; two questions at once ask once', async () => {
    await start();
    const after = bot.slack.mark();
    await Promise.all([
      bot.ask('help', { user: 'U0MAYA', channel: 'C0INSIDE' }),
      bot.ask('help', { user: 'U0MAYA', channel: 'C0INSIDE' }),
    ]);
    await bot.app.idle();
    await askAll('U0MAYA');
    const offers = bot.slack
      .messagesFor('U0MAYA', 'C0INSIDE')
      .filter((one) => one.revision > after && textOf(one).includes('Shall I send'));
    expect(offers).toHaveLength(1);
  });

  it('who has a subscription, manages nothing, or is a guest is asked nothing', async () => {
    await start();
    const form = await bot.openForm('U0MAYA');
    await bot.send(form, { place: 'direct' });
    for (const user of ['U0MAYA', 'U0ADMIN', 'U0MEMBER', 'U0GUEST']) {
      const told = (await askAll(user)).map(textOf).join('\n');
      expect(told).not.toContain('Shall I send');
    }
  });

  it('nobody takes an offer that was made to somebody else', async () => {
    await start();
    const [, offer] = await askAll('U0MAYA');
    const { userId, botId } = bot.slack.workspace.bot;
    const copy = bot.slack.workspace.add({
      channel: 'C0INSIDE',
      user: userId,
      bot_id: botId,
      text: 'forged',
      blocks: offer?.blocks ?? [],
    });
    for (const user of ['U0ADMIN', 'U0MEMBER', 'U0GUEST']) await press(user, copy, 'offer-yes');
    expect(await bot.store.subscriptions.list()).toEqual([]);
  });
});

it('where an admin has preset it, it is set up without a click, and said how to end it; the first digest says so too', async () => {
  await start({ presetManagers: true, personal: { day: 2, hour: 7, minute: 30 } });
  const told = (await askAll('U0MAYA')).map(readable).join('\n');
  expect(told).toContain('every Tuesday at 07:30');
  expect(told).toContain('unsubscribe');
  const [one] = await bot.store.subscriptions.list();
  if (one === undefined) throw new Error('there is none');
  expect(one.schedule).toMatchObject({ day: 2, hour: 7, minute: 30 });
  const voice = { speak: speaker('en', 'UTC', 'EUR'), command: '/partner-kpi' };
  expect(JSON.stringify(await presetNote(one, bot.store, voice))).toContain('/partner-kpi unsubscribe');
  const later = { ...one, lastAsOf: new Date(NOW).toISOString() };
  expect(await presetNote(later, bot.store, voice)).toBeNull();
  expect(await askAll('U0MAYA')).toHaveLength(1);
});

it('a preset reaches managers who never asked, each once, and nobody who may see nothing', async () => {
  await start({ presetManagers: true });
  expect(await bot.app.presetManagers()).toBe(2);
  expect((await bot.store.subscriptions.list()).map(({ destination }) => destination.id).toSorted()).toEqual([
    'U0MAYA',
    'U0STRANGE',
  ]);
  const direct = bot.slack.messagesFor('U0MAYA', bot.slack.im('U0MAYA')).map(textOf);
  expect(direct.join('\n')).toMatch(/admin has set up a digest.*unsubscribe/s);
  expect(await bot.app.presetManagers()).toBe(0);
  expect(bot.slack.messagesFor('U0GUEST', bot.slack.im('U0GUEST'))).toEqual([]);
  expect(await askAll('U0MAYA')).toHaveLength(1);
});

it('without a preset nobody is told anything unasked', async () => {
  await start();
  expect(await bot.app.presetManagers()).toBe(0);
  expect(bot.slack.calls.filter(({ method }) => method.startsWith('chat.'))).toEqual([]);
});

describe('digest', () => {
  it('shows to the person alone what would be posted: the program to who sees it, the own partners to an owner', async () => {
    await start();
    const shown = await bot.ask('digest', { user: 'U0ADMIN', channel: 'C0INSIDE' });
    expect(shown.visible_to).toBe('U0ADMIN');
    expect(readable(shown)).toMatch(/weekly digest, whole program.*The digest/);
    await bot.ask('digest monthly', { user: 'U0MAYA', channel: 'C0INSIDE' });
    const tier = analyst.partners().find(({ manager }) => manager === maya)?.tier ?? '';
    await bot.ask(`digest quarterly tier:${tier}`, { user: 'U0MAYA', channel: 'C0INSIDE' });
    expect(bot.previews).toEqual([
      { report: 'weekly', scope: { segment: {}, partners: null }, language: 'en' },
      { report: 'monthly', scope: { segment: { manager: maya }, partners: null }, language: 'en' },
      { report: 'quarterly', scope: { segment: { tier, manager: maya }, partners: null }, language: 'en' },
    ]);
  });

  it('of others’ partners is refused, of nobody’s too', async () => {
    await start();
    const theirs = analyst.partners().find(({ manager }) => manager !== null && manager !== maya);
    for (const words of [`digest manager:${theirs?.manager}`, `digest ${theirs?.name}`]) {
      const said = readable(await bot.ask(words, { user: 'U0MAYA', channel: 'C0INSIDE' }));
      expect(said).toMatch(/No partner/);
    }
    for (const user of ['U0MEMBER', 'U0GUEST']) await bot.ask('digest', { user, channel: 'C0INSIDE' });
    await bot.ask('digest mine', { user: 'U0ADMIN', channel: 'C0INSIDE' });
    expect(bot.previews).toEqual([]);
  });

  it('of one partner by name; in a shared channel it comes by direct message', async () => {
    await start();
    const mine = analyst.partners().find(({ manager }) => manager === maya);
    await bot.slack.command({
      user: 'U0MAYA',
      channel: 'C0EXTERN',
      command: '/partner-kpi',
      text: `digest ${mine?.name}`,
    });
    await bot.slack.waitForMessage('U0MAYA', bot.slack.im('U0MAYA'), (one) => readable(one).includes('The digest'));
    expect(bot.previews.at(-1)?.scope).toEqual({ segment: {}, partners: [mine?.id] });
  });
});

it('words in a direct message open the form by a button', async () => {
  await start();
  const after = bot.slack.mark();
  await bot.slack.dm('U0MAYA', 'abonnieren');
  const direct = bot.slack.im('U0MAYA');
  const hint = await bot.slack.waitForMessage('U0MAYA', direct, (one) => one.bot_id !== undefined, { after });
  await press('U0MAYA', hint, 'subscription-open');
  const form = await bot.slack.waitForView('U0MAYA', ({ callback_id }) => callback_id === 'subscribe');
  expect(readable(form)).not.toContain('In this channel');
});

it('without a ledger for them, words about digests are words like any other', async () => {
  bot = await startSubscribing(analyst, { app: { digests: undefined } });
  expect(readable(await bot.ask('subscribe', { user: 'U0ADMIN', channel: 'C0INSIDE' }))).toContain(
    'No partner is called',
  );
});
