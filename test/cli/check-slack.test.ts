import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { findings } from '../../src/slack/check.ts';
import { scopes } from '../../src/slack/manifest.ts';
import { put, temporaryFolder } from '../config/folder.ts';
import type { SlackStandIn } from '../doubles/slack/index.ts';
import { environmentOf, workspace } from '../main/bot.ts';
import { pulse, type Run } from './pulse.ts';
import { schemaChecker } from './schemas.ts';

const follows = schemaChecker();
const report = z.object({
  well: z.boolean(),
  checks: z.array(
    z.object({
      check: z.string(),
      finding: z.string(),
      details: z.record(z.string(), z.union([z.string(), z.number()])),
      remedy: z.string().nullable(),
    }),
  ),
});

async function exact(): Promise<SlackStandIn> {
  const slack = await workspace();
  slack.settings.scopes = new Set(Object.keys(scopes));
  return slack;
}

const check = (
  slack: SlackStandIn,
  args: readonly string[],
  env: Record<string, string> = {},
  cwd = temporaryFolder(),
) => pulse(['check-slack', ...args], { cwd, env: { ...environmentOf(slack), ...env } });

/** The findings of a run that must end with this exit code. */
async function found(run: Promise<Run>, code: number): Promise<Record<string, string>> {
  const { code: ended, stdout, stderr } = await run;
  expect([ended, stderr], stdout).toEqual([code, '']);
  const json: unknown = JSON.parse(stdout);
  follows('check-slack', json);
  const { well, checks } = report.parse(json);
  expect(well).toBe(code === 0);
  for (const { finding, remedy } of checks) {
    const outcome = Object.entries(findings).find(([name]) => name === finding)?.[1];
    expect(remedy !== null, finding).toBe(outcome === 'failed' || outcome === 'warning');
  }
  return Object.fromEntries(checks.map(({ check: name, finding }) => [name, finding]));
}

const well = {
  'bot-token': 'bot-token-ok',
  scopes: 'scopes-ok',
  'app-token': 'app-token-ok',
  socket: 'socket-ok',
  message: 'message-ok',
};
const to = ['--to', 'U0BEN', '--json'];

describe('pulse check-slack', () => {
  it('tests tokens, scopes, socket and a message to an e-mail address, in the reader’s language; a line each', async () => {
    const slack = await exact();
    const email = slack.workspace.users.get('U0ANNA')?.email ?? '';
    const run = await check(slack, ['--to', email]);
    expect([run.code, run.stderr], run.stdout).toEqual([0, '']);
    expect(run.stdout.trim().split('\n')).toHaveLength(5);
    expect(run.stdout).toMatch(/^ok {8}bot token: Slack knows it: .* in /);
    await slack.waitForMessage('U0ANNA', slack.im('U0ANNA'), /Eine Prüfung.*\/partner-kpi help/);
    expect(slack.connections).toBe(0);
    expect(run.stdout).not.toMatch(/xoxb|xapp/);
  }, 30_000);

  it('finds a message to a user id, as JSON', async () => {
    expect(await found(check(await exact(), to), 0)).toEqual(well);
  }, 30_000);

  it('writes to the first admin who is a person, and needs the scope of user groups only if some are admins', async () => {
    const slack = await exact();
    const folder = temporaryFolder();
    put(folder, 'partner-pulse.yaml', 'access: {admins: [S0MANAGERS, U0CHLOE, ben.ortega@northwind.example]}\n');
    expect(await found(check(slack, ['--json'], {}, folder), 1)).toEqual({ ...well, scopes: 'scopes-missing' });
    slack.settings.scopes.add('usergroups:read');
    expect(await found(check(slack, ['--json'], {}, folder), 0)).toEqual(well);
    await slack.waitForMessage('U0CHLOE', slack.im('U0CHLOE'), /partner-kpi help/);
    put(folder, 'partner-pulse.yaml', '');
    expect(await found(check(slack, to, {}, folder), 0)).toEqual(well);
  }, 60_000);

  it('names scopes that are missing, and those that are too many', async () => {
    const slack = await exact();
    slack.settings.scopes.delete('users:read.email');
    expect(await found(check(slack, to), 1)).toEqual({ ...well, scopes: 'scopes-missing' });
    slack.settings.scopes = new Set([...Object.keys(scopes), 'mpim:history']);
    const run = await check(slack, ['--to', 'U0BEN', '--lang', 'de']);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^Warnung +Berechtigungen: .*mpim:history\. Abhilfe: /m);
  }, 30_000);

  it('names a refused token, and still tests the other one', async () => {
    const slack = await exact();
    expect(await found(check(slack, to, { SLACK_BOT_TOKEN: 'xoxb-wrong' }), 1)).toEqual({
      ...well,
      'bot-token': 'bot-token-refused',
      scopes: 'not-tried',
      message: 'not-tried',
    });
    expect(await found(check(slack, to, { SLACK_APP_TOKEN: 'xapp-wrong' }), 1)).toEqual({
      ...well,
      'app-token': 'app-token-refused',
      socket: 'not-tried',
    });
  }, 30_000);

  it('names tokens of two apps, and a Slack that counts too many connections', async () => {
    const slack = await exact();
    const { appId } = slack.workspace.bot;
    slack.workspace.bot.appId = 'A0OTHER';
    expect(await found(check(slack, to), 1)).toEqual({ ...well, socket: 'socket-other-app' });
    slack.workspace.bot.appId = appId;
    for (let count = 1; count <= 10; count += 1) {
      const answer = await fetch(`${slack.apiUrl}apps.connections.open`, {
        method: 'POST',
        headers: { authorization: `Bearer ${slack.tokens.app}` },
      });
      new WebSocket(z.object({ url: z.string() }).parse(await answer.json()).url);
      await slack.waitForConnection({ count });
    }
    const run = await check(slack, to);
    expect(run.stdout).toMatch(/"finding":"socket-failed","details":\{"reason":"too_many_websockets"\}/);
  }, 30_000);

  it('says that Slack cannot be reached', async () => {
    const run = await check(await exact(), to, { SLACK_API_URL: 'http://127.0.0.1:9/api/' });
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('"finding":"unreachable"');
    expect(run.stdout).toContain('127.0.0.1:9');
  }, 30_000);

  it('names a person whom Slack does not know, and one whom the bot cannot write to', async () => {
    const slack = await exact();
    const nobody = await found(check(slack, ['--to', 'nobody@nowhere.example', '--json']), 1);
    expect(nobody).toEqual({ ...well, message: 'message-unknown-person' });
    const bot = await found(check(slack, ['--to', 'U0OTHERBOT', '--json']), 1);
    expect(bot).toEqual({ ...well, message: 'message-refused' });
  }, 30_000);

  it('needs no socket in HTTP mode', async () => {
    const slack = await exact();
    const folder = temporaryFolder();
    put(folder, 'partner-pulse.yaml', 'slack: {mode: http}\n');
    const http = { ...well, 'app-token': 'not-in-http', socket: 'not-in-http' };
    expect(await found(check(slack, to, { SLACK_APP_TOKEN: '' }, folder), 0)).toEqual(http);
  }, 30_000);

  it('ends with 2 before it asks anything: no receiver, a wrong one, no token', async () => {
    const slack = await exact();
    for (const args of [[], ['--to', 'Ben']]) {
      const run = await check(slack, args);
      expect([run.code, run.stdout]).toEqual([2, '']);
      expect(run.stderr).toContain('--to');
    }
    const run = await check(slack, to, { SLACK_BOT_TOKEN: '', SLACK_APP_TOKEN: '' });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('SLACK_BOT_TOKEN, SLACK_APP_TOKEN');
    expect(slack.calls).toEqual([]);
  }, 30_000);
});
