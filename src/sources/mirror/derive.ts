import { hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type BetterSqlite3 from 'better-sqlite3';
import type { AnyRecord, Key } from '../../records/records.ts';
import { type MappingContext, type MappingReject, recordsOf } from '../mapping/index.ts';
import type { Assembly } from './assemble.ts';
import type { Book } from './book.ts';
import type { KeptFacts } from './facts.ts';
import type { Marks } from './marks.ts';
import type { Merges } from './merges.ts';
import type { Names } from './names.ts';
import type { Persons } from './persons.ts';
import type { Plan } from './plan.ts';
import type { Rows, Stored } from './rows.ts';
import type { Run } from './run.ts';
import { bothWays, type Derived, type Patch, type Whole } from './whole.ts';
import type { Reader, World } from './world.ts';

// Small ones die young, before they fill the memory.
const chunk = 200;

interface Parts {
  readonly plan: Plan;
  readonly rows: Rows;
  readonly assembly: Assembly;
  readonly marks: Marks;
  readonly merges: Merges;
  readonly names: Names;
  readonly world: World;
  readonly facts: KeptFacts;
  readonly persons: Persons;
}

/** Makes records of rows. Rows that change meanwhile stay dirty. */
export class Derivation {
  readonly #book: Book;
  readonly #parts: Parts;
  readonly #addReject: BetterSqlite3.Statement<[number, string, string, string, string, string, string | null]>;
  readonly #dropRejects: BetterSqlite3.Statement<[number, string]>;
  readonly #dropLacking: BetterSqlite3.Statement<[number, string]>;

  constructor(book: Book, parts: Parts) {
    this.#book = book;
    this.#parts = parts;
    this.#addReject = book.db.prepare(
      'insert into reject (object, id, record, field, reason, effect, value) values (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#dropRejects = book.db.prepare('delete from reject where object = ? and id = ?');
    this.#dropLacking = book.db.prepare('delete from lacking where object = ? and id = ?');
  }

  #basis(run: Run): string {
    const { plan, facts } = this.#parts;
    return hash('sha256', JSON.stringify([plan.hash, facts.hash, run.basis]));
  }

  needsWhole(run: Run): boolean {
    this.#parts.names.refresh(run);
    return this.#parts.marks.isWhole || this.#book.meta('published-basis') !== this.#basis(run);
  }

  whole(run: Run): Whole {
    const { marks, names, world } = this.#parts;
    names.refresh(run);
    world.begin();
    const revision = this.#book.write(() => {
      // An earlier whole that was not finished left its lists behind; so may this one.
      marks.derived();
      this.#book.db.exec('delete from reject');
      this.#book.db.exec('delete from lacking');
      this.#book.setMeta('derived-basis', this.#basis(run));
      return this.#book.changing();
    });
    return { revision, ...bothWays(this.#all(run)) };
  }

  async *#all(run: Run): AsyncGenerator<readonly Derived[]> {
    const { plan, rows, world } = this.#parts;
    const context = world.context(run);
    for (const object of plan.objects) {
      for (let after = 0; ; ) {
        const found = rows.next(object, after, chunk);
        const last = found.at(-1);
        if (last === undefined) break;
        after = last.seq;
        yield this.#derived(
          found.map((stored) => ({ object, id: stored.id, stored })),
          run,
          context,
          false,
        );
        await setImmediate();
      }
    }
  }

  patch(run: Run): Patch {
    this.#parts.names.refresh(run);
    this.#parts.world.begin();
    const { revision } = this.#book;
    const dirty = this.#dirty(revision);
    this.#book.write(() => this.#book.setMeta('derived-basis', this.#basis(run)));
    return {
      revision,
      origins: dirty.map(({ object, id }) => `${object}/${id}`),
      ...bothWays(this.#some(dirty, run)),
    };
  }

  #dirty(revision: number): readonly { readonly object: string; readonly id: string }[] {
    const { plan, marks } = this.#parts;
    const of = this.#book.db.prepare<[number, number], { id: string }>(
      `select dirty.id as id from dirty left join row on row.object = dirty.object and row.id = dirty.id
       where dirty.object = ? and dirty.revision <= ? order by row.seq, dirty.id`,
    );
    return plan.objects.flatMap((object) => of.all(marks.numberOf(object), revision).map(({ id }) => ({ object, id })));
  }

  async *#some(
    dirty: readonly { readonly object: string; readonly id: string }[],
    run: Run,
  ): AsyncGenerator<readonly Derived[]> {
    const { rows, world } = this.#parts;
    const context = world.context(run);
    for (let at = 0; at < dirty.length; at += chunk) {
      const found = dirty
        .slice(at, at + chunk)
        .map(({ object, id }) => ({ object, id, stored: rows.find(object, id) }));
      yield this.#derived(found, run, context, true);
      await setImmediate();
    }
  }

  /** One transaction for all: records are handed on behind it. */
  #derived(
    rows: readonly { readonly object: string; readonly id: string; readonly stored: Stored | undefined }[],
    run: Run,
    context: MappingContext,
    isPatch: boolean,
  ): readonly Derived[] {
    const { marks, world } = this.#parts;
    const derived: Derived[] = [];
    this.#book.write(() => {
      for (const { object, id, stored } of rows) {
        const number = marks.numberOf(object);
        if (isPatch) {
          this.#dropRejects.run(number, id);
          this.#dropLacking.run(number, id);
        }
        if (stored === undefined) continue;
        const reader: Reader = { object: number, id, viaMerged: new Set() };
        world.reader = reader;
        try {
          const records = this.#ofRow(object, stored, run, context, reader);
          if (records.length > 0) derived.push({ origin: `${object}/${id}` }, ...records);
        } finally {
          world.reader = null;
        }
      }
    });
    return derived;
  }

  #ofRow(object: string, stored: Stored, run: Run, context: MappingContext, reader: Reader): readonly AnyRecord[] {
    const { plan, merges, assembly, world } = this.#parts;
    const into = merges.into(object, stored.id);
    const survivor = into === null ? stored.id : merges.survivor(object, stored.id);
    const isMerged = survivor !== null && survivor !== stored.id;
    // Nobody's records depend on a merged row, unless it was a partner.
    if (isMerged && !plan.named.get(object)?.includes('partner')) return [];
    const outcome = recordsOf(plan.mapping, object, assembly.row(object, stored), context);
    if (into === null) {
      run.onValues?.(outcome.values);
      this.#keepRejects(reader, outcome.rejects);
      return this.#finished(outcome.records, reader);
    }
    // On a circle each stays itself, and says where it leads: that is how the circle is seen (rule 1.3).
    const mergedInto = world.survivorKey('partner', object, survivor ?? into);
    if (!isMerged) {
      this.#keepRejects(reader, outcome.rejects);
      return this.#finished(
        outcome.records.map((record) => (record.record === 'partner' ? { ...record, mergedInto } : record)),
        reader,
      );
    }
    if (mergedInto === null) return [];
    this.#keepRejects(
      reader,
      outcome.rejects.filter(({ record }) => record === 'partner'),
    );
    return outcome.records.flatMap((record) => (record.record === 'partner' ? [{ ...record, mergedInto }] : []));
  }

  #keepRejects({ object, id }: Reader, rejects: readonly MappingReject[]): void {
    for (const { record, field, reason, effect, value } of rejects)
      this.#addReject.run(object, id, record, field, reason, effect, value ?? null);
  }

  #finished(records: readonly AnyRecord[], { viaMerged }: Reader): readonly AnyRecord[] {
    const { persons } = this.#parts;
    let finished = records;
    // A merged partner's own history is dropped, its events are not (rule 1.3).
    if (viaMerged.size > 0) finished = finished.filter((record) => !isHistoryOf(record, viaMerged));
    if (persons.purged.size > 0) finished = finished.map((record) => withoutPeople(record, persons.purged));
    return finished.length > 1 ? once(finished) : finished;
  }

  /** Notes that what was derived at `revision` can be read now. */
  published(revision: number): void {
    this.#book.write(() => {
      this.#parts.marks.published(revision);
      this.#book.setMeta('published-basis', this.#book.meta('derived-basis') ?? '');
      this.#book.setMeta('published-revision', String(revision));
    });
  }
}

const isHistoryOf = (record: AnyRecord, partners: ReadonlySet<Key>): boolean =>
  record.record === 'partner-history' && partners.has(record.partner);

function withoutPeople(record: AnyRecord, purged: ReadonlySet<string>): AnyRecord {
  if ('person' in record && record.person !== null && purged.has(record.person)) return { ...record, person: null };
  if ('respondent' in record && record.respondent !== null && purged.has(record.respondent)) {
    return { ...record, respondent: null };
  }
  return record;
}

/** Two entries of a mapping may find the same attribution in one row. */
function once(records: readonly AnyRecord[]): readonly AnyRecord[] {
  const types = records.map(({ record }) => record);
  if (new Set(types).size === types.length) return records;
  return [...new Map(records.map((record) => [JSON.stringify(record), record])).values()];
}
