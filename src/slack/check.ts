import type { SocketModeOptions } from '@slack/socket-mode';
import { WebAPIPlatformError, WebClient } from '@slack/web-api';
import { z } from 'zod';
import { DEFAULT_API, type SlackTokens } from './app.ts';
import { boltLogger } from './bolt-logger.ts';
import { baseOptions } from './clients.ts';
import { reasonOf } from './failures.ts';
import type { Log } from './log.ts';
import { optionalScopes, scopes } from './manifest.ts';
import { slackErrorOf } from './post.ts';
import { openConnection } from './socket/connection.ts';

/** Everything that a check can find, with what it means. */
export const findings = {
  'bot-token-ok': 'ok',
  'bot-token-refused': 'failed',
  unreachable: 'failed',
  'scopes-ok': 'ok',
  'scopes-missing': 'failed',
  'scopes-too-many': 'warning',
  'scopes-unknown': 'warning',
  'app-token-ok': 'ok',
  'app-token-refused': 'failed',
  'socket-ok': 'ok',
  'socket-failed': 'failed',
  'socket-other-app': 'failed',
  'not-in-http': 'skipped',
  'message-ok': 'ok',
  'message-unknown-person': 'failed',
  'message-refused': 'failed',
  'not-tried': 'skipped',
} as const;
export type Finding = keyof typeof findings;

export const checkNames = ['bot-token', 'scopes', 'app-token', 'socket', 'message'] as const;
export type CheckName = (typeof checkNames)[number];

export interface Check {
  readonly check: CheckName;
  readonly finding: Finding;
  /** What the words of the finding are filled with. */
  readonly details: Readonly<Record<string, string | number>>;
}

export interface CheckSettings {
  readonly tokens: Pick<SlackTokens, 'bot' | 'app'>;
  readonly apiUrl?: string | undefined;
  readonly mode: 'socket' | 'http';
  readonly dispatcher?: SocketModeOptions['dispatcher'];
  readonly log: Log;
  /** User groups are among the admins, so that their scope is needed. */
  readonly groups: boolean;
  /** Who gets the test message: an e-mail address or a user id. */
  readonly to: string;
  /** The test message for somebody with this Slack locale. */
  readonly greeting: (locale: string | null) => string;
}

/** Tests what the bot needs of Slack, one thing after the other, and goes on after a failure. Never throws. */
export async function* checkSlack(settings: CheckSettings): AsyncGenerator<Check> {
  const address = settings.apiUrl ?? DEFAULT_API;
  const base = { ...baseOptions(address, boltLogger(settings.log)), rejectRateLimitedCalls: true };
  const options = { ...base, retryConfig: { retries: 1, minTimeout: 200 } };
  const client = new WebClient(settings.tokens.bot, options);
  const bot = await botToken(client, address);
  yield bot.check;
  yield bot.scopes === null
    ? { check: 'scopes', finding: 'not-tried', details: {} }
    : scopesOf(bot.scopes, settings.groups);
  if (settings.mode === 'http') {
    yield { check: 'app-token', finding: 'not-in-http', details: {} };
    yield { check: 'socket', finding: 'not-in-http', details: {} };
  } else {
    const app = await appToken(new WebClient(settings.tokens.app, options), address);
    yield app;
    yield app.finding === 'app-token-ok'
      ? await socket(settings, options, bot.appId)
      : { check: 'socket', finding: 'not-tried', details: {} };
  }
  yield bot.scopes === null
    ? { check: 'message', finding: 'not-tried', details: {} }
    : // A message is never sent twice.
      await message(client, new WebClient(settings.tokens.bot, { ...base, retryConfig: { retries: 0 } }), settings);
}

const refused = (
  check: CheckName,
  finding: 'bot-token-refused' | 'app-token-refused',
  error: unknown,
  address: string,
): Check =>
  error instanceof WebAPIPlatformError
    ? { check, finding, details: { reason: error.data.error } }
    : { check, finding: 'unreachable', details: { address, reason: reasonOf(error) } };

const whoami = z.object({
  team: z.string(),
  user: z.string(),
  bot_id: z.string().optional(),
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});
const botInfo = z.object({ bot: z.object({ app_id: z.string().optional() }) });

interface BotToken {
  readonly check: Check;
  /** Empty where Slack does not say; null where the token does not work. */
  readonly scopes: readonly string[] | null;
  readonly appId: string | null;
}

async function botToken(client: WebClient, address: string): Promise<BotToken> {
  try {
    const { team, user, bot_id, response_metadata } = whoami.parse(await client.auth.test());
    return {
      check: { check: 'bot-token', finding: 'bot-token-ok', details: { team, bot: user } },
      scopes: response_metadata?.scopes ?? [],
      appId: bot_id === undefined ? null : await appOf(client, bot_id),
    };
  } catch (error) {
    return { check: refused('bot-token', 'bot-token-refused', error, address), scopes: null, appId: null };
  }
}

/** The app of a bot; null where Slack does not tell, e.g. for want of a scope, which another check names. */
async function appOf(client: WebClient, bot: string): Promise<string | null> {
  try {
    return botInfo.parse(await client.bots.info({ bot })).bot.app_id ?? null;
  } catch {
    return null;
  }
}

function scopesOf(given: readonly string[], groups: boolean): Check {
  const optional: readonly string[] = Object.keys(optionalScopes);
  const wanted: readonly string[] = [...Object.keys(scopes), ...(groups ? ['usergroups:read'] : [])];
  const missing = wanted.filter((scope) => !given.includes(scope));
  const surplus = given.filter((scope) => !wanted.includes(scope) && !optional.includes(scope));
  const check = 'scopes';
  if (given.length === 0) return { check, finding: 'scopes-unknown', details: {} };
  if (missing.length > 0) return { check, finding: 'scopes-missing', details: { scopes: missing.join(', ') } };
  if (surplus.length > 0) return { check, finding: 'scopes-too-many', details: { scopes: surplus.join(', ') } };
  return { check, finding: 'scopes-ok', details: { count: wanted.length } };
}

async function appToken(client: WebClient, address: string): Promise<Check> {
  try {
    await client.apps.connections.open({});
    return { check: 'app-token', finding: 'app-token-ok', details: {} };
  } catch (error) {
    return refused('app-token', 'app-token-refused', error, address);
  }
}

async function socket(
  { tokens, dispatcher, log }: CheckSettings,
  clientOptions: NonNullable<SocketModeOptions['clientOptions']>,
  expected: string | null,
): Promise<Check> {
  const nothing = (): void => undefined;
  try {
    const connection = await openConnection({
      appToken: tokens.app ?? '',
      client: { clientOptions, logger: boltLogger(log), ...(dispatcher === undefined ? {} : { dispatcher }) },
      log,
      onEnvelope: nothing,
      onRefresh: nothing,
      onClosed: nothing,
    });
    await connection.close();
    const { appId: app } = connection;
    return app !== null && expected !== null && app !== expected
      ? { check: 'socket', finding: 'socket-other-app', details: { app, expected } }
      : { check: 'socket', finding: 'socket-ok', details: {} };
  } catch (error) {
    return { check: 'socket', finding: 'socket-failed', details: { reason: reasonOf(error) } };
  }
}

const person = z.object({ user: z.object({ id: z.string(), locale: z.string().optional() }) });
const conversation = z.object({ channel: z.object({ id: z.string() }) });

async function message(reading: WebClient, writing: WebClient, { to, greeting }: CheckSettings): Promise<Check> {
  const failed = (finding: 'message-unknown-person' | 'message-refused', error: unknown): Check => ({
    check: 'message',
    finding,
    details: { user: to, reason: slackErrorOf(error) ?? reasonOf(error) },
  });
  let found: z.infer<typeof person>['user'];
  try {
    const id = to.includes('@') ? person.parse(await reading.users.lookupByEmail({ email: to })).user.id : to;
    found = person.parse(await reading.users.info({ user: id, include_locale: true })).user;
  } catch (error) {
    return failed('message-unknown-person', error);
  }
  try {
    const { channel } = conversation.parse(await reading.conversations.open({ users: found.id }));
    await writing.chat.postMessage({ channel: channel.id, text: greeting(found.locale ?? null) });
    return { check: 'message', finding: 'message-ok', details: { user: to } };
  } catch (error) {
    return failed('message-refused', error);
  }
}
