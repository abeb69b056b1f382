import { CrmFailure } from '../http/failure.ts';
import type { Scalar } from '../mapping/index.ts';

type Cell = Scalar | null;

/** A value of a field as the REST API writes it. Throws `crm-unexpected-answer` for what is no single value. */
export function jsonCell(type: string, value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') {
    if (value === '') return null;
    return type === 'datetime' ? instant(value) : value;
  }
  // What a history keeps has no type of its own: as text, it is the same by every way.
  if (typeof value === 'number' || typeof value === 'boolean') return type === 'anyType' ? String(value) : value;
  throw new CrmFailure('crm-unexpected-answer', {
    host: 'Salesforce',
    why: 'shape',
    words: `${type}: ${typeof value}`,
  });
}

/** A value of a field as the Bulk API writes it: the same as by REST. Empty is null there. */
export function csvCell(type: string, text: string): Cell {
  if (text === '') return null;
  switch (type) {
    case 'datetime':
      return instant(text);
    case 'boolean':
      return text === 'true';
    case 'int':
    case 'long':
    case 'double':
    case 'currency':
    case 'percent': {
      const value = Number(text);
      return Number.isFinite(value) ? value : text;
    }
    default:
      return text;
  }
}

/** REST ends moments with +0000, Bulk with Z; both become one form: a UTC instant with milliseconds. */
export function instant(text: string): string {
  if (text.length === 28 && text.endsWith('+0000')) return `${text.slice(0, 23)}Z`;
  const at = Date.parse(text);
  return Number.isNaN(at) ? text : new Date(at).toISOString();
}
