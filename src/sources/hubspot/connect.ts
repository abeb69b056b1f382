import { openZone } from '../../records/zone.ts';
import { parseBase } from '../http/address.ts';
import type { Budget } from '../http/budget.ts';
import { createTransport } from '../http/transport.ts';
import type { TransportOptions } from '../http/types.ts';
import { Bucket } from './bucket.ts';
import type { HubSpotClient } from './client.ts';
import { DayLimit, Door, type Lane } from './door.ts';
import { hubspotRefusal, type Policy } from './refusal.ts';
import { RestClient } from './rest.ts';
import type { ConnectionSettings, Secrets } from './settings.ts';

/** What a connection needs of the program around it. */
export type Surroundings = Pick<
  TransportOptions,
  'clock' | 'random' | 'log' | 'mask' | 'dispatcher' | 'timeouts' | 'retries'
> & {
  readonly secrets: Secrets;
  readonly budget: Budget;
};

/** What the smallest plan allows, until the first answer says more. */
const FIRST_RATE = { calls: 95, intervalMs: 10_000 };
/** HubSpot answers within seconds, or not at all. */
const TIMEOUTS = { headersMs: 30_000, bodyMs: 30_000, wholeMs: 120_000 };

/** Opens a client to an account; nothing is asked before its first call. Throws `crm-address`. */
export function connectHubSpot(settings: ConnectionSettings, surroundings: Surroundings): HubSpotClient {
  const { secrets, budget, ...rest } = surroundings;
  const { clock, mask } = rest;
  const base = parseBase(settings.baseUrl);
  const limit = new DayLimit(clock);
  let calls = 0;

  const lane = (bucket: Bucket): Lane => {
    const met = (policy: Policy): void => {
      if (policy === 'day') limit.meet();
      else bucket.slow();
    };
    const watch = { met, reset: () => limit.reset, now: () => clock.now() };
    const transport = createTransport({
      ...rest,
      timeouts: { ...TIMEOUTS, ...rest.timeouts },
      base,
      budget,
      refusal: (answer) => hubspotRefusal(answer, watch),
      onHead: (headers, status) => {
        calls += 1;
        learn(headers, bucket, budget);
        // It will be asked again, past the bucket.
        if (status === 429 || status >= 500) bucket.charge();
      },
    });
    return { transport, bucket };
  };

  const usual = lane(new Bucket(clock, FIRST_RATE, { learns: true }));
  const second = { calls: settings.searchPerSecond, intervalMs: 1000 };
  const search = lane(new Bucket(clock, second, { learns: false }));
  return new RestClient({
    door: new Door({ usual, search }, secrets, mask, limit),
    clock,
    calls: () => calls,
    onZone: (name) => {
      const endOfDay = endsOf(name);
      if (endOfDay !== null) limit.endOfDay = endOfDay;
    },
  });
}

/** When a day ends in a zone; null for a zone that nobody knows. */
function endsOf(name: string): ((now: number) => number) | null {
  try {
    const zone = openZone(name);
    return (now) => zone.startOf(zone.dayOf(now) + 1);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function numberIn(headers: Headers, name: string): number | null {
  const text = headers.get(`x-hubspot-ratelimit-${name}`);
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
}

function learn(headers: Headers, bucket: Bucket, budget: Budget): void {
  const [most, interval] = [numberIn(headers, 'max'), numberIn(headers, 'interval-milliseconds')];
  if (most !== null && interval !== null) bucket.learn(most, interval);
  const [daily, left] = [numberIn(headers, 'daily'), numberIn(headers, 'daily-remaining')];
  if (daily !== null && left !== null) budget.learn(daily, daily - left);
}
