import type { Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PulseError } from '../../errors.ts';
import type { Warning } from '../source.ts';
import { badFile, type CsvFile, isSystemError } from './csv.ts';
import { formOf } from './form.ts';
import type { LocalTimes } from './local-times.ts';
import { byName, fits } from './pattern.ts';
import { type Form, plainForm } from './plain-form.ts';
import { type FileSettings, type FilesSettings, needsPartners, readsFolder } from './settings.ts';
import type { Table } from './table.ts';
import { tables } from './tables.ts';

/** A file that is there, with what its rows are. */
export interface TableFile extends CsvFile {
  readonly table: Table;
  readonly form: Form;
  /** Its place among the files of the source. */
  readonly order: number;
  readonly bytes: number;
  readonly version: string;
  /** When it was last changed, in ms: by the file system, or as the service said that it came from. */
  readonly changedAt: number;
  /** The settings that list it; null for a plain file of rule 7. */
  readonly listed: FileSettings | null;
}

export interface Folder {
  /** In the order of the tables, then of the settings, then by name. */
  readonly files: readonly TableFile[];
  readonly warnings: readonly Warning[];
}

/** A file that came by address: where its copy lies, and of when it is. */
export interface Copy {
  readonly path: string;
  readonly file: string;
  readonly changedAt: number;
}

type Settings = Pick<FilesSettings, 'folder' | 'files' | 'match'>;
type Found = Omit<TableFile, 'order'>;

const namedAtMost = 10;

/**
 * Looks at what a source has. `copies` are the files that came by address. Throws PulseError `folder-missing`, and
 * `bad-file` without partners.csv (where it is needed) or where nothing fits a pattern.
 */
export async function openFolder(
  settings: Settings,
  copies: ReadonlyMap<FileSettings, Copy>,
  local: LocalTimes,
): Promise<Folder> {
  const names = readsFolder(settings) ? await namesIn(settings.folder) : [];
  const listed = settings.files ?? [];
  const claimed = new Set(listed.flatMap((file) => namesOf(file, names)));
  const files: Found[] = [];
  for (const table of tables) {
    const entries = listed.filter(({ record }) => `${record}.csv` === table.file);
    for (const entry of entries)
      files.push(...(await listedFiles(entry, table, { folder: settings.folder, names, copies, local })));
    if (entries.length > 0) continue;
    if (names.includes(table.file) && !claimed.has(table.file)) {
      files.push(await look({ path: join(settings.folder, table.file), file: table.file, table, form: plainForm }));
    } else if (table.file === 'partners.csv' && needsPartners(settings)) {
      throw badFile('partners.csv', 0, '', 'required file missing');
    }
  }
  return { files: files.map((file, order) => ({ ...file, order })), warnings: unknownFiles(names, claimed, listed) };
}

/** Throws PulseError `bad-file` if a file is no longer the one that was looked at: an export that is still being written. */
export async function assertUnchanged(file: TableFile): Promise<void> {
  if (versionOf(await statsOf(file)) !== file.version) {
    throw badFile(file.file, 0, '', 'changed while it was being read');
  }
}

const plainNames: ReadonlySet<string> = new Set(tables.map(({ file }) => file));

/**
 * Names that belong to a listed file, those that are not the newest included. With `*` or `?` it takes no file that has
 * the name of another record in rule 7: `part*.csv` is not meant to swallow partners.csv.
 */
function namesOf(
  { record, pattern = `${record}.csv`, url }: FileSettings,
  names: readonly string[],
): readonly string[] {
  if (url !== undefined) return [];
  const fitting = names.filter(fits(pattern));
  return /[*?]/.test(pattern) ? fitting.filter((name) => !plainNames.has(name) || name === `${record}.csv`) : fitting;
}

/** Where listed files may be. */
interface Places {
  readonly folder: string;
  readonly names: readonly string[];
  readonly copies: ReadonlyMap<FileSettings, Copy>;
  readonly local: LocalTimes;
}

async function listedFiles(
  entry: FileSettings,
  table: Table,
  { folder, names, copies, local }: Places,
): Promise<readonly Found[]> {
  const form = formOf(entry, table, local);
  const of = { table, form, listed: entry };
  if (entry.url !== undefined) {
    const copy = copies.get(entry);
    if (copy === undefined) throw new Error(`nothing was fetched for ${table.file}`);
    return [{ ...(await look({ ...of, ...copy })), changedAt: copy.changedAt }];
  }
  const fitting = namesOf(entry, names).toSorted(byName);
  if (fitting.length === 0) throw badFile(entry.pattern ?? table.file, 0, '', 'no file of this name');
  const inFolder = (file: string) => look({ ...of, path: join(folder, file), file });
  if (entry.all === true) return Promise.all(fitting.map(inFolder));
  const newest =
    entry.newest === 'modified' ? await lastModified(fitting.map(inFolder)) : await inFolder(fitting.at(-1) ?? '');
  return newest === undefined ? [] : [newest];
}

/** Of equally old ones the last by name. */
async function lastModified(files: readonly Promise<Found>[]): Promise<Found | undefined> {
  const sorted = (await Promise.all(files)).toSorted((one, other) => one.changedAt - other.changedAt);
  return sorted.at(-1);
}

async function namesIn(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    throw isSystemError(error) ? new PulseError('folder-missing', { folder: path }, error) : error;
  }
}

async function look(file: Pick<Found, 'path' | 'file' | 'table' | 'form'> & Partial<Found>): Promise<Found> {
  const found = await statsOf(file);
  return {
    listed: null,
    ...file,
    layout: file.form.layout,
    bytes: found.size,
    version: versionOf(found),
    changedAt: found.mtimeMs,
  };
}

async function statsOf({ path, file }: Pick<CsvFile, 'path' | 'file'>): Promise<Stats> {
  try {
    const found = await stat(path);
    if (!found.isFile()) throw badFile(file, 0, '', 'not a file');
    return found;
  } catch (error) {
    throw isSystemError(error) ? badFile(file, 0, '', 'not readable', error) : error;
  }
}

const versionOf = ({ ino, size, mtimeMs }: Stats): string => `${ino} ${size} ${mtimeMs}`;

function unknownFiles(
  names: readonly string[],
  claimed: ReadonlySet<string>,
  listed: readonly FileSettings[],
): readonly Warning[] {
  const elsewhere = new Set(listed.map(({ record }) => `${record}.csv`));
  const plain = new Set([...plainNames].filter((file) => !elsewhere.has(file)));
  const isCsv = (name: string): boolean => name.toLowerCase().endsWith('.csv');
  const unknown = names.filter((name) => isCsv(name) && !plain.has(name) && !claimed.has(name)).sort();
  if (unknown.length === 0) return [];
  return [{ file: '', message: `unknown files ignored: ${firstFew(unknown)}` }];
}

/** Names for one message, shortened when there are many. */
export function firstFew(names: readonly string[]): string {
  const more = names.length - namedAtMost;
  return names.slice(0, namedAtMost).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
