import { hash } from 'node:crypto';
import type { AnyRecord } from '../records/records.ts';
import type { ColumnKind, RecordTable } from './tables.ts';

export type SqlValue = string | number | null;

const wrong = (kind: ColumnKind, value: unknown): TypeError =>
  new TypeError(`a ${kind} column cannot keep a value of type ${typeof value}`);

function encode(kind: ColumnKind, value: unknown): SqlValue {
  if (value === null) return null;
  switch (kind) {
    case 'text':
      if (typeof value !== 'string') throw wrong(kind, value);
      // PostgreSQL has no NUL in text; without it both engines keep the same.
      return value.includes('\0') ? value.replaceAll('\0', '') : value;
    case 'flag':
      if (typeof value !== 'boolean') throw wrong(kind, value);
      return value ? 1 : 0;
    case 'list':
      if (!Array.isArray(value)) throw wrong(kind, value);
      return JSON.stringify(value);
    case 'integer':
    case 'number':
      if (typeof value !== 'number') throw wrong(kind, value);
      return value;
  }
}

/** The values of a record in the order of its table's own columns. */
export function encodeRecord(table: RecordTable, record: AnyRecord): SqlValue[] {
  return table.columns.map(({ field, kind }) => {
    const value: unknown = Reflect.get(record, field);
    return encode(kind, value);
  });
}

/** Equal contents have equal hashes: 128 bits, so that two different rows never meet in practice. */
export const contentHash = (values: readonly SqlValue[]): string =>
  hash('sha256', JSON.stringify(values), 'hex').slice(0, 32);

/** A flag as its column keeps it: 0, 1 or null. */
export const flag = (value: unknown): boolean | null => (value === null ? null : value === 1);

/** A list as its column keeps it: JSON text. */
export function list(value: unknown): string[] {
  const parsed: unknown = typeof value === 'string' ? JSON.parse(value) : value;
  if (!Array.isArray(parsed)) throw new TypeError('a list column holds no list');
  return parsed.map(String);
}
