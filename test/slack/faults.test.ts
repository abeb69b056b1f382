import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { PulseError } from '../../src/errors.ts';
import type { Analyst } from '../../src/kpi/analyst.ts';
import { asRemote } from '../../src/kpi/analyst.ts';
import { createSlackApp, type SlackAppSettings } from '../../src/slack/app.ts';
import { textOf } from '../doubles/slack/index.ts';
import { type Bot, EVERYONE, startBot } from './bot.ts';
import { NOW, sampleAnalyst } from './program.ts';

let bot: Bot | undefined;
const analyst: Promise<Analyst> = sampleAnalyst(20);
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

async function started(from: Analyst | null, options: Parameters<typeof startBot>[1] = {}): Promise<Bot> {
  bot = await startBot(from, options);
  await bot.app.start();
  return bot;
}

afterEach(async () => {
  await bot?.stop();
  bot = undefined;
});

describe('no data yet', () => {
  it('says so with progress, still helps, and answers once the data are there', async () => {
    const { ask, answerFrom } = await started(null);
    expect(textOf(await ask('acme'))).toMatch(/still loading the partner records/);
    answerFrom({ kind: 'loading', progress: { done: 1200, total: 4800, what: 'deals.csv' } });
    expect(textOf(await ask('acme'))).toMatch(/`█████░+` 25% · deals\u2060?\.\u2060?csv: 1,200 of 4,800/);
    expect(textOf(await ask('help'))).toContain('*Numbers:*');
    answerFrom({ kind: 'ready', analyst: asRemote(await analyst) });
    expect(textOf(await ask('acme'))).toContain('*Next:*');
  });

  it('tells why the first load failed, or answers from the data before with a remark', async () => {
    const { ask, answerFrom } = await started(null);
    const error = new PulseError('folder-missing', { folder: '/data', source: 'exports' });
    answerFrom({ kind: 'failed', error, analyst: null });
    expect(textOf(await ask('acme'))).toMatch(/\/data[\s\S]*Reference PP-/);
    answerFrom({ kind: 'failed', error, analyst: asRemote(await analyst) });
    const text = textOf(await ask('acme'));
    expect(text).toMatch(/The last sync failed \(.*\/data/);
    expect(text).toContain('*Next:*');
  });
});

describe('when Slack misbehaves', () => {
  it('answers by an ephemeral message when the response address no longer works', async () => {
    const { ask, slack } = await started(await analyst);
    slack.fail('response_url', { status: 404 });
    const message = await ask('acme');
    expect(textOf(message)).toContain('*Next:*');
    expect(slack.calls.some(({ method }) => method === 'chat.postEphemeral')).toBe(true);
  });

  it('answers by direct message where it cannot write at all', async () => {
    const { slack } = await started(await analyst);
    slack.fail('response_url', { status: 404 });
    await slack.command({ user: 'U0BEN', channel: 'C0RANDOM', command: '/partner-kpi', text: 'acme' });
    const message = await slack.waitForMessage('U0BEN', slack.im('U0BEN'), /Next:/);
    expect(message.bot_id).toBeDefined();
  });

  it('sends a refused chart once more as text, and logs it with a reference', async () => {
    const { slack, log } = await started(await analyst);
    slack.fail('chat.postMessage', { error: 'invalid_blocks' });
    await slack.dm('U0BEN', 'acme');
    const message = await slack.waitForMessage('U0BEN', slack.im('U0BEN'), /Shown as text/);
    expect(message.blocks.some(({ type }) => type === 'data_visualization')).toBe(false);
    expect(textOf(message)).toMatch(/registrations? [▁▂▃▄▅▆▇█]+/);
    const line = log.find((entry) => entry.message.includes('refused the chart'));
    expect(line?.fields.reference).toMatch(/^PP-/);
  });

  it('tells the person cause, remedy and reference of an internal failure; the log has the rest', async () => {
    const real = await analyst;
    const broken: Analyst = {
      ...real,
      scorecard: () => {
        throw new TypeError('deep inside');
      },
    };
    const { ask, log } = await started(broken);
    const text = textOf(await ask('acme'));
    const reference = /Reference (PP-[0-9A-Z]{8})/.exec(text)?.[1];
    expect(text).not.toContain('deep inside');
    const line = log.find(({ fields, level }) => level === 'error' && fields.reference === reference);
    expect(String(line?.fields.err)).toContain('deep inside');
  });

  it('tells the person when the data cannot be read at all', async () => {
    const analystFails = async () => {
      throw new Error('disk on fire');
    };
    const { ask, log } = await started(await analyst, { app: { analyst: analystFails } });
    const text = textOf(await ask('acme'));
    const reference = /Reference (PP-[0-9A-Z]{8})/.exec(text)?.[1];
    expect(text).not.toContain('disk on fire');
    expect(log.some(({ fields, level }) => level === 'error' && fields.reference === reference)).toBe(true);
  });

  it('comes back by itself after Slack refreshes the connection', async () => {
    const { ask, slack } = await started(await analyst);
    await slack.disconnectSockets('refresh_requested');
    await slack.waitForConnection();
    expect(textOf(await ask('acme'))).toContain('*Next:*');
  });

  it('keeps trying while Slack is down', async () => {
    const { ask, slack, log } = await started(await analyst);
    slack.fail('apps.connections.open', { status: 503, times: 4 });
    await slack.disconnectSockets('terminate');
    await slack.waitForConnection();
    expect(textOf(await ask('acme'))).toContain('*Next:*');
    expect(log.some(({ message }) => message === 'no connection to Slack')).toBe(true);
  });

  it('reports a refused app token instead of ending the process', async () => {
    const refused = Promise.withResolvers<PulseError>();
    const { slack } = await started(await analyst, { app: { onFatal: refused.resolve } });
    slack.fail('apps.connections.open', { error: 'invalid_auth' });
    await slack.disconnectSockets('terminate');
    expect((await refused.promise).code).toBe('slack-token-wrong');
  });

  it('lets the answer under way go out before it stops', async () => {
    const { slack, app } = await started(await analyst);
    slack.fail('users.info', { delayMs: 300 });
    await slack.command({ user: 'U0BEN', channel: 'C0PARTNERS', command: '/partner-kpi', text: 'acme' });
    await app.stop();
    expect(slack.messagesFor('U0BEN', 'C0PARTNERS').some((message) => /Next:/.test(textOf(message)))).toBe(true);
  });
});

describe('starting', () => {
  const codeOf = async (start: Promise<unknown>): Promise<unknown> =>
    start.then(
      () => null,
      (error: unknown) => (error instanceof PulseError ? [error.code, error.params.name ?? null] : error),
    );

  it('names the token that is missing or refused', async () => {
    bot = await startBot(null);
    const settings: Omit<SlackAppSettings, 'tokens'> = {
      mode: 'socket',
      access: EVERYONE,
      audit: () => undefined,
      analyst: async () => ({ kind: 'loading', progress: null }),
      clock: () => NOW,
      log: quiet,
    };
    const apiUrl = bot.slack.apiUrl;
    const app = (tokens: { bot?: string; app?: string }) =>
      createSlackApp({ ...settings, apiUrl, tokens: { bot: tokens.bot, app: tokens.app } });
    const { bot: botToken, app: appToken } = bot.slack.tokens;
    expect(await codeOf(app({}).start())).toEqual(['slack-token-missing', 'SLACK_BOT_TOKEN']);
    expect(await codeOf(app({ bot: botToken }).start())).toEqual(['slack-token-missing', 'SLACK_APP_TOKEN']);
    expect(await codeOf(app({ bot: 'xoxb-wrong', app: appToken }).start())).toEqual([
      'slack-token-wrong',
      'SLACK_BOT_TOKEN',
    ]);
    expect(await codeOf(app({ bot: botToken, app: 'xapp-wrong' }).start())).toEqual([
      'slack-token-wrong',
      'SLACK_APP_TOKEN',
    ]);
  });

  it('says that Slack cannot be reached, and why', async () => {
    const port = await freePort();
    const app = createSlackApp({
      tokens: { bot: 'xoxb-1', app: 'xapp-1' },
      apiUrl: `http://127.0.0.1:${port}/api/`,
      mode: 'socket',
      access: EVERYONE,
      audit: () => undefined,
      analyst: async () => ({ kind: 'loading', progress: null }),
      clock: () => NOW,
      log: quiet,
    });
    const error: unknown = await app.start().catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(PulseError);
    if (error instanceof PulseError) {
      expect(error.code).toBe('slack-unreachable');
      expect(String(error.params.reason)).toMatch(/ECONNREFUSED/);
    }
  });
});

describe('HTTP mode', () => {
  it('answers signed requests and refuses others', async () => {
    bot = await startBot(await analyst, { app: { mode: 'http', port: 0, host: '127.0.0.1' } });
    const { port } = await bot.app.start();
    const address = `http://127.0.0.1:${port}/slack/events`;
    bot.slack.useHttp(address);
    const message = await bot.ask('acme');
    expect(textOf(message)).toContain('*Next:*');
    await bot.slack.click({ user: 'U0BEN', channel: 'C0PARTNERS', messageTs: message.ts, actionId: 'definitions' });
    await bot.slack.waitForView('U0BEN', ({ blocks }) => blocks.length > 10);
    bot.slack.useHttp(address, (headers) => ({ ...headers, 'x-slack-signature': 'v0=00' }));
    const forged = await bot.slack.command({
      user: 'U0BEN',
      channel: 'C0PARTNERS',
      command: '/partner-kpi',
      text: 'acme',
    });
    expect(forged.status).toBe(401);
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
