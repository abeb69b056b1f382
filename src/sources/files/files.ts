import { z } from 'zod';
import type { AnyRecord } from '../../records/records.ts';
import { sourceName } from '../../records/records.ts';
import type { Source, SourceContext } from '../source.ts';
import { text } from './cells.ts';
import { ContentHash, fingerprint } from './fingerprint.ts';
import { assertUnchanged, type Folder, openFolder, type TableFile } from './folder.ts';
import { isReferred, References } from './references.ts';
import { type Row, RowRejected } from './row.ts';
import { assertStays, checkFile, readRows, toRecord } from './rows.ts';
import type { Reading } from './table.ts';

/** Settings of a CSV folder. A relative `folder` is resolved by whoever read the settings. */
export const filesSettings = z.strictObject({
  name: sourceName.default('exports'),
  kind: z.literal('files'),
  folder: z.string().min(1).default('./data'),
});
export type FilesSettings = z.infer<typeof filesSettings>;

/** A folder with one CSV file per record (rule 7). */
export function filesSource(settings: Pick<FilesSettings, 'name' | 'folder'>): Source {
  return {
    name: settings.name,
    kind: 'files',
    fingerprint: (signal) => fingerprint(settings.folder, signal),
    records: (context) => readFolder(settings.folder, context),
  };
}

/**
 * Reads every file twice: first for whether it can be read at all (rule 7.2 wants to know before the first record) and
 * for the ids that stay, then for its records. The ids need the first reading anyway, since deals and registrations
 * point at each other; a second reading costs processor time only, where staging the rows would write them all to disk.
 */
async function* readFolder(path: string, context: SourceContext): AsyncGenerator<AnyRecord> {
  const folder = await openFolder(path);
  const reading = readingOf(folder, context);
  const onBytes = progressOf(folder, context);
  for (const file of folder.files) await survey(file, reading, context, onBytes);
  reading.references.findCycles();

  for (const warning of folder.warnings) context.onWarning(warning);
  const content = new ContentHash(folder);
  for (const file of folder.files) {
    yield* deliver(file, reading, context, (name, bytes) => {
      content.add(name, bytes);
      onBytes(name, bytes);
    });
  }
  for (const file of folder.files) await assertUnchanged(file);
  context.onFingerprint?.(content.digest());
}

type OnBytes = (file: string, bytes: Buffer) => void;

function readingOf(folder: Folder, context: SourceContext): Reading {
  const references = new References(context.name);
  const hasAssets = folder.files.some(({ table }) => table.record === 'asset');
  return {
    source: context.name,
    references,
    asset: hasAssets ? references.to('asset') : references.anyKey,
    person: (cell) => {
      const id = text(cell);
      return typeof id === 'string' ? context.personHash(id) : id;
    },
  };
}

function progressOf(folder: Folder, context: SourceContext): OnBytes {
  const total = 2 * folder.files.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  return (file, bytes) => {
    done += bytes.length;
    context.onProgress(done, total, file);
  };
}

/** First reading: notes the ids of the rows that stay. Problems of rows are reported by the second one. */
async function survey(file: TableFile, reading: Reading, context: SourceContext, onBytes: OnBytes): Promise<void> {
  const csv = { signal: context.signal, onBytes: (bytes: Buffer) => onBytes(file.file, bytes) };
  if (!isReferred(file.table.record)) return checkFile(file, csv);
  const ignoreWarning = (): undefined => undefined;
  for await (const rows of readRows(file, csv, ignoreWarning)) {
    for (const row of rows) note(file, row, reading);
  }
}

function note(file: TableFile, row: Row, reading: Reading): void {
  const { references } = reading;
  try {
    const { record, id } = toRecord(file, row, reading);
    if (id === null || !isReferred(record)) return;
    references.add(record, id, row.line);
    const mergedInto = row.cell('merged_into');
    if (mergedInto !== '' && references.stays(record, id, row.line)) references.addMerge(id, mergedInto);
  } catch (error) {
    if (!(error instanceof RowRejected)) throw error;
  }
}

/** Second reading: the records, with every problem reported. */
async function* deliver(
  file: TableFile,
  reading: Reading,
  context: SourceContext,
  onBytes: OnBytes,
): AsyncGenerator<AnyRecord> {
  const csv = { signal: context.signal, onBytes: (bytes: Buffer) => onBytes(file.file, bytes) };
  const repeated = new RepeatedValues(file);
  for await (const rows of readRows(file, csv, context.onWarning)) {
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

/** The record of a row, its problems reported; null if it is rejected. */
function recordOf(file: TableFile, row: Row, reading: Reading, context: SourceContext): AnyRecord | null {
  const at = { file: file.file, line: row.line };
  try {
    const record = toRecord(file, row, reading);
    assertStays(record, row, reading);
    for (const { column, reason } of row.problems) context.onReject({ ...at, column, reason, effect: 'field' });
    return record;
  } catch (error) {
    if (!(error instanceof RowRejected)) throw error;
    context.onReject({ ...at, column: error.column, reason: error.reason, effect: 'row' });
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
