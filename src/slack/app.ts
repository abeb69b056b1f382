// long: how the bot stands in Slack, from start to end, is read in one go.
import { App, HTTPReceiver, type Receiver } from '@slack/bolt';
import type { ExtendedErrorHandlerArgs } from '@slack/bolt/dist/App.js';
import type { SocketModeOptions } from '@slack/socket-mode';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { PulseError } from '../errors.ts';
import type { FilterSource } from '../proof/index.ts';
import type { Language } from '../text/languages.ts';
import type { Audit } from './access/audit.ts';
import type { AccessSettings } from './access/rights.ts';
import { registerAsking } from './actions/asking.ts';
import { registerKeeping } from './actions/keeping.ts';
import { registerReading } from './actions/reading.ts';
import { registerRefreshing } from './actions/refreshing.ts';
import type { AnalystState } from './analyst-state.ts';
import { boltLogger } from './bolt-logger.ts';
import { baseOptions, createClients } from './clients.ts';
import { registerAsked } from './commands/asked.ts';
import {
  type AppDeliveries,
  type DeliveryDoor,
  deliveriesInApp,
  doorTo,
  registerDeliveries,
} from './delivery/in-app.ts';
import type { Deliveries } from './delivery/index.ts';
import { createDesk, type Desk, type RefreshPartner } from './desk.ts';
import { registerDigestActions } from './digests/actions.ts';
import type { DigestDesk } from './digests/digest-desk.ts';
import { registerChanges } from './directory/changes.ts';
import { createDirectory } from './directory/index.ts';
import { reachFailure, tokenWrong } from './failures.ts';
import { registerHome } from './home-tab.ts';
import type { Log } from './log.ts';
import { registerOnce } from './once.ts';
import { socketReceiver } from './socket/receiver.ts';
import { registerDigests } from './subscriptions/index.ts';
import { createPreset, type PresetManagers } from './subscriptions/preset.ts';
import type { DigestSettings } from './subscriptions/settings.ts';
import { turnOf } from './turn-of.ts';

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
  /** Socket mode: how many connections are kept open; default 2, so that one can be renewed while the other works. */
  readonly connections?: number | undefined;
  /** Socket mode: the way out of this machine where it is no direct one. Requests take the process's own way. */
  readonly dispatcher?: SocketModeOptions['dispatcher'];
  readonly access: AccessSettings;
  readonly audit: Audit;
  /** What to answer from, asked at each question. */
  readonly analyst: () => Promise<AnalystState>;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly log: Log;
  /** For people whose Slack speaks neither English nor German; default `en`. */
  readonly fallbackLanguage?: Language | undefined;
  /** Default `/partner-kpi`. */
  readonly command?: string | undefined;
  /** Without it there is no button for it. */
  readonly refresh?: RefreshPartner | undefined;
  /** The sources that are CRMs, whose filters answers offer; asked at each answer. Default: none. */
  readonly crms?: (() => readonly FilterSource[]) | undefined;
  /** Messages that the bot sends by itself. Without it there are none. */
  readonly deliveries?: AppDeliveries | undefined;
  /** Without it nobody can subscribe to anything. */
  readonly digests?: DigestSettings | undefined;
  /** What the buttons of digests work with; without it there are none. */
  readonly digestDesk?: DigestDesk | undefined;
  /** The app token was refused while running; the bot cannot receive any more. */
  readonly onFatal?: ((error: PulseError) => void) | undefined;
}

export interface SlackApp {
  /** What waits in the outbox. */
  readonly deliveries: DeliveryDoor;
  /** Gives managers their personal digest, if that is preset; how many. Nobody before the bot is started. */
  readonly presetManagers: PresetManagers;
  /** Checks the tokens and begins to listen. Fails with `slack-token-missing`, `slack-token-wrong`, `slack-unreachable`. */
  start(): Promise<SlackStarted>;
  /** Resolves when every answer under way is out. */
  idle(): Promise<void>;
  /** Takes nothing new, lets answers under way go out; at most four seconds. */
  stop(): Promise<void>;
}

export interface SlackStarted {
  readonly team: string;
  readonly botUserId: string;
  /** HTTP mode: the port that is listened on. */
  readonly port: number | null;
}

export const DEFAULT_API = 'https://slack.com/api/';
const DEFAULT_PORT = 3000;
const DEFAULT_CONNECTIONS = 2;
/** How long answers under way may take once the bot is told to stop. */
const LAST_ANSWERS = 3_000;
const LAST_REQUESTS = 1_000;

/** The bot in Slack: a Bolt app that answers questions about partners. Nothing is sent or opened before `start`. */
export function createSlackApp(settings: SlackAppSettings): SlackApp {
  const { log, mode, tokens } = settings;
  const logger = boltLogger(log);
  const address = settings.apiUrl ?? DEFAULT_API;
  const base = baseOptions(address, logger);
  let desk: Desk | null = null;
  let deliveries: Deliveries | null = null;
  let preset: PresetManagers = async () => 0;
  let close: () => Promise<unknown> = async () => undefined;

  return {
    deliveries: doorTo(() => deliveries),
    presetManagers: () => preset(),
    async start() {
      const botToken = needed(tokens.bot, 'SLACK_BOT_TOKEN');
      const appToken = mode === 'socket' ? needed(tokens.app, 'SLACK_APP_TOKEN') : '';
      const signingSecret = mode === 'http' ? needed(tokens.signingSecret, 'SLACK_SIGNING_SECRET') : '';
      const { reading, once, calls } = createClients(botToken, base);
      const self = await identity(reading, address);
      const http = mode === 'http' ? new HTTPReceiver({ signingSecret, logger }) : null;
      const receiver =
        http ??
        socketReceiver({
          appToken,
          client: {
            logger,
            // Its own retries: those of the other clients must not reach the socket's.
            clientOptions: {
              ...base,
              timeout: 10_000,
              retryConfig: { retries: 1, minTimeout: 200 },
              rejectRateLimitedCalls: true,
            },
            ...(settings.dispatcher === undefined ? {} : { dispatcher: settings.dispatcher }),
          },
          connections: settings.connections ?? DEFAULT_CONNECTIONS,
          log,
          onRefused: (error) => settings.onFatal?.(tokenWrong('SLACK_APP_TOKEN', error)),
        });
      const app = new App({
        receiver,
        logger,
        clientOptions: once,
        convoStore: false,
        extendedErrorHandler: true,
        authorize: async () => ({
          botToken,
          botUserId: self.user_id,
          teamId: self.team_id,
          ...(self.bot_id === undefined ? {} : { botId: self.bot_id }),
        }),
      });
      desk = createDesk({
        client: calls,
        reading,
        directory: createDirectory({
          client: reading,
          homeTeam: self.team_id,
          clock: settings.clock,
          log,
          guestChannels: settings.access.guestChannels,
        }),
        access: settings.access,
        audit: settings.audit,
        analyst: settings.analyst,
        clock: settings.clock,
        log,
        fallbackLanguage: settings.fallbackLanguage ?? 'en',
        command: settings.command ?? '/partner-kpi',
        refresh: settings.refresh,
        crms: settings.crms ?? (() => []),
        posted: settings.deliveries?.store.posted ?? null,
        digests: settings.digests,
      });
      preset = createPreset(desk);
      register(app, desk, self.user_id);
      if (settings.deliveries !== undefined) {
        deliveries = deliveriesInApp(settings.deliveries, {
          ...desk.settings,
          token: botToken,
          address,
          logger,
          homeTeam: self.team_id,
        });
        registerDeliveries(app, desk, deliveries, self.user_id);
      }
      if (settings.digestDesk !== undefined) registerDigestActions(app, desk, settings.digestDesk);
      const opened = http === null ? await connect(receiver, address) : await listen(http, settings);
      close = opened.close;
      return { team: self.team, botUserId: self.user_id, port: opened.port };
    },
    idle: async () => desk?.idle(),
    async stop() {
      // No more questions first; the answers to those that came go out without the connections.
      await close();
      const last = Promise.all([desk?.idle(), deliveries?.stop()]);
      if ((await within(LAST_ANSWERS, last)) === 'late') {
        log.warn({}, 'stopped before every answer under way was out');
      }
    },
  };
}

function register(app: App, desk: Desk, botUserId: string): void {
  registerOnce(app, desk.settings.clock);
  registerAsked(app, desk, botUserId, registerDigests(app, desk));
  registerAsking(app, desk);
  registerReading(app, desk);
  registerKeeping(app, desk);
  registerRefreshing(app, desk);
  registerHome(app, desk);
  registerChanges(app, desk.settings.directory);
  app.error(async ({ error, body }: ExtendedErrorHandlerArgs) => {
    const turn = turnOf(body);
    if (turn === null) desk.failed(error, { handler: 'bolt' });
    else await desk.track('bolt', () => desk.tell(turn, error));
  });
}

interface Opened {
  readonly port: number | null;
  readonly close: () => Promise<unknown>;
}

async function connect(receiver: Receiver, address: string): Promise<Opened> {
  try {
    await receiver.start();
  } catch (error) {
    await receiver.stop();
    throw reachFailure(error, 'SLACK_APP_TOKEN', address);
  }
  return { port: null, close: () => receiver.stop() };
}

async function listen(receiver: HTTPReceiver, settings: SlackAppSettings): Promise<Opened> {
  const server = await receiver.start({
    port: settings.port ?? DEFAULT_PORT,
    ...(settings.host === undefined ? {} : { host: settings.host }),
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : null,
    close: async () => {
      // Kept-alive connections would hold the server open.
      const stopped = receiver.stop();
      server.closeIdleConnections();
      await within(LAST_REQUESTS, stopped);
    },
  };
}

async function within(ms: number, work: Promise<unknown>): Promise<'done' | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), ms);
  });
  const end = await Promise.race([work.then(() => 'done' as const), limit]);
  clearTimeout(timer);
  return end;
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

function needed(value: string | undefined, name: string): string {
  if (value === undefined || value.trim() === '') throw new PulseError('slack-token-missing', { name });
  return value.trim();
}
