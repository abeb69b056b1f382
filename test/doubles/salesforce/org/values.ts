// Values on their way into and out of SQLite: datetimes are milliseconds there, booleans 0 and 1.
import { OrgError } from '../errors.ts';
import { normaliseId } from '../ids.ts';
import type { FieldValue } from '../schema/definitions.ts';
import type { SchemaField } from '../schema/schema.ts';

/** What a SQLite cell holds. */
export type Cell = string | number | null;

/** REST writes zones as +0000, the Bulk API as Z. */
export type DateStyle = 'rest' | 'bulk';

const NUMBERS = new Set(['int', 'double', 'currency', 'percent']);

export const isNumeric = (type: string): boolean => NUMBERS.has(type);

const refuse = (field: SchemaField, value: FieldValue): OrgError =>
  new OrgError('INVALID_TYPE_ON_FIELD_IN_RECORD', `${field.name}: ${JSON.stringify(value)} is no ${field.type}`);

function encodeText(field: SchemaField, value: string): Cell {
  // Salesforce knows no empty text: it is stored as null.
  if (value === '') return null;
  if (field.length !== undefined && value.length > field.length)
    throw new OrgError('STRING_TOO_LONG', `${field.name}: data value too large: (max length=${field.length})`);
  return value;
}

/** The cell for a value that a test writes. Throws when the value does not fit the field. */
export function encode(field: SchemaField, value: FieldValue): Cell {
  if (value === null) return null;
  if (field.type === 'boolean') {
    if (typeof value !== 'boolean') throw refuse(field, value);
    return value ? 1 : 0;
  }
  if (NUMBERS.has(field.type)) {
    if (typeof value !== 'number') throw refuse(field, value);
    return value;
  }
  if (typeof value !== 'string') throw refuse(field, value);
  if (field.type === 'datetime') {
    const ms = Date.parse(value);
    if (Number.isNaN(ms)) throw refuse(field, value);
    return Math.floor(ms / 1000) * 1000;
  }
  if (field.type === 'date') {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) throw refuse(field, value);
    return value;
  }
  if (field.type === 'id' || field.type === 'reference') {
    if (value === '') return null;
    const id = normaliseId(value);
    if (id === undefined) throw new OrgError('MALFORMED_ID', `${field.name}: bad id ${value}`);
    return id;
  }
  return encodeText(field, value);
}

/** A datetime as the service writes it. */
export function formatDatetime(ms: number, style: DateStyle): string {
  const iso = new Date(ms).toISOString();
  return style === 'rest' ? iso.replace('Z', '+0000') : iso;
}

/** The value that a client sees. */
export function decode(field: Pick<SchemaField, 'type'>, cell: Cell, style: DateStyle = 'rest'): FieldValue {
  if (cell === null) return null;
  if (field.type === 'boolean') return cell === 1;
  if (field.type === 'datetime') return formatDatetime(Number(cell), style);
  return cell;
}
