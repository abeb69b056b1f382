import type BetterSqlite3 from 'better-sqlite3';
import type { RowName } from '../crm/contract.ts';
import type { Book } from './book.ts';
import type { Marks } from './marks.ts';
import type { Plan } from './plan.ts';

/** Which rows became parts of others (rule 1.3). A chain that runs in a circle leaves every row on it, or leading into it, as itself. */
export class Merges {
  readonly #book: Book;
  readonly #marks: Marks;
  readonly #plan: Plan;
  readonly #into: BetterSqlite3.Statement<[number, string], { into_id: string }>;
  readonly #lost: BetterSqlite3.Statement<[number, string], { id: string }>;
  readonly #set: BetterSqlite3.Statement<[number, string, string]>;
  readonly #remove: BetterSqlite3.Statement<[number, string]>;
  #count: number;

  constructor(book: Book, marks: Marks, plan: Plan) {
    this.#book = book;
    this.#marks = marks;
    this.#plan = plan;
    this.#into = book.db.prepare('select into_id from merged where object = ? and id = ?');
    this.#lost = book.db.prepare('select id from merged where object = ? and into_id = ?');
    this.#set = book.db.prepare('insert or replace into merged values (?, ?, ?)');
    this.#remove = book.db.prepare('delete from merged where object = ? and id = ?');
    this.#count = this.#counted();
  }

  #counted(): number {
    return this.#book.db.prepare<[], { count: number }>('select count(*) as count from merged').get()?.count ?? 0;
  }

  /** After a transaction that failed, or emptied the mirror. */
  recount(): void {
    this.#count = this.#counted();
  }

  /** Whether any row became a part of another. */
  get any(): boolean {
    return this.#count > 0;
  }

  has(object: string, id: string): boolean {
    return this.into(object, id) !== null;
  }

  /** The row that it became a part of; null for one that was not merged. */
  into(object: string, id: string): string | null {
    if (this.#count === 0) return null;
    return this.#into.get(this.#marks.numberOf(object), id)?.into_id ?? null;
  }

  /** The end of a row's chain, itself where it was not merged; null where the chain has none. */
  survivor(object: string, id: string): string | null {
    if (this.#count === 0) return id;
    const seen = new Set([id]);
    for (let at = id; ; ) {
      const next = this.into(object, at);
      if (next === null) return at;
      if (seen.has(next)) return null;
      seen.add(next);
      at = next;
    }
  }

  /** The rows whose chains end at, or lead over, a row. */
  lostInto(object: string, id: string): readonly string[] {
    if (this.#count === 0) return [];
    const found = new Set<string>();
    const open = [id];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const { id: lost } of this.#lost.all(this.#marks.numberOf(object), at)) {
        if (lost === id || found.has(lost)) continue;
        found.add(lost);
        open.push(lost);
      }
    }
    return [...found];
  }

  /** Whether that is news. */
  note(object: string, id: string, into: string): boolean {
    if (this.into(object, id) === into) return false;
    this.#set.run(this.#marks.numberOf(object), id, into);
    this.#count += 1;
    this.#changed(object);
    return true;
  }

  /** Whether it was merged before. */
  undo(object: string, id: string): boolean {
    if (!this.has(object, id)) return false;
    this.#remove.run(this.#marks.numberOf(object), id);
    this.#changed(object);
    return true;
  }

  /** References to all that was merged into it lead elsewhere now, from rows that nobody lists. */
  #changed(object: string): void {
    this.#book.changing();
    if (this.#plan.named.has(object)) this.#marks.needWhole();
  }

  /** The rows of each circle. */
  cycles(): readonly (readonly RowName[])[] {
    const all = this.#book.db
      .prepare<[], { object: number; id: string; into_id: string }>('select object, id, into_id from merged')
      .all();
    const into = new Map(all.map(({ object, id, into_id }) => [`${object} ${id}`, `${object} ${into_id}`]));
    const done = new Set<string>();
    const found: (readonly RowName[])[] = [];
    for (const start of into.keys()) {
      const path: string[] = [];
      for (let at: string | undefined = start; at !== undefined && !done.has(at); at = into.get(at)) {
        done.add(at);
        path.push(at);
      }
      const back = into.get(path.at(-1) ?? '');
      const begin = back === undefined ? -1 : path.indexOf(back);
      if (begin >= 0) found.push(path.slice(begin).map((key) => this.#rowName(key)));
    }
    return found;
  }

  #rowName(key: string): RowName {
    const space = key.indexOf(' ');
    return { object: this.#marks.nameOf(Number(key.slice(0, space))), id: key.slice(space + 1) };
  }
}
