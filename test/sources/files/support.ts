import { type FilesWorld, filesSettings, filesSource } from '../../../src/sources/files/files.ts';
import type { Source, SourceContext } from '../../../src/sources/source.ts';
import { type Files, folderOf, type Read } from '../support.ts';

export const signal = (): AbortSignal => new AbortController().signal;

/** Settings as the configuration file would have them, parsed by the program's own schema. */
export type Raw = Readonly<Record<string, unknown>>;

/** Opens a source with settings as the file has them. */
export function open(settings: Raw, world: FilesWorld = { zone: 'Europe/Berlin' }): Source {
  return filesSource(filesSettings.parse({ kind: 'files', name: 'lms', ...settings }), world);
}

/** Reads a source through its public door. People's hashes are `hash(id)`. */
export async function readSource(source: Source, context: Partial<SourceContext> = {}): Promise<Read> {
  const read: Read = { records: [], rejects: [], warnings: [], progress: [] };
  const records = source.records({
    name: source.name,
    cursor: null,
    personHash: (id) => `hash(${id})`,
    onReject: (reject) => void read.rejects.push(reject),
    onWarning: (warning) => void read.warnings.push(warning),
    onProgress: (...step) => void read.progress.push(step),
    signal: signal(),
    ...context,
  });
  for await (const record of records) if ('record' in record) read.records.push(record);
  return read;
}

/** Reads a folder with these files by settings that list some of them. */
export async function readListed(files: Files, listed: readonly Raw[], more: Raw = {}): Promise<Read> {
  return readSource(open({ folder: await folderOf(files), files: listed, ...more }));
}
