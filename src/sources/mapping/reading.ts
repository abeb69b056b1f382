import type { Entry } from './entry-schema.ts';
import type { MappedType } from './record-fields.ts';
import type { MappingContext, RawRow } from './row.ts';
import type { Mapping } from './schema.ts';

/** A problem of one row, in the spirit of rules 7.3 (`row`: no record) and 7.4 (`field`: unknown in the record). */
export interface MappingReject {
  readonly record: MappedType;
  readonly object: string;
  readonly id: string;
  readonly field: string;
  readonly reason: string;
  readonly effect: 'row' | 'field';
  /** What named no partner, where that is the reason; of an address its domain. */
  readonly value?: string;
}

/** A value that met a value map. `target` null: the map does not know it. */
export interface SeenValue {
  readonly record: MappedType;
  readonly index: number;
  readonly object: string;
  readonly field: string;
  readonly value: string;
  readonly target: string | null;
}

/** Thrown where a row cannot become a record. */
export class RowRejected extends Error {
  readonly field: string;
  readonly reason: string;
  /** What named no partner, where that is the reason. */
  readonly value: string | undefined;

  constructor(field: string, reason: string, value?: string) {
    super(reason);
    this.name = 'RowRejected';
    this.field = field;
    this.reason = reason;
    this.value = value;
  }
}

/** Thrown where a row is no record of the mapping, by what the mapping itself says. */
export class RowLeftAside extends Error {
  constructor() {
    super('left aside');
    this.name = 'RowLeftAside';
  }
}

/** Thrown for half of a CRM's rows: one error for all, since each new one would cost more than its row. */
export const leftAside = new RowLeftAside();

/** Field, reason, and what named no partner where that is the reason. */
export type Note = readonly [string, string, string | undefined];

/** Everything around the reading of one row by one entry. */
export interface Reading {
  readonly mapping: Mapping;
  readonly entry: Entry;
  readonly row: RawRow;
  readonly context: MappingContext;
  /** Fields set to unknown so far, with the reason. */
  readonly notes: readonly Note[];
  readonly note: (field: string, reason: string, value?: string) => void;
  readonly see: (field: string, value: string, target: string | null) => void;
}

const shownLength = 60;

/** A value of the CRM as a reason shows it: short, on one line. */
export function shown(value: string): string {
  const line = value.toWellFormed().replace(/\p{C}+/gu, ' ');
  const short = [...line].slice(0, shownLength).join('');
  return `“${short}${short.length < line.length ? '…' : ''}”`;
}
