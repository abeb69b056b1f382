// Query cursors: which rows belong to an answer is fixed when the query runs; what is in them is read page by page.
import { ApiError } from '../errors.ts';
import type { OrgState } from '../org/state.ts';
import type { RowQuery } from '../soql/compile.ts';

/** Locators live for two days. */
export const LOCATOR_LIFE_MS = 2 * 86_400_000;

export interface Cursor {
  id: string;
  query: RowQuery;
  rows: number[];
  openedAt: number;
  batchSize: number;
}

export class Cursors {
  readonly #state: OrgState;
  readonly #open = new Map<string, Cursor>();
  /** Most records of a page; the service makes pages of wide rows shorter than 2000 as it pleases. */
  pageLimit = 2000;
  /** So many records are missing from the next page that has them, as when a service loses its place. */
  lose = 0;

  constructor(state: OrgState) {
    this.#state = state;
  }

  /** Runs a row query; with a parent id, for the children of one record. */
  run(query: RowQuery, batchSize: number, parent?: string): Cursor {
    const rows = this.#state.tables.db
      .prepare<[Record<string, unknown>], number>(query.idsSql)
      .pluck()
      .all(parent === undefined ? query.params : { ...query.params, parent });
    const { clock } = this.#state;
    return { id: '', query, rows, openedAt: clock.now(), batchSize };
  }

  /** The locator of the rest of an answer, from a row on. */
  locate(cursor: Cursor, from: number): string {
    if (cursor.id === '') {
      cursor.id = this.#state.ids.next('01g');
      this.#open.set(cursor.id, cursor);
    }
    return `${cursor.id}-${from}`;
  }

  /** The cursor and row that a locator means. Throws INVALID_QUERY_LOCATOR. */
  find(locator: string): { cursor: Cursor; from: number } {
    const [, id = '', from = ''] = /^(\w{18})-(\d+)$/.exec(locator) ?? [];
    const cursor = this.#open.get(id);
    const refused = new ApiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
    if (cursor === undefined || Number(from) > cursor.rows.length) throw refused;
    if (this.#state.clock.now() - cursor.openedAt >= LOCATOR_LIFE_MS) {
      this.#open.delete(id);
      throw refused;
    }
    return { cursor, from: Number(from) };
  }

  /** The object that a locator's answer is about, for records and faults. */
  objectOf(locator: string): string | undefined {
    return this.#open.get(locator.split('-')[0] ?? '')?.query.object.name;
  }

  /** Every locator is refused from now on. */
  expireAll(): void {
    this.#open.clear();
  }
}
