// long: one door, behind which every part of a mirror is put together.
import type { Facts, Known, PassPage, RowName } from '../crm/contract.ts';
import type { Memory } from '../crm/source.ts';
import type { Mapping, MappingReject } from '../mapping/index.ts';
import type { MatchNeed } from '../mapping/needs.ts';
import { Assembly } from './assemble.ts';
import { Book } from './book.ts';
import { RowCodec } from './cells.ts';
import { Derivation, type Patch, type Whole } from './derive.ts';
import { KeptFacts } from './facts.ts';
import { KnownRows } from './known.ts';
import { Links } from './links.ts';
import { Lists, type PartnerName, type RejectCounts } from './lists.ts';
import { Marks } from './marks.ts';
import { Merges } from './merges.ts';
import { Names } from './names.ts';
import { Passes, type PassName } from './passes.ts';
import { Persons } from './persons.ts';
import { planOf } from './plan.ts';
import { Rows } from './rows.ts';
import type { Run } from './run.ts';
import { schemaVersion } from './schema.ts';
import { World } from './world.ts';

export interface MirrorOptions {
  readonly source: string;
  readonly mapping: Mapping;
  readonly personHash: (id: string) => string;
  readonly now: () => number;
  /** Ways in which other sources look for this one's partners. */
  readonly matches?: readonly MatchNeed[];
}

/** The rows of one CRM as they were read, and the records that they are. All of it is synchronous, but for the records. */
export interface Mirror {
  /** Another one means that everything was forgotten, and is read anew. */
  readonly id: string;
  /** Rises with every change of what the mirror holds. */
  readonly revision: number;
  /** The revision that was published last; 0 before the first. */
  readonly publishedRevision: number;
  /** Small texts that the adapter keeps from run to run. */
  readonly memory: Memory;
  /** Of the file, in bytes. */
  readonly size: number;
  readonly known: Known;
  /** Keeps owners and stages; of another account than before, everything else is forgotten, and the answer is true. */
  keepFacts(facts: Facts): boolean;
  /** Begins a sync: what arrives from now on is newer than what a pass of an earlier one did not name. */
  beginRun(): number;
  /** Where an interrupted pass goes on; null: nowhere, or it was interrupted under another basis. */
  cursorOf(name: string, basis: string): string | null;
  /** Begins a pass, or goes on with it (`anew`: never); gives the cursor to read from. */
  startPass(pass: PassName, anew?: boolean): string | null;
  /** Keeps one page, its links and its cursor, in one transaction. */
  apply(pass: PassName, page: PassPage): void;
  /** Keeps what no pass brought: rows that were fetched, or refreshed. */
  applyLoose(page: PassPage): void;
  /** The pass came to its end: by what it covers, rows that it did not name are removed. */
  endPass(pass: PassName): { readonly gone: number; readonly missing: number };
  /** Ids that exist and that nobody read yet, in chunks of at most 1,000. A page that brings them, or tells them gone, ends it. */
  missing(): Iterable<{ readonly object: string; readonly ids: readonly string[] }>;
  /** Rows that were merged in a circle, which leaves each as itself (rule 1.3). */
  mergeCycles(): readonly (readonly RowName[])[];
  /** Takes a person out, and keeps her out. Her records stay, without her. */
  purgePerson(id: string): void;
  /** Rows whose records may have changed since they were published. */
  dirtyCount(): number;
  /** Whether what changed asks for `deriveAll`: a patch would leave records of other rows as they were. */
  needsWhole(run: Run): boolean;
  deriveAll(run: Run): Whole;
  /** Of the rows that are dirty. Only where `needsWhole` says no. */
  deriveDirty(run: Run): Patch;
  /** What was derived with this revision can be read by all. What changed since stays dirty. */
  published(revision: number): void;
  /** Of the last derivation of each row, as they were found. */
  rejects(): Iterable<MappingReject>;
  rejectCounts(): RejectCounts;
  /** Names of partners for other sources: of the rows `origins`, or of all. Current as of the last derivation. */
  partnerNames(origins: Iterable<string> | 'all'): Iterable<PartnerName>;
  close(): void;
}

/**
 * Opens the mirror of one source, or makes it. What is damaged is set aside, what is of another version, person key or form
 * is emptied. Throws PulseError `store-foreign` for a file that is somebody else's, or what SQLite meets.
 */
export function openMirror(file: string, options: MirrorOptions): Mirror {
  const plan = planOf(options.mapping, options.matches ?? []);
  const form = new Persons(plan, options.personHash, []).form;
  const identity = JSON.stringify([schemaVersion, options.source, options.mapping.crm, form]);
  const book = new Book(file, identity, options.now);
  try {
    return book.guard(() => new SourceMirror(book, options, plan, identity));
  } catch (error) {
    if (book.db.open) book.close();
    throw error;
  }
}

class SourceMirror implements Mirror {
  readonly known: Known;
  readonly memory: Memory;
  readonly #book: Book;
  readonly #identity: string;
  readonly #now: () => number;
  readonly #personHash: (id: string) => string;
  readonly #persons: Persons;
  readonly #codec: RowCodec;
  readonly #marks: Marks;
  readonly #merges: Merges;
  readonly #links: Links;
  readonly #rows: Rows;
  readonly #passes: Passes;
  readonly #facts: KeptFacts;
  readonly #derivation: Derivation;
  readonly #lists: Lists;

  constructor(book: Book, options: MirrorOptions, plan: ReturnType<typeof planOf>, identity: string) {
    const { source, personHash, now } = options;
    this.#book = book;
    this.#identity = identity;
    this.#now = now;
    this.#personHash = personHash;
    const purged = book.db.prepare<[], { hash: string }>('select hash from purged').all();
    this.#persons = new Persons(
      plan,
      personHash,
      purged.map(({ hash }) => hash),
    );
    const persons = this.#persons;
    this.#codec = new RowCodec(book, plan, persons);
    this.#marks = new Marks(book, plan);
    const marks = this.#marks;
    this.#merges = new Merges(book, marks, plan);
    const merges = this.#merges;
    this.#links = new Links(book, { marks, merges, plan, persons });
    this.#rows = new Rows(book, { codec: this.#codec, marks, links: this.#links, merges, persons });
    this.#passes = new Passes(book, marks, this.#rows);
    this.#facts = new KeptFacts(book);
    const assembly = new Assembly({ plan, rows: this.#rows, codec: this.#codec, links: this.#links });
    const world = new World(book, { source, plan, marks, merges, facts: this.#facts, persons });
    const names = new Names(book, { plan, marks, merges, world, assemble: (object, id) => assembly.find(object, id) });
    this.#derivation = new Derivation(book, {
      plan,
      rows: this.#rows,
      assembly,
      marks,
      merges,
      names,
      world,
      facts: this.#facts,
      persons,
    });
    this.#lists = new Lists(book, { source, marks, merges, world });
    this.known = new KnownRows(book, { passes: this.#passes, marks, names, plan });
    this.memory = {
      get: (key) => book.meta(`memory:${key}`) ?? undefined,
      set: (key, value) => book.write(() => book.setMeta(`memory:${key}`, value)),
    };
    if (book.meta('mapping') !== plan.hash) this.#remap(plan);
  }

  /** Another mapping: objects that it does not name go, all names are found anew. */
  #remap(plan: ReturnType<typeof planOf>): void {
    this.#write(() => {
      const objects = this.#book.db.prepare<[], { number: number; name: string }>('select number, name from object');
      for (const { number, name } of objects.all()) {
        const isEnd = plan.properties.has(name);
        if (isEnd && plan.named.has(name)) continue;
        this.#book.db.prepare('delete from name where object = ?').run(number);
        if (isEnd) continue;
        for (const table of ['row', 'merged', 'pass', 'wanted', 'dirty', 'lacking', 'reject'])
          this.#book.db.prepare(`delete from ${table} where object = ?`).run(number);
      }
      this.#marks.rename('all');
      this.#book.setMeta('mapping', plan.hash);
    });
    this.#merges.recount();
  }

  #write<R>(work: () => R): R {
    this.#marks.clear();
    try {
      return this.#book.write(work);
    } catch (error) {
      this.#codec.forgetShapes();
      if (this.#book.db.open) {
        this.#merges.recount();
        this.#marks.reload();
      }
      throw error;
    } finally {
      this.#marks.clear();
    }
  }

  get id(): string {
    return this.#book.id;
  }

  get revision(): number {
    return this.#book.revision;
  }

  get publishedRevision(): number {
    return Number(this.#book.meta('published-revision') ?? 0);
  }

  get size(): number {
    const { db } = this.#book;
    return Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }));
  }

  keepFacts(facts: Facts): boolean {
    const before = this.#book.meta('account');
    const isOther = before !== null && before !== facts.account;
    if (isOther) {
      const mapping = this.#book.meta('mapping') ?? '';
      this.#book.empty(this.#identity);
      this.#merges.recount();
      this.#write(() => this.#book.setMeta('mapping', mapping));
      this.#facts.load();
    }
    this.#write(() => {
      this.#book.setMeta('account', facts.account);
      if (this.#facts.keep(facts)) this.#marks.rename('all');
    });
    return isOther;
  }

  beginRun(): number {
    return this.#write(() => this.#passes.begin());
  }

  cursorOf(name: string, basis: string): string | null {
    return this.#passes.cursor(name, basis);
  }

  startPass(pass: PassName, anew = false): string | null {
    return this.#write(() => this.#passes.start(pass, anew));
  }

  apply(pass: PassName, page: PassPage): void {
    this.#write(() => {
      if (!this.#passes.isUnderway(pass)) this.#passes.start(pass, true);
      this.#rows.apply(page, this.#passes.run);
      this.#passes.page(pass, page);
    });
  }

  applyLoose(page: PassPage): void {
    this.#write(() => this.#rows.apply(page, this.#passes.run));
  }

  endPass(pass: PassName): { readonly gone: number; readonly missing: number } {
    return this.#write(() => this.#passes.end(pass, new Date(this.#now()).toISOString()));
  }

  missing(): ReturnType<Mirror['missing']> {
    return this.#passes.missing();
  }

  mergeCycles(): readonly (readonly RowName[])[] {
    return this.#merges.cycles();
  }

  purgePerson(id: string): void {
    const hash = this.#personHash(id);
    const { db } = this.#book;
    // What is deleted is overwritten: her id may stand where a property is read as something else too.
    db.pragma('secure_delete = ON');
    try {
      this.#write(() => {
        db.prepare('insert or ignore into purged values (?)').run(hash);
        this.#persons.purged.add(hash);
        this.#links.removePerson(this.#persons.written(hash));
        for (const object of this.#persons.objects) this.#purgeRows(object, id, hash);
        this.#marks.needWhole();
      });
      db.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      db.pragma('secure_delete = OFF');
    }
  }

  #purgeRows(object: string, id: string, hash: string): void {
    for (let after = 0; ; ) {
      const found = this.#rows.next(object, after, 500);
      const last = found.at(-1);
      if (last === undefined) return;
      for (const row of found) {
        const cells = this.#codec.without(object, row, id, hash);
        if (cells !== null) this.#rows.setCells(object, row, cells);
      }
      after = last.seq;
    }
  }

  dirtyCount(): number {
    return this.#marks.count;
  }

  needsWhole(run: Run): boolean {
    return this.#derivation.needsWhole(run);
  }

  deriveAll(run: Run): Whole {
    return this.#derivation.whole(run);
  }

  deriveDirty(run: Run): Patch {
    return this.#derivation.patch(run);
  }

  published(revision: number): void {
    this.#derivation.published(revision);
    this.#book.write(() => this.#book.setMeta('published-revision', String(revision)));
  }

  rejects(): Iterable<MappingReject> {
    return this.#lists.rejects();
  }

  rejectCounts(): RejectCounts {
    return this.#lists.rejectCounts();
  }

  partnerNames(origins: Iterable<string> | 'all'): Iterable<PartnerName> {
    return this.#lists.partnerNames(origins === 'all' ? null : origins);
  }

  close(): void {
    this.#book.close();
  }
}
