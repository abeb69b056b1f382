// long: the stand-in is one service; its documented behaviour is one list.
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import { afterEach, describe, expect, test } from 'vitest';
import {
  type SlackOptions,
  type SlackStandIn,
  startSlack,
  textOf,
  validateBlocks,
  validateView,
} from './slack/index.ts';
import type { Json } from './slack/json.ts';

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  setName: () => undefined,
  getLevel: (): LogLevel => LogLevel.ERROR,
};

async function standIn(options: SlackOptions = {}): Promise<SlackStandIn> {
  const slack = await startSlack(options);
  ending.push(() => slack.close());
  return slack;
}

async function socketApp(slack: SlackStandIn, build: (app: App) => void): Promise<App> {
  const app = new App({
    token: slack.tokens.bot,
    appToken: slack.tokens.app,
    socketMode: true,
    logger: quiet,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
  });
  build(app);
  await app.start();
  ending.push(() => app.stop());
  await slack.waitForConnection();
  return app;
}

function client(slack: SlackStandIn): WebClient {
  return new WebClient(slack.tokens.bot, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: quiet,
  });
}

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const button = (id: string, value: string) => ({
  type: 'button' as const,
  action_id: id,
  value,
  text: { type: 'plain_text' as const, text: id },
});

describe('a Bolt app in socket mode', () => {
  test('a command is acknowledged, and its response_url answers ephemerally to the one who typed it', async () => {
    const slack = await standIn();
    await socketApp(slack, (app) => {
      app.command('/partner-kpi', async ({ ack, command, respond }) => {
        await ack();
        await respond({ text: `about ${command.text} for ${command.user_name} in ${command.channel_name}` });
      });
    });
    const { error, ackMs } = await slack.command({
      user: 'U0ANNA',
      channel: 'C0PARTNERS',
      command: '/partner-kpi',
      text: 'acme',
    });
    expect(error).toBeUndefined();
    expect(ackMs).toBeLessThan(3000);
    const message = await slack.waitForMessage('U0ANNA', 'C0PARTNERS', /about acme for anna\.keller in partner-team/);
    expect(message.visible_to).toBe('U0ANNA');
    expect(slack.messagesFor('U0BEN', 'C0PARTNERS')).toEqual([]);
  });

  test('a click updates the message through the response_url, and the message says who clicked', async () => {
    const slack = await standIn();
    const app = await socketApp(slack, (bolt) => {
      bolt.action('share', async ({ ack, body, respond, action }) => {
        await ack();
        const value = action.type === 'button' ? action.value : undefined;
        await respond({ replace_original: true, text: `shared ${value} by ${body.user.id}` });
      });
    });
    const posted = await app.client.chat.postMessage({
      channel: 'C0PARTNERS',
      text: 'x',
      blocks: [{ type: 'actions', elements: [button('share', 'acme')] }],
    });
    const after = slack.mark();
    await slack.click({ user: 'U0BEN', channel: 'C0PARTNERS', messageTs: posted.ts ?? '', actionId: 'share' });
    const changed = await slack.waitForMessage('U0BEN', 'C0PARTNERS', /shared acme by U0BEN/, { after });
    expect(changed.ts).toBe(posted.ts);
  });

  test('a select carries the chosen option and the state of the message', async () => {
    const slack = await standIn();
    const seen: unknown[] = [];
    const app = await socketApp(slack, (bolt) => {
      bolt.action('period', async ({ ack, action, body }) => {
        await ack();
        seen.push(
          action.type === 'static_select' ? action.selected_option.value : undefined,
          'state' in body && typeof body.state === 'object' ? body.state.values : undefined,
        );
      });
    });
    const option = (value: string) => ({ text: { type: 'plain_text' as const, text: value }, value });
    const posted = await app.client.chat.postMessage({
      channel: 'C0PARTNERS',
      text: 'x',
      blocks: [
        {
          type: 'actions',
          block_id: 'b',
          elements: [{ type: 'static_select', action_id: 'period', options: [option('q1'), option('q2')] }],
        },
      ],
    });
    await slack.click({
      user: 'U0BEN',
      channel: 'C0PARTNERS',
      messageTs: posted.ts ?? '',
      actionId: 'period',
      value: 'q2',
    });
    expect(seen).toEqual(['q2', { b: { period: { type: 'static_select', selected_option: option('q2') } } }]);
  });

  test('a modal opens, refuses a missing field, shows the errors of the app, and closes', async () => {
    const slack = await standIn();
    await socketApp(slack, (app) => {
      app.command('/partner-kpi', async ({ ack, client: web, command }) => {
        await ack();
        await web.views.open({
          trigger_id: command.trigger_id,
          view: {
            type: 'modal',
            callback_id: 'target',
            title: { type: 'plain_text', text: 'Target' },
            submit: { type: 'plain_text', text: 'Save' },
            blocks: [
              {
                type: 'input',
                block_id: 'amount',
                label: { type: 'plain_text', text: 'Amount' },
                element: { type: 'plain_text_input', action_id: 'value' },
              },
            ],
          },
        });
      });
      app.view('target', async ({ ack, view }) => {
        const value = view.state.values.amount?.value?.value;
        if (value === '-1') await ack({ response_action: 'errors', errors: { amount: 'Must be positive' } });
        else await ack();
      });
    });
    await slack.command({ user: 'U0ANNA', channel: 'C0PARTNERS', command: '/partner-kpi', text: '' });
    const view = await slack.waitForView('U0ANNA', (one) => one.callback_id === 'target');
    const empty = await slack.submitView({ user: 'U0ANNA', viewId: view.id });
    expect(empty).toMatchObject({ refusedByClient: true, errors: { amount: expect.any(String) } });
    const wrong = await slack.submitView({ user: 'U0ANNA', viewId: view.id, values: { amount: { value: '-1' } } });
    expect(wrong).toMatchObject({ refusedByClient: false, errors: { amount: 'Must be positive' } });
    expect(slack.views('U0ANNA')).toHaveLength(1);
    await slack.submitView({ user: 'U0ANNA', viewId: view.id, values: { amount: { value: '5' } } });
    expect(slack.views('U0ANNA')).toEqual([]);
  });

  test('a submission may push and update views', async () => {
    const slack = await standIn();
    const modal = (id: string) => ({
      type: 'modal' as const,
      callback_id: id,
      title: { type: 'plain_text' as const, text: id },
      blocks: [section(id)],
    });
    await socketApp(slack, (app) => {
      app.shortcut('start', async ({ ack, client: web, shortcut }) => {
        await ack();
        await web.views.open({ trigger_id: shortcut.trigger_id, view: modal('one') });
      });
      app.view('one', async ({ ack }) => ack({ response_action: 'push', view: modal('two') }));
      app.view('two', async ({ ack }) => ack({ response_action: 'update', view: modal('three') }));
      app.view('three', async ({ ack }) => ack({ response_action: 'clear' }));
    });
    await slack.shortcut({ user: 'U0BEN', callbackId: 'start' });
    const open = () => slack.views('U0BEN').map((view) => view.callback_id);
    const submitTop = () => slack.submitView({ user: 'U0BEN', viewId: slack.views('U0BEN').at(-1)?.id ?? '' });
    await slack.waitForView('U0BEN', (view) => view.callback_id === 'one');
    await submitTop();
    expect(open()).toEqual(['one', 'two']);
    await submitTop();
    expect(open()).toEqual(['one', 'three']);
    await submitTop();
    expect(open()).toEqual([]);
  });

  test('direct messages, mentions, the Home tab and duplicates arrive as events', async () => {
    const slack = await standIn();
    const seen: string[] = [];
    await socketApp(slack, (app) => {
      app.message(async ({ message, say }) => {
        seen.push(`${message.type} ${message.channel_type}`);
        await say('answer');
      });
      app.event('app_mention', async ({ event, body }) => {
        seen.push(`mention ${event.text} ${body.event_id}`);
      });
      app.event('app_home_opened', async ({ event, client: web }) => {
        await web.views.publish({ user_id: event.user, view: { type: 'home', blocks: [section('home')] } });
      });
    });
    await slack.dm('U0ANNA', 'hello');
    await slack.waitForMessage('U0ANNA', slack.im('U0ANNA'), /answer/);
    await slack.mention({ user: 'U0BEN', channel: 'C0PARTNERS', text: 'acme' });
    await slack.openHome('U0ANNA');
    await slack.waitForView('U0ANNA', (view) => view.type === 'home');
    await slack.event(
      { type: 'app_mention', text: 'again', channel: 'C0PARTNERS', user: 'U0BEN', ts: '1.0' },
      { copies: 2, eventId: 'Ev1' },
    );
    expect(seen).toEqual([
      'message im',
      expect.stringMatching(/^mention <@U0PULSEBOT> acme Ev/),
      'mention again Ev1',
      'mention again Ev1',
    ]);
  });

  test('after a refresh the app connects again, and what happened in between is delivered then', async () => {
    const slack = await standIn();
    const seen: string[] = [];
    await socketApp(slack, (app) => {
      app.event('app_mention', async ({ event }) => {
        seen.push(event.text);
      });
    });
    await slack.disconnectSockets('refresh_requested');
    const lost = await slack.command({ user: 'U0ANNA', channel: 'C0PARTNERS', command: '/partner-kpi' });
    expect(lost.error).toBe('dispatch_failed');
    expect(textOf(slack.messagesFor('U0ANNA', 'C0PARTNERS')[0] ?? { text: '', blocks: [] })).toContain(
      'dispatch_failed',
    );
    await slack.mention({ user: 'U0BEN', channel: 'C0PARTNERS', text: 'kept' });
    await slack.waitForConnection({ timeoutMs: 15_000 });
    await slack.mention({ user: 'U0BEN', channel: 'C0PARTNERS', text: 'next' });
    expect(seen).toEqual(['<@U0PULSEBOT> kept', '<@U0PULSEBOT> next']);
  });

  test('a command that nobody acknowledges in time fails as in Slack', async () => {
    const slack = await standIn({ ackTimeoutMs: 50 });
    await socketApp(slack, (app) => {
      app.command('/partner-kpi', () => Promise.resolve());
    });
    const delivery = await slack.command({ user: 'U0ANNA', channel: 'C0PARTNERS', command: '/partner-kpi' });
    expect(delivery.error).toBe('operation_timeout');
  });

  test('options of an external select come from the app', async () => {
    const slack = await standIn();
    const app = await socketApp(slack, (bolt) => {
      bolt.options('partner', async ({ ack, options }) => {
        await ack({ options: [{ text: { type: 'plain_text', text: `Found ${options.value}` }, value: 'p1' }] });
      });
    });
    const { ts } = await app.client.chat.postMessage({
      channel: 'C0PARTNERS',
      text: 'x',
      blocks: [{ type: 'actions', elements: [{ type: 'external_select', action_id: 'partner' }] }],
    });
    const answer = await slack.suggest({
      user: 'U0BEN',
      channel: 'C0PARTNERS',
      messageTs: ts ?? '',
      actionId: 'partner',
      value: 'ac',
    });
    expect(answer).toMatchObject({ options: [{ text: { text: 'Found ac' } }] });
  });
});

describe('HTTP delivery', () => {
  test('requests are signed; a wrong signature is refused', async () => {
    const slack = await standIn();
    const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, logger: quiet });
    const app = new App({
      token: slack.tokens.bot,
      receiver,
      logger: quiet,
      clientOptions: { slackApiUrl: slack.apiUrl },
    });
    app.command('/partner-kpi', async ({ ack }) => ack('over http'));
    const server = await app.start({ port: 0, host: '127.0.0.1' });
    ending.push(() => app.stop());
    const address = 'address' in server ? server.address() : null;
    if (address === null || typeof address === 'string') throw new Error('no port');
    const url = `http://127.0.0.1:${address.port}/slack/events`;
    slack.useHttp(url);
    const good = await slack.command({ user: 'U0ANNA', channel: 'C0PARTNERS', command: '/partner-kpi' });
    expect(good).toMatchObject({ status: 200, ack: { text: 'over http' } });
    slack.useHttp(url, (headers) => ({ ...headers, 'x-slack-signature': 'v0=00' }));
    const bad = await slack.command({ user: 'U0ANNA', channel: 'C0PARTNERS', command: '/partner-kpi' });
    expect(bad).toMatchObject({ status: 401, error: 'http_error' });
  });
});

describe('the Web API', () => {
  test.each([
    ['auth.test', {}, 'ok'],
    ['chat.postMessage', { channel: 'C0PARTNERS', text: 'x' }, 'ok'],
    ['chat.postMessage', { channel: 'U0ANNA', text: 'x' }, 'ok'],
    ['chat.postMessage', { channel: 'C0NOWHERE', text: 'x' }, 'channel_not_found'],
    ['chat.postMessage', { channel: 'C0RANDOM', text: 'x' }, 'not_in_channel'],
    ['chat.postMessage', { channel: 'C0SECRET', text: 'x' }, 'channel_not_found'],
    ['chat.postMessage', { channel: 'C0OLD', text: 'x' }, 'is_archived'],
    ['chat.postMessage', { channel: 'U0OTHERBOT', text: 'x' }, 'cannot_dm_bot'],
    ['chat.postMessage', { channel: 'U0GONE', text: 'x' }, 'user_disabled'],
    ['chat.postMessage', { channel: 'C0PARTNERS' }, 'no_text'],
    ['chat.postMessage', { channel: 'C0PARTNERS', blocks: 'not json' }, 'invalid_blocks_format'],
    ['chat.postMessage', { channel: 'C0PARTNERS', text: 'x', blocks: [{ type: 'nonsense' }] }, 'invalid_blocks'],
    ['chat.postEphemeral', { channel: 'C0PARTNERS', user: 'U0FOREIGN', text: 'x' }, 'user_not_in_channel'],
    ['chat.update', { channel: 'C0PARTNERS', ts: '1.0', text: 'x' }, 'message_not_found'],
    ['conversations.open', { users: 'U0ANNA' }, 'ok'],
    ['conversations.open', { users: 'U0NOBODY' }, 'user_not_found'],
    ['conversations.info', { channel: 'C0SHARED' }, 'ok'],
    ['conversations.history', { channel: 'C0PARTNERS' }, 'missing_scope'],
    ['users.info', { user: 'U0NOBODY' }, 'user_not_found'],
    ['users.lookupByEmail', { email: 'greta.gone@northwind.example' }, 'users_not_found'],
    ['users.lookupByEmail', { email: 'ANNA.keller@northwind.example' }, 'ok'],
    ['views.open', { trigger_id: 'x', view: '{}' }, 'invalid_trigger_id'],
    ['no.such', {}, 'unknown_method'],
  ])('%s %j -> %s', async (method, args, expected) => {
    const slack = await standIn();
    const result = await client(slack)
      .apiCall(method, args)
      .catch((error: unknown) => error);
    const code = result instanceof Error ? ('data' in result ? result.data : undefined) : result;
    expect(code).toMatchObject(expected === 'ok' ? { ok: true } : { ok: false, error: expected });
  });

  test('tokens and scopes are checked', async () => {
    const slack = await standIn({ scopes: ['chat:write'] });
    const call = async (token: string | undefined, method: string) => {
      const response = await fetch(`${slack.apiUrl}${method}`, {
        method: 'POST',
        ...(token && { headers: { authorization: `Bearer ${token}` } }),
      });
      return response.json();
    };
    expect(await call(undefined, 'auth.test')).toEqual({ ok: false, error: 'not_authed' });
    expect(await call('xoxb-wrong', 'auth.test')).toEqual({ ok: false, error: 'invalid_auth' });
    expect(await call(slack.tokens.app, 'auth.test')).toEqual({ ok: false, error: 'not_allowed_token_type' });
    expect(await call(slack.tokens.bot, 'users.list')).toEqual({
      ok: false,
      error: 'missing_scope',
      needed: 'users:read',
      provided: 'chat:write',
    });
  });

  test('a locale is told only when asked for, an e-mail address only with its scope', async () => {
    const slack = await standIn();
    const web = client(slack);
    const plain = await web.users.info({ user: 'U0ANNA' });
    expect(plain.user?.locale).toBeUndefined();
    slack.settings.scopes.delete('users:read.email');
    const full = await web.users.info({ user: 'U0ANNA', include_locale: true });
    expect([full.user?.locale, full.user?.tz, full.user?.profile?.email]).toEqual([
      'de-DE',
      'Europe/Berlin',
      undefined,
    ]);
  });

  test('a file is uploaded in three steps and shared', async () => {
    const slack = await standIn();
    await client(slack).filesUploadV2({
      channel_id: 'C0PARTNERS',
      filename: 'kpi.csv',
      file: Buffer.from('a,b\n1,2\n'),
    });
    const message = slack.messagesFor('U0ANNA', 'C0PARTNERS').at(-1);
    expect(slack.workspace.files.get(message?.files?.[0] ?? '')?.content.toString()).toBe('a,b\n1,2\n');
  });

  test('faults: 429 with Retry-After, an error after the work was done, a cut connection, each as often as planned', async () => {
    const slack = await standIn();
    const post = () => client(slack).chat.postMessage({ channel: 'C0PARTNERS', text: 'x' });
    slack.fail('chat.postMessage', { retryAfter: 7 });
    await expect(post()).rejects.toMatchObject({ retryAfter: 7 });
    slack.fail('chat.postMessage', { acceptThenFail: true });
    await expect(post()).rejects.toMatchObject({ statusCode: 503 });
    expect(slack.messagesFor('U0ANNA', 'C0PARTNERS')).toHaveLength(1);
    slack.fail('chat.postMessage', { reset: true });
    await expect(post()).rejects.toThrow();
    slack.fail('chat.postMessage', { error: 'account_inactive' });
    await expect(post()).rejects.toMatchObject({ data: { error: 'account_inactive' } });
    await expect(post()).resolves.toMatchObject({ ok: true });
  });
});

describe('what runs out', () => {
  function movable(start: number) {
    let now = start;
    return {
      now: () => now,
      pass: (ms: number): void => {
        now += ms;
      },
    };
  }

  test('a trigger id lives three seconds and works once; a stale hash is a conflict', async () => {
    const clock = movable(Date.UTC(2026, 0, 1));
    const slack = await standIn({ clock });
    const triggers: string[] = [];
    await socketApp(slack, (app) => {
      app.command('/partner-kpi', async ({ ack, command }) => {
        triggers.push(command.trigger_id);
        await ack();
      });
    });
    const view = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 'T' }, blocks: [section('x')] };
    const open = (trigger = '') => client(slack).views.open({ trigger_id: trigger, view });
    await slack.command({ user: 'U0ANNA', channel: 'C0PARTNERS', command: '/partner-kpi' });
    const opened = await open(triggers[0]);
    await expect(open(triggers[0])).rejects.toMatchObject({ data: { error: 'exchanged_trigger_id' } });
    await slack.command({ user: 'U0ANNA', channel: 'C0PARTNERS', command: '/partner-kpi' });
    clock.pass(3001);
    await expect(open(triggers[1])).rejects.toMatchObject({ data: { error: 'expired_trigger_id' } });
    const viewId = opened.view?.id ?? '';
    await client(slack).views.update({ view_id: viewId, hash: opened.view?.hash ?? '', view });
    await expect(
      client(slack).views.update({ view_id: viewId, hash: opened.view?.hash ?? '', view }),
    ).rejects.toMatchObject({ data: { error: 'hash_conflict' } });
  });

  test('a response_url works five times within thirty minutes', async () => {
    const clock = movable(Date.UTC(2026, 0, 1));
    const slack = await standIn({ clock });
    const urls: string[] = [];
    await socketApp(slack, (app) => {
      app.command('/partner-kpi', async ({ ack, command }) => {
        urls.push(command.response_url);
        await ack();
      });
    });
    const run = () => slack.command({ user: 'U0ANNA', channel: 'C0PARTNERS', command: '/partner-kpi', text: 'acme' });
    const respond = async (url = '', body: object = { text: 'x' }) => {
      const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
      return [response.status, await response.text()];
    };
    await run();
    expect(await respond(urls[0], { text: 'for all', response_type: 'in_channel' })).toEqual([200, 'ok']);
    expect(slack.messagesFor('U0BEN', 'C0PARTNERS').map((one) => one.text)).toEqual(['/partner-kpi acme', 'for all']);
    for (let use = 0; use < 4; use += 1) expect(await respond(urls[0])).toEqual([200, 'ok']);
    expect(await respond(urls[0])).toEqual([404, JSON.stringify({ ok: false, error: 'used_url' })]);
    await run();
    clock.pass(30 * 60_000 + 1);
    expect(await respond(urls[1])).toEqual([404, JSON.stringify({ ok: false, error: 'expired_url' })]);
  });
});

describe('the Block Kit validator', () => {
  const text = (length: number) => 'x'.repeat(length);
  const many = <T>(count: number, make: (index: number) => T): T[] =>
    Array.from({ length: count }, (_, index) => make(index));
  const series = (name: string, labels: string[]) => ({ name, data: labels.map((label, value) => ({ label, value })) });
  const chart = (names: string[], labels: string[], categories = labels) => ({
    type: 'data_visualization',
    title: 'Trend',
    chart: { type: 'line', series: names.map((name) => series(name, labels)), axis_config: { categories } },
  });
  const table = (rows: number, cells: number) => ({
    type: 'table',
    rows: many(rows, () => many(cells, () => ({ type: 'raw_text', text: 'x' }))),
  });
  const dataTable = (rows: number) => ({
    type: 'data_table',
    caption: 'c',
    rows: many(rows, () => [{ type: 'raw_text', text: 'x' }]),
  });
  const rich = (leaf: object) => ({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [leaf] }] });

  const cases: [string, Json, string | undefined][] = [
    ['50 blocks', many(50, () => ({ type: 'divider' })), undefined],
    ['51 blocks', many(51, () => ({ type: 'divider' })), 'too_many_items'],
    ['section of 3000', [section(text(3000))], undefined],
    ['section of 3001', [section(text(3001))], 'too_long'],
    ['empty section text', [section('')], 'too_short'],
    ['section without text', [{ type: 'section' }], 'missing_field'],
    ['11 fields', [{ type: 'section', fields: many(11, () => ({ type: 'mrkdwn', text: 'x' })) }], 'too_many_items'],
    ['field of 2001', [{ type: 'section', fields: [{ type: 'mrkdwn', text: text(2001) }] }], 'too_long'],
    ['header of 151', [{ type: 'header', text: { type: 'plain_text', text: text(151) } }], 'too_long'],
    ['header in mrkdwn', [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }], 'invalid_value'],
    ['26 actions', [{ type: 'actions', elements: many(26, (index) => button(`a${index}`, 'v')) }], 'too_many_items'],
    [
      'the same action_id twice',
      [{ type: 'actions', elements: [button('a', 'v'), button('a', 'v')] }],
      'duplicate_action_id',
    ],
    ['button value of 2001', [{ type: 'actions', elements: [button('a', text(2001))] }], 'too_long'],
    ['button text of 76', [{ type: 'actions', elements: [button(text(76), 'v')] }], 'too_long'],
    [
      '11 context elements',
      [{ type: 'context', elements: many(11, () => ({ type: 'mrkdwn', text: 'x' })) }],
      'too_many_items',
    ],
    [
      'the same block_id twice',
      [
        { type: 'divider', block_id: 'b' },
        { type: 'divider', block_id: 'b' },
      ],
      'duplicate_block_id',
    ],
    ['an unknown member', [{ type: 'divider', colour: 'red' }], 'unknown_field'],
    ['an image without alt_text', [{ type: 'image', image_url: 'https://example.org/a.png' }], 'missing_field'],
    [
      'markdown over 12000 in all',
      [
        { type: 'markdown', text: text(7000) },
        { type: 'markdown', text: text(6000) },
      ],
      'too_long',
    ],
    ['13200 characters in all', many(6, () => section(text(2200))), undefined],
    ['13201 characters in all', [...many(6, () => section(text(2200))), section('x')], 'msg_blocks_too_long'],
    ['table of 100 x 20', [table(100, 20)], undefined],
    ['table of 101 rows', [table(101, 2)], 'too_many_items'],
    ['two tables', [table(1, 1), table(1, 1)], 'only_one_table_allowed'],
    ['data table with its header only', [dataTable(1)], 'too_few_items'],
    ['data table of 100 rows and a header', [dataTable(101)], undefined],
    ['two charts', [chart(['a'], ['Q1']), chart(['a'], ['Q1'])], undefined],
    ['three charts', many(3, () => chart(['a'], ['Q1'])), 'too_many_charts'],
    ['a series name of 21', [chart([text(21)], ['Q1'])], 'too_long'],
    ['a series without a category', [chart(['a'], ['Q1'], ['Q1', 'Q2'])], 'incomplete_series'],
    ['series of the same name', [chart(['a', 'a'], ['Q1'])], 'duplicate_name'],
    [
      '21 points',
      [
        chart(
          ['a'],
          many(21, (index) => `p${index}`),
        ),
      ],
      'too_many_items',
    ],
    [
      'a pie with a segment of 0',
      [{ type: 'data_visualization', title: 'P', chart: { type: 'pie', segments: [{ label: 'a', value: 0 }] } }],
      'out_of_range',
    ],
    ['an alert in a message', [{ type: 'alert', text: { type: 'plain_text', text: 'x' } }], 'unsupported_surface'],
    ['a rich text link', [rich({ type: 'link', url: 'https://example.org' })], undefined],
    ['a rich text link that is none', [rich({ type: 'link', url: 'nonsense' })], 'invalid_url'],
    [
      'an initial option that is not listed',
      [
        {
          type: 'actions',
          elements: [
            {
              type: 'static_select',
              options: [{ text: { type: 'plain_text', text: 'a' }, value: 'a' }],
              initial_option: { text: { type: 'plain_text', text: 'b' }, value: 'b' },
            },
          ],
        },
      ],
      'invalid_initial_option',
    ],
  ];

  test.each(cases)('%s', (_, blocks, expected) => {
    const codes = validateBlocks(blocks, 'message').map((problem) => problem.code);
    if (expected === undefined) expect(codes).toEqual([]);
    else expect(codes).toContain(expected);
  });

  test('a chart has no place in a modal or on the Home tab; a home takes a table, a modal does not', () => {
    const codes = (block: Json, surface: 'modal' | 'home') =>
      validateBlocks([block], surface).map((problem) => problem.code);
    expect(codes(chart(['a'], ['Q1']), 'home')).toEqual(['unsupported_surface']);
    expect(codes(chart(['a'], ['Q1']), 'modal')).toEqual(['unsupported_surface']);
    expect(codes(table(1, 1), 'home')).toEqual([]);
    expect(codes(table(1, 1), 'modal')).toEqual(['unsupported_surface']);
  });

  test('a view: 24 characters of title, submit with inputs, 250 KB', () => {
    const title = (length: number) => ({ type: 'plain_text', text: text(length) });
    const input = { type: 'input', label: title(3), element: { type: 'plain_text_input' } };
    expect(validateView({ type: 'modal', title: title(24), submit: title(4), blocks: [input] }, 'modal')).toEqual([]);
    expect(validateView({ type: 'modal', title: title(25), blocks: [section('x')] }, 'modal')).toMatchObject([
      { pointer: '/view/title/text', code: 'too_long' },
    ]);
    expect(validateView({ type: 'modal', title: title(4), blocks: [input] }, 'modal')).toMatchObject([
      { code: 'missing_field' },
    ]);
    const big = many(90, () => section(text(2999)));
    expect(validateView({ type: 'home', blocks: big }, 'home')).toMatchObject([{ code: 'view_too_large' }]);
  });
});
