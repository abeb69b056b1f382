import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { z } from 'zod';
import { PulseError } from '../../errors.ts';
import { Utf8Check } from './utf8.ts';

/** A file is unreadable (rule 7.2) once a record is longer than this: nearly always a quote that nobody closed. */
const maxRecordLength = 1_048_576;
const chunkBytes = 262_144;

export interface CsvFile {
  readonly path: string;
  /** The name that errors and reports show. */
  readonly file: string;
}

export interface CsvRow {
  /** Physical line where the row begins, 1-based. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvReading {
  readonly signal: AbortSignal;
  readonly onBytes: (bytes: number) => void;
}

const cellsSchema = z.array(z.string());

/**
 * The rows of one RFC 4180 file in UTF-8, header line included, blank lines left out; never the whole file in memory.
 * Throws PulseError `bad-file` where the file cannot be read on (rule 7.2).
 */
export async function* readCsv(csv: CsvFile, reading: CsvReading): AsyncGenerator<CsvRow> {
  const lines = new LineCounter();
  const parser = parse({
    bom: true,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    max_record_size: maxRecordLength,
    on_record: (cells: string[]) => lines.number(cells),
  });
  // Every failure destroys the parser with its error, which the loop below throws.
  pipeline(Readable.from(readUtf8(csv, reading), { objectMode: false }), parser, () => undefined);
  try {
    for await (const numbered of parser) {
      const [line, ...cells] = cellsSchema.parse(numbered);
      yield { line: Number(line), cells };
    }
  } catch (error) {
    throw error instanceof CsvError ? unreadable(csv, lines, error) : error;
  }
}

/** Numbers rows as they are parsed, which is ahead of what has been read from the parser's buffer. */
class LineCounter {
  /** Where the row begins that is being parsed. */
  line = 1;
  header: readonly string[] | null = null;

  /** The row's cells after the line where it begins; null for a blank one. */
  number(cells: string[]): string[] | null {
    const { line } = this;
    this.line += 1 + newlinesIn(cells);
    if (cells.length === 1 && cells[0]?.trim() === '') return null;
    this.header ??= cells;
    return [`${line}`, ...cells];
  }
}

async function* readUtf8(csv: CsvFile, reading: CsvReading): AsyncGenerator<Buffer> {
  const check = new Utf8Check();
  const refuse = (line: number | null): void => {
    if (line !== null) throw badFile(csv.file, line, '', 'invalid UTF-8');
  };
  try {
    for await (const chunk of createReadStream(csv.path, { highWaterMark: chunkBytes })) {
      reading.signal.throwIfAborted();
      if (!Buffer.isBuffer(chunk)) throw new TypeError('a file stream without encoding gives buffers');
      refuse(check.push(chunk));
      reading.onBytes(chunk.length);
      yield chunk;
    }
    refuse(check.end());
  } catch (error) {
    throw isSystemError(error) ? badFile(csv.file, 0, '', 'not readable', error) : error;
  }
}

/** `line` 0 and `column` '' mean: the file as a whole, the row as a whole. */
export function badFile(file: string, line: number, column: string, reason: string, cause?: unknown): PulseError {
  return new PulseError('bad-file', { file, line, column, reason }, cause);
}

/** Errors of the operating system carry a `syscall`. */
export const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error;

/** Only quoted fields can hold line ends, so these are the row's extra physical lines. */
function newlinesIn(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) {
    for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count += 1;
  }
  return count;
}

/** The parser's own line is where it noticed, e.g. the end of the file; the row's first line is where to look. */
function unreadable(csv: CsvFile, { line, header }: LineCounter, error: CsvError): PulseError {
  const column = typeof error.column === 'number' ? (header?.[error.column]?.trim() ?? '') : '';
  return badFile(csv.file, line, column, quoteReasons[error.code] ?? 'not a CSV file', error);
}

const quoteReasons: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'unclosed quote',
  CSV_MAX_RECORD_SIZE: 'row longer than 1 MiB, perhaps an unclosed quote',
  CSV_INVALID_CLOSING_QUOTE: 'text after a closing quote',
  INVALID_OPENING_QUOTE: 'quote inside an unquoted field',
};
