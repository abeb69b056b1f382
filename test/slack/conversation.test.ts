// long: one running bot is asked everything that people ask.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Analyst } from '../../src/kpi/analyst.ts';
import { type SlackMessage, textOf } from '../doubles/slack/index.ts';
import { type Bot, startBot } from './bot.ts';
import { sampleAnalyst } from './program.ts';

let bot: Bot;
let analyst: Analyst;
const BEN = 'U0BEN';
const ANNA = 'U0ANNA';
const HERE = 'C0PARTNERS';

beforeAll(async () => {
  analyst = await sampleAnalyst();
  bot = await startBot(analyst);
  await bot.app.start();
});
afterAll(async () => {
  await bot.stop();
});

const types = (message: SlackMessage): unknown[] => message.blocks.map((block) => block.type);
const firstText = (message: SlackMessage): string => textOf({ text: '', blocks: message.blocks.slice(0, 1) });

/** Presses something in a message and waits for what the bot shows next in the conversation. */
async function press(message: SlackMessage, actionId: string, value?: string, channel = HERE): Promise<SlackMessage> {
  const after = bot.slack.mark();
  const input = { user: BEN, channel, messageTs: message.ts, actionId, ...(value === undefined ? {} : { value }) };
  expect((await bot.slack.click(input)).error).toBeUndefined();
  return bot.slack.waitForMessage(BEN, channel, (one) => one.bot_id !== undefined, { after });
}

describe('/partner-kpi acme', () => {
  it('begins with the verdict and the next step, then shows all eight KPIs, a chart, the age of the data, buttons', async () => {
    const message = await bot.ask('acme');
    const [verdict, next] = firstText(message).split('\n');
    expect(verdict).toMatch(/^\*Acme Cloud GmbH\* is .*€/);
    expect(next).toMatch(/^\*Next:\* /);
    const text = textOf(message);
    for (const name of [
      'Sourced revenue',
      'Deal registrations',
      'Time to first deal',
      'Onboarding completion',
      'Training and certification',
      'Content adoption',
      'Portal engagement',
      'Partner satisfaction',
    ]) {
      expect(text).toContain(`*${name}*`);
    }
    expect(types(message).filter((type) => type === 'data_visualization')).toHaveLength(1);
    expect(text).toContain('exports 12 min ago');
    expect(text).toContain('definitions v1');
    expect(text).toContain('Any valid certificate counts; the setting sellCertifications can name the ones that do.');
    for (const label of ['What the numbers mean', 'Records behind it', 'Share here', 'Keep in my DM', 'Open in CRM']) {
      expect(text).toContain(label);
    }
    expect(message.visible_to).toBe(BEN);
    expect(message.text).toContain('Next:');
  });

  it('is acknowledged at once', async () => {
    const delivery = await bot.slack.command({ user: BEN, channel: HERE, command: '/partner-kpi', text: 'acme' });
    expect(delivery.error).toBeUndefined();
    expect(delivery.ackMs).toBeLessThan(500);
  });

  it('answers in German to a German Slack', async () => {
    const message = await bot.ask('acme', { user: ANNA });
    expect(textOf(message)).toContain('*Nächster Schritt:*');
    expect(textOf(message)).toContain('Frühindikator');
  });

  it('takes another period by the select, in place', async () => {
    const message = await bot.ask('acme');
    const changed = await press(message, 'period', 'last-quarter');
    expect(changed.ts).toBe(message.ts);
    expect(textOf(changed)).toContain('last quarter (1 Jul 2026 – 30 Sept 2026)');
  });
});

describe('one KPI', () => {
  it('answers for a partner and period, with trend, revenue beside it (rule 3.9), benchmark and what was left out', async () => {
    const text = textOf(await bot.ask('registrations acme last-quarter'));
    expect(text).toContain('*Deal registrations, Acme Cloud GmbH* last quarter');
    expect(text).toMatch(/Period before: /);
    expect(text).toMatch(/Year before: /);
    expect(text).toMatch(/\*Revenue beside it:\* sourced revenue \*€/);
    expect(text).toMatch(/\*Compared:\* /);
    expect(text).toMatch(/Left out|Nothing was left out/);
  });

  it.each(['revenue tier:Gold 2026-Q3', '2026-Q3 tier=gold umsatz', 'Q3 2026 Umsatz Stufe:Gold'])(
    'reads “%s” alike',
    async (words) => {
      expect(firstText(await bot.ask(words))).toContain('*Sourced revenue, tier Gold* in Q3 2026');
    },
  );

  it('shows the running period beside the last complete one when no period was asked for (rule 2.3)', async () => {
    expect(textOf(await bot.ask('revenue'))).toMatch(/This quarter so far: \*€/);
  });
});

describe('words that could mean two things', () => {
  it('says which reading it took and offers the other as a button', async () => {
    const message = await bot.ask('revenue');
    expect(textOf(message)).toContain('I read “revenue” as the number Sourced revenue.');
    const other = await press(message, 'ask:0');
    expect(firstText(other)).toContain('*Revenue Rocket Ltd*');
  });

  it('takes the name where the words are one', async () => {
    expect(firstText(await bot.ask('revenue rocket'))).toContain('*Revenue Rocket Ltd*');
  });

  it('takes quotes literally', async () => {
    const message = await bot.ask('“Revenue Rocket Ltd” revenue');
    expect(firstText(message)).toContain('*Sourced revenue, Revenue Rocket Ltd*');
  });

  it('says what it did not understand', async () => {
    expect(textOf(await bot.ask('"Acme Cloud GmbH" bananas'))).toContain('I did not understand: bananas');
  });
});

describe('names that are not quite the partner’s', () => {
  it('are answered, with the partner they were taken for', async () => {
    const message = await bot.ask('akme revenue');
    expect(firstText(message)).toContain('*Sourced revenue, Acme Cloud GmbH*');
    expect(textOf(message)).toContain('Taken as “Acme Cloud GmbH”.');
    expect(textOf(await bot.ask('mapel harbor'))).toContain('Taken as “Maple Harbor Digital Inc.”.');
    expect(textOf(await bot.ask('hudson'))).toContain('Taken as “Hudson Bridge Group LLC”.');
  });

  it('are answered without further ado where only the legal form is left out, or an alias is the name’s beginning', async () => {
    for (const words of ['acme', 'maple harbor digital', 'Acme Cloud GmbH']) {
      expect(textOf(await bot.ask(words))).not.toContain('Taken as');
    }
  });

  it('never take a keyword, or a word that means nothing, for a partner', async () => {
    expect(firstText(await bot.ask('revenue'))).toContain('*Sourced revenue, whole program*');
    for (const words of ['stalled', 'revenue stalled', 'bananas', 'pipeline']) {
      expect(textOf(await bot.ask(words))).toContain('No partner is called');
    }
  });
});

describe('names that do not fit', () => {
  it('suggests partners for an unknown name, and answers the one pressed', async () => {
    const message = await bot.ask('registrations acm clod');
    expect(textOf(message)).toContain('No partner is called “acm clod”');
    const answer = await press(message, 'ask:0');
    expect(answer.ts).toBe(message.ts);
    expect(firstText(answer)).toContain('*Deal registrations, Acme Cloud GmbH*');
  });

  it('offers a type-ahead list where many fit', async () => {
    const letter = [...'abcdefghijklmnopqrstuvwxyz'].find((one) => {
      const match = analyst.findPartner(one, { loose: true });
      return match.kind === 'many' && match.partners.length > 5;
    });
    const message = await bot.ask(letter ?? '');
    expect(textOf(message)).toMatch(/partners fit/);
    const where = { user: BEN, channel: HERE, messageTs: message.ts, actionId: 'pick-partner' };
    const options = await bot.slack.suggest({ ...where, value: 'acme' });
    expect(JSON.stringify(options)).toContain('Acme Cloud GmbH');
    const after = bot.slack.mark();
    const [acme] = analyst.partners().filter(({ name }) => name === 'Acme Cloud GmbH');
    const selectedOption = { text: { type: 'plain_text', text: 'Acme Cloud GmbH' }, value: acme?.id ?? '' };
    await bot.slack.click({ ...where, value: acme?.id ?? '', selectedOption });
    const answer = await bot.slack.waitForMessage(BEN, HERE, /is /, { after });
    expect(firstText(answer)).toContain('*Acme Cloud GmbH*');
  });

  it('names the groups there are for a wrong one, and asks for the number where none was given', async () => {
    expect(textOf(await bot.ask('revenue tier:Diamond'))).toMatch(/No partner has tier “Diamond”[\s\S]*Gold/);
    const which = await bot.ask('tier:Gold');
    const answer = await press(which, 'pick-kpi', 'registered-deals');
    expect(firstText(answer)).toContain('*Deal registrations, tier Gold*');
  });

  it('says cause, remedy and reference for a period that cannot be answered; the log has the reference', async () => {
    const text = textOf(await bot.ask('revenue 2031'));
    expect(text).toMatch(/“2031”[\s\S]*last-quarter/);
    const reference = /Reference (PP-[0-9A-Z]{8})/.exec(text)?.[1];
    expect(bot.log.some(({ fields }) => fields.reference === reference)).toBe(true);
  });
});

describe('help and my partners', () => {
  it.each(['help', 'hilfe', '?', 'HELP registrations'])('“%s” helps with examples from real names', async (words) => {
    const text = textOf(await bot.ask(words));
    const names = analyst.partners().map(({ name }) => name);
    expect(names.some((name) => text.replaceAll('\u2060', '').includes(`/partner-kpi ${name}`))).toBe(true);
    expect(text).toContain('*Numbers:*');
  });

  it('the bare command helps who manages nobody', async () => {
    expect(textOf(await bot.ask(''))).toContain('No partner has you as manager');
  });

  it('the bare command shows who manages partners what needs attention, and opens a scorecard from it', async () => {
    const manager = analyst.attention(null, Date.parse('2026-11-24T09:00:00Z'))[0]?.partner.manager ?? '';
    const user = bot.slack.workspace.users.get('U0DEV');
    if (user !== undefined) user.email = manager.toUpperCase();
    const message = await bot.ask('', { user: 'U0DEV' });
    expect(textOf(message)).toMatch(/My partners: what needs attention[\s\S]*\*\d+ of your \d+ partners\*/);
    const revenue = firstText(await bot.ask('umsatz meine partner', { user: 'U0DEV' }));
    expect(revenue).toMatch(/^\*Sourced revenue, manager \S+example/);
    const after = bot.slack.mark();
    await bot.slack.click({ user: 'U0DEV', channel: HERE, messageTs: message.ts, actionId: 'open:0' });
    const card = await bot.slack.waitForMessage('U0DEV', HERE, /\*Next:\*/, { after });
    expect(card.ts).not.toBe(message.ts);
  });
});

describe('buttons', () => {
  it('opens the definitions of all eight, or of the one that was asked for', async () => {
    await press8('acme', 'definitions');
    const view = await bot.slack.waitForView(BEN, ({ blocks }) => blocks.length > 10);
    expect(JSON.stringify(view.blocks)).toContain('Kaplan–Meier');
    await bot.slack.closeView(BEN, view.id);
    await press8('nps', 'definitions');
    const one = await bot.slack.waitForView(BEN, ({ blocks }) => blocks.length === 3);
    expect(JSON.stringify(one.blocks)).toContain('Partner satisfaction');
    await bot.slack.closeView(BEN, one.id);
  });

  it('opens the records behind a number with their links, page by page', async () => {
    await press8('registrations 2025', 'records');
    const view = await bot.slack.waitForView(BEN, ({ blocks }) => JSON.stringify(blocks).includes('Page 1 of'));
    expect(JSON.stringify(view.blocks)).toContain('"type":"link"');
    expect(JSON.stringify(view.blocks)).toMatch(/"text":"[^"]+ · [^"]*R-\d+[^"]*"/);
    await bot.slack.click({ user: BEN, view: view.id, actionId: 'records-next' });
    const second = await bot.slack.waitForView(BEN, ({ blocks }) => JSON.stringify(blocks).includes('Page 2 of'));
    expect(second.id).toBe(view.id);
    await bot.slack.closeView(BEN, view.id);
  });

  it('opens the records behind a scorecard, each KPI with its own', async () => {
    await press8('acme', 'records');
    const view = await bot.slack.waitForView(BEN, ({ blocks }) => blocks.length > 8);
    expect(JSON.stringify(view.blocks)).toContain('Deal registrations, Acme Cloud GmbH');
    await bot.slack.closeView(BEN, view.id);
  });

  it('shares in the channel for everybody, naming who did, and tells the person', async () => {
    const message = await bot.ask('acme');
    const after = bot.slack.mark();
    await bot.slack.click({ user: BEN, channel: HERE, messageTs: message.ts, actionId: 'share' });
    const shared = await bot.slack.waitForMessage('U0CHLOE', HERE, /Shared by <@U0BEN>/, { after });
    expect(shared.visible_to).toBeUndefined();
    expect(firstText(shared)).toBe(firstText(message));
    expect(textOf(shared)).not.toContain('Share here');
    await bot.slack.waitForMessage(BEN, HERE, /^Shared in this channel/, { after });
  });

  it('shares where the bot is no member by Slack’s response address', async () => {
    const message = await bot.ask('acme', { channel: 'C0RANDOM' });
    const after = bot.slack.mark();
    await bot.slack.click({ user: BEN, channel: 'C0RANDOM', messageTs: message.ts, actionId: 'share' });
    await bot.slack.waitForMessage('U0CHLOE', 'C0RANDOM', /Shared by <@U0BEN>/, { after });
  });

  it('keeps a copy in the person’s direct messages', async () => {
    const message = await bot.ask('nps tier:Gold');
    await press(message, 'keep');
    const kept = await bot.slack.waitForMessage(BEN, bot.slack.im(BEN), /Partner satisfaction, tier Gold/);
    expect(kept.visible_to).toBeUndefined();
    expect(textOf(kept)).not.toContain('Share here');
    const changed = await press(kept, 'period', 'last-year', bot.slack.im(BEN));
    expect(textOf(changed)).toContain('last year');
  });

  async function press8(words: string, actionId: string): Promise<void> {
    const message = await bot.ask(words);
    await bot.slack.click({ user: BEN, channel: HERE, messageTs: message.ts, actionId });
  }
});

describe('other ways to ask', () => {
  it('answers a direct message', async () => {
    await bot.slack.dm(BEN, 'registrations acme');
    await bot.slack.waitForMessage(BEN, bot.slack.im(BEN), /Deal registrations, Acme Cloud GmbH/);
  });

  it('answers a mention to the person alone', async () => {
    await bot.slack.mention({ user: BEN, channel: HERE, text: 'onboarding acme' });
    const answer = await bot.slack.waitForMessage(BEN, HERE, /Onboarding completion, Acme Cloud GmbH/);
    expect(answer.visible_to).toBe(BEN);
  });

  it('answers an event once, however often it is delivered', async () => {
    const im = bot.slack.im('U0CHLOE');
    const event = { type: 'message', channel_type: 'im', user: 'U0CHLOE', channel: im, ts: '1.1', text: 'portal' };
    await bot.slack.event(event, { copies: 3 });
    await bot.slack.waitForMessage('U0CHLOE', im, /Portal engagement/);
    await bot.app.stop();
    await bot.app.start();
    const answers = bot.slack.messagesFor('U0CHLOE', im).filter((message) => message.bot_id !== undefined);
    expect(answers).toHaveLength(1);
  });

  it('writes the Home tab', async () => {
    await bot.slack.openHome(BEN);
    const home = await bot.slack.waitForView(BEN, ({ type }) => type === 'home');
    expect(JSON.stringify(home.blocks)).toContain(`${analyst.partnerCount} partners in the records`);
  });
});
