import type BetterSqlite3 from 'better-sqlite3';
import {
  type Entry,
  type Mapping,
  type MappingContext,
  matchKeysOf,
  recordFields,
  recordsOf,
} from '../mapping/index.ts';
import { hasId, type Referred } from '../mapping/record-fields.ts';
import { recordId } from '../mapping/references.ts';
import type { RawRowOf } from './assemble.ts';
import type { Book } from './book.ts';
import { type Marks, unnamed } from './marks.ts';
import type { Merges } from './merges.ts';
import { type Plan, waysTo } from './plan.ts';
import type { Run } from './run.ts';
import type { World } from './world.ts';

interface Name {
  readonly record: string;
  readonly by: string;
  readonly value: string;
  readonly record_id: string;
}

const chunk = 500;

/**
 * Keeps the names by which rows find each other. A row has names if it is a record, whole: a deal without a status is none.
 * Registrations come after all others, since they are none without their partner.
 */
export class Names {
  readonly #book: Book;
  readonly #plan: Plan;
  readonly #marks: Marks;
  readonly #merges: Merges;
  readonly #world: World;
  readonly #assemble: RawRowOf;
  readonly #early: Mapping;
  readonly #late: Mapping;
  readonly #hasWays: ReadonlySet<string>;
  /** Objects of which a row needs its links to be a record, e.g. a registration its partner. */
  readonly #linked: ReadonlySet<string>;
  readonly #waiting: BetterSqlite3.Statement<[number, number, number], { id: string }>;
  readonly #done: BetterSqlite3.Statement<[number, number, string]>;
  readonly #unmark: BetterSqlite3.Statement<[number, number, string]>;
  readonly #some: BetterSqlite3.Statement<[number], unknown>;
  readonly #known: BetterSqlite3.Statement<[number, string], Name>;
  readonly #add: BetterSqlite3.Statement<[string, string, string, number, string, string]>;
  readonly #remove: BetterSqlite3.Statement<[string, string, string, number, string]>;
  readonly #same: BetterSqlite3.Statement<[string, string, string], unknown>;
  readonly #lacking: BetterSqlite3.Statement<[string, string, string], { object: number; id: string }>;

  constructor(book: Book, parts: { plan: Plan; marks: Marks; merges: Merges; world: World; assemble: RawRowOf }) {
    const { plan } = parts;
    this.#book = book;
    this.#plan = plan;
    this.#marks = parts.marks;
    this.#merges = parts.merges;
    this.#world = parts.world;
    this.#assemble = parts.assemble;
    this.#early = only(plan.mapping, ['partner', 'deal', 'asset']);
    this.#late = only(plan.mapping, ['partner', 'registration']);
    this.#hasWays = new Set(
      [...plan.named].flatMap(([object, records]) =>
        records.some((record) => waysTo(plan, record).length > 0) ? [object] : [],
      ),
    );
    this.#linked = new Set(
      plan.mapping.entries.flatMap((entry) => (hasId(entry.record) && needsLinks(entry) ? [entry.object] : [])),
    );
    const { db } = book;
    this.#waiting = db.prepare(
      'select id from dirty where unnamed = ? and unnamed > 0 and object = ? order by id limit ?',
    );
    this.#done = db.prepare('update dirty set unnamed = ? where object = ? and id = ?');
    this.#some = db.prepare('select 1 from name where object = ? limit 1');
    this.#unmark = db.prepare('delete from dirty where unnamed = ? and unnamed > 0 and object = ? and id <= ?');
    this.#known = db.prepare('select record, by, value, record_id from name where object = ? and id = ?');
    this.#add = db.prepare('insert or replace into name values (?, ?, ?, ?, ?, ?)');
    this.#remove = db.prepare('delete from name where record = ? and by = ? and value = ? and object = ? and id = ?');
    this.#same = db.prepare('select 1 from name where record = ? and by = ? and value = ? limit 1');
    this.#lacking = db.prepare('select object, id from lacking where record = ? and by = ? and value = ?');
  }

  /** Finds the names of all rows that changed; marks what depends on names that did. */
  refresh(run: Run): void {
    const arePartnersOther = this.refreshEarly(this.#plan.objects);
    const isOtherBasis = this.#book.meta('named-basis') !== run.basis;
    if (arePartnersOther || isOtherBasis || this.#book.meta('rename') === '1') {
      this.#book.write(() => {
        this.#marks.rename('registrations');
        this.#book.setMeta('named-basis', run.basis);
        this.#book.setMeta('rename', '0');
      });
    }
    this.#world.forget();
    const context = this.#world.context(run);
    for (const object of this.#plan.objects) this.#stage(object, unnamed.registrations, this.#late, context);
    this.#world.forget();
  }

  /** The same without registrations: which partners there are depends on their rows alone. */
  refreshEarly(objects: readonly string[]): boolean {
    const context: MappingContext = { ...this.#world.context(noRun), find: () => [] };
    let arePartnersOther = false;
    this.#marks.markArrived(objects);
    for (const object of objects) {
      if (this.#stage(object, unnamed.all, this.#early, context)) arePartnersOther = true;
    }
    return arePartnersOther;
  }

  #stage(object: string, stage: 1 | 2, mapping: Mapping, context: MappingContext): boolean {
    const records = this.#plan.named.get(object);
    if (records === undefined) return false;
    const number = this.#marks.numberOf(object);
    const isLate = stage === unnamed.registrations;
    const next = !isLate && records.includes('registration') ? unnamed.registrations : unnamed.no;
    const own = records.filter((record) => (record === 'registration') === isLate);
    let arePartnersOther = false;
    // In a first load no row has a name yet, and nobody has lacked one.
    const areNew = this.#marks.isFirst && this.#some.get(number) === undefined;
    // The order is that of ids, so what waits up to the last of them is what was named. Before the first publication nobody asks for its marks.
    const isDropped = next === unnamed.no && this.#marks.isFirst;
    for (;;) {
      const rows = this.#waiting.all(stage, number, chunk);
      if (rows.length === 0) return arePartnersOther;
      this.#book.write(() => {
        this.#marks.clear();
        for (const { id } of rows) {
          const names = this.#namesOf(object, id, own, mapping, context);
          if (areNew ? this.#first(number, id, names) : this.#replace(number, id, own, names)) arePartnersOther = true;
          if (!isDropped) this.#done.run(next, number, id);
        }
        if (isDropped) this.#unmark.run(stage, number, rows.at(-1)?.id ?? '');
        if (arePartnersOther) this.#book.setMeta('rename', '1');
      });
    }
  }

  #namesOf(
    object: string,
    id: string,
    own: readonly Referred[],
    mapping: Mapping,
    context: MappingContext,
  ): readonly Name[] {
    const survivor = this.#merges.survivor(object, id);
    const isMerged = survivor !== null && survivor !== id;
    const row = this.#assemble(object, id, this.#linked.has(object));
    const read = row === null ? [] : recordsOf(mapping, object, row, context).records;
    const made: Name[] = [];
    const is = (record: Referred): boolean => read.some((one) => one.record === record);
    for (const record of own) {
      const record_id = recordId(this.#plan.mapping, record, object, id.trim());
      if (isMerged || is(record)) made.push({ record, by: 'id', value: record_id, record_id });
    }
    if (row === null || !this.#hasWays.has(object)) return made;
    for (const key of matchKeysOf(this.#plan.mapping, object, row, this.#plan.matches)) {
      const isAsked = own.includes(key.record) && is(key.record) && (!isMerged || key.record === 'partner');
      if (isAsked) made.push({ record: key.record, by: key.by, value: key.value, record_id: key.id });
    }
    return made;
  }

  /** Names of a row that has none; whether there is a partner's among them. Everything is to be derived anyway. */
  #first(object: number, id: string, names: readonly Name[]): boolean {
    for (const { record, by, value, record_id } of names) this.#add.run(record, by, value, object, id, record_id);
    return names.some(({ record }) => record === 'partner');
  }

  /** Whether a partner's names are others. Of other records only a new name may do without deriving everything. */
  #replace(object: number, id: string, own: readonly Referred[], names: readonly Name[]): boolean {
    const before = this.#known.all(object, id).filter(({ record }) => own.some((one) => one === record));
    const removed = before.filter((name) => !names.some((other) => isSame(name, other)));
    const added = names.filter((name) => !before.some((other) => isSame(name, other)));
    for (const { record, by, value } of removed) this.#remove.run(record, by, value, object, id);
    for (const name of added) this.#announce(name);
    for (const { record, by, value, record_id } of added) this.#add.run(record, by, value, object, id, record_id);
    const arePartners = [...removed, ...added].some(({ record }) => record === 'partner');
    if (arePartners || removed.length > 0) this.#marks.needWhole();
    return arePartners;
  }

  /** Before a new name is known: who lacked it, and whether another record has it already, so that it means nobody now. */
  #announce({ record, by, value }: Name): void {
    if (record === 'partner') return;
    if (this.#same.get(record, by, value) !== undefined) this.#marks.needWhole();
    for (const row of this.#lacking.all(record, by, value)) {
      this.#marks.dirty(this.#marks.nameOf(row.object), row.id, true);
    }
  }
}

const isSame = (a: Name, b: Name): boolean => a.value === b.value && a.by === b.by && a.record === b.record;

const needsLinks = ({ record, fields }: Entry): boolean =>
  [...fields].some(([name, { association }]) => association !== undefined && recordFields[record][name]?.required);

const noRun: Run = { basis: '', at: '1970-01-01T00:00:00.000Z' };

/** What decides whether a row is one of these records: histories, and what a record can be without, do not. */
const only = ({ crm, entries }: Mapping, records: readonly string[]): Mapping => ({
  crm,
  entries: entries
    .filter(({ record }) => records.includes(record))
    .map((entry) => ({ ...entry, history: [], fields: new Map([...entry.fields].filter(isNeeded(entry))) })),
});

const isNeeded =
  ({ record }: Entry) =>
  ([name]: readonly [string, unknown]): boolean =>
    recordFields[record][name]?.required === true;
