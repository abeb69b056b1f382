import { z } from 'zod';
import type { CrmRow } from '../crm/contract.ts';
import { CrmFailure } from '../http/failure.ts';
import type { Cells } from '../mapping/index.ts';
import { csvCell, instant, jsonCell } from './cells.ts';
import type { SalesforceRow } from './client.ts';
import type { Column } from './schema.ts';

/** What is asked of the rows of one object, and how an answer is read. */
export interface Layout {
  readonly object: string;
  readonly columns: readonly Column[];
  /** The field that says when a row changed; null where there is none. */
  readonly stamp: string | null;
  readonly hasDeleted: boolean;
  /** Whether rows that were merged name the one that is left. */
  readonly hasMaster: boolean;
  /** Where its records are shown to people. */
  readonly origin: string;
}

/** What one row of an answer says. */
export interface ReadRow {
  readonly row: CrmRow;
  readonly deleted: boolean;
  readonly mergedInto: string | null;
}

/** All names that a query for whole rows selects; the order is that of a Bulk file. */
export function selected({ columns, stamp, hasDeleted, hasMaster }: Layout): readonly string[] {
  const own = [
    'Id',
    ...(stamp === null ? [] : [stamp]),
    ...(hasDeleted ? ['IsDeleted'] : []),
    ...(hasMaster ? ['MasterRecordId'] : []),
  ];
  const known = new Set(own);
  return [...own, ...[...new Set(columns.map(nameOf))].filter((name) => !known.has(name))];
}

export const nameOf = ({ path }: Column): string => path.join('.');

const text = z.string().min(1);

/** The id of a record. */
export function idOf(record: SalesforceRow): string {
  const { Id } = record;
  if (typeof Id === 'string' && Id !== '') return Id;
  throw new CrmFailure('crm-unexpected-answer', { host: 'Salesforce', why: 'shape', words: 'a record without Id' });
}

/** The values of columns in a record of the REST API, by the names of the mapping. */
export function cellsOf(columns: readonly Column[], record: SalesforceRow): Cells {
  const cells: Record<string, Cells[string]> = {};
  for (const { property, path, field } of columns) cells[property] = jsonCell(field.type, at(record, path));
  return cells;
}

/** A record of the REST API as a row. */
export function rowOf(layout: Layout, record: SalesforceRow): ReadRow {
  const { object, columns, stamp, origin } = layout;
  const id = idOf(record);
  const master = text.safeParse(record.MasterRecordId);
  const told = stamp === null ? undefined : record[stamp];
  return {
    row: {
      object,
      id,
      url: `${origin}/${id}`,
      values: cellsOf(columns, record),
      changedAt: typeof told === 'string' ? instant(told) : null,
    },
    deleted: record.IsDeleted === true,
    mergedInto: layout.hasMaster && master.success ? master.data : null,
  };
}

/** Reads lines of a Bulk file whose first line is `header`. Throws for a file that lacks a column. */
export function lineReader(layout: Layout, header: readonly string[]): (cells: readonly string[]) => ReadRow {
  const { object, columns, stamp, origin } = layout;
  const places = new Map(header.map((name, index) => [name.toLowerCase(), index]));
  const placeOf = (name: string): number => {
    const place = places.get(name.toLowerCase());
    if (place !== undefined) return place;
    throw new CrmFailure('crm-unexpected-answer', { host: 'Salesforce', why: 'shape', words: `${name} is missing` });
  };
  const own = (name: string | null): number => (name === null ? -1 : placeOf(name));
  const [id, at, deleted, master] = [
    placeOf('Id'),
    own(stamp),
    own(layout.hasDeleted ? 'IsDeleted' : null),
    own(layout.hasMaster ? 'MasterRecordId' : null),
  ];
  const wanted = columns.map((column) => ({
    name: column.property,
    type: column.field.type,
    place: placeOf(nameOf(column)),
  }));
  return (cells) => {
    const values: Record<string, Cells[string]> = {};
    for (const { name, type, place } of wanted) values[name] = csvCell(type, cells[place] ?? '');
    const told = cells[at] ?? '';
    const rowId = cells[id] ?? '';
    return {
      row: { object, id: rowId, url: `${origin}/${rowId}`, values, changedAt: told === '' ? null : instant(told) },
      deleted: cells[deleted] === 'true',
      mergedInto: cells[master] || null,
    };
  };
}

function at(record: SalesforceRow, path: readonly string[]): unknown {
  let value: unknown = record;
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return null;
    value = Reflect.get(value, name);
  }
  return value;
}
