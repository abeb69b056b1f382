import type BetterSqlite3 from 'better-sqlite3';
import type { Known } from '../crm/contract.ts';
import type { Book } from './book.ts';
import type { Marks } from './marks.ts';
import type { Names } from './names.ts';
import type { Passes } from './passes.ts';
import type { Plan } from './plan.ts';

const chunk = 1_000;
const live = 'not exists (select 1 from merged where merged.object = row.object and merged.id = row.id)';

/** What an adapter may ask of the mirror. */
export class KnownRows implements Known {
  readonly #passes: Passes;
  readonly #marks: Marks;
  readonly #names: Names;
  readonly #partnerObjects: readonly string[];
  readonly #count: BetterSqlite3.Statement<[number], { count: number }>;
  readonly #ids: BetterSqlite3.Statement<[number, number], { seq: number; id: string }>;
  readonly #partners: BetterSqlite3.Statement<[number], { id: string }>;

  constructor({ db }: Book, parts: { passes: Passes; marks: Marks; names: Names; plan: Plan }) {
    this.#passes = parts.passes;
    this.#marks = parts.marks;
    this.#names = parts.names;
    this.#partnerObjects = [...parts.plan.named].flatMap(([object, records]) =>
      records.includes('partner') ? [object] : [],
    );
    this.#count = db.prepare(`select count(*) as count from row where object = ? and ${live}`);
    this.#ids = db.prepare(
      `select seq, id from row where object = ? and seq > ? and ${live} order by seq limit ${chunk}`,
    );
    this.#partners = db.prepare(
      `select row.id from name join row on row.object = name.object and row.id = name.id
       where record = 'partner' and by = 'id' and name.object = ? and ${live} order by row.seq`,
    );
  }

  pass(name: string, basis: string): ReturnType<Known['pass']> {
    return this.#passes.ended(name, basis);
  }

  count(object: string): number {
    return this.#count.get(this.#marks.numberOf(object))?.count ?? 0;
  }

  *ids(object: string): Generator<readonly string[]> {
    for (let after = 0; ; ) {
      const found = this.#ids.all(this.#marks.numberOf(object), after);
      const last = found.at(-1);
      if (last === undefined) return;
      yield found.map(({ id }) => id);
      after = last.seq;
    }
  }

  partners(): ReturnType<Known['partners']> {
    this.#names.refreshEarly(this.#partnerObjects);
    return this.#partnerObjects.map((object) => ({
      object,
      ids: this.#partners.all(this.#marks.numberOf(object)).map(({ id }) => id),
    }));
  }
}
