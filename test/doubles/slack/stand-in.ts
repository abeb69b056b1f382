// long: the one face of the stand-in: every method is one line of what a test may do.
// The stand-in as tests and the demo hold it: what people do, what they see, what the app called, what breaks.
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { ApiContext, Method } from './api/method.ts';
import type { Delivery, Transport } from './delivery.ts';
import { type Fault, Faults } from './faults.ts';
import { Happenings } from './happenings.ts';
import { HttpDelivery } from './http-delivery.ts';
import { createHttpServer } from './http-server.ts';
import {
  type ClickInput,
  type CommandInput,
  type EventOptions,
  Interactions,
  type SubmitInput,
  type SubmitResult,
} from './interactions.ts';
import type { JsonObject } from './json.ts';
import { Limiter, type RateLimits } from './rate-limits.ts';
import { BOT_USER, defaultSeed, type SlackSeed } from './seed.ts';
import { type DisconnectKind, SocketMode } from './socket-mode.ts';
import { textOf } from './text-of.ts';
import { Tickets } from './tickets.ts';
import type { Clock, RecordedCall, SlackMessage, SlackView } from './types.ts';
import { Waiting } from './waiting.ts';
import { Workspace } from './workspace.ts';

/** Least scopes of the app, plus the optional file scopes. */
const DEFAULT_SCOPES = [
  'commands',
  'chat:write',
  'im:write',
  'im:history',
  'users:read',
  'users:read.email',
  'channels:read',
  'groups:read',
  'files:write',
  'app_mentions:read',
];

export interface SlackOptions {
  /** 0 (an ephemeral port) by default. */
  port?: number;
  seed?: SlackSeed;
  clock?: Clock;
  scopes?: string[];
  botToken?: string;
  appToken?: string;
  signingSecret?: string;
  /** The bot's display name. */
  botName?: string;
  messagesTab?: boolean;
  /** Limits on the pace of calls; none by default. */
  limits?: RateLimits;
  /** So long after it was accepted is a message seen in the history; 0 by default. */
  listedAfterMs?: number;
  /** How long Slack waits for an acknowledgement; 3000 ms by default. */
  ackTimeoutMs?: number;
  /** What Slack tells a connection of how long it will last; five hours by default. */
  connectionSeconds?: number;
  /** Post signed requests to this address instead of using socket mode; may be set later with `useHttp`. */
  requestUrl?: string;
}

export interface WaitOptions {
  /** 5000 ms by default. */
  timeoutMs?: number;
  /** Only messages younger than this timestamp, or changed after it was taken (see `mark`). */
  after?: number;
}

export type MessagePredicate = (message: SlackMessage, text: string) => boolean;

export class SlackStandIn {
  readonly workspace: Workspace;
  readonly tokens: { bot: string; app: string };
  readonly signingSecret: string;
  /** Every call of the Web API, of response URLs (`response_url`) and uploads, oldest first. */
  readonly calls: RecordedCall[] = [];
  /** What happens to channels, people and the app, with the events of it. */
  readonly happens: Happenings;
  readonly #faults = new Faults();
  readonly #limiter: Limiter;
  readonly #undone = new Set<symbol>();
  readonly #context: ApiContext;
  readonly #server: Server;
  readonly #sockets: SocketMode;
  readonly #people: Interactions;
  readonly #waiting = new Waiting();
  readonly #clock: Clock;
  readonly #ackTimeoutMs: number;
  #http: HttpDelivery | undefined;
  #port = 0;
  #address: string | undefined;

  constructor(options: SlackOptions) {
    this.#clock = options.clock ?? { now: () => Date.now() };
    this.#ackTimeoutMs = options.ackTimeoutMs ?? 3000;
    this.tokens = { bot: options.botToken ?? 'xoxb-stand-in', app: options.appToken ?? 'xapp-stand-in' };
    this.signingSecret = options.signingSecret ?? 'stand-in-signing-secret';
    const bot = { appId: 'A0PULSE', botId: 'B0PULSE', userId: BOT_USER, name: options.botName ?? 'Partner Pulse' };
    this.workspace = new Workspace(options.seed ?? defaultSeed, bot, this.#clock);
    this.workspace.onChange(() => this.#waiting.check());
    this.#context = {
      workspace: this.workspace,
      clock: this.#clock,
      tickets: new Tickets(this.#clock, () => this.url),
      settings: {
        scopes: new Set(options.scopes ?? DEFAULT_SCOPES),
        messagesTab: options.messagesTab ?? true,
        refusal: null,
        listedAfterMs: options.listedAfterMs ?? 0,
      },
      baseUrl: () => this.url,
    };
    this.#limiter = new Limiter(options.limits ?? {});
    const open: Method = { token: 'app', run: () => ({ url: this.#sockets.newUrl(this.url) }) };
    this.#server = createHttpServer({
      context: this.#context,
      tokens: this.tokens,
      faults: this.#faults,
      limiter: this.#limiter,
      extra: { 'apps.connections.open': open },
      record: (call) => this.#record(call),
      begin: () => {
        const one = Symbol('call');
        this.#undone.add(one);
        return () => void this.#undone.delete(one);
      },
    });
    this.#sockets = new SocketMode(this.#server, {
      ackTimeoutMs: this.#ackTimeoutMs,
      appId: bot.appId,
      lifetimeSeconds: options.connectionSeconds ?? 18_060,
    });
    this.#people = new Interactions(this.#context, () => this.#transport());
    this.happens = new Happenings(this.#context, this.#people);
    if (options.requestUrl !== undefined) this.useHttp(options.requestUrl);
  }

  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  get url(): string {
    return this.#address ?? `http://127.0.0.1:${this.#port}`;
  }

  get port(): number {
    return this.#port;
  }

  /** Names another address from now on, e.g. of a TLS server or a proxy before the stand-in. */
  reachedAt(address: string): void {
    this.#address = address;
  }

  /** The value for `SLACK_API_URL` and Bolt's `slackApiUrl`. */
  get apiUrl(): string {
    return `${this.url}/api/`;
  }

  /** Scopes of the bot token and the Messages tab; changes take effect at the next call. */
  get settings(): ApiContext['settings'] {
    return this.#context.settings;
  }

  /** Open socket-mode connections. */
  get connections(): number {
    return this.#sockets.connections;
  }

  async listen(port: number): Promise<void> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no TCP address');
    this.#port = address.port;
  }

  #transport(): Transport {
    return this.#http ?? this.#sockets;
  }

  #record(call: RecordedCall): void {
    this.calls.push(call);
    this.#waiting.check();
  }

  /** Deliver by signed HTTP requests from now on. `tamper` changes the headers, for wrong signatures. */
  useHttp(requestUrl: string, tamper?: (headers: Record<string, string>) => Record<string, string>): void {
    this.#http = new HttpDelivery({
      requestUrl,
      signingSecret: this.signingSecret,
      ackTimeoutMs: this.#ackTimeoutMs,
      clock: this.#clock,
      ...(tamper !== undefined && { tamper }),
    });
  }

  /** Resolves when the app has at least `count` socket connections. */
  async waitForConnection({
    count = 1,
    timeoutMs = 10_000,
  }: {
    count?: number;
    timeoutMs?: number;
  } = {}): Promise<void> {
    await this.#sockets.connected(count, timeoutMs);
  }

  /** Types a slash command. The app's immediate answer is shown; a failure is told by Slackbot. */
  command(input: CommandInput): Promise<Delivery> {
    return this.#people.command(input);
  }

  /** Presses a button or chooses in a select, picker, overflow or input that acts at once. */
  click(input: ClickInput): Promise<Delivery> {
    return this.#people.click(input);
  }

  /** Asks the app for the options of an external_select; the acknowledgement holds `options` or `option_groups`. */
  suggest(input: ClickInput & { value: string }): Promise<JsonObject> {
    return this.#people.suggest(input);
  }

  /** Submits a modal and applies the app's response_action. */
  submitView(input: SubmitInput): Promise<SubmitResult> {
    return this.#people.submitView(input);
  }

  /** Closes a modal; undefined when the app did not ask to hear of it. */
  closeView(user: string, viewId: string): Promise<Delivery | undefined> {
    return this.#people.closeView(user, viewId);
  }

  /** A global shortcut, or a message shortcut with channel and messageTs. */
  shortcut(input: { user: string; callbackId: string; channel?: string; messageTs?: string }): Promise<Delivery> {
    return this.#people.shortcut(input);
  }

  /** Sends any event of the Events API. */
  event(event: JsonObject, options?: EventOptions): Promise<Delivery> {
    return this.#people.event(event, options);
  }

  /** Writes a message; the app hears of it in its IM and when mentioned. */
  say(input: { user: string; channel: string; text: string; threadTs?: string }): Promise<Delivery | undefined> {
    return this.#people.say(input);
  }

  /** Writes a message that mentions the bot first. */
  mention({ user, channel, text }: { user: string; channel: string; text: string }): Promise<Delivery | undefined> {
    return this.#people.say({ user, channel, text: `<@${this.workspace.bot.userId}> ${text}` });
  }

  /** Writes to the bot directly. */
  dm(user: string, text: string): Promise<Delivery | undefined> {
    return this.#people.say({ user, channel: this.im(user), text });
  }

  /** Opens the app's Home tab: sends app_home_opened. */
  openHome(user: string): Promise<Delivery> {
    const view = this.home(user);
    return this.event({
      type: 'app_home_opened',
      user,
      channel: this.im(user),
      tab: 'home',
      ...(view !== undefined && { view: { id: view.id, hash: view.hash } }),
    });
  }

  /** The id of the IM between a person and the bot. */
  im(user: string): string {
    return this.workspace.openIm(user).id;
  }

  /** What a person sees in a conversation, oldest first: messages and her own ephemeral ones. */
  messagesFor(user: string, channel: string): SlackMessage[] {
    const place = this.#people.channel(channel);
    if (place.is_private && !place.members.includes(user)) return [];
    return this.workspace.all(channel).filter((message) => this.#people.sees(user, message));
  }

  /** A number for `after`: what happens later counts as new. */
  mark(): number {
    return this.workspace.nextRevision();
  }

  /** The first message, present or coming, that fits; a changed message is looked at again. Rejects after the time. */
  waitForMessage(
    user: string,
    channel: string,
    predicate: MessagePredicate | RegExp,
    { timeoutMs = 5000, after = 0 }: WaitOptions = {},
  ): Promise<SlackMessage> {
    const fits: MessagePredicate = typeof predicate === 'function' ? predicate : (_, text) => predicate.test(text);
    const look = (): SlackMessage | undefined =>
      this.messagesFor(user, channel).find((message) => message.revision > after && fits(message, textOf(message)));
    return this.#waiting.until(look, timeoutMs, () => {
      const seen = this.messagesFor(user, channel).map((message) => `- ${textOf(message).slice(0, 200)}`);
      return `no such message for ${user} in ${channel} within ${timeoutMs} ms; there were:\n${seen.join('\n')}`;
    });
  }

  /** The first of the person's modals or Home tab, present or coming, that fits. */
  waitForView(
    user: string,
    predicate: (view: SlackView) => boolean,
    { timeoutMs = 5000 }: { timeoutMs?: number } = {},
  ): Promise<SlackView> {
    const look = (): SlackView | undefined => {
      const home = this.home(user);
      return [...this.views(user), ...(home === undefined ? [] : [home])].find(predicate);
    };
    return this.#waiting.until(
      look,
      timeoutMs,
      () =>
        `no such view for ${user} within ${timeoutMs} ms; open: ${this.views(user)
          .map((view) => view.callback_id)
          .join(', ')}`,
    );
  }

  /** The first recorded call, past or coming, of a method that fits. */
  waitForCall(
    method: string,
    predicate: (call: RecordedCall) => boolean = () => true,
    { timeoutMs = 5000 }: { timeoutMs?: number } = {},
  ): Promise<RecordedCall> {
    const look = (): RecordedCall | undefined => this.calls.find((call) => call.method === method && predicate(call));
    return this.#waiting.until(look, timeoutMs, () => `no such call of ${method} within ${timeoutMs} ms`);
  }

  /** A person's open modals, root first. */
  views(user: string): SlackView[] {
    return this.workspace.stack(user);
  }

  home(user: string): SlackView | undefined {
    return this.workspace.homes.get(user);
  }

  /** Plans a fault for the next call(s) of a method; `response_url`, `upload` and `*` work too. */
  fail(method: string, fault: Fault): void {
    this.#faults.plan(method, fault);
  }

  /** Limits the pace of calls from now on. */
  limit(limits: RateLimits): void {
    this.#limiter.limits = limits;
  }

  /** Calls that were refused for their pace. */
  get refused(): RecordedCall[] {
    return this.calls.filter(({ status }) => status === 429);
  }

  /** Calls that came and whose work is not done yet. */
  get undone(): number {
    return this.#undone.size;
  }

  /** Drops planned faults of a method, or all. */
  heal(method?: string): void {
    this.#faults.heal(method);
  }

  /** Ends the socket-mode connections (all, or the oldest few) as Slack or a bad network would; resolves when they are gone. */
  async disconnectSockets(kind: DisconnectKind, most?: number): Promise<void> {
    await this.#sockets.disconnect(kind, most);
  }

  /** Sends a socket-mode frame of any kind, for what nobody expects. */
  sendFrame(frame: JsonObject): void {
    this.#sockets.send(frame);
  }

  /** Envelopes whose acknowledgement came when nobody waited for it. */
  get strayAcks(): readonly string[] {
    return this.#sockets.strayAcks;
  }

  /** Ends connections and the server. */
  async close(): Promise<void> {
    await this.#sockets.close();
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
