import type { AnyRecord, Key, RecordType } from '../../records/records.ts';
import type { Parse } from './cells.ts';
import type { References } from './references.ts';
import type { Row } from './row.ts';

/** What a column holds, where it is no free text: a moment, a calendar day, a number, true or false, or one of some words. */
export type Kind = 'date' | 'day' | 'number' | 'boolean' | readonly string[];

/** What turning a row into a record needs besides the row. */
export interface Reading {
  readonly source: string;
  readonly references: References;
  /** Read `partner_id` and `deal_id`: ids of this source, or as its match rules say. */
  readonly partner: Parse<Key>;
  readonly deal: Parse<Key>;
  /** Reads `asset_id`: any id without assets.csv, else one that stands there (rule 7.1). */
  readonly asset: Parse<Key>;
  /** Reads a person's id as its keyed hash. */
  readonly person: Parse<string>;
}

/** One file of the table in rule 7. */
export interface Table {
  readonly file: string;
  readonly record: RecordType;
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly kinds: Readonly<Record<string, Kind>>;
  /** Fields of the record that together name one value: of equal rows the later one wins, with a warning. */
  readonly laterWins?: readonly string[];
  /** Throws RowRejected (rule 7.3); notes fields set to unknown on the row (rule 7.4). */
  readonly read: (row: Row, reading: Reading) => AnyRecord;
}
