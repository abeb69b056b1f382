// long: one class that joins the parts of a mirror, each of which has a room of its own.
import type { Facts, Known, PassPage, RowName } from '../crm/contract.ts';
import type { Memory } from '../crm/source.ts';
import type { MappingReject } from '../mapping/index.ts';
import { Assembly } from './assemble.ts';
import { Book } from './book.ts';
import { RowCodec } from './cells.ts';
import type { Mirror, MirrorOptions } from './contract.ts';
import { Derivation } from './derive.ts';
import { KeptFacts } from './facts.ts';
import { KnownRows } from './known.ts';
import { Links } from './links.ts';
import { Lists, type PartnerName, type RejectCounts, type Unmatched } from './lists.ts';
import { Marks } from './marks.ts';
import { memoryIn } from './memory.ts';
import { Merges } from './merges.ts';
import { Names } from './names.ts';
import { Passes, type PassName } from './passes.ts';
import { Persons } from './persons.ts';
import { planOf } from './plan.ts';
import { overwriting, removePerson } from './purge.ts';
import { Rows } from './rows.ts';
import type { Run } from './run.ts';
import { schemaVersion } from './schema.ts';
import type { Patch, Whole } from './whole.ts';
import { World } from './world.ts';

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
    this.#passes = new Passes(book, marks, this.#rows, persons);
    this.#facts = new KeptFacts(book);
    const assembly = new Assembly({ plan, rows: this.#rows, codec: this.#codec, links: this.#links });
    const world = new World(book, { source, plan, marks, merges, facts: this.#facts, persons });
    const names = new Names(book, { plan, marks, merges, world, assemble: (...of) => assembly.find(...of) });
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
    this.memory = memoryIn(book);
    this.known = new KnownRows(book, { passes: this.#passes, marks, names, plan });
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
    return this.#kept(() => this.#book.write(work));
  }

  /** Pages may share a transaction. */
  #page(work: () => void): void {
    this.#kept(() => this.#book.share(work));
  }

  #kept<R>(keep: () => R): R {
    this.#marks.clear();
    try {
      return keep();
    } catch (error) {
      this.#codec.forgetShapes();
      this.#links.forgetIndex();
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

  get publishedRevision(): number {
    return Number(this.#book.meta('published-revision') ?? 0);
  }

  get revision(): number {
    return this.#book.revision;
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
    this.#page(() => {
      if (!this.#passes.isUnderway(pass)) this.#passes.start(pass, true);
      this.#rows.apply(page, this.#passes.run);
      this.#passes.page(pass, page);
    });
  }

  applyLoose(page: PassPage): void {
    this.#page(() => this.#rows.apply(page, this.#passes.run));
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
    this.purge(this.#personHash(id));
  }

  purge(hash: string): void {
    const parts = { persons: this.#persons, codec: this.#codec, rows: this.#rows, links: this.#links };
    overwriting(this.#book, () => {
      this.#write(() => {
        removePerson(this.#book, parts, hash);
        this.#marks.needWhole();
      });
    });
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
    this.#links.indexBack();
  }

  rejects(): Iterable<MappingReject> {
    return this.#lists.rejects();
  }

  unmatched(): readonly Unmatched[] {
    return this.#lists.unmatched();
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
