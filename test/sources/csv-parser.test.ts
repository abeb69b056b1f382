import { CsvError, parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CsvParser, NotCsv } from '../../src/sources/files/csv-parser.ts';

/** The rows of a text that comes in two chunks, or where and why it is none. */
function parseCut(text: string, cut: number): unknown {
  const bytes = Buffer.from(text);
  const at = Math.min(cut, bytes.length);
  const parser = new CsvParser('rows');
  try {
    const rows = [parser.push(bytes.subarray(0, at)), parser.push(bytes.subarray(at)), parser.end()].flat();
    return rows.map(({ cells }) => cells);
  } catch (error) {
    if (error instanceof NotCsv) return error.message;
    throw error;
  }
}

const reasons: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'unclosed quote',
  CSV_INVALID_CLOSING_QUOTE: 'text after a closing quote',
  INVALID_OPENING_QUOTE: 'quote inside an unquoted field',
};

/** The same by an independent parser. */
function parseElsewhere(text: string): unknown {
  try {
    const rows = parse(text, { bom: true, record_delimiter: ['\r\n', '\n'], relax_column_count: true });
    return rows.filter((cells) => cells.length > 1 || cells[0]?.trim() !== '');
  } catch (error) {
    if (error instanceof CsvError) return reasons[error.code] ?? error.code;
    throw error;
  }
}

test('rule 7.1: any text is read as an independent parser reads it, wherever its chunks are cut', () => {
  const parts = fc.constantFrom('"', '""', ',', '\n', '\r\n', '\r', 'a', 'ü', '😀', ' ', '"a"', '"a,b"', '\ufeff');
  const text = fc.array(parts, { maxLength: 14 }).map((words) => words.join(''));
  fc.assert(
    fc.property(text, fc.nat(40), (content, cut) => {
      expect(parseCut(content, cut)).toEqual(parseElsewhere(content));
    }),
    { numRuns: 5_000 },
  );
});
