import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

const tableSchema = z.array(z.array(z.string()));

/** One accepted line of a table: the text of a column, or null when it is empty or the column is missing. */
export type Row = (column: string) => string | null;

/** The rows of one file with as many cells as the header (rule 7.3); null when there is no such file. */
export function readTable(folder: string, file: string): Row[] | null {
  const path = join(folder, file);
  if (!existsSync(path)) return null;
  const table = tableSchema.parse(
    parse(readFileSync(path), { bom: true, relax_column_count: true, skip_empty_lines: true }),
  );
  const [header = [], ...lines] = table;
  return lines
    .filter((cells) => cells.length === header.length)
    .map((cells) => (column) => {
      const text = cells[header.indexOf(column)];
      return text === undefined || text === '' ? null : text;
    });
}

/** Rule 7.1: enumerations are trimmed and case-insensitive; anything else is unknown. */
export function oneOf<T extends string>(text: string | null, values: readonly T[]): T | null {
  const wanted = text?.trim().toLowerCase();
  return values.find((value) => value === wanted) ?? null;
}

export function truth(text: string | null): boolean | null {
  const value = oneOf(text, ['true', 'false']);
  return value === null ? null : value === 'true';
}

export function wholeNumber(text: string | null): number | null {
  return text !== null && /^-?\d+$/.test(text) ? Number(text) : null;
}

export function plainNumber(text: string | null): number | null {
  return text !== null && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}
