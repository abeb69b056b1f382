import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { PulseError } from '../../src/errors.ts';
import type { AnyRecord, RecordType } from '../../src/records/records.ts';
import { filesSource } from '../../src/sources/files/files.ts';
import type { Reject, Warning } from '../../src/sources/source.ts';

export type Files = Readonly<Record<string, string | Buffer>>;

/** Two partners and nothing else: the least that most tests need. */
export const partnersCsv = 'id,name\nP1,Acme\nP2,Beta\n';

/** A folder of its own for one test, removed after it. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pulse-sources-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function folderOf(files: Files): Promise<string> {
  const folder = await temporaryFolder();
  await writeInto(folder, files);
  return folder;
}

export async function writeInto(folder: string, files: Files): Promise<void> {
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
}

export interface Read {
  readonly records: AnyRecord[];
  readonly rejects: Reject[];
  readonly warnings: Warning[];
  readonly progress: [number, number, string][];
}

/** Reads a folder through the adapter's public door. People's hashes are `hash(id)`. */
export async function readFolder(folder: string, signal = new AbortController().signal): Promise<Read> {
  const read: Read = { records: [], rejects: [], warnings: [], progress: [] };
  const records = filesSource({ name: 'exports', folder }).records({
    name: 'exports',
    cursor: null,
    personHash: (id) => `hash(${id})`,
    onReject: (reject) => void read.rejects.push(reject),
    onWarning: (warning) => void read.warnings.push(warning),
    onProgress: (...step) => void read.progress.push(step),
    signal,
  });
  for await (const record of records) if ('record' in record) read.records.push(record);
  return read;
}

export const readFiles = async (files: Files): Promise<Read> => readFolder(await folderOf(files));

export function ofType<T extends RecordType>(
  records: readonly AnyRecord[],
  type: T,
): Extract<AnyRecord, { record: T }>[] {
  const isOfType = (record: AnyRecord): record is Extract<AnyRecord, { record: T }> => record.record === type;
  return records.filter(isOfType);
}

/** The PulseError that a promise fails with; anything else fails the test. */
export async function pulseErrorOf(work: Promise<unknown>): Promise<PulseError> {
  const error: unknown = await work.then(
    () => new Error('it went well'),
    (failure: unknown) => failure,
  );
  if (error instanceof PulseError) return error;
  throw error;
}

/** A reject without the file's name, as the tables of the tests write it. */
export const brief = ({ line, column, reason, effect }: Reject): string =>
  `${line} ${column || '-'} ${effect}: ${reason}`;
