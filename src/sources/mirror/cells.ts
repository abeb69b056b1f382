import type BetterSqlite3 from 'better-sqlite3';
import { z } from 'zod';
import type { CrmRow } from '../crm/contract.ts';
import type { Cells, RawRow, Version } from '../mapping/index.ts';
import type { Book } from './book.ts';
import { type Persons, textOfCell } from './persons.ts';
import type { Plan } from './plan.ts';

/** A row as it is written: its cells as a list of texts, in the order of its shape's properties. */
export interface Written {
  readonly shape: number;
  readonly cells: string;
  readonly histories: string | null;
  readonly url: string | null;
}

const list = z.array(z.string());
const cellList = z.array(z.string().nullable());
const historyMap = z.record(z.string(), z.array(z.tuple([z.string().nullable(), z.string()])));

type Values = Pick<RawRow, 'values' | 'parents'>;

/** Turns rows into what is written of them, and back. Texts only: 5, "5" and " 5" are one value to every mapping. */
export class RowCodec {
  readonly #plan: Plan;
  readonly #persons: Persons;
  readonly #shapes = new Map<number, readonly string[]>();
  readonly #shapeOf = new Map<string, number>();
  readonly #add: BetterSqlite3.Statement<[string], { number: number }>;
  readonly #find: BetterSqlite3.Statement<[string], { number: number }>;

  constructor(book: Book, plan: Plan, persons: Persons) {
    this.#plan = plan;
    this.#persons = persons;
    this.#find = book.db.prepare('select number from shape where properties = ?');
    this.#add = book.db.prepare('insert into shape (properties) values (?) returning number');
    const known = book.db.prepare<[], { number: number; properties: string }>('select number, properties from shape');
    for (const { number, properties } of known.all()) this.#shapes.set(number, list.parse(JSON.parse(properties)));
  }

  write(row: CrmRow): Written {
    const { object } = row;
    const cells = this.#properties(object).map((property) => this.#cell(object, property, row) ?? null);
    return {
      shape: this.#shape(object),
      cells: JSON.stringify(cells),
      histories: this.#histories(row),
      url: this.#plan.addressed.has(object) ? row.url : null,
    };
  }

  /** A written row with some values in place of what it has. */
  merge(object: string, written: Pick<Written, 'shape' | 'cells'>, page: Values): string {
    const properties = this.#shapes.get(written.shape) ?? [];
    const cells = texts(written.cells);
    return JSON.stringify(
      properties.map((property, at) => {
        const given = this.#cell(object, property, page);
        return given === undefined ? (cells[at] ?? null) : given;
      }),
    );
  }

  /** Undefined where it is not among the values. A path is found flat or through its parents. */
  #cell(object: string, property: string, { values, parents }: Values): string | null | undefined {
    let cell = Object.hasOwn(values, property) ? values[property] : undefined;
    const dot = cell === undefined && parents !== undefined ? property.lastIndexOf('.') : -1;
    if (dot > 0 && parents !== undefined && Object.hasOwn(parents, property.slice(0, dot))) {
      const parent = parents[property.slice(0, dot)];
      const name = property.slice(dot + 1);
      cell = parent ? (Object.hasOwn(parent, name) ? parent[name] : undefined) : null;
    }
    if (cell === undefined) return undefined;
    const text = textOfCell(cell);
    return text === null ? null : this.#persons.cell(object, property, text);
  }

  #histories({ object, histories }: CrmRow): string | null {
    if (histories === undefined) return null;
    const kept: Record<string, (string | null)[][]> = {};
    for (const property of this.#plan.histories.get(object) ?? []) {
      const versions = Object.hasOwn(histories, property) ? (histories[property] ?? []) : [];
      if (versions.length === 0) continue;
      kept[property] = versions
        .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
        .map(({ value, at }) => [textOfCell(value), at]);
    }
    return Object.keys(kept).length === 0 ? null : JSON.stringify(kept);
  }

  values({ shape, cells }: Pick<Written, 'shape' | 'cells'>): Cells {
    const values: Record<string, string> = {};
    const properties = this.#shapes.get(shape) ?? [];
    const list = texts(cells);
    for (let at = 0; at < properties.length; at += 1) {
      const [property, cell] = [properties[at], list[at]];
      if (property !== undefined && cell !== undefined && cell !== null) values[property] = cell;
    }
    return values;
  }

  /** The row as a mapping reads it, without its associations. */
  read(id: string, written: Written): RawRow {
    const row = { id, url: written.url, values: this.values(written) };
    return written.histories === null ? row : { ...row, histories: historiesOf(written.histories) };
  }

  /** A row without the cells of one person; null where it has none. */
  without(object: string, { shape, cells }: Pick<Written, 'shape' | 'cells'>, hash: string): string | null {
    const people = this.#persons.of(object);
    const properties = this.#shapes.get(shape) ?? [];
    const hers = (cell: string | null): boolean => cell !== null && this.#persons.hashOf(cell) === hash;
    const before = texts(cells);
    const after = before.map((cell, at) => (people.has(properties[at] ?? '') && hers(cell) ? null : cell));
    return after.every((cell, at) => cell === before[at]) ? null : JSON.stringify(after);
  }

  #properties(object: string): readonly string[] {
    return this.#plan.properties.get(object) ?? [];
  }

  #shape(object: string): number {
    const known = this.#shapeOf.get(object);
    if (known !== undefined) return known;
    const properties = this.#properties(object);
    const text = JSON.stringify(properties);
    const number = (this.#find.get(text) ?? this.#add.get(text))?.number ?? 0;
    this.#shapes.set(number, properties);
    this.#shapeOf.set(object, number);
    return number;
  }

  /** What was numbered in a transaction that failed is numbered anew. */
  forgetShapes(): void {
    this.#shapeOf.clear();
  }
}

// Written by ourselves, and once for each row of a CRM: only its kind is looked at.
function texts(json: string): (string | null)[] {
  const parsed: unknown = JSON.parse(json);
  return isCellList(parsed) ? parsed : cellList.parse(parsed);
}

const isCellList = (value: unknown): value is (string | null)[] =>
  Array.isArray(value) && value.every((cell) => typeof cell === 'string' || cell === null);

function historiesOf(json: string): Record<string, Version[]> {
  const parsed = historyMap.parse(JSON.parse(json));
  return Object.fromEntries(
    Object.entries(parsed).map(([property, versions]) => [property, versions.map(([value, at]) => ({ value, at }))]),
  );
}
