import type BetterSqlite3 from 'better-sqlite3';
import type { Pass, PassPage } from '../crm/contract.ts';
import type { Book } from './book.ts';
import type { Marks } from './marks.ts';
import type { Persons } from './persons.ts';
import type { Rows } from './rows.ts';

export type PassName = Pick<Pass, 'name' | 'basis' | 'object' | 'covers' | 'lists'>;

interface PassState {
  readonly basis: string;
  readonly cursor: string | null;
  readonly begun: number;
  readonly underway: number;
  readonly next_watermark: string | null;
  readonly watermark: string | null;
  readonly ended_at: string | null;
}

const chunk = 1_000;

/** Under this name stands what a pass over deleted rows named when it last ended. */
const lastTime = (name: string): string => `${name} before`;

/** How far each pass is, and what its end tells of rows that it did not name. Works in the transaction of its caller. */
export class Passes {
  readonly #db: BetterSqlite3.Database;
  readonly #book: Book;
  readonly #marks: Marks;
  readonly #rows: Rows;
  readonly #persons: Persons;
  readonly #find: BetterSqlite3.Statement<[string], PassState>;
  readonly #present: BetterSqlite3.Statement<[string, string]>;
  readonly #page: BetterSqlite3.Statement<[string | null, string | null, string]>;

  constructor(book: Book, marks: Marks, rows: Rows, persons: Persons) {
    this.#persons = persons;
    this.#book = book;
    this.#db = book.db;
    this.#marks = marks;
    this.#rows = rows;
    this.#find = this.#db.prepare(
      'select basis, cursor, begun, underway, next_watermark, watermark, ended_at from pass where name = ?',
    );
    this.#present = this.#db.prepare('insert or ignore into present values (?, ?)');
    this.#page = this.#db.prepare(
      'update pass set cursor = ?, next_watermark = coalesce(?, next_watermark) where name = ?',
    );
  }

  get run(): number {
    return Number(this.#book.meta('run') ?? 0);
  }

  begin(): number {
    const run = this.run + 1;
    this.#book.setMeta('run', String(run));
    return run;
  }

  /** Where the pass goes on; null: from its beginning. */
  cursor(name: string, basis: string): string | null {
    const state = this.#find.get(name);
    return state?.basis === basis && state.underway === 1 ? state.cursor : null;
  }

  ended(name: string, basis: string): { readonly watermark: string | null; readonly endedAt: string } | null {
    const state = this.#find.get(name);
    if (state === undefined || state.basis !== basis || state.ended_at === null) return null;
    return { watermark: state.watermark, endedAt: state.ended_at };
  }

  /** Goes on with a pass that was interrupted, or begins it; the cursor that it goes on from. */
  start(pass: PassName, isAnew: boolean): string | null {
    const cursor = isAnew ? null : this.cursor(pass.name, pass.basis);
    if (cursor !== null) return cursor;
    const before = this.#find.get(pass.name);
    const isKnown = before?.basis === pass.basis;
    this.#db.prepare('delete from present where pass = ?').run(pass.name);
    this.#db
      .prepare('insert or replace into pass values (?, ?, ?, null, ?, 1, null, ?, ?)')
      .run(
        pass.name,
        pass.basis,
        this.#marks.numberOf(pass.object),
        this.run,
        isKnown ? before.watermark : null,
        isKnown ? before.ended_at : null,
      );
    return null;
  }

  isUnderway({ name, basis }: PassName): boolean {
    const state = this.#find.get(name);
    return state?.basis === basis && state.underway === 1;
  }

  page(pass: PassName, page: PassPage): void {
    if (pass.covers === 'present' || this.#remembers(pass))
      for (const id of page.present ?? []) if (!this.#persons.isGone(pass.object, id)) this.#present.run(pass.name, id);
    this.#page.run(page.cursor, page.watermark ?? null, pass.name);
  }

  /** The pass named all that there is. How many rows are gone by that, and how many ids nobody knew. */
  end(pass: PassName, endedAt: string): { readonly gone: number; readonly missing: number } {
    const { begun = this.run } = this.#find.get(pass.name) ?? {};
    const gone = pass.covers === null ? 0 : this.#removeGhosts(pass, begun);
    const returned = this.#remembers(pass) ? this.#wantReturned(pass) : 0;
    const missing = pass.covers === 'present' ? this.#want(pass) : returned;
    this.#db.prepare('delete from present where pass = ?').run(pass.name);
    this.#db
      .prepare(
        'update pass set underway = 0, cursor = null, watermark = coalesce(next_watermark, watermark), next_watermark = null, ended_at = ? where name = ?',
      )
      .run(endedAt, pass.name);
    return { gone, missing };
  }

  /** Rows that arrived since the pass began stay: another pass may have brought them behind its back. */
  #removeGhosts({ name, object, covers }: PassName, begun: number): number {
    const unseen = covers === 'rows' ? 'and ? is not null' : 'and id not in (select id from present where pass = ?)';
    const ghosts = this.#db.prepare<[number, number, string], { id: string }>(
      `select id from row where object = ? and arrived < ?
       and not exists (select 1 from merged where merged.object = row.object and merged.id = row.id) ${unseen} limit ${chunk}`,
    );
    for (let count = 0; ; ) {
      const found = ghosts.all(this.#marks.numberOf(object), begun, name);
      for (const { id } of found) this.#rows.remove(object, id);
      count += found.length;
      if (found.length < chunk) return count;
    }
  }

  #want({ name, object }: PassName): number {
    this.#rows.wants();
    return this.#db
      .prepare(
        `insert or ignore into wanted select ?, id from present where pass = ?
         and not exists (select 1 from row where object = ? and row.id = present.id)`,
      )
      .run(this.#marks.numberOf(object), name, this.#marks.numberOf(object)).changes;
  }

  /** Ids of people are kept as hashes only, which nobody could ask the CRM for. */
  #remembers({ lists, object }: PassName): boolean {
    return lists === 'gone' && !this.#persons.isEnd(object) && !this.#persons.selves.has(object);
  }

  /** Deleted rows that were listed last time and are not now; what is listed now takes their place. */
  #wantReturned({ name, object }: PassName): number {
    this.#rows.wants();
    const number = this.#marks.numberOf(object);
    const { changes } = this.#db
      .prepare(
        `insert or ignore into wanted select ?, id from present where pass = ?
         and id not in (select id from present where pass = ?)
         and not exists (select 1 from row where object = ? and row.id = present.id)
         and not exists (select 1 from merged where object = ? and merged.id = present.id)`,
      )
      .run(number, lastTime(name), name, number, number);
    this.#db.prepare('delete from present where pass = ?').run(lastTime(name));
    this.#db.prepare('update present set pass = ? where pass = ?').run(lastTime(name), name);
    return changes;
  }

  /** Ids that exist in the CRM and nobody read, in chunks; each until a page brings it or tells that it is gone. */
  *missing(): Generator<{ readonly object: string; readonly ids: readonly string[] }> {
    const next = this.#db.prepare<[number, number, string], { object: number; id: string }>(
      `select object, id from wanted where object > ? or (object = ? and id > ?) order by object, id limit ${chunk}`,
    );
    for (let at = { object: 0, id: '' }; ; ) {
      const found = next.all(at.object, at.object, at.id);
      const last = found.at(-1);
      if (last === undefined) return;
      for (const number of new Set(found.map(({ object }) => object))) {
        const ids = found.filter(({ object }) => object === number).map(({ id }) => id);
        yield { object: this.#marks.nameOf(number), ids };
      }
      at = last;
    }
  }
}
