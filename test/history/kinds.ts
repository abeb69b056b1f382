import type { Random } from '../demo/world/random.ts';
import { HubSpotService } from '../sources/contract/hubspot.ts';
import { SalesforceService } from '../sources/contract/salesforce.ts';
import type { RemoteService } from '../sources/contract/service.ts';

type Start = (random: Random) => Promise<RemoteService>;

/** Few rows, so that there are pages of few rows; now and then enough for files. */
const starts = {
  salesforce: (random) =>
    random.chance(0.1)
      ? SalesforceService.start({ moreDeals: 2_100 })
      : SalesforceService.start({ pageSize: random.pick([3, 7, 2_000]) }),
  hubspot: (random) =>
    HubSpotService.start({
      lagMs: random.pick([0, 30_000, 600_000]),
      // None at all: as in an account with very many activities.
      more: { activitySweepCalls: random.pick([0, 20]) },
    }),
} satisfies Readonly<Record<string, Start>>;

export type Kind = keyof typeof starts;
export const kinds: readonly Kind[] = ['salesforce', 'hubspot'];
export const startOf = (kind: Kind): Start => starts[kind];
