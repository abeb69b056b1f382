// The stand-in as tests hold it: the org, what was called, what breaks.
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Service } from './api/service.ts';
import { Usage } from './api/usage.ts';
import { BulkJobs, type BulkOptions } from './bulk/jobs.ts';
import { ServiceClock } from './clock.ts';
import { type Fault, Faults } from './faults.ts';
import { createHttpServer } from './http/server.ts';
import { type AppSettings, defaultApp } from './oauth/app.ts';
import { Sessions } from './oauth/sessions.ts';
import { Org, type OrgOptions } from './org/org.ts';
import { Cursors } from './query/cursors.ts';
import { runWhole } from './query/run.ts';
import { seedProgram } from './seed.ts';
import type { RecordedCall } from './types.ts';

export interface SalesforceOptions {
  /** 0 (an ephemeral port) by default. */
  port?: number;
  /** Freezes the service's clock at this moment; real time without it. */
  startAt?: string;
  org?: OrgOptions;
  /** Fills the org; the small partner program by default, `null` for none. */
  seed?: ((org: Org) => void) | null;
  app?: Partial<AppSettings>;
  bulk?: Partial<BulkOptions>;
  /** Calls that 24 hours allow; by default what an Enterprise org of `users` users has. */
  dailyLimit?: number;
  /** User licences; 30 by default. */
  users?: number;
  /** What token answers give as instance_url; the own address by default. */
  instanceUrl?: string;
  /** How long every answer takes at least, in milliseconds; 0 by default. */
  latencyMs?: number;
}

export class SalesforceStandIn {
  readonly clock: ServiceClock;
  readonly org: Org;
  /** The client app's settings; a test may change them while it runs. */
  readonly app: AppSettings;
  readonly sessions: Sessions;
  readonly jobs: BulkJobs;
  readonly usage: Usage;
  /** Every request, oldest first. */
  readonly calls: RecordedCall[] = [];
  latencyMs: number;
  instanceUrl: string | undefined;
  readonly #faults = new Faults();
  readonly #cursors: Cursors;
  readonly #options: Parameters<typeof createHttpServer>[0];
  #server: Server;
  #port = 0;

  constructor(options: SalesforceOptions) {
    const users = options.users ?? 30;
    this.clock = new ServiceClock(options.startAt);
    this.org = new Org(this.clock, { users, ...options.org });
    this.app = { ...defaultApp, ...options.app };
    this.sessions = new Sessions(this.clock, this.app, this.org.organizationId);
    this.#cursors = new Cursors(this.org.internals);
    this.jobs = new BulkJobs(this.org.internals, this.#cursors, { polls: 1, pageSize: 50_000, ...options.bulk });
    this.usage = new Usage(this.clock, options.dailyLimit ?? 100_000 + 1000 * users);
    this.latencyMs = options.latencyMs ?? 0;
    this.instanceUrl = options.instanceUrl;
    const service: Service = {
      org: this.org,
      clock: this.clock,
      app: this.app,
      sessions: this.sessions,
      cursors: this.#cursors,
      jobs: this.jobs,
      usage: this.usage,
      url: () => this.url,
      instanceUrl: () => this.instanceUrl ?? this.url,
      users,
    };
    this.#options = {
      service,
      faults: this.#faults,
      record: (call) => this.calls.push(call),
      latencyMs: () => this.latencyMs,
    };
    this.#server = createHttpServer(this.#options);
    const seed = options.seed === undefined ? seedProgram : options.seed;
    seed?.(this.org);
  }

  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Where tokens are got: the org's My Domain, so the same address. */
  get loginUrl(): string {
    return this.url;
  }

  async listen(port: number): Promise<void> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = addressOf(this.#server).port;
  }

  /** The requests of one route, or of one route and object (`query:Opportunity`). */
  callsOf(route: string): RecordedCall[] {
    const [name, object] = route.split(':');
    return this.calls.filter(
      (call) => call.route === name && (object === undefined || call.object?.toLowerCase() === object.toLowerCase()),
    );
  }

  /** Plans a fault for a route (`query`), a route and object (`query:Opportunity`) or all (`*`). */
  fail(route: string, fault: Fault): void {
    this.#faults.plan(route, fault);
  }

  heal(route?: string): void {
    this.#faults.heal(route);
  }

  /** Ends every session: the next call with an old token is INVALID_SESSION_ID. */
  expireSessions(): void {
    this.sessions.end();
  }

  /** What the service has now, without a request: all records of a query, those of the recycle bin too if asked. */
  records(soql: string, includeDeleted = false): Record<string, unknown>[] {
    return runWhole(this.org.internals, this.#cursors, soql, includeDeleted);
  }

  /** Makes pages shorter than 2000 records, as the service does with wide rows. */
  limitPages(records: number): void {
    this.#cursors.pageLimit = records;
  }

  /** The next page of enough records comes without some of them, though they are counted. */
  loseRecords(count: number): void {
    this.#cursors.lose = count;
  }

  /** Every query locator is INVALID_QUERY_LOCATOR from now on. */
  expireLocators(): void {
    this.#cursors.expireAll();
  }

  /** Connections are refused until `accept`. */
  async refuse(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** Listens again at the same address; org, sessions, locators and jobs are as before. */
  async accept(): Promise<void> {
    this.#server = createHttpServer(this.#options);
    await this.listen(this.#port);
  }

  async close(): Promise<void> {
    await this.refuse();
    this.org.close();
  }
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port');
  return address;
}
