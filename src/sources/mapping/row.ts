import type { Key } from '../../records/records.ts';
import { type Cell, cellText } from './cells.ts';
import type { matchWords } from './field-shape.ts';
import type { Referred } from './record-fields.ts';

export type Cells = Readonly<Record<string, Cell>>;

/** A record at the other end of an association. */
export interface Linked {
  readonly id: string;
  /** Labels of the link; the plain association has none. */
  readonly labels: readonly string[];
  readonly values: Cells;
}

export interface Version {
  readonly value: Cell;
  readonly at: string;
}

/** One row of a CRM as an adapter read it; what it did not ask for may be absent. */
export interface RawRow {
  readonly id: string;
  readonly url: string | null;
  readonly values: Cells;
  /** Rows of parents by path: `Account`, `Account.Owner`. Flat values such as `Account.Name` are found as well. */
  readonly parents?: Readonly<Record<string, Cells | null>>;
  /** By path as the mapping writes it: `companies`, `contacts.companies`. */
  readonly associations?: Readonly<Record<string, readonly Linked[]>>;
  /** The same, looked for when it is asked, where that costs. */
  readonly linked?: (path: string) => readonly Linked[];
  /** Earlier values by property, in any order. */
  readonly histories?: Readonly<Record<string, readonly Version[]>>;
}

/** How a reference names its record: by id in its source, by one of its names, or by a property that both sides have. */
export type MatchBy = (typeof matchWords)[number] | `property:${string}`;

export interface Stage {
  readonly label: string;
  /** What the CRM says of deals in it; null where it says nothing, as of tickets. */
  readonly status: 'open' | 'won' | 'lost' | null;
}

/** What a row alone does not tell. All of it is read only. */
export interface MappingContext {
  readonly source: string;
  readonly personHash: (id: string) => string;
  /** The keys of the records so named: none where it is unknown, several where it is ambiguous. */
  readonly find: (record: Referred, by: MatchBy, value: string) => readonly Key[];
  /** The address of an owner, also of one who left; null for an unknown one. */
  readonly ownerEmail: (id: string) => string | null;
  /** A stage of the object; `pipeline` is empty where the CRM has one only. */
  readonly stage: (object: string, pipeline: string, stage: string) => Stage | null;
  /** When a sync first saw the property at this value; null for never. */
  readonly firstSeen?: (object: string, id: string, property: string, value: string) => string | null;
}

const own = <T>(map: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;

/** The trimmed text of a property or a path through parents; empty where there is none. */
export function textOf(row: RawRow, property: string): string {
  const flat = own(row.values, property);
  if (flat !== undefined) return cellText(flat);
  const dot = property.lastIndexOf('.');
  if (dot < 0) return '';
  const parent = own(row.parents, property.slice(0, dot));
  return parent ? cellText(own(parent, property.slice(dot + 1))) : '';
}

export const linksOf = (row: RawRow, path: string): readonly Linked[] =>
  row.linked?.(path) ?? own(row.associations, path) ?? [];
export const linkedText = ({ values }: Linked, property: string): string => cellText(own(values, property));

/** Earlier and present values of a property, the oldest first; of equal moments in the order given. */
export const versionsOf = (row: RawRow, property: string): readonly Version[] =>
  [...(own(row.histories, property) ?? [])].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
