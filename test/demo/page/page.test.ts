import { request } from 'node:http';
import { App, LogLevel } from '@slack/bolt';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { type SlackStandIn, startSlack } from '../../doubles/slack/index.ts';
import { type Page, servePage } from './server.ts';

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

async function demo(): Promise<{ slack: SlackStandIn; page: Page }> {
  const slack = await startSlack();
  ending.push(() => slack.close());
  const app = new App({
    token: slack.tokens.bot,
    appToken: slack.tokens.app,
    socketMode: true,
    logger: quiet,
    clientOptions: { slackApiUrl: slack.apiUrl },
  });
  app.command('/partner-kpi', async ({ ack, command }) => ack(`about ${command.text}`));
  await app.start();
  ending.push(() => app.stop());
  await slack.waitForConnection();
  const page = await servePage(slack);
  ending.push(() => page.close());
  return { slack, page };
}

const post = (page: Page, body: object, headers: Record<string, string> = {}) =>
  fetch(`${page.url}do`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

const snapshotSchema = z.object({
  me: z.string(),
  channels: z.array(z.object({ id: z.string() })),
  messages: z.record(z.string(), z.array(z.object({ text: z.string() }))),
});

/** The snapshots of a person's stream, one after the other. */
async function* snapshots(page: Page, user: string): AsyncGenerator<z.infer<typeof snapshotSchema>> {
  const response = await fetch(`${page.url}stream?user=${user}`);
  let buffer = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    buffer += chunk;
    const parts = buffer.split('\n\n');
    buffer = parts.pop() ?? '';
    for (const part of parts) yield snapshotSchema.parse(JSON.parse(part.replace(/^data: /, '')));
  }
}

test('a command typed on the page reaches the app, and its answer the stream of that person alone', async () => {
  const { page } = await demo();
  const anna = snapshots(page, 'U0ANNA');
  await anna.next();
  const answer = await post(page, {
    deed: 'command',
    user: 'U0ANNA',
    channel: 'C0PARTNERS',
    command: '/partner-kpi',
    text: 'acme',
  });
  expect(answer.status).toBe(200);
  expect((await anna.next()).value?.messages.C0PARTNERS).toMatchObject([{ text: 'about acme' }]);
  expect((await snapshots(page, 'U0BEN').next()).value?.messages.C0PARTNERS).toEqual([]);
});

test('a guest sees only the channels she is in', async () => {
  const { page } = await demo();
  const first = await snapshots(page, 'U0GUEST').next();
  expect(first.value?.channels.map((channel: { id: string }) => channel.id)).toEqual(['C0PARTNERS', 'D00GUEST']);
});

test('nothing but this page may act: other origins, other host names and malformed deeds are refused', async () => {
  const { page } = await demo();
  const deed = { deed: 'home', user: 'U0ANNA' };
  expect((await post(page, deed, { origin: 'https://evil.example' })).status).toBe(403);
  expect((await post(page, { deed: 'nonsense' })).status).toBe(400);
  expect((await fetch(`${page.url}do`, { method: 'POST', body: JSON.stringify(deed) })).status).toBe(404);
  const rebound = await new Promise<number | undefined>((resolve, reject) => {
    request(page.url, { headers: { host: 'evil.example' } }, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end();
  });
  expect(rebound).toBe(403);
});

test('every file of the page is served under a policy that allows nothing from elsewhere', async () => {
  const { page } = await demo();
  const html = await fetch(page.url);
  expect(html.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;/,
  );
  const names = [...(await html.text()).matchAll(/(?:src|href)="([\w.-]+\.(?:js|css|svg))"/g)].map(
    (match) => match[1] ?? '',
  );
  expect(names.length).toBeGreaterThan(5);
  for (const name of names) expect((await fetch(page.url + name)).status).toBe(200);
  expect((await fetch(`${page.url}../server.ts`)).status).toBe(404);
  expect((await fetch(`${page.url}%2e%2e/server.ts`)).status).toBe(404);
});
