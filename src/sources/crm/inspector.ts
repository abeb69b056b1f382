import type { Filter, Scalar } from '../mapping/index.ts';
import type { CrmLink, StageFact } from './contract.ts';

/**
 * What `doctor`, `init` and `reconcile` ask of a CRM: single questions about what it has, none of which writes. All fail with CrmFailure.
 */
export interface Inspector {
  identity(signal: AbortSignal): Promise<AccountIdentity>;
  /** Every object that the bot may see. */
  objects(signal: AbortSignal): Promise<readonly ObjectHeadline[]>;
  /** The properties of an object that the bot may see. Throws `crm-schema` for an object that there is not, or `crm-forbidden`. */
  properties(object: string, signal: AbortSignal): Promise<readonly PropertyFacts[]>;
  /** Stages of an object's pipelines in their order; empty where it has none. */
  stages(object: string, signal: AbortSignal): Promise<readonly StageFact[]>;
  /** Labels of the links between two objects; empty where the CRM has none. */
  labels(from: string, to: string, signal: AbortSignal): Promise<readonly string[]>;
  /** How many live rows meet all conditions. */
  count(object: string, conditions: readonly Filter[], signal: AbortSignal): Promise<number>;
  /** Live rows that meet all conditions, only these properties, in pages. */
  rows(
    object: string,
    properties: readonly string[],
    conditions: readonly Filter[],
    signal: AbortSignal,
  ): AsyncIterable<readonly InspectedRow[]>;
  /** All links from these rows to rows of another object. Absent: this inspector cannot be asked for links. */
  links?(from: string, to: string, ids: readonly string[], signal: AbortSignal): Promise<readonly CrmLink[]>;
  /** How many live rows meet all conditions, and what a number of theirs adds up to; null where the CRM cannot add up just these. Absent: it adds up nothing. */
  sum?(
    object: string,
    property: string,
    conditions: readonly Filter[],
    signal: AbortSignal,
  ): Promise<InspectedSum | null>;
  /** Which of these objects the bot may read, and whether it sees all rows or only those shared with it; null where nobody says. Absent: the CRM shares no single rows. */
  sharing?(objects: readonly string[], signal: AbortSignal): Promise<readonly ObjectSharing[] | null>;
  limits(signal: AbortSignal): Promise<DailyLimit | null>;
  /** What was spent by this inspector so far. */
  readonly calls: number;
}

export interface InspectedSum {
  readonly count: number;
  /** A decimal. */
  readonly sum: string;
  /** Amounts of several currencies, converted by the CRM into its own at its rates of now. */
  readonly converted: boolean;
}

export interface ObjectSharing {
  readonly object: string;
  readonly seesAll: boolean;
}

export interface InspectedRow {
  readonly id: string;
  readonly values: Readonly<Record<string, Scalar | null>>;
}

export interface AccountIdentity {
  /** Organisation id, portal id. */
  readonly account: string;
  /** Whom the bot acts as; null where the CRM does not say. */
  readonly user: string | null;
  /** For people: name or kind of the account, e.g. a sandbox. */
  readonly kind: string | null;
  readonly timeZone: string | null;
  /** The account's own currency; null where it does not say. */
  readonly currency: string | null;
  /** What the token may do; null where the CRM does not say. */
  readonly scopes: readonly string[] | null;
  readonly apiVersion: string;
  /** Versions that the CRM offers; null where it does not say. */
  readonly offered: readonly string[] | null;
  /** The CRM's clock: milliseconds; null where it does not say. */
  readonly at: number | null;
}

export interface ObjectHeadline {
  /** As a mapping names it. */
  readonly name: string;
  readonly label: string;
  readonly custom: boolean;
  /** Whether the bot could write there, which it must not; null where the CRM does not say. */
  readonly writable: boolean | null;
}

export interface PropertyFacts {
  readonly name: string;
  readonly label: string;
  readonly type:
    | 'text'
    | 'number'
    | 'money'
    | 'boolean'
    | 'date'
    | 'datetime'
    | 'choice'
    | 'choices'
    | 'reference'
    | 'owner'
    | 'other';
  /** Values of a choice. */
  readonly values: readonly { readonly value: string; readonly label: string; readonly active: boolean }[];
  /** Objects that a reference leads to. */
  readonly to: readonly string[];
  /** Its value changes without a stamp. */
  readonly calculated: boolean;
  readonly custom: boolean;
  /** Whether a filter may name it. */
  readonly filterable: boolean;
}

export interface DailyLimit {
  readonly limit: number;
  readonly left: number;
  /** UTC instant at which it begins anew; null where it rolls, or nobody says. */
  readonly resetsAt: string | null;
}
