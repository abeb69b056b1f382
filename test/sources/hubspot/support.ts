import { afterEach } from 'vitest';
import { Budget } from '../../../src/sources/http/budget.ts';
import { Mask } from '../../../src/sources/http/mask.ts';
import type { HttpClock } from '../../../src/sources/http/types.ts';
import {
  type ConnectionSettings,
  connectHubSpot,
  type HubSpotClient,
  type SecretName,
  type Secrets,
  type Surroundings,
} from '../../../src/sources/hubspot/index.ts';
import { type HubSpotOptions, type HubSpotStandIn, startHubSpot } from '../../doubles/hubspot/index.ts';
import { KeptLog } from '../http/support.ts';

/** The time of the stand-in: a wait lets it pass at once. */
export class SharedClock implements HttpClock {
  readonly waits: number[] = [];
  readonly #hubspot: HubSpotStandIn;

  constructor(hubspot: HubSpotStandIn) {
    this.#hubspot = hubspot;
  }

  now(): number {
    return this.#hubspot.clock.now();
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.waits.push(ms);
    this.#hubspot.advance(ms);
    return Promise.resolve();
  }
}

export class KeptSecrets implements Secrets {
  readonly values = new Map<SecretName, string>();

  read(name: SecretName): Promise<string | undefined> {
    return Promise.resolve(this.values.get(name));
  }

  label(name: SecretName): string {
    return `HUBSPOT_${name}`;
  }
}

const open: HubSpotStandIn[] = [];

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

export interface Bench {
  readonly hubspot: HubSpotStandIn;
  readonly client: HubSpotClient;
  readonly secrets: KeptSecrets;
  readonly clock: SharedClock;
  readonly log: KeptLog;
  readonly mask: Mask;
  readonly budget: Budget;
  /** Another client with the same surroundings. */
  connect(settings?: Partial<ConnectionSettings>, surroundings?: Partial<Surroundings>): HubSpotClient;
}

/** A stand-in account and a client with its token. */
export async function bench(options: HubSpotOptions = {}): Promise<Bench> {
  const hubspot = await startHubSpot(options);
  open.push(hubspot);
  return benchOf(hubspot);
}

/** A client of an account that runs already. */
export function benchOf(hubspot: HubSpotStandIn): Bench {
  const secrets = new KeptSecrets();
  secrets.values.set('token', hubspot.token);
  const clock = new SharedClock(hubspot);
  const log = new KeptLog();
  const mask = new Mask();
  const budget = new Budget({ host: new URL(hubspot.url).host, share: 1 });
  const around: Surroundings = { secrets, clock, log, mask, budget, random: () => 0.5 };
  const connect: Bench['connect'] = (settings, surroundings) =>
    connectHubSpot({ baseUrl: hubspot.url, searchPerSecond: 4, ...settings }, { ...around, ...surroundings });
  return { hubspot, client: connect(), secrets, clock, log, mask, budget, connect };
}

export const signal = (): AbortSignal => new AbortController().signal;

/** All ids that pages bring. */
export async function idsIn(pages: AsyncIterable<{ readonly rows: readonly { readonly id: string }[] }>) {
  const ids: string[] = [];
  for await (const { rows } of pages) ids.push(...rows.map(({ id }) => id));
  return ids;
}
