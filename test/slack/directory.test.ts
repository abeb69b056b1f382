import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Analyst } from '../../src/kpi/analyst.ts';
import { defaultSeed, type SlackSeed, textOf } from '../doubles/slack/index.ts';
import { type Bot, startBot } from './bot.ts';
import { NOW, sampleAnalyst } from './program.ts';

const minutes = 60_000;
let analyst: Analyst;
let bot: Bot;
let now = NOW;
beforeAll(async () => {
  analyst = await sampleAnalyst(20);
});
afterEach(() => bot.stop());

async function start(access = {}, seed: SlackSeed = defaultSeed): Promise<void> {
  now = NOW;
  const everyone = { everyone: true, admins: [], guestChannels: [], ...access };
  bot = await startBot(analyst, { slack: { seed }, app: { access: everyone, clock: () => now } });
  await bot.app.start();
}
const calls = (method: string): number => bot.slack.calls.filter((call) => call.method === method).length;

describe('what was looked up in Slack', () => {
  it('of a person holds for an hour, or until Slack says that something changed', async () => {
    await start();
    const counts: number[] = [];
    for (const wait of [0, 59 * minutes, 2 * minutes]) {
      now += wait;
      await bot.ask('acme');
      counts.push(calls('users.info'));
    }
    expect(counts).toEqual([1, 1, 2]);
    const ben = bot.slack.workspace.users.get('U0BEN');
    if (ben !== undefined) ben.is_restricted = true;
    await bot.slack.event({ type: 'user_change', user: { id: 'U0BEN' } });
    expect(textOf(await bot.ask('acme'))).toMatch(/guests get no partner numbers/);
    if (ben !== undefined) ben.is_restricted = false;
  });

  it('of a channel holds for ten minutes, or until Slack says that it is shared', async () => {
    await start();
    const counts: number[] = [];
    for (const wait of [0, 9 * minutes, 2 * minutes]) {
      now += wait;
      await bot.ask('acme');
      counts.push(calls('conversations.info'));
    }
    expect(counts).toEqual([1, 1, 2]);
    const channel = bot.slack.workspace.channels.get('C0PARTNERS');
    if (channel !== undefined) channel.is_ext_shared = true;
    await bot.slack.event({ type: 'channel_shared', channel: 'C0PARTNERS', connected_team_id: 'T0PARTNER' });
    expect(textOf(await bot.ask('acme'))).toMatch(/my answer is in our direct message/);
  });

  it('is never used for a share: the channel and who is in it are asked for each time', async () => {
    await start();
    const message = await bot.ask('acme', { channel: 'C0LEADS' });
    for (const times of [1, 2]) {
      const after = bot.slack.mark();
      await bot.slack.click({ user: 'U0BEN', channel: 'C0LEADS', messageTs: message.ts, actionId: 'share' });
      await bot.slack.waitForMessage('U0BEN', 'C0LEADS', /Shared in this channel/, { after });
      expect([calls('conversations.info'), calls('conversations.members')]).toEqual([1 + times, times]);
    }
  });

  it('of a channel with many members is learnt in one go, and the one guest among them is found', async () => {
    const many = Array.from({ length: 120 }, (_, index) => `U0M${index}`);
    const person = (id: string) => ({ id, name: id.toLowerCase(), real_name: id });
    const users = [...defaultSeed.users, ...many.map(person), { ...person('U0LAST'), is_restricted: true }];
    const crowd = { id: 'C0CROWD', name: 'crowd', members: ['U0BEN', ...many] };
    await start({}, { ...defaultSeed, users, channels: [...defaultSeed.channels, crowd] });
    const message = await bot.ask('acme', { channel: 'C0CROWD' });
    const share = async (words: RegExp): Promise<void> => {
      const after = bot.slack.mark();
      await bot.slack.click({ user: 'U0BEN', channel: 'C0CROWD', messageTs: message.ts, actionId: 'share' });
      await bot.slack.waitForMessage('U0BEN', 'C0CROWD', words, { after });
    };
    await share(/Shared in this channel/);
    expect([calls('users.list') > 0, calls('users.info') < 5]).toEqual([true, true]);
    bot.slack.workspace.channels.get('C0CROWD')?.members.push('U0LAST');
    await share(/there are guests in this channel/);
  });

  it('of a user group without its scope makes nobody an admin, says so in the log, and harms nothing', async () => {
    await start({ everyone: false, admins: ['S0MANAGERS'] });
    expect(textOf(await bot.ask('acme'))).toMatch(/No partner in the CRM has you as owner/);
    expect(bot.log.map(({ message }) => message)).toContain('a user group could not be read: nobody is admin by it');
    bot.slack.settings.scopes.add('usergroups:read');
    expect(textOf(await bot.ask('acme'))).toContain('€');
  });
});
