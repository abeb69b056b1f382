// Records as the REST API writes them: attributes first, parents nested, children as answers of their own.
import type { OrgState } from '../org/state.ts';
import { type Cell, decode } from '../org/values.ts';
import type { RowQuery } from '../soql/compile.ts';
import type { Cursor, Cursors } from './cursors.ts';

export interface QueryAnswer {
  totalSize: number;
  done: boolean;
  nextRecordsUrl?: string;
  records: Record<string, unknown>[];
}

/** Reads the cells of one row; undefined when the row is gone since the query ran. */
export function rowReader(state: OrgState, query: RowQuery): (row: number) => Cell[] | undefined {
  const statement = state.tables.db.prepare<[{ row: number }], Cell[]>(query.rowSql).raw();
  return (row) => statement.get({ row });
}

export class RecordWriter {
  readonly #state: OrgState;
  readonly #cursors: Cursors;
  readonly #version: string;

  constructor(state: OrgState, cursors: Cursors, version: string) {
    this.#state = state;
    this.#cursors = cursors;
    this.#version = version;
  }

  /** One page of an answer, from a row on. */
  page(cursor: Cursor, from: number, batchSize: number): QueryAnswer {
    const read = rowReader(this.#state, cursor.query);
    const until = Math.min(cursor.rows.length, from + batchSize);
    const records: Record<string, unknown>[] = [];
    for (const row of cursor.rows.slice(from, until)) {
      const cells = read(row);
      if (cells !== undefined) records.push(this.#record(cursor.query, cells, batchSize));
    }
    if (records.length > this.#cursors.lose) {
      records.splice(0, this.#cursors.lose);
      this.#cursors.lose = 0;
    }
    const done = until >= cursor.rows.length;
    const next = `/services/data/v${this.#version}/query/`;
    return {
      totalSize: cursor.rows.length,
      done,
      ...(!done && { nextRecordsUrl: next + this.#cursors.locate(cursor, until) }),
      records,
    };
  }

  #attributes(type: string, id: string): Record<string, unknown> {
    return { type, url: `/services/data/v${this.#version}/sobjects/${type}/${id}` };
  }

  #record(query: RowQuery, cells: Cell[], batchSize: number): Record<string, unknown> {
    const id = String(cells.at(-1) ?? '');
    const record: Record<string, unknown> = { attributes: this.#attributes(query.object.name, id) };
    const parents = new Map<string, Record<string, unknown> | null>();
    for (const parent of query.parents) {
      const parentId = cells[parent.index];
      const shown =
        typeof parentId === 'string'
          ? { attributes: this.#attributes(this.#state.schema.byId(parentId).name, parentId) }
          : null;
      parents.set(parent.names.join('.'), shown);
    }
    for (const [i, { names, field }] of query.columns.entries()) {
      const value = decode(field, cells[i] ?? null);
      place(record, parents, names, value);
    }
    for (const { name, query: child } of query.children) {
      const cursor = this.#cursors.run(child, batchSize, id);
      record[name] = cursor.rows.length === 0 ? null : this.page(cursor, 0, batchSize);
    }
    return record;
  }
}

/** Puts a value at its path; a parent that is missing stands as null, however deep the path goes on. */
function place(
  record: Record<string, unknown>,
  parents: ReadonlyMap<string, Record<string, unknown> | null>,
  names: readonly string[],
  value: unknown,
): void {
  let target = record;
  for (let depth = 1; depth < names.length; depth += 1) {
    const parent = parents.get(names.slice(0, depth).join('.')) ?? null;
    target[names[depth - 1] ?? ''] = parent;
    if (parent === null) return;
    target = parent;
  }
  target[names.at(-1) ?? ''] = value;
}
