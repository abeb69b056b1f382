/** A cell of a table for a spreadsheet; null is an empty one. */
export type CsvCell = string | number | null;

/** Where a spreadsheet would begin to compute, full-width forms included. */
const startsFormula = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
/** A negative amount is a number, and stays one. */
const plainNumber = /^-?\d+(\.\d+)?$/;

/**
 * Lines of RFC 4180 with CRLF. Formula-safe: a text that a spreadsheet would take for a formula (`=`, `+`, `-`, `@`, tab,
 * line ends) is prefixed by an apostrophe, so that a deal's name is never run.
 */
export const csv = (rows: readonly (readonly CsvCell[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');

function cell(value: CsvCell): string {
  if (value === null) return '';
  const text = String(value);
  const safe = startsFormula.test(text) && !plainNumber.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
