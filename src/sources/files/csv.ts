import { type FileHandle, open } from 'node:fs/promises';
import { PulseError } from '../../errors.ts';
import { CsvParser, type CsvRow, NotCsv } from './csv-parser.ts';
import { Utf8Check } from './utf8.ts';

const bytesPerRead = 65_536;
/** Some dozen rows: what is made of them is garbage before it could grow old, and the heap stays small. */
const bytesPerChunk = 8_192;

export interface CsvFile {
  readonly path: string;
  /** The name that errors and reports show. */
  readonly file: string;
}

export interface CsvReading {
  readonly signal: AbortSignal;
  /** Every byte of the file, in its order. */
  readonly onBytes: (bytes: Buffer) => void;
}

/**
 * The rows of one RFC 4180 file in UTF-8, header line included, blank lines left out, some dozen at a time; never the
 * whole file in memory. With `header` only the first row, after which the rest is read for whether it can be read.
 * Throws PulseError `bad-file` where the file cannot be read on (rule 7.2).
 */
export async function* readCsv(
  csv: CsvFile,
  gives: 'rows' | 'header',
  reading: CsvReading,
): AsyncGenerator<readonly CsvRow[]> {
  const parser = new CsvParser(gives);
  const parsed = (parse: () => CsvRow[]): CsvRow[] => {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof NotCsv)) throw error;
      const column = error.column === null ? '' : (parser.header?.[error.column]?.trim() ?? '');
      throw badFile(csv.file, error.line, column, error.message, error);
    }
  };
  for await (const chunk of readUtf8(csv, reading)) yield parsed(() => parser.push(chunk));
  yield parsed(() => parser.end());
}

/** The file's bytes, checked. */
async function* readUtf8(csv: CsvFile, reading: CsvReading): AsyncGenerator<Buffer> {
  const refuse = (line: number | null): void => {
    if (line !== null) throw badFile(csv.file, line, '', 'invalid UTF-8');
  };
  const check = new Utf8Check();
  for await (const read of readBytes(csv, reading.signal)) {
    refuse(check.push(read));
    reading.onBytes(read);
    for (let at = 0; at < read.length; at += bytesPerChunk) yield read.subarray(at, at + bytesPerChunk);
  }
  refuse(check.end());
}

/** The file's bytes in one buffer: each piece is over when the next is asked for. Throws PulseError `bad-file`. */
export async function* readBytes(csv: CsvFile, signal: AbortSignal): AsyncGenerator<Buffer> {
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
