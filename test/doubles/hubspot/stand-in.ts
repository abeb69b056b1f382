// The stand-in as tests hold it: the account, what was asked, what goes wrong, and the time.
import { once } from 'node:events';
import type { Server } from 'node:http';
import { type Clock, VirtualClock } from './clock.ts';
import { allReadScopes, Tokens } from './http/auth.ts';
import { type Fault, Faults, type Storm } from './http/faults.ts';
import { type RateLimitOptions, RateLimits } from './http/rate-limits.ts';
import { createHubSpotServer } from './http/server.ts';
import { Portal } from './portal/portal.ts';
import type { Lag } from './portal/search-index.ts';
import { defaultService, type ServiceOptions } from './service-options.ts';
import type { PortalInfo, RecordedCall } from './types.ts';

export interface HubSpotOptions {
  /** A free port unless named. */
  port?: number;
  token?: string;
  scopes?: Iterable<string>;
  /** A VirtualClock by default. */
  clock?: Clock;
  /** Virtual milliseconds that pass with each request, so that limits refill; 0 by default. */
  msPerRequest?: number;
  info?: Partial<PortalInfo>;
  /** How late search is: milliseconds, or asked for each change; 5,000 by default. */
  lag?: number | Lag;
  limits?: Partial<RateLimitOptions>;
  service?: Partial<ServiceOptions>;
  /** Fill `hs_date_entered_…` beside `hs_v2_date_entered_…`, as older accounts have it. */
  legacyStageTimes?: boolean;
  /** Fills the account before anybody asks. */
  seed?: (portal: Portal) => void;
}

const defaultInfo: PortalInfo = {
  portalId: 4711,
  accountType: 'STANDARD',
  timeZone: 'America/New_York',
  companyCurrency: 'EUR',
  additionalCurrencies: [],
  uiDomain: 'app.hubspot.com',
  dataHostingLocation: 'eu1',
};

export class HubSpotStandIn {
  readonly portal: Portal;
  readonly tokens: Tokens;
  readonly limits: RateLimits;
  readonly clock: Clock;
  /** The first good token. */
  readonly token: string;
  /** Every request, oldest first. */
  readonly calls: RecordedCall[] = [];
  readonly #faults = new Faults();
  readonly #server: Server;
  #port = 0;

  constructor(options: HubSpotOptions) {
    const { msPerRequest = 0, lag = 5000, info = {}, seed } = options;
    const clock = options.clock ?? new VirtualClock();
    this.clock = clock;
    this.token = options.token ?? 'pat-eu1-stand-in';
    this.tokens = new Tokens(clock);
    this.tokens.issue(this.token, options.scopes ?? allReadScopes);
    const portalInfo = { ...defaultInfo, additionalCurrencies: [], ...info };
    this.portal = new Portal({
      clock,
      info: portalInfo,
      lag: typeof lag === 'number' ? () => lag : lag,
      legacyStageTimes: options.legacyStageTimes ?? false,
    });
    this.limits = new RateLimits(clock, {
      burst: 190,
      searchPerSecond: 5,
      daily: 650_000,
      retryAfter: false,
      timeZone: portalInfo.timeZone,
      ...options.limits,
    });
    this.#server = createHubSpotServer({
      portal: this.portal,
      tokens: this.tokens,
      limits: this.limits,
      faults: this.#faults,
      service: { ...defaultService, ...options.service },
      record: (call) => this.calls.push(call),
      arrived: () => {
        if (msPerRequest > 0 && clock instanceof VirtualClock) clock.advance(msPerRequest);
      },
    });
    seed?.(this.portal);
  }

  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Lets virtual time pass; impossible with another kind of clock. */
  advance(milliseconds: number): void {
    if (!(this.clock instanceof VirtualClock)) throw new Error('this clock moves by itself');
    this.clock.advance(milliseconds);
  }

  /** Plans a fault for the next call(s) of a route (`search`), of a route and type (`search:deals`) or of all (`*`). */
  fail(route: string, fault: Fault): void {
    this.#faults.plan(route, fault);
  }

  /** Lets a share of all calls go wrong, the same ones for the same seed. */
  storm(storm: Storm): void {
    this.#faults.storm(storm);
  }

  /** Drops the planned faults of a route, or all faults. */
  heal(route?: string): void {
    this.#faults.heal(route);
  }

  /** Recorded calls of a route, and of one object type if named. */
  callsOf(route: string, type?: string): RecordedCall[] {
    return this.calls.filter((call) => call.route === route && (type === undefined || call.type === type));
  }

  async listen(port: number): Promise<void> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no TCP address');
    this.#port = address.port;
  }

  /** Goes away: connections end, new ones are refused, until `comeBack`. */
  async goAway(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  /** Is there again at the same address, with the same account. */
  async comeBack(): Promise<void> {
    await this.listen(this.#port);
  }

  /** Ends it all. */
  async close(): Promise<void> {
    if (this.#server.listening) await this.goAway();
    this.portal.associations.close();
  }
}
