import type { Entry } from '../sources/mapping/entry-schema.ts';
import type { FieldSpec } from '../sources/mapping/field-schema.ts';
import { type MappedType, mappedTypes } from '../sources/mapping/index.ts';
import type { Source } from '../sources/source.ts';
import { type Finding, failed, found } from './findings.ts';
import type { Usable } from './kpis.ts';

export interface FilesExamination {
  readonly findings: readonly Finding[];
  /** The records that it delivers, with the fields that some row fills, as a mapping would have them. */
  readonly usable: Usable;
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
  const filled = new Map<MappedType, Set<string>>();
  try {
    for await (const record of source.records(context)) {
      if (!('record' in record)) continue;
      counts.set(record.record, (counts.get(record.record) ?? 0) + 1);
      if (isMapped(record.record)) note(record.record, record, filled);
    }
  } catch (error) {
    signal.throwIfAborted();
    return { findings: [failed(error), ...warnings], usable: usableOf(filled) };
  }
  const told = [...counts].map(([record, count]) => `${record} ${count}`).join(', ');
  const { row: rows, field: fields } = rejected;
  return {
    findings: [
      found('files-read', { records: told || '–' }),
      ...(rows + fields > 0 ? [found('files-rejects', { rows, fields, first })] : []),
      ...warnings,
    ],
    usable: usableOf(filled),
  };
}

type Filled = Map<MappedType, Set<string>>;

function note(type: MappedType, record: object, filled: Filled): void {
  const names = filled.get(type) ?? new Set<string>();
  filled.set(type, names);
  for (const [name, value] of Object.entries(record)) if (value !== null && value !== undefined) names.add(name);
}

const column: FieldSpec = { values: null, skip: new Set(), labels: null, stages: null };

function usableOf(filled: Filled): Usable {
  const entries = [...filled].map(
    ([record, names]): Entry => ({
      record,
      index: 0,
      object: '',
      conditions: [],
      fields: new Map([...names].map((name) => [name, column])),
      steps: [],
      optional: false,
      history: [],
      unmatched: 'reject',
    }),
  );
  // A mapping is of some CRM; which one does not matter to what its records can answer.
  return { mapping: { crm: 'salesforce', entries }, lost: new Set() };
}
