import type BetterSqlite3 from 'better-sqlite3';
import type { CrmRow, PassPage, RowName } from '../crm/contract.ts';
import type { RawRow } from '../mapping/index.ts';
import type { Book } from './book.ts';
import type { RowCodec, Written } from './cells.ts';
import type { Links } from './links.ts';
import type { Marks } from './marks.ts';
import type { Merges } from './merges.ts';
import type { Persons } from './persons.ts';

export interface Stored extends Written {
  readonly seq: number;
  readonly id: string;
  readonly changed_at: string | null;
  readonly arrived: number;
}

export const columns = 'seq, id, shape, cells, histories, url, changed_at, arrived';

type Content = [number, string, string | null, string | null, string | null, number];

/** The rows themselves: what became of them, page by page. Works in the transaction of its caller. */
export class Rows {
  readonly #codec: RowCodec;
  readonly #marks: Marks;
  readonly #links: Links;
  readonly #merges: Merges;
  readonly #persons: Persons;
  readonly #find: BetterSqlite3.Statement<[number, string], Stored>;
  readonly #insert: BetterSqlite3.Statement<[number, string, ...Content]>;
  readonly #update: BetterSqlite3.Statement<[...Content, number]>;
  readonly #arrive: BetterSqlite3.Statement<[number, number]>;
  readonly #cells: BetterSqlite3.Statement<[string, number]>;
  readonly #delete: BetterSqlite3.Statement<[number, string]>;
  readonly #unwanted: BetterSqlite3.Statement<[number, string]>;
  readonly #of: BetterSqlite3.Statement<[number, number, number], Stored>;
  /** Whether the row before was new: then the next one is likely to be, and is not looked for. */
  #expectsNew = true;
  /** Whether any id may be wanted. */
  #mayWant: boolean;

  constructor(book: Book, parts: { codec: RowCodec; marks: Marks; links: Links; merges: Merges; persons: Persons }) {
    this.#codec = parts.codec;
    this.#marks = parts.marks;
    this.#links = parts.links;
    this.#merges = parts.merges;
    this.#persons = parts.persons;
    const { db } = book;
    this.#find = db.prepare(`select ${columns} from row where object = ? and id = ?`);
    this.#insert = db.prepare(
      `insert into row (object, id, shape, cells, histories, url, changed_at, arrived) values (?, ?, ?, ?, ?, ?, ?, ?)
       on conflict do nothing`,
    );
    this.#update = db.prepare(
      'update row set shape = ?, cells = ?, histories = ?, url = ?, changed_at = ?, arrived = ? where seq = ?',
    );
    this.#arrive = db.prepare('update row set arrived = ? where seq = ?');
    this.#cells = db.prepare('update row set cells = ? where seq = ?');
    this.#delete = db.prepare('delete from row where object = ? and id = ?');
    this.#unwanted = db.prepare('delete from wanted where object = ? and id = ?');
    this.#mayWant = db.prepare('select 1 from wanted limit 1').get() !== undefined;
    this.#of = db.prepare(`select ${columns} from row where object = ? and seq > ? order by seq limit ?`);
  }

  find(object: string, id: string): Stored | undefined {
    return this.#find.get(this.#marks.numberOf(object), id);
  }

  /** In the order of their arrival, behind `after`. */
  next(object: string, after: number, count: number): readonly Stored[] {
    return this.#of.all(this.#marks.numberOf(object), after, count);
  }

  /** What a page says, in the order: rows, single values, gone, merged, links. */
  apply(page: PassPage, run: number): void {
    for (const row of page.rows ?? []) this.#bring(row, run);
    for (const value of page.values ?? []) this.#value(value);
    for (const name of page.gone ?? []) this.gone(name);
    for (const { object, id, into } of page.merged ?? []) this.#merge(object, id, into);
    for (const set of page.links ?? []) this.#links.apply(set);
  }

  #bring(row: CrmRow, run: number): void {
    const { object, changedAt } = row;
    const id = this.#persons.id(object, row.id);
    if (id === null || !this.#marks.isKept(object)) return;
    const number = this.#marks.numberOf(object);
    this.#unwant(number, id);
    if (this.#expectsNew && this.#add(number, id, row, run)) return;
    const known = this.#find.get(number, id);
    this.#expectsNew = known === undefined;
    if (known === undefined) {
      this.#add(number, id, row, run);
      return;
    }
    if (known.changed_at !== null && changedAt !== null && changedAt < known.changed_at) {
      if (known.arrived < run) this.#arrive.run(run, known.seq);
      return;
    }
    if (this.#merges.undo(object, id)) this.#changed(object, id);
    const { shape, cells, histories, url } = this.#codec.write(row);
    const isSame = known.shape === shape && known.cells === cells && known.histories === histories && known.url === url;
    if (!isSame) this.#changed(object, id);
    if (!isSame || known.changed_at !== changedAt)
      this.#update.run(shape, cells, histories, url, changedAt, run, known.seq);
    else if (known.arrived < run) this.#arrive.run(run, known.seq);
  }

  /** Adds a row unless it is known; whether it was added. */
  #add(number: number, id: string, row: CrmRow, run: number): boolean {
    const { object, changedAt } = row;
    const { shape, cells, histories, url } = this.#codec.write(row);
    const added = this.#insert.run(number, id, shape, cells, histories, url, changedAt, run);
    if (added.changes === 0) return false;
    if (this.#merges.undo(object, id)) this.#changed(object, id);
    this.#marks.arrived(object, id, Number(added.lastInsertRowid));
    this.#links.endChanged(object, id);
    return true;
  }

  /** From now on ids may be wanted, until a page brings them. */
  wants(): void {
    this.#mayWant = true;
  }

  #unwant(number: number, id: string): void {
    if (this.#mayWant) this.#unwanted.run(number, id);
  }

  #value(value: RowName & Pick<RawRow, 'values' | 'parents'>): void {
    const id = this.#persons.id(value.object, value.id);
    const known = id === null ? undefined : this.find(value.object, id);
    if (id === null || known === undefined) return;
    const cells = this.#codec.merge(value.object, known, value);
    if (cells !== known.cells) this.setCells(value.object, known, cells);
  }

  setCells(object: string, { seq, id }: Pick<Stored, 'seq' | 'id'>, cells: string): void {
    this.#cells.run(cells, seq);
    this.#changed(object, id);
  }

  /** A row that was merged stays what it is: that is why it is gone. */
  gone(name: RowName & { readonly apart?: boolean }): void {
    const { object, apart = false } = name;
    const id = this.#persons.id(object, name.id);
    if (id === null) return;
    this.#unwant(this.#marks.numberOf(object), id);
    if (apart && this.#merges.undo(object, id)) this.#changed(object, id);
    if (!this.#merges.has(object, id)) this.remove(object, id);
  }

  remove(object: string, id: string): void {
    if (this.#delete.run(this.#marks.numberOf(object), id).changes === 0) return;
    this.#changed(object, id);
    this.#links.removeFrom(object, id);
  }

  #merge(object: string, rowId: string, intoId: string): void {
    const [id, into] = [this.#persons.id(object, rowId), this.#persons.id(object, intoId)];
    if (id === null || into === null) return;
    this.#unwant(this.#marks.numberOf(object), id);
    if (!this.#merges.note(object, id, into)) return;
    this.#changed(object, id);
    this.#links.removeFrom(object, id);
  }

  #changed(object: string, id: string): void {
    this.#marks.dirty(object, id);
    this.#links.endChanged(object, id);
  }
}
