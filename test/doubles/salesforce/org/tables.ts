// One SQLite table per object, in memory. A hidden row is one that sharing keeps from the user.
import Database from 'better-sqlite3';
import type { SchemaField, SchemaObject } from '../schema/schema.ts';
import type { Cell } from './values.ts';

export const tableOf = (object: Pick<SchemaObject, 'name'>): string => `"o_${object.name.toLowerCase()}"`;
export const columnOf = (field: string): string => `"f_${field.toLowerCase()}"`;

const isText = (field: SchemaField): boolean =>
  !['id', 'reference', 'boolean', 'int', 'double', 'currency', 'percent', 'date', 'datetime'].includes(field.type);

/** SQL of a column: texts compare without regard to case, as SOQL does; ids do not. */
function declare(field: SchemaField): string {
  const type = ['boolean', 'datetime', 'int'].includes(field.type)
    ? 'INTEGER'
    : ['double', 'currency', 'percent'].includes(field.type)
      ? 'REAL'
      : 'TEXT';
  return `${columnOf(field.name)} ${type}${isText(field) ? ' COLLATE NOCASE' : ''}`;
}

export class Tables {
  readonly db: Database.Database;
  #columns = new Map<string, Set<string>>();
  #statements = new Map<string, Database.Statement<Cell[]>>();
  #readers = new Map<string, Database.Statement<[string], Record<string, Cell>>>();
  #finders = new Map<string, Database.Statement<[Cell], string>>();

  constructor() {
    this.db = new Database(':memory:');
  }

  create(object: SchemaObject): void {
    // Open cursors hold row numbers: one that was deleted must never come back as another record.
    const stored = [...object.fields.values()].filter((field) => field.formula === undefined);
    const columns = stored.map((field) => declare(field));
    this.db.exec(
      `CREATE TABLE ${tableOf(object)} (row INTEGER PRIMARY KEY AUTOINCREMENT, hidden INTEGER NOT NULL DEFAULT 0, ${columns.join(', ')})`,
    );
    this.db.exec(`CREATE UNIQUE INDEX "i_${object.name}_id" ON ${tableOf(object)} ("f_id")`);
    this.#columns.set(object.name, new Set(stored.map((field) => field.name.toLowerCase())));
    for (const field of stored) this.#index(object, field);
  }

  addColumn(object: SchemaObject, field: SchemaField): void {
    const known = this.#columns.get(object.name);
    if (field.formula !== undefined || known?.has(field.name.toLowerCase()) === true) return;
    known?.add(field.name.toLowerCase());
    this.db.exec(`ALTER TABLE ${tableOf(object)} ADD COLUMN ${declare(field)}`);
    this.#index(object, field);
  }

  insert(object: SchemaObject, values: Map<string, Cell>): void {
    const names = [...values.keys()];
    this.#run(
      `INSERT INTO ${tableOf(object)} (${names.map(columnOf).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
      [...values.values()],
    );
  }

  update(object: SchemaObject, id: string, values: Map<string, Cell>): void {
    const sets = [...values.keys()].map((name) => `${columnOf(name)} = ?`).join(', ');
    this.#run(`UPDATE ${tableOf(object)} SET ${sets} WHERE "f_id" = ?`, [...values.values(), id]);
  }

  /** The stored columns of one row, deleted or not; undefined when there is none. */
  read(object: SchemaObject, id: string): Map<string, Cell> | undefined {
    const known = this.#readers.get(object.name);
    const reader =
      known ?? this.db.prepare<[string], Record<string, Cell>>(`SELECT * FROM ${tableOf(object)} WHERE "f_id" = ?`);
    this.#readers.set(object.name, reader);
    const row = reader.get(id);
    if (row === undefined) return undefined;
    return new Map(
      Object.entries(row).flatMap(([name, cell]) => (name.startsWith('f_') ? [[name.slice(2), cell]] : [])),
    );
  }

  remove(object: SchemaObject, id: string): void {
    this.#run(`DELETE FROM ${tableOf(object)} WHERE "f_id" = ?`, [id]);
  }

  idsWhere(object: SchemaObject, field: string, value: Cell): string[] {
    const sql = `SELECT "f_id" FROM ${tableOf(object)} WHERE ${columnOf(field)} = ? ORDER BY row`;
    const finder = this.#finders.get(sql) ?? this.db.prepare<[Cell], string>(sql).pluck();
    this.#finders.set(sql, finder);
    return finder.all(value);
  }

  hide(object: SchemaObject, id: string, hidden: boolean): void {
    this.#run(`UPDATE ${tableOf(object)} SET hidden = ? WHERE "f_id" = ?`, [hidden ? 1 : 0, id]);
  }

  /** Gives every row a value, unseen. */
  fill(object: SchemaObject, field: string, value: Cell): void {
    this.#run(`UPDATE ${tableOf(object)} SET ${columnOf(field)} = ?`, [value]);
  }

  /** Replaces a value wherever it stands, unseen: no stamp moves. */
  replace(object: SchemaObject, field: string, from: Cell, to: Cell): void {
    this.#run(`UPDATE ${tableOf(object)} SET ${columnOf(field)} = ? WHERE ${columnOf(field)} = ?`, [to, from]);
  }

  /** Loads of rows use few statements: each is prepared once. */
  #run(sql: string, values: Cell[]): void {
    const known = this.#statements.get(sql) ?? this.db.prepare<Cell[]>(sql);
    this.#statements.set(sql, known);
    known.run(...values);
  }

  #index(object: SchemaObject, field: SchemaField): void {
    if (field.type !== 'reference' && field.name !== 'SystemModstamp' && field.name !== 'ApiName') return;
    const rest = field.name === 'SystemModstamp' ? ', "f_id"' : '';
    const name = `"i_${object.name}_${field.name}"`;
    this.db.exec(`CREATE INDEX IF NOT EXISTS ${name} ON ${tableOf(object)} (${columnOf(field.name)}${rest})`);
  }
}
