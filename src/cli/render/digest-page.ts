import { type KpiId, kpiIds } from '../../kpi/list.ts';
import type { Report } from '../../reports/report.ts';
import { type Formatter, formatter } from '../../text/formatter.ts';
import type { Words } from '../words.ts';
import { type Table, tableLines } from './table.ts';

/** The rows of a long list that a terminal shows. */
const shownRows = 25;

/** Where and how a digest is written. */
export interface Page {
  readonly words: Words;
  readonly format: Formatter;
  readonly width: number;
  /** The KPI of a name; null for a name of another version. */
  readonly kpiOf: (name: string) => KpiId | null;
}

export const pageOf = (report: Report, words: Words, width: number): Page => ({
  words,
  width,
  format: formatter(words.language, report.timeZone, report.currency),
  kpiOf: (name) => kpiIds.find((id) => id === name) ?? null,
});

/** A heading with its table; the heading alone where the list is empty. */
export const section = (heading: string, table: readonly string[], rows: number): string[] => [
  '',
  heading,
  ...(rows === 0 ? [] : table),
];

/** A table's first rows, and how many more there are. */
export function moreLines(table: Table, { words, width }: Page): string[] {
  const more = table.rows.length - shownRows;
  const shown = { heading: table.heading, rows: table.rows.slice(0, shownRows) };
  return [...tableLines(shown, width, '  '), ...(more > 0 ? [`  ${words('digest.more', { count: more })}`] : [])];
}
