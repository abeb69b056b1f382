import type { HttpClock } from '../http/types.ts';
import { HourCache, type Renewals } from './cache.ts';
import type { Account, ApiRate, AssociationType, CustomObject } from './client.ts';
import type { Properties } from './filters.ts';

/** What an adapter keeps between its runs of what stands beside the rows. */
export interface Caches {
  readonly account: HourCache<Account>;
  readonly customs: HourCache<readonly CustomObject[]>;
  readonly properties: HourCache<Properties>;
  /** Names of properties that are archived or protected. */
  readonly hidden: HourCache<ReadonlySet<string>>;
  readonly labels: HourCache<readonly AssociationType[]>;
  readonly rates: HourCache<readonly ApiRate[]>;
  readonly events: HourCache<true>;
  readonly counts: HourCache<ReadonlyMap<string, number>>;
}

/** Empty ones. */
export function openCaches(clock: HttpClock, renewals: Renewals): Caches {
  const cache = <T>(): HourCache<T> => new HourCache(clock, renewals);
  return {
    account: cache(),
    customs: cache(),
    properties: cache(),
    hidden: cache(),
    labels: cache(),
    rates: cache(),
    events: cache(),
    counts: cache(),
  };
}
