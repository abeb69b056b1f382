import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Analyst } from '../../../src/kpi/analyst.ts';
import { sampleAnalyst } from '../program.ts';
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
  bot.slack.workspace.modals.clear();
  for (const { id } of await bot.store.subscriptions.list()) await bot.store.subscriptions.remove(id);
});

const maya = 'maya.brandt@example.com';
const only = async () => {
  const all = await bot.store.subscriptions.list();
  expect(all).toHaveLength(1);
  const [one] = all;
  if (one === undefined) throw new Error('there is none');
  return one;
};

it('an admin subscribes a channel to the whole program in one step; the confirmation names the next run in its zone', async () => {
  const view = await bot.openForm('U0ADMIN');
  const sent = await bot.send(view, { scope: 'program' });
  expect(sent.errors).toEqual({});
  expect(await only()).toMatchObject({
    report: 'weekly',
    scope: { segment: {}, partners: null },
    destination: { kind: 'channel', id: 'C0INSIDE' },
    owner: 'U0ADMIN',
    schedule: { day: 1, hour: 9, minute: 0, zone: 'Europe/Berlin' },
    language: 'en',
    quiet: null,
    holidays: [],
    origin: 'slack',
    pause: null,
  });
  const [confirmed] = bot.slack.views('U0ADMIN');
  const text = readable(confirmed ?? { blocks: [] });
  expect(text).toContain('<#C0INSIDE>');
  expect(text).toContain('whole program');
  expect(text).toMatch(/Next: Monday, 30 Nov 2026, 09:00 \(Europe\/Berlin\)/);
});

it('an owner subscribes to the own partners: no other scope is offered, and a tier is that of the own partners', async () => {
  let view = await bot.openForm('U0MAYA', 'C0INSIDE', 'subscribe monthly');
  const text = readable(view);
  expect(text).not.toMatch(/whole program|manager’s/);
  expect(text).toContain('Day of the month');
  expect((await bot.send(view, { place: 'direct', monthday: '3', time: '07:15' })).errors).toEqual({});
  expect(await only()).toMatchObject({
    report: 'monthly',
    scope: { segment: { manager: maya }, partners: null },
    destination: { kind: 'direct', id: 'U0MAYA' },
    schedule: { day: 3, hour: 7, minute: 15 },
  });
  view = await bot.openForm('U0MAYA');
  view = await bot.choose(view, 'scope', 'tier');
  const offered = JSON.stringify(
    await bot.slack.suggest({ user: 'U0MAYA', view: view.id, actionId: 'subscribe-tier', value: '' }),
  );
  const tiers = new Set(analyst.partners().flatMap(({ manager, tier }) => (manager === maya && tier ? [tier] : [])));
  for (const tier of tiers) expect(offered).toContain(`"${tier}"`);
  const [tier = ''] = tiers;
  expect((await bot.send(view, { scope: 'tier', tier })).errors).toEqual({});
  const second = (await bot.store.subscriptions.list()).find(({ destination }) => destination.kind === 'channel');
  expect(second?.scope).toEqual({ segment: { tier, manager: maya }, partners: null });
});

it('fields come and go with the choices; what was filled in stays', async () => {
  let view = await bot.openForm('U0ADMIN');
  expect(readable(view)).toContain('Monday');
  view = await bot.choose(view, 'report', 'quarterly', { time: '16:45', language: 'de', holidays: '2026-12-25' });
  expect(readable(view)).toContain('Day of the quarter’s first month');
  expect(readable(view)).not.toContain('Monday');
  view = await bot.choose(view, 'scope', 'partners');
  view = await bot.choose(view, 'place', 'channel');
  const picker = view.blocks.find(({ block_id }) => block_id === 'channel');
  expect(picker?.element).toMatchObject({
    type: 'conversations_select',
    filter: { include: ['public', 'private'], exclude_external_shared_channels: true, exclude_bot_users: true },
  });
  const [one, two] = analyst.partners();
  const partners = [one?.id ?? '', two?.id ?? ''];
  const sent = await bot.send(view, { partners, channel: 'C0PRIVATE' });
  expect(sent.errors).toEqual({});
  expect(await only()).toMatchObject({
    report: 'quarterly',
    scope: { segment: {}, partners },
    destination: { kind: 'channel', id: 'C0PRIVATE' },
    schedule: { day: 1, hour: 16, minute: 45 },
    language: 'de',
    holidays: ['2026-12-25'],
  });
});

it('the same once more takes the place of the first, which is said; another time is no other subscription', async () => {
  await bot.send(await bot.openForm('U0ADMIN'), { scope: 'program' });
  const first = await only();
  await bot.store.subscriptions.noteDigest(first.id, '2026-11-23T08:00:00.000Z');
  await bot.store.subscriptions.pause(first.id, { reason: 'not-in-channel', since: '2026-11-23T09:00:00.000Z' });
  await bot.send(await bot.openForm('U0ADMIN'), { scope: 'program', time: '11:30' });
  const second = await only();
  expect(second).toMatchObject({ id: first.id, lastAsOf: '2026-11-23T08:00:00.000Z', pause: null });
  expect(second.schedule).toMatchObject({ hour: 11, minute: 30 });
  expect(readable(bot.slack.views('U0ADMIN')[0] ?? { blocks: [] })).toContain('takes the place');
});

it.each([
  ['a group that nobody is in', { scope: 'tier', tier: 'Platinum <!channel>' }, 'tier', /no “Platinum/],
  ['a zone that is none', { zone: 'Mars/Olympus' }, 'zone', /no time zone/],
  ['an offset for a zone', { zone: '+02:00' }, 'zone', /no time zone/],
  ['a day that is none', { weekday: '9' }, 'weekday', /no such day/],
  ['a time that is none', { time: '25:00' }, 'time', /no such time/],
  ['half of quiet hours', { quietFrom: '22:00' }, 'quietTo', /begin and an end/],
  ['quiet hours around its time', { quietFrom: '20:00', quietTo: '10:00' }, 'time', /quiet hours/],
  ['quiet hours without end', { quietFrom: '20:00', quietTo: '20:00' }, 'quietTo', /must not end/],
  ['a holiday that is none', { holidays: '2026-12-25, 2026-02-30' }, 'holidays', /2026-02-30/],
  ['holidays for ever', { holidays: '2026-01-01..2099-12-31' }, 'holidays', /no range/],
  ['holidays of another age', { holidays: '0001-01-01' }, 'holidays', /0001/],
  ['a channel without me', { place: 'channel', channel: 'C0HIDDEN' }, 'channel', /\/invite @partner-pulse/],
  ['a channel that is no channel', { place: 'channel', channel: 'U0MAYA' }, 'channel', /no channel/],
  ['a channel with guests', { place: 'channel', channel: 'C0GUESTS' }, 'channel', /guests/],
  ['a channel shared with others', { place: 'channel', channel: 'C0EXTERN' }, 'channel', /another organisation/],
  ['a channel soon shared with others', { place: 'channel', channel: 'C0PENDING' }, 'channel', /another organisation/],
])('refuses %s at its field', async (_what, values, block, message) => {
  const sent = await bot.fillAndSend(await bot.openForm('U0ADMIN'), { scope: 'program', ...values });
  expect(Object.keys(sent.errors)).toEqual([block]);
  expect(sent.errors[block]).toMatch(message);
  expect(await bot.store.subscriptions.list()).toEqual([]);
});

it('a forged form gives an owner nothing but the own partners', async () => {
  const theirs = analyst.partners().find(({ manager }) => manager !== maya && manager !== null);
  const view = await bot.openForm('U0MAYA');
  for (const forged of [{ scope: 'program' }, { scope: 'manager' }]) {
    const sent = await bot.send(view, { ...forged, place: 'direct' });
    expect(Object.keys(sent.errors)).toEqual(['scope']);
  }
  const list = await bot.choose(view, 'scope', 'partners');
  const sent = await bot.send(list, { scope: 'partners', partners: [theirs?.id ?? ''] });
  expect(sent.errors.partners).toMatch(/no partner/);
  expect(JSON.stringify(sent.errors)).not.toContain(theirs?.name);
  const suggested = await bot.slack.suggest({
    user: 'U0MAYA',
    view: list.id,
    actionId: 'subscribe-partners',
    value: theirs?.name ?? '',
  });
  expect(JSON.stringify(suggested)).not.toContain(theirs?.name);
  expect(await bot.store.subscriptions.list()).toEqual([]);
});

it('access that is lost while the form is open is lost when it is sent', async () => {
  const view = await bot.openForm('U0MAYA');
  const person = bot.slack.workspace.users.get('U0MAYA');
  if (person === undefined) throw new Error('Maya is there');
  person.is_restricted = true;
  try {
    await bot.slack.event({ type: 'user_change', user: { id: 'U0MAYA' } });
    await bot.send(view, { place: 'direct' });
    expect(readable(bot.slack.views('U0MAYA')[0] ?? { blocks: [] })).toContain('guests get no partner numbers');
    expect(await bot.store.subscriptions.list()).toEqual([]);
  } finally {
    person.is_restricted = false;
    await bot.slack.event({ type: 'user_change', user: { id: 'U0MAYA' } });
  }
});

it('two forms of the same at once make one subscription', async () => {
  const first = await bot.openForm('U0ADMIN');
  const second = await bot.openForm('U0GROUPED');
  const sent = await Promise.all([bot.send(first, { scope: 'program' }), bot.send(second, { scope: 'program' })]);
  expect(sent.map(({ errors }) => errors)).toEqual([{}, {}]);
  await only();
});

it('a look at the channel that takes long is told in a second step', async () => {
  const view = await bot.openForm('U0ADMIN');
  bot.slack.fail('conversations.info', { delayMs: 2_400 });
  expect((await bot.send(view, { scope: 'program' })).errors).toEqual({});
  const done = await bot.slack.waitForView('U0ADMIN', (one) => readable(one).includes('Saved.'));
  expect(readable(done)).toContain('Next: Monday');
  const again = await bot.openForm('U0ADMIN');
  bot.slack.fail('conversations.info', { delayMs: 2_400 });
  await bot.fillAndSend(again, { scope: 'program', place: 'channel', channel: 'C0HIDDEN' });
  const refused = await bot.slack.waitForView('U0ADMIN', (one) => readable(one).includes('Not saved.'));
  expect(readable(refused)).toContain('/invite');
}, 20_000);

it('Slack that does not answer about the channel saves nothing', async () => {
  const view = await bot.openForm('U0ADMIN');
  bot.slack.fail('conversations.members', { status: 500, times: 10 });
  const sent = await bot.send(view, { scope: 'program' });
  bot.slack.heal();
  await bot.app.idle();
  expect(await bot.store.subscriptions.list()).toEqual([]);
  expect(JSON.stringify([sent.errors, bot.slack.views('U0ADMIN')[0]?.blocks])).toMatch(/could not check who can read/);
});

it('never lists channels', () => {
  expect(bot.slack.calls.length).toBeGreaterThan(50);
  expect(bot.slack.calls.filter(({ method }) => /\.list$/.test(method) && !/^user/.test(method))).toEqual([]);
});
