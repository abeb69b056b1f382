import type BetterSqlite3 from 'better-sqlite3';
import type { Book } from './book.ts';
import type { Plan } from './plan.ts';

/** What a row's names still wait for: nothing, registrations (they depend on partners), or all. */
export const unnamed = { no: 0, registrations: 1, all: 2 } as const;
type Unnamed = (typeof unnamed)[keyof typeof unnamed];

const arrivedSince = (object: string): string => `arrived:${object}`;

/** Which rows' records may have changed since they were published, and whether a patch of them would do. */
export class Marks {
  readonly #book: Book;
  readonly #plan: Plan;
  readonly #numbers = new Map<string, number>();
  readonly #names = new Map<number, string>();
  readonly #known: BetterSqlite3.Statement<[], { number: number; name: string }>;
  readonly #addObject: BetterSqlite3.Statement<[string], { number: number }>;
  readonly #mark: BetterSqlite3.Statement<[number, string, number, number]>;
  readonly #markAll: BetterSqlite3.Statement<[number, number, number]>;
  readonly #markFrom: BetterSqlite3.Statement<[number, number, number, number]>;
  readonly #count: BetterSqlite3.Statement<[], { count: number }>;
  /** Marked in the transaction under way. */
  readonly #marked = new Set<string>();
  /** Whether the first publication, which is whole, is still to be derived: then only names need marks. */
  #isFirst = false;
  #isDerived = false;

  constructor(book: Book, plan: Plan) {
    this.#book = book;
    this.#plan = plan;
    this.#known = book.db.prepare('select number, name from object');
    this.#addObject = book.db.prepare('insert into object (name) values (?) returning number');
    const onto = 'on conflict do update set revision = excluded.revision, unnamed = max(unnamed, excluded.unnamed)';
    this.#mark = book.db.prepare(`insert into dirty values (?, ?, ?, ?) ${onto}`);
    this.#markAll = book.db.prepare(`insert into dirty select object, id, ?, ? from row where object = ? ${onto}`);
    this.#markFrom = book.db.prepare(
      `insert into dirty select object, id, ?, ? from row where object = ? and seq >= ? order by id ${onto}`,
    );
    this.#count = book.db.prepare('select count(*) as count from dirty');
    this.reload();
    this.clear();
  }

  /** The numbers of objects as they are written; those of a transaction that failed are nobody's. */
  reload(): void {
    this.#numbers.clear();
    this.#names.clear();
    for (const { number, name } of this.#known.all()) this.#know(number, name);
  }

  #know(number: number, name: string): void {
    this.#numbers.set(name, number);
    this.#names.set(number, name);
  }

  /** Whether rows of the object are of any use. */
  isKept(object: string): boolean {
    return this.#plan.properties.has(object);
  }

  /** The number of an object in the tables. */
  numberOf(object: string): number {
    const known = this.#numbers.get(object);
    if (known !== undefined) return known;
    const number = this.#book.write(() => this.#addObject.get(object))?.number ?? 0;
    this.#know(number, object);
    return number;
  }

  nameOf(number: number): string {
    return this.#names.get(number) ?? '';
  }

  /** What names of a row have to be found again when it changes. */
  unnamedOf(object: string): Unnamed {
    const records = this.#plan.named.get(object);
    if (records === undefined) return unnamed.no;
    return records.every((record) => record === 'registration') ? unnamed.registrations : unnamed.all;
  }

  /** A row changed; `named`: its own names are as they were. */
  dirty(object: string, id: string, named = false): void {
    if (!this.isKept(object)) return;
    this.#book.changing();
    if (!this.areMarked(object) || (this.#isFirst && named)) return;
    const key = `${object} ${named} ${id}`;
    if (this.#marked.has(key)) return;
    this.#marked.add(key);
    const wait = named ? unnamed.no : this.unnamedOf(object);
    this.#mark.run(this.numberOf(object), id, this.#book.changing(), wait);
  }

  /** A row that was not there before. Many at once need no mark each: where they begin is enough. */
  arrived(object: string, id: string, seq: number): void {
    if (!this.#isFirst) {
      this.dirty(object, id);
      return;
    }
    this.#book.changing();
    if (!this.areMarked(object)) return;
    this.#marked.add(`${object} new ${id}`);
    const from = this.#book.meta(arrivedSince(object));
    if (!from || seq < Number(from)) this.#book.setMeta(arrivedSince(object), String(seq));
  }

  /** Marks what arrived of these objects. */
  markArrived(objects: readonly string[]): void {
    for (const object of objects) {
      const from = this.#book.meta(arrivedSince(object));
      if (!from) continue;
      this.#book.write(() => {
        this.#markFrom.run(this.#book.changing(), this.unnamedOf(object), this.numberOf(object), Number(from));
        this.#book.setMeta(arrivedSince(object), '');
      });
    }
  }

  get isFirst(): boolean {
    return this.#isFirst;
  }

  /** Whether it matters which rows of an object changed. */
  areMarked(object: string): boolean {
    return !this.#isFirst || this.#plan.named.has(object);
  }

  /** Everything is to be derived now, until it is published; what changes from here on is marked. */
  derived(): void {
    this.needWhole();
    this.#isDerived = true;
    this.#isFirst = false;
  }

  /** Whether the transaction under way marked it, names and all. */
  isMarked(object: string, id: string): boolean {
    return this.#marked.has(`${object} false ${id}`) || this.#marked.has(`${object} new ${id}`);
  }

  /** Begins and ends what one transaction marks. */
  clear(): void {
    this.#marked.clear();
    this.#isFirst = !this.#isDerived && this.#book.meta('published-revision') === null;
  }

  /** All rows of the objects that hold registrations, or named records at all, look for their names again. */
  rename(which: 'registrations' | 'all'): void {
    for (const [object, records] of this.#plan.named) {
      if (which === 'registrations' && !records.includes('registration')) continue;
      const wait = which === 'registrations' ? unnamed.registrations : this.unnamedOf(object);
      this.#markAll.run(this.#book.changing(), wait, this.numberOf(object));
    }
  }

  /** From now on only everything will do. */
  needWhole(): void {
    const revision = String(this.#book.changing());
    if (this.#book.meta('whole') !== revision) this.#book.setMeta('whole', revision);
  }

  get isWhole(): boolean {
    return this.#book.meta('whole') !== '0';
  }

  get count(): number {
    return this.#count.get()?.count ?? 0;
  }

  /** What was published up to a revision is no longer dirty. */
  published(revision: number): void {
    this.#book.db.prepare('delete from dirty where revision <= ? and unnamed = 0').run(revision);
    if (Number(this.#book.meta('whole') ?? 0) <= revision) this.#book.setMeta('whole', '0');
  }
}
