import { type MappedType, mappedTypes } from '../sources/mapping/index.ts';
import type { Source } from '../sources/source.ts';
import { type Finding, failed, found } from './findings.ts';

export interface FilesExamination {
  readonly findings: readonly Finding[];
  /** Records that it delivers. */
  readonly records: ReadonlySet<MappedType>;
}

const isMapped = (record: string): record is MappedType => mappedTypes.some((type) => type === record);

/** Reads a source of files to its end without keeping anything: folder, files, headers, rows. */
export async function examineFiles(source: Source, signal: AbortSignal): Promise<FilesExamination> {
  const counts = new Map<string, number>();
  const rejected = { row: 0, field: 0 };
  const warnings: Finding[] = [];
  let first = '';
  const context = {
    name: source.name,
    cursor: null,
    // Nobody keeps it, so it need not tell people apart.
    personHash: () => '0'.repeat(32),
    onReject: ({
      file,
      line,
      column,
      reason,
      effect,
    }: Parameters<Parameters<Source['records']>[0]['onReject']>[0]): void => {
      rejected[effect] += 1;
      if (first === '') first = `${file}:${line} ${column}: ${reason}`;
    },
    onWarning: ({ file, message }: { readonly file: string; readonly message: string }): void =>
      void warnings.push(found('files-warning', { file, message })),
    onProgress: () => undefined,
    signal,
  };
  const records = new Set<MappedType>();
  try {
    for await (const record of source.records(context)) {
      if (!('record' in record)) continue;
      counts.set(record.record, (counts.get(record.record) ?? 0) + 1);
      if (isMapped(record.record)) records.add(record.record);
    }
  } catch (error) {
    signal.throwIfAborted();
    return { findings: [failed(error), ...warnings], records };
  }
  const told = [...counts].map(([record, count]) => `${record} ${count}`).join(', ');
  const { row: rows, field: fields } = rejected;
  return {
    findings: [
      found('files-read', { records: told || '–' }),
      ...(rows + fields > 0 ? [found('files-rejects', { rows, fields, first })] : []),
      ...warnings,
    ],
    records,
  };
}
