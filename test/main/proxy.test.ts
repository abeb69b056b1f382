import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../config/folder.ts';
import { startProxy } from '../doubles/proxy.ts';
import type { SlackStandIn } from '../doubles/slack/index.ts';
import { certificatesFor, hasOpenssl, tlsFront } from '../doubles/tls.ts';
import { environmentOf, programFolder, startBotProcess, workspace } from './bot.ts';

/** A name that only the proxy can resolve: what does not go through it goes nowhere. */
const HOST = 'slack.invalid';

async function companyProxy(slack: SlackStandIn, options: { tls: boolean; credentials?: string }) {
  const folder = temporaryFolder();
  const certificates = options.tls ? certificatesFor(HOST, folder) : null;
  const front = certificates === null ? null : await tlsFront(certificates, slack.port);
  const scheme = front === null ? 'http' : 'https';
  const target = `${HOST}:${front === null ? 80 : 443}`;
  const { credentials } = options;
  const proxy = await startProxy({
    routes: { [target]: front?.port ?? slack.port },
    ...(credentials === undefined ? {} : { credentials }),
  });
  slack.reachedAt(`${scheme}://${HOST}`);
  onTestFinished(async () => {
    await proxy.close();
    await front?.close();
  });
  return { proxy, target, authority: certificates?.authority ?? '' };
}

async function asksThrough(slack: SlackStandIn, env: Record<string, string>): Promise<string> {
  const bot = startBotProcess(programFolder(), { ...environmentOf(slack), ...env });
  const ended = bot.outcome.then(({ stderr }) => Promise.reject(new Error(stderr)));
  ended.catch(() => undefined);
  await Promise.race([slack.waitForConnection({ count: 2, timeoutMs: 20_000 }), ended]);
  await slack.command({ user: 'U0BEN', channel: 'C0PARTNERS', command: '/partner-kpi', text: 'help' });
  await slack.waitForMessage('U0BEN', 'C0PARTNERS', /Numbers/);
  // Sockets that come later take the same way.
  await slack.disconnectSockets('refresh_requested', 1);
  await slack.waitForConnection({ count: 2 });
  await slack.dm('U0BEN', 'help');
  await slack.waitForMessage('U0BEN', slack.im('U0BEN'), /Numbers/);
  bot.process.kill('SIGTERM');
  const run = await bot.outcome;
  expect(run.code, run.stderr).toBe(0);
  return run.stderr;
}

describe('behind a company’s proxy', () => {
  it('requests, sockets and answers go through HTTP_PROXY, with its credentials, which no log names', async () => {
    const slack = await workspace();
    const { proxy, target } = await companyProxy(slack, { tls: false, credentials: 'pulse:s3cret-word' });
    const log = await asksThrough(slack, { HTTP_PROXY: `http://pulse:s3cret-word@127.0.0.1:${proxy.port}` });
    expect(new Set(proxy.asked)).toEqual(new Set([target]));
    // Three sockets at least, and the requests beside them.
    expect(proxy.asked.length).toBeGreaterThanOrEqual(4);
    expect(log).not.toContain('s3cret-word');
  }, 60_000);

  it.skipIf(!hasOpenssl())(
    'over TLS, with the company’s certificate from NODE_EXTRA_CA_CERTS (needs openssl)',
    async () => {
      const slack = await workspace();
      const { proxy, target, authority } = await companyProxy(slack, { tls: true });
      const https = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` };
      await asksThrough(slack, { ...https, NODE_EXTRA_CA_CERTS: authority });
      expect(new Set(proxy.asked)).toEqual(new Set([target]));
      const untrusted = await startBotProcess(programFolder(), { ...environmentOf(slack), ...https }).outcome;
      expect(untrusted.code).toBe(1);
      expect(untrusted.stderr).toMatch(/^partner-pulse: .*certificate.*NODE_EXTRA_CA_CERTS/m);
    },
    90_000,
  );

  it('what NO_PROXY names goes the direct way', async () => {
    const slack = await workspace();
    const proxy = await startProxy({ routes: {} });
    onTestFinished(() => proxy.close());
    const address = `http://127.0.0.1:${proxy.port}`;
    await asksThrough(slack, { HTTP_PROXY: address, HTTPS_PROXY: address, NO_PROXY: 'localhost,127.0.0.1' });
    expect(proxy.asked).toEqual([]);
  }, 60_000);

  it('that refuses is named with its answer; an address that is none stops the start', async () => {
    const slack = await workspace();
    const { proxy } = await companyProxy(slack, { tls: false, credentials: 'a:b' });
    const env = { ...environmentOf(slack), HTTP_PROXY: `http://127.0.0.1:${proxy.port}` };
    const refused = await startBotProcess(programFolder(), env).outcome;
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^partner-pulse: .*slack\.invalid.*407/m);
    const wrong = await startBotProcess(programFolder(), { ...env, HTTP_PROXY: 'proxy:3128' }).outcome;
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('HTTP_PROXY');
  }, 60_000);
});
