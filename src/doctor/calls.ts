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

/** Objects of Salesforce that do not say what changed, so that each run reads them whole. */
const readWhole = /^(DatedConversionRate|OpportunityPartner)$/i;

/**
 * Calls that a day takes at a cadence, rounded up: runs × calls of a run that finds few changes + 24 × what is asked every hour +
 * what is read every day + the check by id, divided by its interval.
 * Salesforce: a run takes a call for five objects, one for stages and users, and one for each object that does not say what changed;
 * an hour three for descriptions; a day and a check one for 2,000 rows of each object.
 * HubSpot: a run takes a call for each object, two for each kind of link, and four for pipelines, owners and account; an hour two for
 * each object (properties, labels); a day one for each object's archived rows; a check one for 200 rows of each object.
 */
export function predictedCalls(mapping: Mapping, { everyMs, reconcileEveryMs, rows }: Cadence): number {
  const needs = fieldsNeeded(mapping);
  const page = idsPerCall[mapping.crm];
  const check = needs.reduce((sum, { object }) => sum + Math.max(1, Math.ceil((rows.get(object) ?? 0) / page)), 0);
  const { run, hour, day } = mapping.crm === 'salesforce' ? ofSalesforce(needs, check) : ofHubspot(needs);
  return Math.ceil((dayMs / everyMs) * run + 24 * hour + day + (check * dayMs) / reconcileEveryMs);
}

interface Parts {
  readonly run: number;
  readonly hour: number;
  readonly day: number;
}

function ofSalesforce(needs: readonly ObjectNeed[], pages: number): Parts {
  const whole = needs.filter(({ object }) => readWhole.test(object)).length;
  return { run: Math.ceil((needs.length - whole) / 5) + 1 + whole, hour: 3, day: pages };
}

function ofHubspot(needs: readonly ObjectNeed[]): Parts {
  const links = new Set(
    needs.flatMap(({ object, associations }) => associations.map(({ path }) => `${object} ${path}`)),
  );
  return { run: needs.length + 2 * links.size + 4, hour: 2 * needs.length, day: needs.length };
}
