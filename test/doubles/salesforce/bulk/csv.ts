// Results of query jobs as CSV: every value in quotes, null and empty text alike.
import type { OrgState } from '../org/state.ts';
import { type Cell, decode } from '../org/values.ts';
import { rowReader } from '../query/records.ts';
import type { RowQuery } from '../soql/compile.ts';

export const DELIMITERS: Record<string, string> = {
  BACKQUOTE: '`',
  CARET: '^',
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  TAB: '\t',
};

const quote = (value: unknown): string => `"${String(value ?? '').replaceAll('"', '""')}"`;

export interface CsvFile {
  header: string;
  lines: string[];
}

/** Reads the rows of a query into lines without line ends. */
export function toCsv(state: OrgState, query: RowQuery, rows: readonly number[], delimiter: string): CsvFile {
  const read = rowReader(state, query);
  const line = (cells: Cell[]): string =>
    query.columns.map(({ field }, i) => quote(decode(field, cells[i] ?? null, 'bulk'))).join(delimiter);
  const lines: string[] = [];
  for (const row of rows) {
    const cells = read(row);
    if (cells !== undefined) lines.push(line(cells));
  }
  return { header: query.columns.map(({ names }) => quote(names.join('.'))).join(delimiter), lines };
}
