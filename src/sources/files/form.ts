import { fold } from '../mapping/names.ts';
import { Bad, type Parse } from './cells.ts';
import { dateReader } from './date-format.ts';
import type { LocalTimes } from './local-times.ts';
import { numberReader } from './number-format.ts';
import type { Form } from './plain-form.ts';
import type { FileSettings } from './settings.ts';
import type { Kind, Table } from './table.ts';

/** The form that the settings of a file describe. */
export function formOf(file: FileSettings, table: Table, local: LocalTimes): Form {
  const theirs = new Map(Object.entries(file.columns ?? {}).map(([ours, name]) => [ours, name.normalize('NFC')]));
  return {
    layout: {
      delimiter: file.delimiter === 'tab' ? '\t' : (file.delimiter ?? ','),
      encoding: file.encoding ?? 'utf-8',
      skipRows: file.skipRows ?? 0,
    },
    theirs: (column) => theirs.get(column) ?? column,
    named: theirs.size === 0 ? null : new Set(theirs.keys()),
    constants: new Map(Object.entries(file.constants ?? {}).map(([ours, value]) => [ours, value.trim()])),
    readers: readersOf(file, table, local),
  };
}

function readersOf(
  file: FileSettings,
  { kinds, required, optional }: Table,
  local: LocalTimes,
): Map<string, Parse<string>> {
  const { dateFormat = 'ISO', decimalComma = false, thousands = decimalComma } = file;
  const isOwn = dateFormat === 'ISO';
  const number = decimalComma || thousands ? numberReader(decimalComma, thousands) : null;
  const byKind: Partial<Record<string, Parse<string> | null>> = {
    number,
    date: isOwn ? null : dateReader(dateFormat, local),
    day: isOwn ? null : dateReader(dateFormat, null),
  };
  const readers = new Map<string, Parse<string>>();
  for (const column of [...required, ...optional]) {
    const kind = kinds[column];
    const inKind = typeof kind === 'string' ? (byKind[kind] ?? null) : null;
    const map = file.values?.[column];
    const reader = map === undefined ? inKind : mapReader(map, kind, inKind);
    if (reader !== null) readers.set(column, reader);
  }
  return readers;
}

/** As in the mapping of a CRM: fixed words must stand in the map, free text and numbers stay when they do not. */
function mapReader(
  map: Readonly<Record<string, readonly string[]>>,
  kind: Kind | undefined,
  otherwise: Parse<string> | null,
): Parse<string> {
  const words = new Map(
    Object.entries(map).flatMap(([ours, theirs]) => theirs.map((value) => [fold(value), ours.trim()])),
  );
  const isFixed = kind === 'boolean' || typeof kind === 'object';
  return (cell) => {
    const word = words.get(fold(cell));
    if (word !== undefined) return word;
    if (isFixed) return new Bad('unmapped value');
    return otherwise === null ? cell : otherwise(cell);
  };
}
