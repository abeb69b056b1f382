/** A file is unreadable (rule 7.2) once a record is longer than this: nearly always a quote that nobody closed. */
const maxRecordLength = 1_048_576;

const newline = 0x0a;
const carriageReturn = 0x0d;
const quote = 0x22;
const comma = 0x2c;
const byteOrderMark = Buffer.from('\ufeff');

export interface CsvRow {
  /** Physical line where the row begins, 1-based. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** Thrown where a text is not RFC 4180. */
export class NotCsv extends Error {
  readonly line: number;
  /** Of the cell in its row, from 0; null: the row as a whole. */
  readonly column: number | null;

  constructor(reason: string, line: number, column: number | null) {
    super(reason);
    this.name = 'NotCsv';
    this.line = line;
    this.column = column;
  }
}

/**
 * Takes RFC 4180 text as bytes, chunk by chunk, and gives its rows; blank lines are left out. Works on bytes, and cuts a
 * line without quotes at its commas as a whole: that is most lines of most exports, and takes a tenth of the time of
 * looking at each character.
 */
export class CsvParser {
  readonly #keepsRows: boolean;
  #rest: Buffer = Buffer.alloc(0);
  /** Where the row begins that comes next. */
  #line = 1;
  #isFirst = true;
  #header: readonly string[] | null = null;
  #isAtEnd = false;

  /** `header`: gives only the first row, and reads the others for whether they can be read. */
  constructor(gives: 'rows' | 'header') {
    this.#keepsRows = gives === 'rows';
  }

  /** The first row's cells, once it was read. */
  get header(): readonly string[] | null {
    return this.#header;
  }

  /** The rows that end in this chunk. Throws NotCsv. */
  push(chunk: Buffer): CsvRow[] {
    return this.#read(this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]));
  }

  /** The last row, if nothing ends it. Throws NotCsv. */
  end(): CsvRow[] {
    this.#isAtEnd = true;
    return this.#read(this.#rest);
  }

  #read(bytes: Buffer): CsvRow[] {
    const rows: CsvRow[] = [];
    // Half a byte-order mark waits for its other half.
    if (this.#isFirst && bytes.length < byteOrderMark.length && !this.#isAtEnd) {
      this.#rest = Buffer.from(bytes);
      return rows;
    }
    let start = this.#isFirst ? this.#textStart(bytes) : 0;
    let nextQuote = bytes.indexOf(quote, start);
    while (start < bytes.length) {
      const lineEnd = bytes.indexOf(newline, start);
      const isQuoted = nextQuote >= 0 && (lineEnd < 0 || nextQuote < lineEnd);
      if (lineEnd < 0 && !isQuoted && !this.#isAtEnd) break;
      const end = isQuoted ? this.#quotedRow(bytes, start, rows) : this.#plainRow(bytes, start, lineEnd, rows);
      if (end < 0) break;
      if (end - start > maxRecordLength) this.#tooLong();
      start = end;
      if (isQuoted) nextQuote = bytes.indexOf(quote, start);
    }
    if (bytes.length - start > maxRecordLength) this.#tooLong();
    this.#rest = Buffer.from(bytes.subarray(start));
    return rows;
  }

  /** Behind a byte-order mark. */
  #textStart(bytes: Buffer): number {
    this.#isFirst = false;
    return bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark) ? byteOrderMark.length : 0;
  }

  #plainRow(bytes: Buffer, start: number, lineEnd: number, rows: CsvRow[]): number {
    const end = lineEnd < 0 ? bytes.length : lineEnd;
    if (this.#wants()) {
      const textEnd = lineEnd > start && bytes[lineEnd - 1] === carriageReturn ? lineEnd - 1 : end;
      this.#give(bytes.toString('utf8', start, textEnd).split(','), rows);
    }
    this.#line += 1;
    return end + 1;
  }

  /** Where the row after it begins; -1 if the row does not end in these bytes. */
  #quotedRow(bytes: Buffer, start: number, rows: CsvRow[]): number {
    const cells: string[] = [];
    let at = start;
    for (;;) {
      const end = bytes[at] === quote ? this.#quotedCell(bytes, at, cells) : this.#plainCell(bytes, at, cells);
      if (end < 0) return -1;
      if (bytes[end] === comma) {
        at = end + 1;
        continue;
      }
      const next = bytes[end] === carriageReturn ? end + 2 : end + 1;
      return this.#endRow(bytes, start, next, cells, rows);
    }
  }

  #endRow(bytes: Buffer, start: number, next: number, cells: readonly string[], rows: CsvRow[]): number {
    if (this.#wants()) this.#give(cells, rows);
    let lines = 0;
    const end = Math.min(next, bytes.length);
    for (let at = bytes.indexOf(newline, start); at >= 0 && at < end; at = bytes.indexOf(newline, at + 1)) lines += 1;
    this.#line += lines;
    return next;
  }

  /** Where the cell ends: at a comma, at the line's end, or at the end of all; -1 if it goes on. */
  #plainCell(bytes: Buffer, start: number, cells: string[]): number {
    let end = start;
    while (end < bytes.length && bytes[end] !== comma && bytes[end] !== newline) {
      if (bytes[end] === quote) throw new NotCsv('quote inside an unquoted field', this.#line, cells.length);
      end += 1;
    }
    if (end === bytes.length && !this.#isAtEnd) return -1;
    const isLineEnd = bytes[end] === newline && end > start && bytes[end - 1] === carriageReturn;
    cells.push(bytes.toString('utf8', start, isLineEnd ? end - 1 : end));
    return isLineEnd ? end - 1 : end;
  }

  #quotedCell(bytes: Buffer, start: number, cells: string[]): number {
    let hasQuotes = false;
    let close = bytes.indexOf(quote, start + 1);
    while (close >= 0 && bytes[close + 1] === quote) {
      hasQuotes = true;
      close = bytes.indexOf(quote, close + 2);
    }
    if (close < 0 || (close + 1 === bytes.length && !this.#isAtEnd)) {
      if (this.#isAtEnd) throw new NotCsv('unclosed quote', this.#line, cells.length);
      return -1;
    }
    const end = close + 1;
    if (!this.#endsCell(bytes, end)) {
      if (bytes[end] === carriageReturn && end + 1 === bytes.length && !this.#isAtEnd) return -1;
      throw new NotCsv('text after a closing quote', this.#line, cells.length);
    }
    const text = bytes.toString('utf8', start + 1, close);
    cells.push(hasQuotes ? text.replaceAll('""', '"') : text);
    return end;
  }

  #endsCell(bytes: Buffer, at: number): boolean {
    const byte = bytes[at];
    if (byte === undefined || byte === comma || byte === newline) return true;
    return byte === carriageReturn && bytes[at + 1] === newline;
  }

  #wants(): boolean {
    return this.#keepsRows || this.#header === null;
  }

  #give(cells: readonly string[], rows: CsvRow[]): void {
    if (cells.length === 1 && cells[0]?.trim() === '') return;
    this.#header ??= cells;
    rows.push({ line: this.#line, cells });
  }

  #tooLong(): never {
    throw new NotCsv('row longer than 1 MiB, perhaps an unclosed quote', this.#line, null);
  }
}
