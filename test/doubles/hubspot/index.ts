// A HubSpot account on the loopback: its REST API as documented, and the people who work in it.
import { type HubSpotOptions, HubSpotStandIn } from './stand-in.ts';

export { type Clock, iso, systemClock, VirtualClock } from './clock.ts';
export { allReadScopes, sensitiveScope } from './http/auth.ts';
export { type Fault, passingFaults, type Storm } from './http/faults.ts';
export type { RateLimitOptions } from './http/rate-limits.ts';
export { Portal } from './portal/portal.ts';
export type { Lag } from './portal/search-index.ts';
export { type PartnerProgram, seedPartnerProgram } from './seed.ts';
export type { ServiceOptions } from './service-options.ts';
export { type HubSpotOptions, HubSpotStandIn } from './stand-in.ts';
export type * from './types.ts';

/** Starts a stand-in on 127.0.0.1. */
export async function startHubSpot(options: HubSpotOptions = {}): Promise<HubSpotStandIn> {
  const hubspot = new HubSpotStandIn(options);
  await hubspot.listen(options.port ?? 0);
  return hubspot;
}
