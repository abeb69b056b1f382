import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openStore } from '../../src/store/open.ts';
import { writeProgram } from '../cli/program.ts';
import { pulse } from '../cli/pulse.ts';
import { put } from '../config/folder.ts';
import type { SlackStandIn } from '../doubles/slack/index.ts';
import { environmentOf, programFolder, startBotProcess, workspace } from './bot.ts';

const asked = { user: 'U0BEN', channel: 'C0GENERAL', command: '/partner-kpi' };

/** Asks again and again until the answer fits, for at most 20 seconds: data come with the next sync. */
async function answerTo(slack: SlackStandIn, text: string, fits: RegExp): Promise<void> {
  const { user, channel } = asked;
  let last = '';
  for (const until = performance.now() + 20_000; performance.now() < until; await pause(100)) {
    const after = slack.mark();
    await slack.command({ ...asked, text });
    last = JSON.stringify(await slack.waitForMessage(user, channel, () => true, { after, timeoutMs: 8_000 }));
    if (fits.test(last)) return;
  }
  throw new Error(`never answered ${text} with ${fits}, but with ${last.slice(0, 500)}`);
}

describe('the bot', () => {
  it('connects, syncs at start, answers, syncs again every sync.every, and ends cleanly within 5 s', async () => {
    const slack = await workspace();
    const folder = programFolder('program: {timeZone: Europe/Berlin}\nsync: {every: 1s}\n');
    const bot = startBotProcess(folder, environmentOf(slack));
    await slack.waitForConnection({ timeoutMs: 20_000 });
    await answerTo(slack, 'acme', /Acme GmbH/);
    writeProgram(folder, { 'partners.csv': 'id,name\nP1,Acme GmbH\nP2,Beta Ltd\nP3,Zeta Nova\n' });
    await answerTo(slack, '"zeta nova"', /\*Zeta Nova\*/);
    const began = performance.now();
    bot.process.kill('SIGTERM');
    const run = await bot.outcome;
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout).toBe('');
    expect(run.stderr).not.toMatch(/xoxb|xapp|Acme|Zeta|\n\s+at /);
    expect((await pulse(['sync'], { cwd: folder })).code).toBe(0);
  }, 90_000);

  it('keeps the old data when a sync fails, says so, and syncs again as planned', async () => {
    const slack = await workspace();
    const folder = programFolder('sync: {every: 1s}\n');
    const bot = startBotProcess(folder, environmentOf(slack));
    await slack.waitForConnection({ timeoutMs: 20_000 });
    await answerTo(slack, 'acme', /Acme GmbH/);
    put(folder, 'data/deals.csv', 'id,name\n"open\n');
    await answerTo(slack, 'acme', /Acme GmbH.*The last sync failed/s);
    writeProgram(folder, { 'partners.csv': 'id,name\nP1,Omega AG\nP2,Beta Ltd\nP3,Zeta Nova\n' });
    await answerTo(slack, 'P1', /Omega AG/);
    bot.process.kill('SIGINT');
    const run = await bot.outcome;
    expect(run.code, run.stderr).toBe(0);
    expect(run.stderr).toContain('"code":"bad-file"');
  }, 90_000);

  it('says at start who sees what, shows owners their own partners, and keeps each decision in the audit', async () => {
    const slack = await workspace();
    const own = 'people: {ana@crm.example: ben.ortega@northwind.example}\n';
    const folder = programFolder(own, '{}');
    put(
      folder,
      'data/partners.csv',
      'id,name,manager_email\nP1,Acme GmbH,Ana@CRM.example\nP2,Beta Inc,tom@crm.example\n',
    );
    const bot = startBotProcess(folder, environmentOf(slack));
    await slack.waitForConnection({ timeoutMs: 20_000 });
    await answerTo(slack, 'acme', /Acme GmbH/);
    await answerTo(slack, 'P2', /P2/);
    const refused = await pulse(['audit', '--json'], { cwd: folder });
    const entries = z.array(z.object({ person: z.string(), about: z.string(), refused: z.string().nullable() }));
    expect(entries.parse(JSON.parse(refused.stdout)).at(-1)).toMatchObject({
      person: 'U0BEN',
      about: 'scorecard partner P1',
      refused: null,
    });
    const table = await pulse(['audit', '--last', '1'], { cwd: folder });
    expect(table.stdout).toMatch(/U0BEN .*scorecard partner P1 .*allowed/);
    bot.process.kill('SIGTERM');
    const { stderr } = await bot.outcome;
    expect(stderr).toContain('nobody is listed in access.admins, so there is no admin');
  }, 60_000);

  it('listens for signed requests in HTTP mode', async () => {
    const slack = await workspace();
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    const folder = programFolder(`slack: {mode: http, port: ${port}}\n`);
    const { SLACK_APP_TOKEN: _, ...env } = environmentOf(slack);
    const bot = startBotProcess(folder, env);
    slack.useHttp(`http://127.0.0.1:${port}/slack/events`);
    await slack.waitForCall('auth.test', () => true, { timeoutMs: 20_000 });
    await answerTo(slack, 'acme', /Acme GmbH/);
    bot.process.kill('SIGTERM');
    expect((await bot.outcome).code).toBe(0);
  }, 60_000);
});

describe('what keeps the bot from starting is one line with cause, remedy and page', () => {
  const oneLine = async (folder: string, env: Record<string, string>, code: number, says: RegExp): Promise<void> => {
    const run = await startBotProcess(folder, env).outcome;
    expect(run.stderr).toMatch(says);
    expect([run.code, run.stdout]).toEqual([code, '']);
    const told = run.stderr
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('{'));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/docs\/[\w-]+\.md/);
    expect(run.stderr).not.toMatch(/\n\s+at /);
  };

  it('missing tokens, all of them', async () => {
    await oneLine(programFolder(), {}, 2, /Not set: SLACK_BOT_TOKEN, SLACK_APP_TOKEN\./);
    const env = { SLACK_BOT_TOKEN: 'xoxb-1' };
    await oneLine(programFolder('slack: {mode: http}\n'), env, 2, /Not set: SLACK_SIGNING_SECRET\./);
  });

  it('row 14: a wrong token', async () => {
    const slack = await workspace();
    await oneLine(
      programFolder(),
      { ...environmentOf(slack), SLACK_BOT_TOKEN: 'xoxb-wrong' },
      1,
      /SLACK_BOT_TOKEN.*invalid_auth/,
    );
    await oneLine(
      programFolder(),
      { ...environmentOf(slack), SLACK_APP_TOKEN: 'xapp-wrong' },
      1,
      /SLACK_APP_TOKEN.*invalid_auth/,
    );
  }, 60_000);

  it('no way to Slack', async () => {
    const slack = await workspace();
    await oneLine(
      programFolder(),
      { ...environmentOf(slack), SLACK_API_URL: 'http://127.0.0.1:9/api/' },
      1,
      /127\.0\.0\.1:9/,
    );
  }, 60_000);

  it('a missing folder', async () => {
    const slack = await workspace();
    const folder = programFolder();
    rmSync(join(folder, 'data'), { recursive: true });
    await oneLine(folder, environmentOf(slack), 2, new RegExp(join(folder, 'data')));
  });

  it('a store that somebody owns', async () => {
    const slack = await workspace();
    const folder = programFolder();
    const address = join(folder, 'partner-pulse.db');
    const store = await openStore({ address, mode: 'own', role: 'sync', now: () => 0, warn: () => undefined });
    try {
      await oneLine(folder, environmentOf(slack), 1, new RegExp(`sync \\(process ${process.pid} `));
    } finally {
      await store.close();
    }
  });
});
