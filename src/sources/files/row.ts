import { Bad, list, type Parse } from './cells.ts';
import type { Form } from './plain-form.ts';

/** A problem of one cell, before it is known whether the row stays. */
export interface Problem {
  readonly column: string;
  readonly reason: string;
}

/** Thrown where a row cannot stay (rule 7.3). */
export class RowRejected extends Error implements Problem {
  readonly column: string;
  readonly reason: string;

  constructor(column: string, reason: string) {
    super(reason);
    this.name = 'RowRejected';
    this.column = column;
    this.reason = reason;
  }
}

export interface Header {
  /** Index of each column; of one that is there twice, the first. */
  readonly columns: ReadonlyMap<string, number>;
  readonly width: number;
  /** Values in the place of columns, and readers of cells that are not in the plain form. */
  readonly form: Pick<Form, 'constants' | 'readers'>;
}

/** One data row under its header. Every cell is trimmed; a column that the file lacks reads as empty. */
export class Row {
  readonly line: number;
  /** Fields set to unknown so far (rule 7.4). */
  readonly problems: Problem[] = [];
  readonly #cells: readonly string[];
  readonly #header: Header;

  constructor(line: number, cells: readonly string[], header: Header) {
    this.line = line;
    this.#cells = cells;
    this.#header = header;
  }

  /** Throws RowRejected where the row has more or fewer cells than the header. */
  assertWidth(): void {
    const { width } = this.#header;
    if (this.#cells.length === width) return;
    throw new RowRejected('', `wrong column count: ${this.#cells.length} instead of ${width}`);
  }

  /** The cell in the plain form of rule 7.1; one that has none, as it stands. */
  cell(column: string): string {
    const value = this.#plain(column);
    return value instanceof Bad ? this.#raw(column) : value;
  }

  #raw(column: string): string {
    const index = this.#header.columns.get(column);
    return index === undefined ? '' : (this.#cells[index] ?? '').trim();
  }

  #plain(column: string): string | Bad {
    const { constants, readers } = this.#header.form;
    const constant = constants.get(column);
    if (constant !== undefined) return constant;
    const cell = this.#raw(column);
    const reader = cell === '' ? undefined : readers.get(column);
    return reader === undefined ? cell : reader(cell);
  }

  /** Throws RowRejected where the cell is empty or bad. */
  required<T>(column: string, parse: Parse<T>): T {
    const cell = this.#plain(column);
    if (cell === '') throw new RowRejected(column, 'empty required field');
    const value = cell instanceof Bad ? cell : parse(cell);
    if (value instanceof Bad) throw new RowRejected(column, value.reason);
    return value;
  }

  /** null where the cell is empty, or bad, which is noted. */
  optional<T>(column: string, parse: Parse<T>): T | null {
    const cell = this.#plain(column);
    if (cell === '') return null;
    const value = cell instanceof Bad ? cell : parse(cell);
    if (!(value instanceof Bad)) return value;
    this.note(column, value.reason);
    return null;
  }

  list(column: string, parse: Parse<string>): string[] {
    return this.optional(column, (cell) => parse(cell)) === null ? [] : list(this.cell(column));
  }

  note(column: string, reason: string): void {
    this.problems.push({ column, reason });
  }
}
