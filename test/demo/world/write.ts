import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { columns, type FileName, type World } from './tables.ts';

/** Every file of the sample program, as RFC 4180 text (header line, CRLF), by its name in the folder. */
export function csvFiles(world: World): Map<string, string> {
  const files = new Map<string, string>();
  for (const name of Object.keys(columns).filter(isFileName)) {
    const header: readonly string[] = columns[name];
    const rows: readonly Readonly<Record<string, string>>[] = world.tables[name];
    const lines = [header, ...rows.map((row) => header.map((column) => row[column] ?? ''))];
    files.set(`${name}.csv`, lines.map((cells) => `${cells.map(cell).join(',')}\r\n`).join(''));
  }
  return files;
}

/** Writes every file into the folder, which is created if need be; files that are there already are overwritten. */
export async function writeWorld(world: World, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await Promise.all([...csvFiles(world)].map(([name, text]) => writeFile(join(folder, name), text, 'utf8')));
}

function isFileName(name: string): name is FileName {
  return name in columns;
}

function cell(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
