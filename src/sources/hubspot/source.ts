import { mappingOf } from '../crm/settings.ts';
import type { CrmSource, CrmSurroundings } from '../crm/source.ts';
import { parseBase } from '../http/address.ts';
import type { HubSpotSettings } from './source-settings.ts';

/** A HubSpot account as a source. Throws `crm-address`. */
export function hubspotSource(settings: HubSpotSettings): CrmSource {
  const { name, dailyPercent, reconcileEveryDays, overlapMinutes, activitySweepCalls } = settings;
  const mapping = mappingOf('hubspot', settings.mapping);
  // Loaded when they are needed: a program without this CRM does not pay for it.
  const client = async (surroundings: CrmSurroundings) =>
    (await import('./connect.ts')).connectHubSpot(settings, surroundings);
  return {
    name,
    kind: 'hubspot',
    mapping,
    basis: '',
    host: parseBase(settings.baseUrl).host,
    share: dailyPercent / 100,
    reconcileEveryMs: reconcileEveryDays * 86_400_000,
    connect: async (surroundings) => {
      const { hubspotAdapter } = await import('./adapter.ts');
      const { clock } = surroundings;
      return hubspotAdapter({
        client: await client(surroundings),
        mapping,
        clock,
        overlapMinutes,
        activitySweepCalls,
      });
    },
    inspect: async (surroundings) => (await import('./inspector.ts')).hubspotInspector(await client(surroundings)),
  };
}
