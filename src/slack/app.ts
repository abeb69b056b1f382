import { App, HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import { WebAPIPlatformError, WebClient, type WebClientOptions } from '@slack/web-api';
import { z } from 'zod';
import { PulseError } from '../errors.ts';
import type { Language } from '../text/languages.ts';
import { registerAsking } from './actions/asking.ts';
import { registerKeeping } from './actions/keeping.ts';
import { registerReading } from './actions/reading.ts';
import type { AnalystState } from './analyst-state.ts';
import { boltLogger } from './bolt-logger.ts';
import { registerAsked } from './commands/asked.ts';
import { createDesk, type Desk } from './desk.ts';
import { createDirectory } from './directory.ts';
import { registerHome } from './home-tab.ts';
import type { Log } from './log.ts';
import { isRefusal, keepSocket, type SocketKeeper } from './socket-keeper.ts';

export interface SlackTokens {
  /** SLACK_BOT_TOKEN, `xoxb-…`. */
  readonly bot: string | undefined;
  /** SLACK_APP_TOKEN, `xapp-…`; socket mode only. */
  readonly app?: string | undefined;
  /** SLACK_SIGNING_SECRET; HTTP mode only. */
  readonly signingSecret?: string | undefined;
}

export interface SlackAppSettings {
  readonly tokens: SlackTokens;
  /** Another base address of the Web API, e.g. GovSlack's, with `/api/` at its end. */
  readonly apiUrl?: string | undefined;
  readonly mode: 'socket' | 'http';
  /** HTTP mode: where to listen for Slack's requests; 0 for any free port. Default 3000, all interfaces. */
  readonly port?: number | undefined;
  readonly host?: string | undefined;
  /** What to answer from, asked at each question. */
  readonly analyst: () => Promise<AnalystState>;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly log: Log;
  /** For people whose Slack speaks neither English nor German; default `en`. */
  readonly fallbackLanguage?: Language | undefined;
  /** Default `/partner-kpi`. */
  readonly command?: string | undefined;
  /** The app token was refused while running; the bot cannot receive any more. */
  readonly onFatal?: ((error: PulseError) => void) | undefined;
}

export interface SlackApp {
  /** Checks the tokens and begins to listen. Fails with `slack-token-missing`, `slack-token-wrong`, `slack-unreachable`. */
  start(): Promise<SlackStarted>;
  /** Lets answers under way go out, then disconnects (at most three seconds). */
  stop(): Promise<void>;
}

export interface SlackStarted {
  readonly team: string;
  readonly botUserId: string;
  /** HTTP mode: the port that is listened on. */
  readonly port: number | null;
}

const DEFAULT_API = 'https://slack.com/api/';
const DEFAULT_PORT = 3000;
/** A person waits for the answer: better a clear failure than a late one. */
const TIMEOUT = 5_000;

/** The bot in Slack: a Bolt app that answers questions about partners. Nothing is sent or opened before `start`. */
export function createSlackApp(settings: SlackAppSettings): SlackApp {
  const { log, mode, tokens } = settings;
  const logger = boltLogger(log);
  const base: WebClientOptions = {
    slackApiUrl: settings.apiUrl ?? DEFAULT_API,
    logger,
    timeout: TIMEOUT,
    fetch: (url, init) => globalThis.fetch(url, { ...init, signal: init?.signal ?? AbortSignal.timeout(TIMEOUT) }),
  };
  let desk: Desk | null = null;
  let close: () => Promise<void> = async () => undefined;

  return {
    async start() {
      const botToken = needed(tokens.bot, 'SLACK_BOT_TOKEN');
      const appToken = mode === 'socket' ? needed(tokens.app, 'SLACK_APP_TOKEN') : '';
      const signingSecret = mode === 'http' ? needed(tokens.signingSecret, 'SLACK_SIGNING_SECRET') : '';
      // Reads may be repeated; a message that is sent twice is worse than one that is not.
      const reading = new WebClient(botToken, {
        ...base,
        retryConfig: { retries: 2, minTimeout: 200, maxTimeout: 1_000 },
      });
      const writing: WebClientOptions = { ...base, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true };
      const self = await identity(reading, base.slackApiUrl ?? '');
      if (mode === 'socket') await tryAppToken(appToken, base);
      const directory = createDirectory({ client: reading, homeTeam: self.team_id, clock: settings.clock, log });
      const receiver = mode === 'socket' ? socketReceiver(appToken, base) : new HTTPReceiver({ signingSecret, logger });
      const app = new App({
        receiver,
        logger,
        clientOptions: writing,
        convoStore: false,
        authorize: async () => ({
          botToken,
          botUserId: self.user_id,
          teamId: self.team_id,
          ...(self.bot_id === undefined ? {} : { botId: self.bot_id }),
        }),
      });
      desk = createDesk({
        client: new WebClient(botToken, writing),
        directory,
        analyst: settings.analyst,
        clock: settings.clock,
        log,
        fallbackLanguage: settings.fallbackLanguage ?? 'en',
        command: settings.command ?? '/partner-kpi',
      });
      register(app, desk, self.user_id);
      const opened = await listen(receiver, settings);
      close = opened.close;
      return { team: self.team, botUserId: self.user_id, port: opened.port };
    },
    async stop() {
      await desk?.idle();
      await close();
      await desk?.idle();
    },
  };
}

function register(app: App, desk: Desk, botUserId: string): void {
  registerAsked(app, desk, botUserId);
  registerAsking(app, desk);
  registerReading(app, desk);
  registerKeeping(app, desk);
  registerHome(app, desk);
  app.error(async (error) => {
    desk.failed(error, { handler: 'bolt' });
  });
}

function socketReceiver(appToken: string, base: WebClientOptions): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken,
    autoReconnectEnabled: false,
    ...(base.logger === undefined ? {} : { logger: base.logger }),
    // Its own retries: those of the app's clients must not reach the socket's.
    installerOptions: { clientOptions: { ...base, timeout: 10_000, retryConfig: { retries: 1, minTimeout: 200 } } },
  });
}

async function listen(
  receiver: SocketModeReceiver | HTTPReceiver,
  settings: SlackAppSettings,
): Promise<{ readonly port: number | null; readonly close: () => Promise<void> }> {
  if (receiver instanceof HTTPReceiver) {
    const server = await receiver.start({
      port: settings.port ?? DEFAULT_PORT,
      ...(settings.host === undefined ? {} : { host: settings.host }),
    });
    const address = server.address();
    return {
      port: typeof address === 'object' && address !== null ? address.port : null,
      close: async () => {
        // Kept-alive connections would hold the server open.
        server.closeIdleConnections();
        await receiver.stop();
      },
    };
  }
  const keeper: SocketKeeper = keepSocket({
    receiver,
    log: settings.log,
    onRefused: (error) => settings.onFatal?.(tokenWrong('SLACK_APP_TOKEN', error)),
  });
  try {
    await keeper.connect();
  } catch (error) {
    await keeper.close();
    throw reachFailure(error, 'SLACK_APP_TOKEN', settings.apiUrl ?? DEFAULT_API);
  }
  return { port: null, close: () => keeper.close() };
}

const whoami = z.object({
  team: z.string(),
  team_id: z.string(),
  user_id: z.string(),
  bot_id: z.string().optional(),
});

async function identity(client: WebClient, address: string): Promise<z.infer<typeof whoami>> {
  try {
    return whoami.parse(await client.auth.test());
  } catch (error) {
    throw reachFailure(error, 'SLACK_BOT_TOKEN', address);
  }
}

/** The socket client would retry some refusals for ever, so the token is tried once before. */
async function tryAppToken(token: string, base: WebClientOptions): Promise<void> {
  try {
    await new WebClient(token, {
      ...base,
      retryConfig: { retries: 2, minTimeout: 200, maxTimeout: 1_000 },
    }).apps.connections.open({});
  } catch (error) {
    throw reachFailure(error, 'SLACK_APP_TOKEN', base.slackApiUrl ?? '');
  }
}

function needed(value: string | undefined, name: string): string {
  if (value === undefined || value.trim() === '') throw new PulseError('slack-token-missing', { name });
  return value.trim();
}

const tokenWrong = (name: string, error: unknown): PulseError =>
  new PulseError(
    'slack-token-wrong',
    { name, reason: error instanceof WebAPIPlatformError ? error.data.error : 'refused' },
    error,
  );

/** A refused token, or anything else between us and Slack. */
function reachFailure(error: unknown, name: string, address: string): PulseError {
  if (isRefusal(error) || error instanceof WebAPIPlatformError) return tokenWrong(name, error);
  const reason = error instanceof Error ? causeOf(error) : String(error);
  return new PulseError('slack-unreachable', { address, reason }, error);
}

/** The innermost message: “fetch failed” says nothing, its cause does. */
function causeOf(error: Error): string {
  const inner = 'original' in error && error.original instanceof Error ? error.original : error.cause;
  return inner instanceof Error ? causeOf(inner) : error.message || error.name;
}
