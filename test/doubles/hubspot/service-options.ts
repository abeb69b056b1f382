// How the service behaves where accounts, plans or the documentation differ.

export interface ServiceOptions {
  /** Date-based and older versions that are served; any other is not there. */
  versions: readonly string[];
  /** Most groups, filters in a group, and filters in all of a search. */
  searchFilters: { groups: number; perGroup: number; total: number };
  /** Most rows that pages of one search reach. */
  searchCap: number;
  /** Whether a search returns its own late copy of a record or the record as it is, which may lie outside the filter. */
  searchReturns: 'copy' | 'record';
  /** Associated records per record and page of the association read. */
  associationPage: number;
  /** Longest request target in bytes before 414. */
  longestUrl: number;
}

export const defaultService: ServiceOptions = {
  versions: ['2025-09', '2026-03', '2026-09', 'v3', 'v4'],
  searchFilters: { groups: 5, perGroup: 6, total: 18 },
  searchCap: 10_000,
  searchReturns: 'copy',
  associationPage: 500,
  longestUrl: 8192,
};
