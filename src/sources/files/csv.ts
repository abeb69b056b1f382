import { type FileHandle, open } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { PulseError } from '../../errors.ts';
import { decoderOf, InvalidText } from './encodings.ts';
import type { Layout } from './plain-form.ts';

const bytesPerRead = 65_536;
/** Some dozen rows: what is made of them is garbage before it could grow old, and the heap stays small. */
const bytesPerChunk = 8_192;

export interface CsvFile {
  readonly path: string;
  /** The name that errors and reports show. */
  readonly file: string;
  readonly layout: Layout;
}

export interface CsvReading {
  readonly signal: AbortSignal;
  /** Every byte of the file, in its order. */
  readonly onBytes: (bytes: Buffer) => void;
}

/** A file is unreadable (rule 7.2) once a record is longer than this: nearly always a quote that nobody closed. */
const maxRecordLength = 1_048_576;

export interface CsvRow {
  /** Physical line where the row begins, 1-based. */
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * The rows of one RFC 4180 file, of its own delimiter and encoding, header line included, blank lines left out, some dozen at a time; never the
 * whole file in memory. With `header` only the first row, after which the rest is read for whether it can be read.
 * Throws PulseError `bad-file` where the file cannot be read on (rule 7.2).
 */
export async function* readCsv(
  csv: CsvFile,
  gives: 'rows' | 'header',
  reading: CsvReading,
): AsyncGenerator<readonly CsvRow[]> {
  const rows = new RowCollector(gives, csv.layout.skipRows + 1);
  const parser = parse({
    bom: true,
    delimiter: csv.layout.delimiter,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    max_record_size: maxRecordLength,
    // The collector takes every row: handing each one through the stream would cost more than parsing it.
    on_record: (cells: string[]) => rows.take(cells),
  });
  const ended = finished(parser.resume());
  // Heard where it is awaited; a write that fails throws the same error before.
  ended.catch(() => undefined);
  try {
    for await (const chunk of withoutLines(csv.layout.skipRows, readText(csv, reading))) {
      // The parser keeps the end of a chunk; ours are pieces of one buffer that is filled again.
      await written(parser, Buffer.from(chunk));
      yield rows.taken();
    }
    parser.end();
    await ended;
  } catch (error) {
    throw error instanceof CsvError ? unreadable(csv, rows, error) : error;
  } finally {
    parser.destroy();
  }
  yield rows.taken();
}

const written = (parser: Writable, chunk: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    parser.write(chunk, (error) => (error ? reject(error) : resolve()));
  });

/** Numbers rows by the physical line where they begin, as they are parsed. */
class RowCollector {
  /** Where the row begins that is being parsed. */
  line: number;
  header: readonly string[] | null = null;
  readonly #gives: 'rows' | 'header';
  #rows: CsvRow[] = [];

  constructor(gives: 'rows' | 'header', firstLine: number) {
    this.#gives = gives;
    this.line = firstLine;
  }

  /** Keeps the row, unless it is blank or not asked for; nothing is left for the stream. */
  take(cells: string[]): null {
    const { line } = this;
    this.line += 1 + newlinesIn(cells);
    if (cells.length === 1 && cells[0]?.trim() === '') return null;
    if (this.header === null || this.#gives === 'rows') this.#rows.push({ line, cells });
    this.header ??= cells;
    return null;
  }

  /** The rows since the last call. */
  taken(): readonly CsvRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }
}

/** Only quoted fields can hold line ends, so these are the row's extra physical lines. */
function newlinesIn(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) {
    for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count += 1;
  }
  return count;
}

/** The parser's own line is where it noticed, e.g. the end of the file; the row's first line is where to look. */
function unreadable(csv: CsvFile, { line, header }: RowCollector, error: CsvError): PulseError {
  const column = typeof error.column === 'number' ? (header?.[error.column]?.trim() ?? '') : '';
  return badFile(csv.file, line, column, quoteReasons[error.code] ?? 'not a CSV file', error);
}

const quoteReasons: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'unclosed quote',
  CSV_MAX_RECORD_SIZE: 'row longer than 1 MiB, perhaps an unclosed quote',
  CSV_INVALID_CLOSING_QUOTE: 'text after a closing quote',
  INVALID_OPENING_QUOTE: 'quote inside an unquoted field',
};

/** The file in UTF-8, checked. */
async function* readText(csv: CsvFile, reading: CsvReading): AsyncGenerator<Buffer> {
  const refuse = (invalid: InvalidText | null): void => {
    if (invalid !== null) throw badFile(csv.file, invalid.line, '', invalid.reason);
  };
  const decoder = decoderOf(csv.layout.encoding);
  for await (const read of readBytes(csv, reading.signal)) {
    const decoded = decoder.push(read);
    if (decoded instanceof InvalidText) throw badFile(csv.file, decoded.line, '', decoded.reason);
    reading.onBytes(read);
    for (let at = 0; at < decoded.length; at += bytesPerChunk) yield decoded.subarray(at, at + bytesPerChunk);
  }
  refuse(decoder.end());
}

const newline = 0x0a;

/** The text behind its first lines, which need be no CSV at all. */
async function* withoutLines(count: number, text: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let left = count;
  for await (const chunk of text) {
    let start = 0;
    while (left > 0 && start < chunk.length) {
      const end = chunk.indexOf(newline, start);
      start = end < 0 ? chunk.length : end + 1;
      if (end >= 0) left -= 1;
    }
    yield chunk.subarray(start);
  }
}

/** The file's bytes in one buffer: each piece is over when the next is asked for. Throws PulseError `bad-file`. */
export async function* readBytes(csv: Pick<CsvFile, 'path' | 'file'>, signal: AbortSignal): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafe(bytesPerRead);
  let handle: FileHandle | undefined;
  try {
    handle = await open(csv.path);
    for (;;) {
      signal.throwIfAborted();
      const { bytesRead } = await handle.read(buffer, 0, bytesPerRead);
      if (bytesRead === 0) break;
      yield buffer.subarray(0, bytesRead);
    }
  } catch (error) {
    throw isSystemError(error) ? badFile(csv.file, 0, '', 'not readable', error) : error;
  } finally {
    await handle?.close();
  }
}

/** `line` 0 and `column` '' mean: the file as a whole, the row as a whole. */
export function badFile(file: string, line: number, column: string, reason: string, cause?: unknown): PulseError {
  return new PulseError('bad-file', { file, line, column, reason }, cause);
}

/** Errors of the operating system carry a `syscall`. */
export const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error;
