import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { environmentOf, programFolder, startBotProcess, workspace } from './bot.ts';

/** Makes the bot's process do something on SIGUSR2 that no part of it does by itself. */
const onSignal = (code: string): Record<string, string> => ({
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(`process.on('SIGUSR2', () => { ${code} })`)}`,
});

describe('row 2: what nobody caught', () => {
  it.each([
    ['a rejection', `Promise.reject(new TypeError('Acme and xoxb-1-secret'))`, 'TypeError'],
    ['a rejection without a reason', 'Promise.reject(undefined)', 'undefined'],
    ['an exception', `setTimeout(() => { throw new RangeError('Acme') })`, 'RangeError'],
  ])(
    '%s ends the process with a reason, a reference and exit code 1',
    async (_name, code, reason) => {
      const slack = await workspace();
      const bot = startBotProcess(programFolder(), { ...environmentOf(slack), ...onSignal(code) });
      await slack.waitForConnection({ timeoutMs: 20_000 });
      bot.process.kill('SIGUSR2');
      const run = await bot.outcome;
      expect(run.code, run.stderr).toBe(1);
      const reference = /"reference":"(\w+)","error":"(\w+)/.exec(run.stderr);
      expect(reference?.[2]).toBe(reason);
      expect(run.stderr).toMatch(new RegExp(`^partner-pulse: .*${reference?.[1]}`, 'm'));
      expect(run.stderr).not.toMatch(/Acme|xoxb|\n\s+at /);
    },
    60_000,
  );

  it('an app token that Slack withdraws ends the process with the token’s name and exit code 1', async () => {
    const slack = await workspace();
    const bot = startBotProcess(programFolder(), environmentOf(slack));
    await slack.waitForConnection({ timeoutMs: 20_000 });
    slack.fail('apps.connections.open', { error: 'invalid_auth', times: Number.POSITIVE_INFINITY });
    await slack.disconnectSockets('terminate');
    const run = await bot.outcome;
    expect(run.code, run.stderr).toBe(1);
    expect(run.stderr).toMatch(/^partner-pulse: .*SLACK_APP_TOKEN.*invalid_auth/m);
  }, 60_000);
});

describe('row 13: SIGTERM', () => {
  it('lets the answer under way out and ends within five seconds', async () => {
    const slack = await workspace();
    const bot = startBotProcess(programFolder(), environmentOf(slack));
    await slack.waitForConnection({ timeoutMs: 20_000 });
    slack.fail('users.info', { delayMs: 1_500 });
    await slack.command({ user: 'U0BEN', channel: 'C0PARTNERS', command: '/partner-kpi', text: 'help' });
    const began = performance.now();
    bot.process.kill('SIGTERM');
    const run = await bot.outcome;
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(run.code, run.stderr).toBe(0);
    await slack.waitForMessage('U0BEN', 'C0PARTNERS', /Numbers/, { timeoutMs: 100 });
  }, 60_000);

  it('ends within five seconds also when Slack answers nothing any more', async () => {
    const slack = await workspace();
    const bot = startBotProcess(programFolder(), environmentOf(slack));
    await slack.waitForConnection({ timeoutMs: 20_000 });
    slack.fail('*', { delayMs: 20_000, times: Number.POSITIVE_INFINITY });
    await slack.command({ user: 'U0BEN', channel: 'C0PARTNERS', command: '/partner-kpi', text: 'help' });
    await pause(100);
    const began = performance.now();
    bot.process.kill('SIGTERM');
    expect((await bot.outcome).code).toBe(0);
    expect(performance.now() - began).toBeLessThan(5_000);
  }, 60_000);
});
