import { CsvError, parse } from 'csv-parse';
import { unreachable } from '../http/failure.ts';

/** Lines that are handed on together: so many, or as many as one piece of the body brings. */
const TOGETHER = 2_000;
const LONGEST_LINE = 4 * 1_048_576;

export interface CsvPart {
  readonly header: readonly string[];
  readonly lines: readonly (readonly string[])[];
  readonly isLast: boolean;
}

/** The lines of a CSV body as it comes, never all of it in memory. Throws `crm-unreachable` for one that breaks off. */
export async function* csvRows(body: AsyncIterable<Uint8Array>, host: string): AsyncGenerator<CsvPart> {
  let header: readonly string[] | undefined;
  let lines: (readonly string[])[] = [];
  let failure: Error | undefined;
  const parser = parse({
    bom: true,
    max_record_size: LONGEST_LINE,
    on_record: (cells: string[]) => {
      if (header === undefined) header = cells;
      else lines.push(cells);
      return null;
    },
  });
  parser.on('error', (error) => {
    failure = error;
  });
  parser.resume();
  const check = (): void => {
    if (failure === undefined) return;
    // What is in a line is nobody's business, so the parser's message, which quotes it, goes no further.
    throw unreachable(host, 'truncated', failure instanceof CsvError ? failure.code : 'CSV');
  };
  for await (const piece of body) {
    await new Promise<void>((resolve) => parser.write(piece, () => resolve()));
    check();
    if (header !== undefined && lines.length >= TOGETHER) {
      const part = lines;
      lines = [];
      yield { header, lines: part, isLast: false };
    }
  }
  await new Promise<void>((resolve) => parser.end(() => resolve()));
  check();
  if (header === undefined) throw unreachable(host, 'truncated', 'CSV');
  yield { header, lines, isLast: true };
}
