import type BetterSqlite3 from 'better-sqlite3';
import { type Key, keyOf } from '../../records/records.ts';
import { foldMatch, type MappingContext, type MatchBy } from '../mapping/index.ts';
import { hasId, type Referred } from '../mapping/record-fields.ts';
import { recordId } from '../mapping/references.ts';
import type { Book } from './book.ts';
import type { KeptFacts } from './facts.ts';
import type { Marks } from './marks.ts';
import type { Merges } from './merges.ts';
import type { Persons } from './persons.ts';
import type { Plan } from './plan.ts';
import type { Run } from './run.ts';

interface NameRow {
  readonly object: number;
  readonly id: string;
  readonly record_id: string;
}

interface Answer {
  readonly keys: readonly Key[];
  /** Some of them by way of a row that was merged. */
  readonly viaMerged: boolean;
  /** Where a survivor would have been known, were it there. */
  readonly awaited: readonly string[];
}

const nobody: Answer = { keys: [], viaMerged: false, awaited: [] };

const mostAnswers = 20_000;
/** Names of partners that are kept in memory, so that customers, of whom there are many more, need not be looked for. */
const mostPartnerNames = 100_000;

/** The rows that a reading is of, and what it met on its way. */
export interface Reader {
  readonly object: number;
  readonly id: string;
  /** Partners that were found by way of a row that was merged into theirs. */
  readonly viaMerged: Set<Key>;
}

/** The world around a row: names of the mirror's records, owners, stages. `reader` is set before each row. */
export class World {
  reader: Reader | null = null;
  readonly #source: string;
  readonly #plan: Plan;
  readonly #marks: Marks;
  readonly #merges: Merges;
  readonly #facts: KeptFacts;
  readonly #persons: Persons;
  readonly #names: BetterSqlite3.Statement<[string, string, string], NameRow>;
  readonly #lacking: BetterSqlite3.Statement<[string, string, string, number, string]>;
  readonly #answers = new Map<string, Answer>();
  /** Every `by` and value under which the mirror knows a partner; null where they are not counted, undefined where they are too many. */
  #partners: ReadonlySet<string> | null | undefined = null;
  readonly #partnerNames: BetterSqlite3.Statement<[], { name: string }>;
  readonly #fresh = new Map<string, string>();

  constructor(
    book: Book,
    parts: { source: string; plan: Plan; marks: Marks; merges: Merges; facts: KeptFacts; persons: Persons },
  ) {
    this.#source = parts.source;
    this.#plan = parts.plan;
    this.#marks = parts.marks;
    this.#merges = parts.merges;
    this.#facts = parts.facts;
    this.#persons = parts.persons;
    this.#names = book.db.prepare('select object, id, record_id from name where record = ? and by = ? and value = ?');
    this.#partnerNames = book.db.prepare(
      `select distinct by || ' ' || value as name from name where record = 'partner' limit ${mostPartnerNames + 1}`,
    );
    this.#lacking = book.db.prepare('insert or ignore into lacking values (?, ?, ?, ?, ?)');
  }

  /** Names changed, or another run asks: earlier answers hold no longer. */
  forget(): void {
    this.#answers.clear();
    this.#partners = null;
  }

  context(run: Run): MappingContext {
    return {
      source: this.#source,
      personHash: (id) => this.#persons.hashOf(id),
      find: (record, by, value) => this.#find(record, by, value, run),
      ownerEmail: (id) => this.#facts.ownerEmail(id),
      stage: (object, pipeline, stage) => this.#facts.stage(object, pipeline, stage),
      firstSeen: (object, id, property, value) => this.#firstSeen(object, id, property, value, run),
    };
  }

  #firstSeen(object: string, id: string, property: string, value: string, run: Run): string {
    const stored = run.firstSeen?.(object, id, property, value) ?? null;
    if (stored !== null) return stored;
    const key = JSON.stringify([object, id, property, value]);
    const fresh = this.#fresh.get(key);
    if (fresh !== undefined) return fresh;
    this.#fresh.set(key, run.at);
    run.onFirstSeen?.({ object, id, property, value, at: run.at });
    return run.at;
  }

  /** Another run collects what it sees for the first time by itself. */
  begin(): void {
    this.#fresh.clear();
    this.forget();
  }

  #find(record: Referred, by: MatchBy, value: string, run: Run): readonly Key[] {
    const name = by === 'id' ? value : foldMatch(by, value);
    const answer = record === 'partner' ? this.#partner(by, name, run) : this.#answer(record, by, name, run);
    const { reader } = this;
    if (reader === null) return answer.keys;
    if (answer.viaMerged) for (const key of answer.keys) reader.viaMerged.add(key);
    if (answer.keys.length === 0 && record !== 'partner') {
      this.#lacking.run(record, by, name, reader.object, reader.id);
      for (const id of answer.awaited) this.#lacking.run(record, 'id', id, reader.object, reader.id);
    }
    return answer.keys;
  }

  /** Partners are asked for again and again; of deals there are too many for that. */
  #partner(by: MatchBy, name: string, run: Run): Answer {
    const question = `${by} ${name}`;
    const known = this.#answers.get(question);
    if (known !== undefined) return known;
    if (this.#answers.size >= mostAnswers) this.#answers.clear();
    const answer = this.#answer('partner', by, name, run);
    // Nor are customers kept, of whom nobody is ever found.
    if (answer.keys.length > 0) this.#answers.set(question, answer);
    return answer;
  }

  #answer(record: Referred, by: MatchBy, name: string, run: Run): Answer {
    const rows = record === 'partner' && !this.#mayBePartner(by, name) ? [] : this.#names.all(record, by, name);
    const [first] = rows;
    if (first === undefined && record !== 'partner') return nobody;
    if (first !== undefined && rows.length === 1 && by === 'id' && !this.#merges.any)
      return { keys: [keyOf(this.#source, first.record_id)], viaMerged: false, awaited: [] };
    const keys = new Set<Key>();
    const awaited: string[] = [];
    let viaMerged = false;
    for (const row of rows) {
      const object = this.#marks.nameOf(row.object);
      const survivor = this.#merges.survivor(object, row.id);
      if (survivor === null || survivor === row.id) {
        keys.add(keyOf(this.#source, row.record_id));
        continue;
      }
      viaMerged = true;
      const id = recordId(this.#plan.mapping, record, object, survivor);
      if (this.isRecord(record, id)) keys.add(keyOf(this.#source, id));
      else awaited.push(id);
    }
    if (record === 'partner' && (by !== 'id' || keys.size === 0)) {
      for (const key of run.elsewhere?.(by, name) ?? []) keys.add(key);
    }
    return { keys: [...keys], viaMerged, awaited };
  }

  #mayBePartner(by: MatchBy, name: string): boolean {
    if (this.#partners === null) {
      const names = this.#partnerNames.all();
      this.#partners = names.length > mostPartnerNames ? undefined : new Set(names.map((one) => one.name));
    }
    return this.#partners?.has(`${by} ${name}`) ?? true;
  }

  /** Whether a row that is there, and was not merged into another one, is this record. */
  isRecord(record: Referred, recordId: string): boolean {
    return this.#names.all(record, 'id', recordId).some(({ object, id }) => {
      const survivor = this.#merges.survivor(this.#marks.nameOf(object), id);
      return survivor === null || survivor === id;
    });
  }

  /** The key of what a merged row became a part of; null where that is no such record. */
  survivorKey(record: Referred, object: string, id: string): Key | null {
    if (!hasId(record)) return null;
    const own = recordId(this.#plan.mapping, record, object, id);
    return this.isRecord(record, own) ? keyOf(this.#source, own) : null;
  }
}
