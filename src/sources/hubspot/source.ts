import { mappingOf } from '../crm/settings.ts';
import type { CrmSource, CrmSurroundings } from '../crm/source.ts';
import { parseBase } from '../http/address.ts';
import { hubspotAdapter } from './adapter.ts';
import { connectHubSpot } from './connect.ts';
import { hubspotInspector } from './inspector.ts';
import type { HubSpotSettings } from './source-settings.ts';

/** A HubSpot account as a source. Throws `crm-address`. */
export function hubspotSource(settings: HubSpotSettings): CrmSource {
  const { name, dailyPercent, reconcileEveryDays, overlapMinutes } = settings;
  const mapping = mappingOf('hubspot', settings.mapping);
  const client = (surroundings: CrmSurroundings) => connectHubSpot(settings, surroundings);
  return {
    name,
    kind: 'hubspot',
    mapping,
    basis: '',
    host: parseBase(settings.baseUrl).host,
    share: dailyPercent / 100,
    reconcileEveryMs: reconcileEveryDays * 86_400_000,
    connect: (surroundings) =>
      hubspotAdapter({ client: client(surroundings), mapping, clock: surroundings.clock, overlapMinutes }),
    inspect: (surroundings) => hubspotInspector(client(surroundings)),
  };
}
