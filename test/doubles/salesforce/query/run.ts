// Runs SOQL for the REST resources.
import { ApiError } from '../errors.ts';
import type { OrgState } from '../org/state.ts';
import { type Cell, decode } from '../org/values.ts';
import { type AggregateQuery, type CompiledQuery, compileSoql } from '../soql/compile.ts';
import type { Cursors } from './cursors.ts';
import { type QueryAnswer, RecordWriter } from './records.ts';

const LONG_TEXT_PAGE = 200;
export const MAX_PAGE = 2000;

/** Compiles SOQL against the org as its integration user sees it now. */
export function compileFor(state: OrgState, soql: string, includeDeleted: boolean): CompiledQuery {
  return compileSoql({
    schema: state.schema,
    text: soql,
    now: state.clock.now(),
    timeZone: state.settings.timeZone,
    includeDeleted,
  });
}

/** The page size that `Sforce-Query-Options` asks for: 200 to 2000, 2000 without it. */
export function batchSizeOf(header: string | undefined): number | undefined {
  const [, digits] = /batchSize\s*=\s*(\d+)/i.exec(header ?? '') ?? [];
  return digits === undefined ? undefined : Math.min(MAX_PAGE, Math.max(200, Number(digits)));
}

function aggregateAnswer(state: OrgState, query: AggregateQuery): QueryAnswer {
  const rows = state.tables.db.prepare<[Record<string, Cell>], Cell[]>(query.sql).raw().all(query.params);
  if (rows.length > MAX_PAGE)
    throw new ApiError(
      400,
      'EXCEEDED_ID_LIMIT',
      'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
    );
  const records = rows.map((cells) => {
    const record: Record<string, unknown> = { attributes: { type: 'AggregateResult' } };
    for (const [i, { name, field }] of query.columns.entries()) record[name] = decode(field, cells[i] ?? null);
    return record;
  });
  return { totalSize: records.length, done: true, records };
}

/** The first page of a query's answer. */
export function runQuery(
  state: OrgState,
  cursors: Cursors,
  soql: string,
  options: { includeDeleted: boolean; version: string; batchSize: number | undefined },
): QueryAnswer {
  const query = compileFor(state, soql, options.includeDeleted);
  if (query.kind === 'aggregate') return aggregateAnswer(state, query);
  if (query.kind === 'count') {
    const count = state.tables.db.prepare<[Record<string, Cell>], number>(query.sql).pluck().get(query.params);
    return { totalSize: count ?? 0, done: true, records: [] };
  }
  const wanted = Math.min(cursors.pageLimit, options.batchSize ?? MAX_PAGE);
  const batchSize = query.longTexts >= 2 ? Math.min(LONG_TEXT_PAGE, wanted) : wanted;
  const cursor = cursors.run(query, batchSize);
  return new RecordWriter(state, cursors, options.version).page(cursor, 0, batchSize);
}

/** A further page. Throws INVALID_QUERY_LOCATOR. */
export function runQueryMore(
  state: OrgState,
  cursors: Cursors,
  locator: string,
  options: { version: string; batchSize: number | undefined },
): QueryAnswer {
  const { cursor, from } = cursors.find(locator);
  const limit = cursor.query.longTexts >= 2 ? LONG_TEXT_PAGE : cursors.pageLimit;
  const batchSize = Math.min(limit, options.batchSize ?? cursor.batchSize);
  return new RecordWriter(state, cursors, options.version).page(cursor, from, batchSize);
}

/** All records of a query in one answer, for tests that compare what a client has with what the service has. */
export function runWhole(
  state: OrgState,
  cursors: Cursors,
  soql: string,
  includeDeleted: boolean,
): QueryAnswer['records'] {
  const query = compileFor(state, soql, includeDeleted);
  if (query.kind !== 'rows')
    return runQuery(state, cursors, soql, { includeDeleted, version: '66.0', batchSize: undefined }).records;
  const cursor = cursors.run(query, Number.MAX_SAFE_INTEGER);
  return new RecordWriter(state, cursors, '66.0').page(cursor, 0, Number.MAX_SAFE_INTEGER).records;
}
