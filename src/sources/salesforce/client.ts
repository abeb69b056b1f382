import type { CrmFailure } from '../http/failure.ts';
import type { FieldDescription, ObjectDescription, ObjectHead } from './shapes.ts';

export type { FieldDescription, ObjectDescription, ObjectHead };

/** One record as the REST API writes it: fields by name, parents nested. */
export type SalesforceRow = Readonly<Record<string, unknown>>;

export interface Page {
  readonly records: readonly SalesforceRow[];
  /** Records that the query found when it ran. */
  readonly totalSize: number;
  /** Records of this and the pages before it. One that was purged meanwhile is missing here. */
  readonly received: number;
  /** Where the next page is: `from` of a later call; null after the last. */
  readonly next: string | null;
  /** The org's clock in milliseconds; null if it did not say. */
  readonly at: number | null;
}

export interface PageOptions {
  readonly signal: AbortSignal;
  /** Goes on at this page, whatever the query is. */
  readonly from?: string;
  /** Its first page may share a call with those of others that are asked for at the same moment. */
  readonly shared?: boolean;
}

export interface Identity {
  readonly userId: string;
  readonly organizationId: string;
  readonly username: string;
  readonly timeZone: string | null;
  readonly scopes: readonly string[];
  /** The org's clock in milliseconds; null if it did not say. */
  readonly at: number | null;
}

export interface Limits {
  readonly dailyCalls: { readonly limit: number; readonly left: number };
  readonly dailyBulkJobs: { readonly limit: number; readonly left: number } | null;
}

export type Described =
  | { readonly changed: false }
  | { readonly changed: true; readonly object: ObjectDescription; readonly lastModified: string | null };

/** One read of several that go in one call. */
export type Ask = { readonly describe: string } | { readonly query: string };

/** What one of them brought: a description, the first page of a query, or why neither came. */
export type Told = { readonly object: ObjectDescription } | { readonly page: Page } | { readonly failure: CrmFailure };

/** The most reads that Salesforce takes in one call, and the most of them that may be queries. */
export const TOGETHER = { asks: 25, queries: 5 } as const;

/**
 * What the adapter asks of an org. All of it fails with CrmFailure; none of it writes.
 */
export interface SalesforceClient {
  /** Where the org's records are shown to people. */
  origin(signal: AbortSignal): Promise<string>;
  /** Who the bot is there. */
  identity(signal: AbortSignal): Promise<Identity>;
  /** The API versions that the org offers, oldest first. */
  versions(signal: AbortSignal): Promise<readonly string[]>;
  limits(signal: AbortSignal): Promise<Limits>;
  /** Every object that the bot's user may see. */
  objects(signal: AbortSignal): Promise<readonly ObjectHead[]>;
  /** An object and its fields, or that nothing changed since a description's `lastModified`. */
  describe(object: string, signal: AbortSignal, since?: string): Promise<Described>;
  /** Up to 25 reads, at most 5 of them queries, in one call that counts once; the answers stand in the order of the asks. */
  together(
    asks: readonly Ask[],
    signal: AbortSignal,
  ): Promise<{ readonly answers: readonly Told[]; readonly at: number | null }>;
  /** How many records a COUNT() finds, those of the recycle bin too. */
  count(soql: string, signal: AbortSignal): Promise<{ readonly count: number; readonly at: number | null }>;
  /** The pages of a query's answer, deleted and archived records included; at least one page. */
  queryAll(soql: string, options: PageOptions): AsyncGenerator<Page, void, undefined>;
}
