import type { AnyRecord } from '../../records/records.ts';
import type { Warning } from '../source.ts';
import { badFile, type CsvReading, readCsv } from './csv.ts';
import { firstFew, type TableFile } from './folder.ts';
import { isReferred } from './references.ts';
import { type Header, Row, RowRejected } from './row.ts';
import type { Reading } from './table.ts';

/** The data rows of one file, some dozen at a time. Throws PulseError `bad-file` for a header that rule 7.2 refuses, and as `readCsv`. */
export async function* readRows(
  file: TableFile,
  reading: CsvReading,
  onWarning: (warning: Warning) => void,
): AsyncGenerator<readonly Row[]> {
  let header: Header | null = null;
  for await (const found of readCsv(file, 'rows', reading)) {
    let rows = found;
    const [first] = found;
    if (header === null && first !== undefined) {
      header = readHeader(file, first.line, first.cells);
      for (const message of headerWarnings(first.cells, file)) onWarning({ file: file.file, message });
      rows = found.slice(1);
    }
    const known = header;
    if (known !== null) yield rows.map(({ line, cells }) => new Row(line, cells, known));
  }
  // A file without any line has no header either.
  if (header === null) readHeader(file, file.layout.skipRows + 1, []);
}

/** Reads a file only for whether it can be read. Throws as `readRows`. */
export async function checkFile(file: TableFile, reading: CsvReading): Promise<void> {
  let hasHeader = false;
  for await (const [first] of readCsv(file, 'header', reading)) {
    if (first === undefined) continue;
    readHeader(file, first.line, first.cells);
    hasHeader = true;
  }
  if (!hasHeader) readHeader(file, file.layout.skipRows + 1, []);
}

function readHeader({ file, table, form }: TableFile, line: number, cells: readonly string[]): Header {
  const names = namesIn(cells);
  const columns = new Map<string, number>();
  for (const column of [...table.required, ...table.optional]) {
    const index = names.indexOf(form.theirs(column));
    if (index >= 0) columns.set(column, index);
  }
  for (const required of table.required) {
    if (form.constants.has(required)) continue;
    const name = form.theirs(required);
    if (!columns.has(required)) throw badFile(file, line, name, `required column missing: ${name}`);
    if (isDoubled(names, name)) throw badFile(file, line, name, `required column twice: ${name}`);
  }
  return { columns, width: cells.length, form };
}

const namesIn = (cells: readonly string[]): string[] => cells.map((cell) => cell.trim().normalize('NFC'));

const isDoubled = (names: readonly string[], name: string): boolean => names.indexOf(name) !== names.lastIndexOf(name);

function headerWarnings(cells: readonly string[], { table, form }: TableFile): string[] {
  const names = namesIn(cells);
  const { required, optional } = table;
  const known = new Set([...required, ...optional].map(form.theirs));
  // Where the settings name columns, all others are known to be of no interest.
  const unknown =
    form.named !== null ? [] : names.filter((name) => !known.has(name)).map((name) => name || '(no name)');
  const doubled = optional.map(form.theirs).filter((name) => isDoubled(names, name));
  const missing = optional
    .filter((column) => form.named?.has(column))
    .map(form.theirs)
    .filter((name) => !names.includes(name));
  return [
    ...(unknown.length > 0 ? [`unknown columns ignored: ${firstFew(unknown)}`] : []),
    ...(doubled.length > 0 ? [`columns twice, the first one counts: ${firstFew(doubled)}`] : []),
    ...(missing.length > 0 ? [`columns of the settings missing: ${firstFew(missing)}`] : []),
  ];
}

/** The record of a row. Throws RowRejected (rule 7.3), except for duplicates: see `assertStays`. */
export function toRecord({ table }: TableFile, row: Row, reading: Reading): AnyRecord {
  row.assertWidth();
  return table.read(row, reading);
}

/** Throws RowRejected where an earlier row stays under the same id. */
export function assertStays(record: AnyRecord, file: TableFile, row: Row, { references }: Reading): void {
  if (record.id === null || !isReferred(record.record)) return;
  if (!references.stays(record.record, record.id, placeOf(file, row))) throw new RowRejected('id', 'duplicate id');
}

const linesAtMost = 2 ** 32;

/** A row's place among all rows of the source. */
export const placeOf = ({ order }: TableFile, { line }: Row): number => order * linesAtMost + line;
