import { fieldsNeeded, type Mapping, type ObjectNeed } from '../sources/mapping/index.ts';

const dayMs = 86_400_000;
/** Rows of a page when whole objects are checked by id. */
const idsPerCall = { salesforce: 2000, hubspot: 200 } as const;

export interface Cadence {
  readonly everyMs: number;
  readonly reconcileEveryMs: number;
  /** Live rows of each object, as far as they were counted. */
  readonly rows: ReadonlyMap<string, number>;
}

/**
 * Calls that a day takes at a cadence, rounded up: runs × calls of a run that finds few changes, and the daily share of the
 * checks by id. Of a run: Salesforce one for each object, one for stages, owners and descriptions together, one to sign in.
 * HubSpot one for each object and each kind of link, and four for properties, pipelines and owners; and once a day one for each
 * object's archived rows and descriptions.
 */
export function predictedCalls(mapping: Mapping, { everyMs, reconcileEveryMs, rows }: Cadence): number {
  const needs = fieldsNeeded(mapping);
  const runs = dayMs / everyMs;
  const page = idsPerCall[mapping.crm];
  const check = needs.reduce((sum, { object }) => sum + Math.max(1, Math.ceil((rows.get(object) ?? 0) / page)), 0);
  const daily = mapping.crm === 'hubspot' ? 2 * needs.length : needs.length;
  return Math.ceil(runs * ofRun(mapping, needs) + daily + (check * dayMs) / reconcileEveryMs);
}

function ofRun({ crm }: Mapping, needs: readonly ObjectNeed[]): number {
  if (crm === 'salesforce') return needs.length + 2;
  const links = new Set(
    needs.flatMap(({ object, associations }) => associations.map(({ path }) => `${object} ${path}`)),
  );
  return needs.length + links.size + 4;
}
