import { hash } from 'node:crypto';
import type { AnyRecord, RecordOf, RecordType } from '../records/records.ts';
import type { ColumnKind, RecordTable } from './tables.ts';

export type SqlValue = string | number | null;

/** A record as its table's row gives it: flags as 0/1, lists as JSON text. */
export type Row<T extends RecordType> = { [F in keyof RecordOf<T>]: Stored<RecordOf<T>[F]> };
type Stored<V> = boolean extends V ? 0 | 1 | Extract<V, null> : V extends readonly string[] ? string : V;

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

const flag = (value: 0 | 1 | null): boolean | null => (value === null ? null : value === 1);

function list(value: string): string[] {
  const parsed: unknown = JSON.parse(value);
  if (!Array.isArray(parsed)) throw new TypeError('a list column holds no list');
  return parsed.map(String);
}

const same = <R>(row: R): R => row;

/** From a row to its record. Rows come from our own tables, checked when they were written. */
export const decoders: { readonly [T in RecordType]: (row: Row<T>) => RecordOf<T> } = {
  partner: (row) => ({ ...row, aliases: list(row.aliases), active: flag(row.active) }),
  'partner-history': same,
  deal: (row) => ({ ...row, direct: flag(row.direct) }),
  attribution: same,
  registration: same,
  'onboarding-step': same,
  training: (row) => ({ ...row, required: flag(row.required) }),
  certification: same,
  asset: same,
  'content-event': same,
  'portal-session': (row) => ({ ...row, failed: flag(row.failed) }),
  touch: same,
  'survey-response': same,
  'program-event': same,
  target: same,
  'exchange-rate': same,
};
