import type { Inspector } from '../../src/sources/crm/inspector.ts';
import { hubspotInspector as inspectorOf } from '../../src/sources/hubspot/index.ts';
import type { HubSpotStandIn } from '../doubles/hubspot/index.ts';
import { benchOf } from '../sources/hubspot/support.ts';

/** The inspector as commands use it; without links, as one of a CRM that cannot be asked for them. */
export function hubspotInspector(hubspot: HubSpotStandIn, withLinks = true): Inspector {
  const inspector = inspectorOf(benchOf(hubspot).client);
  if (withLinks) return inspector;
  return {
    identity: (signal) => inspector.identity(signal),
    objects: (signal) => inspector.objects(signal),
    properties: (object, signal) => inspector.properties(object, signal),
    stages: (object, signal) => inspector.stages(object, signal),
    labels: (from, to, signal) => inspector.labels(from, to, signal),
    count: (object, conditions, signal) => inspector.count(object, conditions, signal),
    rows: (object, properties, conditions, signal) => inspector.rows(object, properties, conditions, signal),
    limits: (signal) => inspector.limits(signal),
    get calls() {
      return inspector.calls;
    },
  };
}
