// Which record is associated with which, and how. In SQLite, for there may be millions.
import Database from 'better-sqlite3';
import { z } from 'zod';

const idRow = z.object({ id: z.int() });
const linkRow = z.object({ id: z.int(), type_id: z.int() });

/** One side of an association. */
export interface End {
  type: string;
  id: string;
}

export interface Target {
  id: string;
  typeIds: number[];
}

const schema = `
  CREATE TABLE link (from_type INTEGER, from_id INTEGER, to_type INTEGER, to_id INTEGER, type_id INTEGER,
    PRIMARY KEY (from_type, from_id, to_type, to_id, type_id)) WITHOUT ROWID`;

export class Links {
  readonly #database = new Database(':memory:');
  readonly #types = new Map<string, number>();
  readonly #insert;
  readonly #kinds;
  readonly #delete;
  readonly #deleteAll;
  readonly #pairs;

  constructor() {
    this.#database.exec(schema);
    const of = 'from_type = ? AND from_id = ?';
    const to = `${of} AND to_type = ?`;
    this.#insert = this.#database.prepare('INSERT OR IGNORE INTO link VALUES (?, ?, ?, ?, ?)');
    this.#kinds = this.#database.prepare(`SELECT to_id AS id, type_id FROM link WHERE ${to} ORDER BY to_id, type_id`);
    this.#delete = this.#database.prepare(`DELETE FROM link WHERE ${to} AND to_id = ? AND type_id = ?`);
    this.#deleteAll = this.#database.prepare(`DELETE FROM link WHERE ${of} OR (to_type = ? AND to_id = ?)`);
    this.#pairs = this.#database.prepare('SELECT DISTINCT from_id AS id FROM link WHERE from_type = ? AND to_type = ?');
  }

  /** Adds one kind of association, seen from both sides. */
  add(from: End, to: End, typeId: number, inverse: number): void {
    const [a, b] = [this.#type(from.type), this.#type(to.type)];
    this.#insert.run(a, Number(from.id), b, Number(to.id), typeId);
    this.#insert.run(b, Number(to.id), a, Number(from.id), inverse);
  }

  remove(from: End, to: End, typeId: number, inverse: number): void {
    const [a, b] = [this.#type(from.type), this.#type(to.type)];
    this.#delete.run(a, Number(from.id), b, Number(to.id), typeId);
    this.#delete.run(b, Number(to.id), a, Number(from.id), inverse);
  }

  /** Everything that hangs on a record. */
  removeAll(end: End): void {
    const type = this.#type(end.type);
    this.#deleteAll.run(type, Number(end.id), type, Number(end.id));
  }

  /** The records on the other side, lowest id first, each with its kinds. */
  from(from: End, toType: string): Target[] {
    const rows = this.#kinds.all(this.#type(from.type), Number(from.id), this.#type(toType));
    const targets: Target[] = [];
    for (const { id, type_id: typeId } of z.array(linkRow).parse(rows)) {
      const last = targets.at(-1);
      if (last?.id === String(id)) last.typeIds.push(typeId);
      else targets.push({ id: String(id), typeIds: [typeId] });
    }
    return targets;
  }

  /** Ids of records of one type that have any association with the other. */
  sources(fromType: string, toType: string): string[] {
    const rows = this.#pairs.all(this.#type(fromType), this.#type(toType));
    return z
      .array(idRow)
      .parse(rows)
      .map(({ id }) => String(id));
  }

  /** Types to which anything has been associated. */
  typeNames(): string[] {
    return [...this.#types.keys()];
  }

  close(): void {
    this.#database.close();
  }

  #type(name: string): number {
    const known = this.#types.get(name);
    if (known !== undefined) return known;
    const number = this.#types.size + 1;
    this.#types.set(name, number);
    return number;
  }
}
