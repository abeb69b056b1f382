import type { Crm, Mapping } from '../sources/mapping/index.ts';
import { saysMore } from './alternatives.ts';
import type { FilterFacts } from './facts.ts';
import { type HubSpotSearch, hubspotSearches } from './hubspot-search.ts';
import type { Caveat, Part, Statement } from './plan.ts';
import type { CrmQuestion } from './question.ts';
import { soqlText } from './soql-text.ts';
import { statementsOf } from './statements.ts';

/** A filter of a CRM that finds what a figure counts. */
export interface FilterText {
  readonly crm: Crm;
  readonly object: string;
  /** Salesforce: to be pasted. */
  readonly soql: string | null;
  /** HubSpot: the bodies of searches; what one of them finds counts. */
  readonly searches: readonly HubSpotSearch[];
  /** The same in parts, for whoever says it in words. */
  readonly where: readonly Part[];
  /** The zone in which the CRM's own pages show moments; null where it is not known. */
  readonly timeZone: string | null;
  readonly caveats: readonly Caveat[];
}

/**
 * The CRM's filters for a figure; rows that several of them find count once. None where no row can count. Asks nothing: with
 * `facts` they name what the CRM has, without them what the mapping says. Throws `crm-query` for SOQL that is too long.
 */
export const crmFilter = (question: CrmQuestion, mapping: Mapping, facts?: FilterFacts): readonly FilterText[] =>
  statementsOf(question, mapping, facts).map((statement) => textOf(statement, mapping.crm, facts));

function textOf(statement: Statement, crm: Crm, facts: FilterFacts | undefined): FilterText {
  const { object, where, caveats } = statement;
  const isShort = crm === 'hubspot' && saysMore(where);
  return {
    crm,
    object,
    soql: crm === 'salesforce' ? soqlText(statement, facts) : null,
    searches: crm === 'hubspot' ? hubspotSearches(statement, facts) : [],
    where,
    timeZone: facts?.timeZone ?? null,
    caveats: isShort ? [...caveats, 'labels-not-in-search'] : caveats,
  };
}
