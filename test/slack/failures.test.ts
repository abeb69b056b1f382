// long: one list: every row of what Slack does wrong, in order.
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { PulseError } from '../../src/errors.ts';
import { type Analyst, asRemote } from '../../src/kpi/analyst.ts';
import type { AnalystState } from '../../src/slack/analyst-state.ts';
import { createSeen, marksOf } from '../../src/slack/once.ts';
import { createPacing } from '../../src/slack/pacing.ts';
import { retryDelay } from '../../src/slack/socket/keeper.ts';
import { type SlackStandIn, textOf } from '../doubles/slack/index.ts';
import { type Bot, startBot } from './bot.ts';
import { sampleAnalyst } from './program.ts';

let bot: Bot | undefined;
const analyst: Promise<Analyst> = sampleAnalyst(20);
const here = { user: 'U0BEN', channel: 'C0PARTNERS' };
const command = { ...here, command: '/partner-kpi' };

async function started(options: Parameters<typeof startBot>[1] = {}): Promise<Bot> {
  bot = await startBot(await analyst, options);
  await bot.app.start();
  await bot.slack.waitForConnection({ count: options.app?.connections ?? 2 });
  return bot;
}

afterEach(async () => {
  await bot?.stop();
  bot = undefined;
});

const answers = (slack: SlackStandIn, channel = here.channel): number =>
  slack.messagesFor(here.user, channel).filter(({ bot_id }) => bot_id !== undefined).length;

/** Waits until there are so many answers. */
const answered = (slack: SlackStandIn, count: number, channel = here.channel): Promise<unknown> =>
  slack.waitForMessage(here.user, channel, () => answers(slack, channel) >= count);

const opened = (slack: SlackStandIn): number =>
  slack.calls.filter(({ method }) => method === 'apps.connections.open').length;

describe('row 1: a refresh of the connection', () => {
  it.each([
    ['refresh_requested', 2],
    ['warning', 2],
    ['warning', 1],
  ] as const)('by %s in a burst of commands loses none of them, with %s connection(s)', async (kind, connections) => {
    const { slack } = await started({ app: { connections } });
    const deliveries: Promise<{ error?: string }>[] = [];
    for (let round = 0; round < 4; round += 1) {
      for (let one = 0; one < 5; one += 1) deliveries.push(slack.command({ ...command, text: 'help' }));
      // In one breath with the commands, so that their acknowledgements are under way.
      const refreshed = slack.disconnectSockets(kind, 1);
      for (let one = 0; one < 5; one += 1) deliveries.push(slack.command({ ...command, text: 'help' }));
      await refreshed;
      await slack.waitForConnection({ count: connections });
    }
    const errors = (await Promise.all(deliveries)).flatMap(({ error }) => error ?? []);
    expect(errors).toEqual([]);
    await answered(slack, deliveries.length);
  });

  it('opens the new connection before it closes the old one', async () => {
    const { slack } = await started({ app: { connections: 1 } });
    slack.fail('apps.connections.open', { delayMs: 200 });
    const refreshed = slack.disconnectSockets('warning');
    await pause(100);
    expect(slack.connections).toBe(1);
    await refreshed;
    expect(slack.connections).toBe(1);
    expect(opened(slack)).toBe(2);
  });

  it('comes at different times for the two: the second is renewed once, half a lifetime early', async () => {
    const { slack, ask } = await started({ slack: { connectionSeconds: 1 } });
    expect(opened(slack)).toBe(2);
    await slack.waitForCall('apps.connections.open', () => opened(slack) === 3);
    expect(slack.connections).toBeGreaterThanOrEqual(2);
    expect(textOf(await ask('acme'))).toContain('*Next:*');
  });
});

describe('row 2: a reconnection that meets a refusal or an outage', () => {
  it('reports the refused app token once, instead of rejecting into nothing', async () => {
    const refusals: PulseError[] = [];
    const first = Promise.withResolvers<void>();
    const onFatal = (error: PulseError): void => {
      refusals.push(error);
      first.resolve();
    };
    const { slack } = await started({ app: { onFatal } });
    slack.fail('apps.connections.open', { error: 'token_revoked', times: Number.POSITIVE_INFINITY });
    await slack.disconnectSockets('terminate');
    await first.promise;
    await pause(50);
    expect(refusals.map(({ code, params }) => [code, params.reason])).toEqual([['slack-token-wrong', 'token_revoked']]);
  });

  it('survives server errors, cut connections and a refused socket in turn', async () => {
    const { slack, ask, log } = await started();
    slack.fail('apps.connections.open', { status: 503, times: 3 });
    slack.fail('apps.connections.open', { reset: true, times: 3 });
    slack.fail('apps.connections.open', { error: 'internal_error', times: 2 });
    await slack.disconnectSockets('terminate');
    await slack.waitForConnection({ count: 2 });
    expect(textOf(await ask('acme'))).toContain('*Next:*');
    expect(log.some(({ message }) => message === 'the connection to Slack is back')).toBe(true);
  });
});

describe('row 4: “too many requests”', () => {
  const limited = (slack: SlackStandIn, method: string): void => slack.fail(method, { retryAfter: 2 });

  it('on one channel delays neither another channel nor a modal, and the message comes when Slack allows it', async () => {
    const { slack, ask } = await started();
    const shown = await ask('acme');
    const share = { ...here, messageTs: shown.ts, actionId: 'share' };
    limited(slack, 'chat.postMessage');
    const began = performance.now();
    await slack.click(share);
    await slack.waitForCall('chat.postMessage');
    await slack.click({ ...share, actionId: 'definitions' });
    await slack.waitForView('U0BEN', ({ blocks }) => blocks.length > 10);
    await slack.dm('U0BEN', 'help');
    await slack.waitForMessage('U0BEN', slack.im('U0BEN'), /Numbers/);
    expect(performance.now() - began).toBeLessThan(1_500);
    const shared = await slack.waitForMessage('U0BEN', 'C0PARTNERS', (one) => one.visible_to === undefined);
    expect(textOf(shared)).toContain('*Next:*');
    expect(performance.now() - began).toBeGreaterThan(1_900);
  });

  it('at a look-up holds back this look-up only', async () => {
    const { slack, ask } = await started();
    await ask('help', { user: 'U0ANNA' });
    limited(slack, 'users.info');
    const late = ask('acme');
    await slack.waitForCall('users.info', ({ status }) => status === 429);
    const began = performance.now();
    expect(textOf(await ask('help', { user: 'U0ANNA' }))).toContain('*Kennzahlen:*');
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(textOf(await late)).toContain('*Next:*');
  });

  it('keeps the order within a channel, and other channels apart', async () => {
    const paced = createPacing();
    const first = Promise.withResolvers<void>();
    const order: string[] = [];
    const note = (name: string) => async () => {
      order.push(name);
    };
    const slow = paced('A', async () => {
      await first.promise;
      order.push('A1');
    });
    const next = paced('A', note('A2'));
    await paced('B', note('B1'));
    first.resolve();
    await Promise.all([slow, next]);
    expect(order).toEqual(['B1', 'A1', 'A2']);
  });
});

describe('rows 6 and 7: connections that break as soon as they are open', () => {
  it('are opened again ever more slowly, not in a tight loop', async () => {
    const { slack, ask } = await started();
    for (const end = performance.now() + 2_000; performance.now() < end; await pause(5)) {
      if (slack.connections > 0) await slack.disconnectSockets('terminate');
    }
    // Each of the two: at once, after 250, 500, 1,000 ms.
    expect(opened(slack) - 2).toBeLessThanOrEqual(10);
    expect(opened(slack) - 2).toBeGreaterThanOrEqual(4);
    await slack.waitForConnection({ count: 2 });
    expect(textOf(await ask('acme'))).toContain('*Next:*');
  });
});

describe('row 7: a process that is busy', () => {
  it('for longer than Slack’s client allows for a pong keeps its connections', async () => {
    const { slack, ask } = await started();
    const before = opened(slack);
    // The first pongs must have come: before them nothing counts as late.
    await pause(2_500);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 6_500);
    await pause(500);
    expect(textOf(await ask('acme'))).toContain('*Next:*');
    expect(opened(slack)).toBe(before);
  }, 20_000);
});

describe('row 8: the acknowledgement', () => {
  it('waits neither for the data nor for Slack’s answers', async () => {
    const { slack } = await started({ app: { analyst: () => new Promise(() => undefined) } });
    slack.fail('*', { delayMs: 1_500, times: 3 });
    const delivery = await slack.command({ ...command, text: 'acme' });
    expect(delivery.error).toBeUndefined();
    expect(delivery.ackMs).toBeLessThan(500);
  });

  it('of a search for partners comes in time even when the data do not', async () => {
    const from = await sampleAnalyst(60);
    let state: Promise<AnalystState> = Promise.resolve({ kind: 'ready', analyst: asRemote(from) });
    const { slack, ask } = await started({ app: { analyst: () => state } });
    const letter = [...'abcdefghijklmnopqrstuvwxyz'].find((one) => {
      const match = from.findPartner(one, { loose: true });
      return match.kind === 'many' && match.partners.length > 5;
    });
    const { ts } = await ask(letter ?? 'no letter has many');
    state = new Promise(() => undefined);
    const began = performance.now();
    const given = await slack.suggest({ ...here, messageTs: ts, actionId: 'pick-partner', value: 'a' });
    expect(performance.now() - began).toBeLessThan(2_700);
    expect(given).toEqual({ options: [] });
  });
});

describe('row 9: what Slack delivers twice is answered once', () => {
  it('the same command, also over the other connection', async () => {
    const { slack, ask } = await started();
    await slack.command({ ...command, text: 'acme', copies: 4 });
    await answered(slack, 1);
    expect(textOf(await ask('help'))).toContain('*Numbers:*');
    expect(answers(slack)).toBe(2);
  });

  it('the same event id, the same words under another event id, and a late repetition', async () => {
    const { slack } = await started();
    const channel = slack.im('U0BEN');
    const said = { type: 'message', channel_type: 'im', user: 'U0BEN', text: 'help', ts: '1764000000.000100', channel };
    await slack.event(said, { eventId: 'Ev1', copies: 3 });
    await slack.event(said, { eventId: 'Ev2', retry: { attempt: 1, reason: 'timeout' } });
    await slack.event({ ...said, ts: '1764000000.000200' }, { eventId: 'Ev3' });
    await answered(slack, 2, channel);
    expect(answers(slack, channel)).toBe(2);
  });

  it('but an event that comes for the first time as a repetition is answered: the first got lost', async () => {
    const { slack } = await started();
    const channel = slack.im('U0BEN');
    const said = { type: 'message', channel_type: 'im', user: 'U0BEN', text: 'help', ts: '1764000000.000300', channel };
    await slack.event(said, { eventId: 'Ev9', retry: { attempt: 2, reason: 'dispatch_failed' } });
    await answered(slack, 1, channel);
  });

  it('the same press', async () => {
    const { slack, ask } = await started();
    const { ts } = await ask('acme');
    await slack.click({ ...here, messageTs: ts, actionId: 'keep', copies: 3 });
    await slack.waitForMessage('U0BEN', 'C0PARTNERS', (one) => one.ts !== ts && one.bot_id !== undefined);
    expect(slack.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(1);
  });

  it('within a quarter of an hour, at least ten minutes', () => {
    let now = 0;
    const seen = createSeen(() => now);
    const marks = marksOf({ type: 'event_callback', event_id: 'Ev1', event: { type: 'message' } });
    expect(seen(marks)).toBe(false);
    now = 10 * 60_000;
    expect(seen(marks)).toBe(true);
    now += 16 * 60_000;
    expect(seen(marks)).toBe(false);
  });
});

describe('row 10: a failure in a handler', () => {
  it('outside the answer is told to the person too, with the reference that the log has', async () => {
    const { slack, log, ask } = await started();
    const { ts } = await ask('acme');
    slack.fail('views.open', { error: 'internal_error' });
    const after = slack.mark();
    await slack.click({ ...here, messageTs: ts, actionId: 'definitions' });
    const told = await slack.waitForMessage('U0BEN', 'C0PARTNERS', /Reference PP-/, { after });
    const reference = /PP-[0-9A-Z]{8}/.exec(textOf(told))?.[0];
    expect(told.visible_to).toBe('U0BEN');
    expect(log.some(({ fields, level }) => level === 'error' && fields.reference === reference)).toBe(true);
  });

  it('that cannot even read the delivery is told as well', async () => {
    const { slack, ask } = await started();
    const { ts } = await ask('acme');
    const frame = (envelope_id: string) => ({
      type: 'interactive',
      envelope_id,
      accepts_response_payload: true,
      payload: {
        type: 'block_actions',
        user: { id: 'U0BEN' },
        team: { id: 'T0HOME' },
        channel: { id: 'C0PARTNERS' },
        container: { type: 'message', channel_id: 'C0PARTNERS', message_ts: ts },
        actions: [{ type: 'button', action_id: 'keep', block_id: 'b', action_ts: '1.1', value: 7 }],
      },
    });
    slack.sendFrame(frame('E1'));
    const told = await slack.waitForMessage('U0BEN', 'C0PARTNERS', /Reference PP-/);
    expect(told.visible_to).toBe('U0BEN');
    expect(slack.strayAcks).toEqual(['E1']);
  });
});

describe('row 11: the response address', () => {
  it.each([404, 410, 429, 500])('that answers %s is replaced by an ephemeral message', async (status) => {
    const { ask, slack } = await started();
    slack.fail('response_url', { status });
    expect(textOf(await ask('acme'))).toContain('*Next:*');
    expect(slack.calls.filter(({ method }) => method === 'chat.postEphemeral')).not.toHaveLength(0);
  });

  it('that is used up after five answers is replaced as well', async () => {
    const { ask, slack } = await started();
    const { ts } = await ask('acme');
    for (let press = 0; press < 7; press += 1) {
      const after = slack.mark();
      await slack.click({ ...here, messageTs: ts, actionId: 'keep' });
      await slack.waitForMessage('U0BEN', 'C0PARTNERS', (one) => one.bot_id !== undefined, { after });
    }
  });
});

describe('row 12: an envelope that nobody expects', () => {
  it.each([
    ['app_rate_limited without an event', { type: 'app_rate_limited', team_id: 'T0', minute_rate_limited: 1 }],
    ['an event without content', { type: 'event_callback', event_id: 'Ev1' }],
    ['nothing at all', {}],
  ])('(%s) is passed over, logged, and harms nothing', async (_name, payload) => {
    const { ask, slack, log } = await started();
    slack.sendFrame({ type: 'events_api', envelope_id: 'E1', payload });
    slack.sendFrame({ type: 'goodbye' });
    expect(textOf(await ask('acme'))).toContain('*Next:*');
    expect(log.some(({ level }) => level === 'warn')).toBe(true);
    expect(opened(slack)).toBe(2);
  });
});

describe('row 13: the end', () => {
  it('takes nothing new, lets the answer under way out, and leaves no connection', async () => {
    const { slack, app } = await started();
    slack.fail('users.info', { delayMs: 600 });
    await slack.command({ ...command, text: 'acme' });
    const stopped = app.stop();
    await slack.waitForMessage('U0BEN', 'C0PARTNERS', /Next:/);
    await stopped;
    expect(slack.connections).toBe(0);
    expect((await slack.command({ ...command, text: 'acme' })).error).toBe('dispatch_failed');
  });

  it('does not wait for an answer that never comes', async () => {
    const { slack, app, log } = await started({ app: { analyst: () => new Promise(() => undefined) } });
    await slack.command({ ...command, text: 'acme' });
    const began = performance.now();
    await app.stop();
    expect(performance.now() - began).toBeLessThan(4_400);
    expect(log.some(({ message }) => message.startsWith('stopped before every answer'))).toBe(true);
  }, 10_000);
});

describe('row 15: a long outage', () => {
  it('is waited for with pauses that grow to a minute, and no further', () => {
    expect([0, 1, 2, 3, 8, 9, 10, 100, 5_000].map(retryDelay)).toEqual([
      0, 250, 500, 1_000, 32_000, 60_000, 60_000, 60_000, 60_000,
    ]);
  });
});
