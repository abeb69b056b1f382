import type { AnyRecord } from '../../records/records.ts';
import type { SourceContext } from '../source.ts';
import type { TableFile } from './folder.ts';
import { unmatched } from './match.ts';
import type { WholeReading } from './reading.ts';
import { isReferred } from './references.ts';
import { type Row, RowRejected } from './row.ts';
import { assertStays, checkFile, placeOf, readRows, toRecord } from './rows.ts';

export type OnBytes = (file: TableFile, bytes: Buffer) => void;

/** First reading: notes the ids of the rows that stay. Problems of rows are reported by the second one. */
export async function survey(
  file: TableFile,
  reading: WholeReading,
  context: SourceContext,
  onBytes: OnBytes,
): Promise<void> {
  const csv = { signal: context.signal, onBytes: (bytes: Buffer) => onBytes(file, bytes) };
  if (!isReferred(file.table.record)) return checkFile(file, csv);
  const ignoreWarning = (): undefined => undefined;
  for await (const rows of readRows(file, csv, ignoreWarning)) {
    await reading.prepare(rows);
    for (const row of rows) note(file, row, reading);
  }
}

function note(file: TableFile, row: Row, reading: WholeReading): void {
  const { references } = reading;
  try {
    const { record, id } = toRecord(file, row, reading);
    if (id === null || !isReferred(record)) return;
    const place = placeOf(file, row);
    references.add(record, id, place);
    const mergedInto = row.cell('merged_into');
    if (mergedInto !== '' && references.stays(record, id, place)) references.addMerge(id, mergedInto);
  } catch (error) {
    if (!(error instanceof RowRejected)) throw error;
  }
}

/** Second reading: the records, with every problem reported. */
export async function* deliver(
  file: TableFile,
  reading: WholeReading,
  context: SourceContext,
  onBytes: OnBytes,
): AsyncGenerator<AnyRecord> {
  const csv = { signal: context.signal, onBytes: (bytes: Buffer) => onBytes(file, bytes) };
  const repeated = new RepeatedValues(file);
  for await (const rows of readRows(file, csv, context.onWarning)) {
    await reading.prepare(rows);
    for (const row of rows) {
      const record = recordOf(file, row, reading, context);
      if (record === null) continue;
      repeated.add(record);
      yield record;
    }
  }
  if (repeated.count > 0) {
    context.onWarning({ file: file.file, message: `values given again, the later row wins: ${repeated.count}` });
  }
}

/** The record of a row, its problems reported under the file's own names of columns; null if it is rejected. */
function recordOf(file: TableFile, row: Row, reading: WholeReading, context: SourceContext): AnyRecord | null {
  const at = { file: file.file, line: row.line };
  const { theirs } = file.form;
  try {
    const record = toRecord(file, row, reading);
    assertStays(record, file, row, reading);
    for (const { column, reason } of row.problems) {
      context.onReject({ ...at, column: theirs(column), reason, effect: 'field' });
    }
    return record;
  } catch (error) {
    if (!(error instanceof RowRejected)) throw error;
    if (error.reason === unmatched.reason) reading.unmatched.add(file.table.record, row.cell(error.column));
    context.onReject({ ...at, column: theirs(error.column), reason: error.reason, effect: 'row' });
    return null;
  }
}

/** Counts rows that give a value again which an earlier row gave (rules 1.4, 7). */
class RepeatedValues {
  count = 0;
  readonly #fields: string[] | null;
  readonly #seen = new Set<string>();

  constructor({ table }: TableFile) {
    this.#fields = table.laterWins === undefined ? null : [...table.laterWins];
  }

  add(record: AnyRecord): void {
    if (this.#fields === null) return;
    const value = JSON.stringify(record, this.#fields);
    if (this.#seen.has(value)) this.count += 1;
    else this.#seen.add(value);
  }
}
