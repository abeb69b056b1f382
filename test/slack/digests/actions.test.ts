// long: every button of a digest is pressed here, by those who may and those who may not.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebClient } from '@slack/web-api';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { WeeklyReport } from '../../../src/reports/report.ts';
import { digestMessages, digestVoice } from '../../../src/slack/digests/messages.ts';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { type SlackMessage, textOf } from '../../doubles/slack/index.ts';
import { type Bot, startBot } from '../bot.ts';
import { NOW } from '../program.ts';
import { access, scopes, seed } from '../walk/workspace.ts';
import { content } from './fixtures.ts';
import { asRemoteReporter, sampleProgram } from './sample.ts';

const CHANNEL = 'C0INSIDE';
const MAYA = 'maya.brandt@example.com';

let bot: Bot;
let store: Store;
let home: string;
let report: WeeklyReport;
let digest: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'pulse-digest-'));
  store = await openStore({
    address: join(home, 'store.db'),
    mode: 'own',
    role: 'bot',
    now: () => NOW,
    warn: () => undefined,
  });
  const { analyst, reporter } = await sampleProgram();
  bot = await startBot(analyst, {
    slack: { seed, scopes: [...scopes, 'files:write'] },
    app: { access, digestDesk: { rowWork: store.rowWork, reporter: async () => asRemoteReporter(reporter) } },
  });
  await bot.app.start();
  const made = reporter.report({ report: 'weekly', asOf: NOW, since: null, segment: {}, partners: null });
  if (made.report !== 'weekly') throw new Error('not a weekly report');
  report = made;
  const voice = digestVoice(report, 'en', { now: NOW, command: '/partner-kpi' });
  const { root, thread } = digestMessages(content(report), voice);
  const web = new WebClient(bot.slack.tokens.bot, { slackApiUrl: bot.slack.apiUrl });
  const posted: (string | undefined)[] = [];
  for (const { text, blocks } of [...root, ...thread])
    posted.push((await web.chat.postMessage({ channel: CHANNEL, text, blocks: [...blocks] })).ts);
  digest = posted[0] ?? '';
}, 60_000);
afterAll(async () => {
  await bot?.stop();
  await store?.close();
  rmSync(home, { recursive: true });
});
afterEach(async () => {
  for (const row of await store.rowWork.all()) await store.rowWork.clear(row);
});

/** A stalled deal of the root by whether it is Maya's. */
function dealOf(mine: boolean): { readonly id: string; readonly partner: string } {
  const rows = report.stalled.toSorted((a, b) => Number(b.amount ?? 0) - Number(a.amount ?? 0));
  const row = rows.find(({ manager }) => (manager === MAYA) === mine);
  if (row?.partner === undefined || row.partner === null) throw new Error('no such deal');
  return { id: row.id, partner: row.partner.id };
}

/** Chooses in the menu of a row, and waits for what only this person sees. */
async function choose(user: string, verb: string, deal: { readonly id: string; readonly partner: string }) {
  const value = JSON.stringify([verb, 'deal', deal.id, deal.partner]);
  const message = bot.slack.workspace.all(CHANNEL).find(({ ts }) => ts === digest);
  const block = message?.blocks.find((one) => JSON.stringify(one).includes(JSON.stringify(value)));
  if (typeof block?.block_id !== 'string') throw new Error('the row is not in the root');
  const option = { text: { type: 'plain_text', text: verb }, value };
  const press = { user, channel: CHANNEL, messageTs: digest, actionId: 'digest-row', blockId: block.block_id };
  return answered(user, () => bot.slack.click({ ...press, selectedOption: option }));
}

async function answered(
  user: string,
  go: () => Promise<{ readonly error?: string | undefined }>,
): Promise<SlackMessage> {
  const after = bot.slack.mark();
  expect((await go()).error).toBeUndefined();
  await bot.app.idle();
  return bot.slack.waitForMessage(user, CHANNEL, (one) => one.visible_to === user, { after });
}

describe('a row of a digest', () => {
  it('is snoozed for two weeks by whoever may see its partner, and given back', async () => {
    const deal = dealOf(true);
    const said = await choose('U0MAYA', 'snooze', deal);
    expect(textOf(said)).toContain(`“Deal ${deal.id}`);
    expect(textOf(said)).toContain('is snoozed until 8 Dec 2026');
    expect(await store.rowWork.all()).toEqual([
      expect.objectContaining({
        record: 'deal',
        id: deal.id,
        snoozedUntil: new Date(NOW + 14 * 86_400_000).toISOString(),
        snoozedBy: 'U0MAYA',
        assignedTo: null,
      }),
    ]);
    await bot.slack.click({ user: 'U0MAYA', channel: CHANNEL, messageTs: said.ts, actionId: 'digest-undo' });
    await bot.app.idle();
    expect(await store.rowWork.all()).toEqual([]);
  });

  it('is taken; who takes it after that is told whose it was', async () => {
    const deal = dealOf(true);
    await choose('U0MAYA', 'take', deal);
    const said = await choose('U0ADMIN', 'take', deal);
    expect(textOf(said)).toContain('It was taken by <@U0MAYA>');
    expect(await store.rowWork.all()).toEqual([
      expect.objectContaining({ id: deal.id, assignedTo: 'U0ADMIN', by: 'U0ADMIN', at: new Date(NOW).toISOString() }),
    ]);
    await choose('U0MAYA', 'undo', deal);
    expect(await store.rowWork.all()).toEqual([]);
  });

  it('is nobody’s business who may not see its partner; every decision is in the audit', async () => {
    const theirs = dealOf(false);
    for (const [user, told] of [
      ['U0MAYA', /you see the partners whose owner you are/],
      ['U0MEMBER', /admin/],
      ['U0GUEST', /guest/i],
      ['U0FOREIGN', /workspace/i],
    ] as const) {
      const said = await choose(user, 'take', theirs);
      expect(textOf(said)).toMatch(told);
      expect(textOf(said)).not.toMatch(/is yours/);
    }
    expect(await store.rowWork.all()).toEqual([]);
    const decided = bot.audit.filter(({ action, about }) => action === 'work' && about === `row deal ${theirs.id}`);
    expect(decided.at(-1)).toMatchObject({ person: 'U0MAYA', refused: 'not-yours' });
  });

  it('opens in the CRM without a word', async () => {
    const deal = dealOf(true);
    const after = bot.slack.mark();
    const value = JSON.stringify(['open', 'deal', deal.id, deal.partner]);
    const message = bot.slack.workspace.all(CHANNEL).find(({ ts }) => ts === digest);
    const block = message?.blocks.find((one) => JSON.stringify(one).includes(JSON.stringify(value)));
    const selectedOption = { text: { type: 'plain_text', text: 'open' }, value };
    const blockId = String(block?.block_id);
    await bot.slack.click({
      user: 'U0MAYA',
      channel: CHANNEL,
      messageTs: digest,
      actionId: 'digest-row',
      blockId,
      selectedOption,
    });
    await bot.app.idle();
    expect(bot.slack.workspace.all(CHANNEL).filter(({ revision }) => revision > after)).toEqual([]);
  });
});

describe('all rows as a file', () => {
  const ask = (user: string) =>
    answered(user, () => bot.slack.click({ user, channel: CHANNEL, messageTs: digest, actionId: 'digest-csv' }));
  const newest = () => [...bot.slack.workspace.files.values()].at(-1);
  const linesOf = () => (newest()?.content.toString() ?? '').replace('\ufeff', '').trim().split('\r\n');

  it('comes into the direct message of whoever sees everything, with every row', async () => {
    const said = await ask('U0ADMIN');
    expect(textOf(said)).toContain('is in our direct message');
    const [head, ...rows] = linesOf();
    expect(head).toBe('list,record,id,name,partner_id,partner,manager,stage,date,days,amount,currency,url');
    const { expired, expiring, stalled } = report;
    expect(rows).toHaveLength([expired, expiring, stalled].flat().length);
    expect(newest()?.channels).toEqual([bot.slack.im('U0ADMIN')]);
  });

  it('holds only the own partners’ rows for whoever sees only those', async () => {
    await ask('U0MAYA');
    const [, ...rows] = linesOf();
    const mine = [report.expired, report.expiring, report.stalled].flat().filter(({ manager }) => manager === MAYA);
    expect(rows).toHaveLength(mine.length);
    expect(rows.every((row) => row.includes(MAYA))).toBe(true);
    const post = bot.slack.messagesFor('U0MAYA', bot.slack.im('U0MAYA')).at(-1);
    expect(post?.text).toContain('Only the rows of your own partners are in it.');
  });

  it('is refused to whoever sees nothing', async () => {
    const files = bot.slack.workspace.files.size;
    await ask('U0MEMBER');
    expect(bot.slack.workspace.files.size).toBe(files);
  });

  it('without the scope the command is named that writes the same rows', async () => {
    bot.slack.settings.scopes.delete('files:write');
    const said = await ask('U0ADMIN');
    bot.slack.settings.scopes.add('files:write');
    expect(textOf(said)).toContain('`files:write`');
    expect(textOf(said)).toContain('pulse digest weekly --preview --csv');
  });
});
