import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PulseError } from '../../errors.ts';
import type { Warning } from '../source.ts';
import { badFile, type CsvFile, isSystemError } from './csv.ts';
import type { Table } from './table.ts';
import { tables } from './tables.ts';

/** A file of rule 7 that is there. */
export interface TableFile extends CsvFile {
  readonly table: Table;
  readonly bytes: number;
  readonly version: string;
}

export interface Folder {
  /** In the order of the tables. */
  readonly files: readonly TableFile[];
  readonly warnings: readonly Warning[];
}

const namedAtMost = 10;

/** Looks at what a folder holds. Throws PulseError `folder-missing`, and `bad-file` without partners.csv. */
export async function openFolder(path: string): Promise<Folder> {
  const names = new Set(await namesIn(path));
  if (!names.has('partners.csv')) throw badFile('partners.csv', 0, '', 'required file missing');
  const files: TableFile[] = [];
  for (const table of tables) {
    if (names.has(table.file)) files.push(await look(path, table));
  }
  return { files, warnings: unknownFiles(names) };
}

/** Throws PulseError `bad-file` if a file is no longer the one that was looked at: an export that is still being written. */
export async function assertUnchanged(file: TableFile): Promise<void> {
  if ((await look(join(file.path, '..'), file.table)).version !== file.version) {
    throw badFile(file.file, 0, '', 'changed while it was being read');
  }
}

async function namesIn(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    throw isSystemError(error) ? new PulseError('folder-missing', { folder: path }, error) : error;
  }
}

async function look(folder: string, table: Table): Promise<TableFile> {
  const path = join(folder, table.file);
  try {
    const found = await stat(path);
    if (!found.isFile()) throw badFile(table.file, 0, '', 'not a file');
    return { path, file: table.file, table, bytes: found.size, version: `${found.ino} ${found.size} ${found.mtimeMs}` };
  } catch (error) {
    throw isSystemError(error) ? badFile(table.file, 0, '', 'not readable', error) : error;
  }
}

function unknownFiles(names: ReadonlySet<string>): Warning[] {
  const known = new Set(tables.map((table) => table.file));
  const unknown = [...names].filter((name) => name.toLowerCase().endsWith('.csv') && !known.has(name)).sort();
  if (unknown.length === 0) return [];
  return [{ file: '', message: `unknown files ignored: ${firstFew(unknown)}` }];
}

/** Names for one message, shortened when there are many. */
export function firstFew(names: readonly string[]): string {
  const more = names.length - namedAtMost;
  return names.slice(0, namedAtMost).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
