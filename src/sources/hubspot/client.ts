import type { ApiEvent, ApiPipeline, ApiProperty, ApiRate } from './shapes.ts';

export type { ApiEvent, ApiPipeline, ApiProperty, ApiRate };

export interface AssociationType {
  readonly category: string;
  readonly typeId: number;
  /** Null: the plain association. Names differ between the two directions. */
  readonly label: string | null;
}

/** A record as HubSpot has it: every value is text. */
export interface HubSpotRow {
  readonly id: string;
  readonly values: Readonly<Record<string, string | null>>;
  /** By property, the newest first; null where none were asked for. */
  readonly histories: Readonly<
    Record<string, readonly { readonly value: string; readonly timestamp: string }[]>
  > | null;
  /** UTC instant with milliseconds; null where HubSpot does not say. */
  readonly updatedAt: string | null;
  readonly url: string | null;
}

export interface Account {
  readonly portalId: string;
  readonly kind: string;
  readonly timeZone: string | null;
  readonly currency: string | null;
}

export interface CustomObject {
  readonly typeId: string;
  /** As its account wrote it, without the account's number. */
  readonly name: string;
  /** `p4711_registration`. */
  readonly fullName: string;
  readonly label: string;
}

export interface ListPage {
  readonly rows: readonly HubSpotRow[];
  /** `from` of a later call; null after the last page. */
  readonly next: string | null;
}

export interface SearchPage extends ListPage {
  /** Records that the search finds, those of earlier pages left out. */
  readonly total: number;
}

/** One condition of a search, in HubSpot's words. */
export interface SearchFilter {
  readonly propertyName: string;
  readonly operator: 'EQ' | 'IN' | 'GT' | 'GTE' | 'LT' | 'LTE' | 'BETWEEN' | 'HAS_PROPERTY' | 'NOT_HAS_PROPERTY';
  readonly value?: string;
  readonly highValue?: string;
  readonly values?: readonly string[];
}

/** Conditions that hold together; one of several groups suffices. */
export type SearchGroup = readonly SearchFilter[];

export interface BatchPage {
  readonly rows: readonly HubSpotRow[];
  /** Ids that were asked for and are no live record of their own: deleted, or part of another record now. */
  readonly gone: readonly string[];
}

export interface FoundLink {
  readonly from: string;
  readonly to: string;
  /** Seen from `from`. */
  readonly types: readonly AssociationType[];
}

export interface ListOptions {
  readonly properties: readonly string[];
  readonly archived?: boolean;
  /** Goes on at this page. */
  readonly from?: string | null;
  readonly signal: AbortSignal;
}

export interface BatchOptions {
  readonly properties: readonly string[];
  readonly histories?: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * What the adapter asks of an account. All of it fails with CrmFailure; none of it writes.
 * HubSpot's own client could stand behind this interface; docs/hubspot-admin.md says why it does not.
 */
export interface HubSpotClient {
  readonly host: string;
  /** Calls that were answered so far, repeated ones included. */
  readonly calls: number;
  /** HubSpot's clock in milliseconds, as its last answer said it; the own one before. */
  serverNow(): number;
  account(signal: AbortSignal): Promise<Account>;
  usage(signal: AbortSignal): Promise<{ limit: number; left: number; resetsAt: string | null } | null>;
  /** Live properties that are not protected; `hidden` of them: the archived, or the protected ones. */
  properties(
    type: string,
    signal: AbortSignal,
    hidden?: 'archived' | 'sensitive' | 'highly_sensitive',
  ): Promise<readonly ApiProperty[]>;
  pipelines(type: string, signal: AbortSignal): Promise<readonly ApiPipeline[]>;
  /** Owner id → address, those who left included. */
  owners(signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
  customObjects(signal: AbortSignal): Promise<readonly CustomObject[]>;
  /** Kinds of association in this direction. */
  labels(from: string, to: string, signal: AbortSignal): Promise<readonly AssociationType[]>;
  /** How many records there are, by the number of their object (`0-3`). */
  recordCounts(signal: AbortSignal): Promise<ReadonlyMap<string, number>>;
  rates(signal: AbortSignal): Promise<readonly ApiRate[]>;
  /** Pages of a hundred, the records as they are now; at least one page. */
  list(type: string, options: ListOptions): AsyncGenerator<ListPage, void, undefined>;
  /** One page of two hundred behind an id, by ascending id; as late as HubSpot's index is. */
  search(
    type: string,
    groups: readonly SearchGroup[],
    options: { properties: readonly string[]; behind: string; signal: AbortSignal },
  ): Promise<SearchPage>;
  /** How many records a search finds. */
  count(type: string, groups: readonly SearchGroup[], signal: AbortSignal): Promise<number>;
  /** Records by id as they are now, a hundred a page; with histories fifty. */
  batch(type: string, ids: readonly string[], options: BatchOptions): AsyncGenerator<BatchPage, void, undefined>;
  /** All associations of at most a thousand records. */
  associations(from: string, to: string, ids: readonly string[], signal: AbortSignal): Promise<readonly FoundLink[]>;
  /** Events of a kind since a moment, oldest first, in pages. */
  events(
    eventType: string,
    options: { since: string; from?: string | null; signal: AbortSignal },
  ): AsyncGenerator<{ readonly events: readonly ApiEvent[]; readonly next: string | null }, void, undefined>;
}
