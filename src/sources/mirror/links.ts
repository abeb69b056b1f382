import type BetterSqlite3 from 'better-sqlite3';
import type { LinkSet } from '../crm/contract.ts';
import type { Book } from './book.ts';
import type { Marks } from './marks.ts';
import type { Merges } from './merges.ts';
import { Noted } from './noted.ts';
import type { Persons } from './persons.ts';
import type { Path, Plan } from './plan.ts';
import { linkBack, linksTo } from './schema.ts';

interface Link {
  readonly a: string;
  readonly b: string;
  readonly labels: string | null;
}

/** From a pair of objects back to the beginning of a path: which rows may change when a link of the pair does. */
interface Reach {
  readonly object: string;
  /** Pairs on the way back, the nearest first. */
  readonly back: readonly number[];
}

/** Links between rows, whether the rows are known or not. Both directions are found fast. */
export class Links {
  readonly #book: Book;
  readonly #marks: Marks;
  readonly #merges: Merges;
  readonly #persons: Persons;
  readonly #pairs = new Map<string, number>();
  readonly #reach = new Map<number, Reach[]>();
  readonly #ends = new Map<string, Reach[]>();
  readonly #steps = new Map<Path, readonly number[]>();
  readonly #from: BetterSqlite3.Statement<[number, string], Link>;
  /** There once the index is: without it, it would read every link of its pair. */
  #to: BetterSqlite3.Statement<[number, string], Link> | null = null;
  readonly #set: BetterSqlite3.Statement<[number, string, string, string | null]>;
  readonly #remove: BetterSqlite3.Statement<[number, string, string]>;
  /** Ends of the links that there are; null where they are not all known. While it is a first load, most ends have none yet. */
  readonly #noted: Noted | null;
  readonly #isRow: BetterSqlite3.Statement<[number, string], unknown>;

  constructor(book: Book, parts: { marks: Marks; merges: Merges; plan: Plan; persons: Persons }) {
    const { plan } = parts;
    this.#book = book;
    this.#marks = parts.marks;
    this.#merges = parts.merges;
    this.#persons = parts.persons;
    this.#from = book.db.prepare('select a, b, labels from link where pair = ? and a = ?');
    this.#set = book.db.prepare('insert or replace into link values (?, ?, ?, ?)');
    this.#remove = book.db.prepare('delete from link where pair = ? and a = ? and b = ?');
    this.#isRow = book.db.prepare('select 1 from row where object = ? and id = ?');
    const isEmpty = book.db.prepare('select 1 from link limit 1').get() === undefined;
    this.#noted = isEmpty && plan.paths.size > 0 ? new Noted() : null;
    for (const paths of plan.paths.values()) for (const path of paths) this.#know(path);
  }

  #know(path: Path): void {
    const steps = path.objects.slice(1).map((to, at) => this.#pair(path.objects[at] ?? '', to));
    this.#steps.set(path, steps);
    for (const [at, pair] of steps.entries()) {
      const reach: Reach = { object: path.object, back: steps.slice(0, at).reverse() };
      this.#reach.set(pair, [...(this.#reach.get(pair) ?? []), reach]);
    }
    if (path.properties.length === 0) return;
    const end = path.objects.at(-1) ?? '';
    this.#ends.set(end, [...(this.#ends.get(end) ?? []), { object: path.object, back: [...steps].reverse() }]);
  }

  #pair(from: string, to: string): number {
    const known = this.#pairs.get(`${from} ${to}`);
    if (known !== undefined) return known;
    const { db } = this.#book;
    const number =
      db
        .prepare<[string, string], { number: number }>(
          'insert into pair (from_object, to_object) values (?, ?) on conflict do update set to_object = excluded.to_object returning number',
        )
        .get(from, to)?.number ?? 0;
    this.#pairs.set(`${from} ${to}`, number);
    return number;
  }

  /**
   * Makes the links of a set's rows what the set says. Links of no path of the mapping are nobody's business. What is told of a row that
   * was merged is of before, and counts for nothing; its survivor's links are its own.
   */
  apply(set: LinkSet): void {
    const straight = this.#pairs.get(`${set.fromObject} ${set.toObject}`);
    const pair = straight ?? this.#pairs.get(`${set.toObject} ${set.fromObject}`);
    if (pair === undefined) return;
    const isTurned = straight === undefined;
    const [fromObject, toObject] = isTurned ? [set.toObject, set.fromObject] : [set.fromObject, set.toObject];
    const isFrom = (set.side === 'from') !== isTurned;
    const sideObject = isFrom ? fromObject : toObject;
    const bySide = new Map<string, Map<string, string[]>>();
    for (const id of set.ids) {
      const written = this.#persons.id(sideObject, id);
      if (written === null || this.#merges.has(sideObject, written)) continue;
      if (!bySide.has(written)) bySide.set(written, new Map());
    }
    const complete = new Set(bySide.keys());
    for (const link of set.links) {
      const a = this.#persons.id(fromObject, isTurned ? link.to : link.from);
      const b = this.#persons.id(toObject, isTurned ? link.from : link.to);
      if (a === null || b === null) continue;
      const [side, far] = isFrom ? [a, b] : [b, a];
      if (this.#merges.has(sideObject, side)) continue;
      const group = bySide.get(side) ?? new Map<string, string[]>();
      bySide.set(side, group);
      group.set(far, [...(group.get(far) ?? []), ...link.labels]);
    }
    for (const [side, wanted] of bySide) {
      this.#replace(pair, isFrom, side, wanted, complete.has(side));
      if (!complete.has(side)) continue;
      for (const lost of this.#merges.lostInto(sideObject, side)) this.#replace(pair, isFrom, lost, new Map(), true);
    }
  }

  #replace(
    pair: number,
    isFrom: boolean,
    side: string,
    wanted: ReadonlyMap<string, string[]>,
    isComplete: boolean,
  ): void {
    const known = new Map<string, string | null>();
    for (const link of this.#known(pair, isFrom, side)) {
      const far = isFrom ? link.b : link.a;
      known.set(far, link.labels);
      if (!isComplete || wanted.has(far)) continue;
      this.#remove.run(pair, link.a, link.b);
      this.#touched(pair, link.a);
    }
    for (const [far, labels] of wanted) {
      const text = labels.length === 0 ? null : JSON.stringify([...new Set(labels)].sort());
      if (known.get(far) === text) continue;
      const [a, b] = isFrom ? [side, far] : [far, side];
      this.#set.run(pair, a, b, text);
      this.#noted?.note(pair * 2, a);
      this.#noted?.note(pair * 2 + 1, b);
      this.#touched(pair, a);
    }
  }

  /** The links of a pair that a row has on its side. */
  #known(pair: number, isFrom: boolean, side: string): readonly Link[] {
    if (this.#noted?.mayHave(isFrom ? pair * 2 : pair * 2 + 1, side) === false) return [];
    return isFrom ? this.#from.all(pair, side) : this.#ending(pair, side);
  }

  /** The links of a row are no more. */
  removeFrom(object: string, id: string): void {
    for (const [key, pair] of this.#pairs) {
      if (!key.startsWith(`${object} `)) continue;
      for (const { a, b } of this.#from.all(pair, id)) {
        this.#remove.run(pair, a, b);
        this.#touched(pair, a);
      }
    }
  }

  /** Every link of somebody who is named by links alone. */
  removePerson(id: string): void {
    for (const [key, pair] of this.#pairs) {
      const [from = '', to = ''] = key.split(' ');
      const found = [
        ...(this.#persons.isEnd(from) ? this.#from.all(pair, id) : []),
        ...(this.#persons.isEnd(to) ? this.#ending(pair, id) : []),
      ];
      for (const { a, b } of found) {
        this.#touched(pair, a);
        this.#remove.run(pair, a, b);
      }
    }
  }

  /** The links of a pair that end at a row. */
  #ending(pair: number, b: string): readonly Link[] {
    return this.#indexed().all(pair, b);
  }

  /** From now on links are found from their other end as fast. */
  indexBack(): void {
    this.#indexed();
  }

  #indexed(): BetterSqlite3.Statement<[number, string], Link> {
    if (this.#to !== null) return this.#to;
    this.#book.spilling(() => this.#book.write(() => this.#book.db.exec(linkBack)));
    this.#to = this.#book.db.prepare(linksTo);
    return this.#to;
  }

  /** After a transaction that failed. */
  forgetIndex(): void {
    this.#to = null;
  }

  #touched(pair: number, a: string): void {
    this.#book.changing();
    for (const reach of this.#reach.get(pair) ?? []) this.#spread(reach, a);
  }

  /** Marks the rows whose paths end at a row that changed. */
  endChanged(object: string, id: string): void {
    for (const reach of this.#ends.get(object) ?? []) this.#spread(reach, id);
  }

  #spread({ object, back }: Reach, id: string): void {
    if (!this.#marks.areMarked(object)) return;
    let ids: readonly string[] = [id];
    for (const pair of back) ids = [...new Set(ids.flatMap((one) => this.#ending(pair, one).map(({ a }) => a)))];
    const number = this.#marks.numberOf(object);
    for (const one of ids)
      if (!this.#marks.isMarked(object, one) && this.#isRow.get(number, one) !== undefined)
        this.#marks.dirty(object, one);
  }

  /** The rows at the end of a path, each with the labels of the last link that leads there. */
  follow(path: Path, id: string): readonly { readonly id: string; readonly labels: readonly string[] }[] {
    const [first, ...others] = this.#steps.get(path) ?? [];
    if (first === undefined) return [];
    let found = this.#from.all(first, id);
    for (const pair of others) found = found.flatMap(({ b }) => this.#from.all(pair, b));
    return found.map(({ b, labels }) => ({ id: b, labels: labels === null ? noLabels : labelsOf(labels) }));
  }
}

const noLabels: readonly string[] = [];

function labelsOf(json: string): readonly string[] {
  const parsed: unknown = JSON.parse(json);
  return Array.isArray(parsed) ? parsed.map(String) : noLabels;
}
