// Results of query jobs as CSV: every value in quotes, null and empty text alike.
import type { OrgState } from '../org/state.ts';
import { type Cell, decode } from '../org/values.ts';
import { rowReader } from '../query/records.ts';
import type { Column, RowQuery } from '../soql/compile.ts';

export const DELIMITERS: Record<string, string> = {
  BACKQUOTE: '`',
  CARET: '^',
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  TAB: '\t',
};

/** Decimal numbers as Java writes them: 48000.0, and 1.25E7 from ten million on. */
function javaDouble(value: number): string {
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-3 && size < 1e7)) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
}

function textOf({ field }: Column, cell: Cell): string {
  if (typeof cell === 'number' && ['double', 'currency', 'percent'].includes(field.type)) return javaDouble(cell);
  return String(decode(field, cell, 'bulk') ?? '');
}

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;

export interface CsvFile {
  header: string;
  lines: string[];
}

/** Reads the rows of a query into lines without line ends. */
export function toCsv(state: OrgState, query: RowQuery, rows: readonly number[], delimiter: string): CsvFile {
  const read = rowReader(state, query);
  const line = (cells: Cell[]): string =>
    query.columns.map((column, i) => quote(textOf(column, cells[i] ?? null))).join(delimiter);
  const lines: string[] = [];
  for (const row of rows) {
    const cells = read(row);
    if (cells !== undefined) lines.push(line(cells));
  }
  return { header: query.columns.map(({ names }) => quote(names.join('.'))).join(delimiter), lines };
}
