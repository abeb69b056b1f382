import { randomUUID } from 'node:crypto';
import type BetterSqlite3 from 'better-sqlite3';
import { isDamage, storeFailure } from '../../store/failures.ts';
import { opened, setAside } from './book-file.ts';
import { contents } from './schema.ts';

/** How long pages may wait for each other's end: so much of them is read again after a kill. */
const sharedMs = 200;

/** The file of a mirror: transactions, small values, and the revision, which rises with every change of what it holds. */
export class Book {
  readonly db: BetterSqlite3.Database;
  readonly file: string;
  readonly #now: () => number;
  readonly #get: BetterSqlite3.Statement<[string], { value: string }>;
  readonly #set: BetterSqlite3.Statement<[string, string]>;
  readonly #meta = new Map<string, string | null>();
  #changed = false;
  #revision: number;
  /** When the transaction that pages share ends, in the clock of `performance`; null: there is none. */
  #sharedUntil: number | null = null;
  #isWorking = false;
  #timer: NodeJS.Timeout | undefined;
  /** Why pages that were taken could not be kept. */
  #lost: { readonly error: unknown } | null = null;

  /** Opens the file, emptied where it is of another version or `identity`. Throws PulseError `store-foreign`, `store-unreachable` … */
  constructor(file: string, identity: string, now: () => number) {
    this.file = file;
    this.#now = now;
    this.db = this.guard(() => opened(file, now));
    this.#get = this.db.prepare('select value from meta where name = ?');
    this.#set = this.db.prepare('insert or replace into meta values (?, ?)');
    if (this.meta('identity') !== identity) this.empty(identity);
    this.#revision = Number(this.meta('revision') ?? 0);
  }

  get id(): string {
    return this.meta('id') ?? '';
  }

  get revision(): number {
    this.settle();
    return this.#revision;
  }

  /** The revision that the change under way will have. */
  changing(): number {
    this.#changed = true;
    return this.#revision + 1;
  }

  meta(name: string): string | null {
    const known = this.#meta.get(name);
    if (known !== undefined) return known;
    const value = this.#get.get(name)?.value ?? null;
    this.#meta.set(name, value);
    return value;
  }

  setMeta(name: string, value: string): void {
    this.#set.run(name, value);
    this.#meta.set(name, value);
  }

  /** Runs `work` in one transaction: all of it is kept, or nothing. */
  write<R>(work: () => R): R {
    return this.guard(() => {
      if (this.#isWorking) return work();
      this.settle();
      this.db.exec('begin immediate');
      try {
        const result = this.#worked(work);
        this.#commit();
        return result;
      } catch (error) {
        this.#rollback();
        throw error;
      }
    });
  }

  /**
   * The same, but the transaction may stay open for a moment and take more of the kind: each is kept whole or not at all, and none
   * without those before it. Everything else that asks of the file ends it.
   */
  share(work: () => void): void {
    this.guard(() => {
      this.#throwLost();
      if (this.#sharedUntil === null) {
        this.db.exec('begin immediate');
        this.#sharedUntil = performance.now() + sharedMs;
        // Nobody waits for the file longer than that, even if no other page comes.
        this.#timer = setTimeout(() => this.#settleLate(), sharedMs);
      }
      try {
        this.db.exec('savepoint page');
        this.#worked(work);
        this.db.exec('release page');
      } catch (error) {
        this.#backToPage();
        throw error;
      }
      if (performance.now() >= this.#sharedUntil) this.settle();
    });
  }

  /** Ends a shared transaction. Throws what an earlier end of one met, once. */
  settle(): void {
    this.#throwLost();
    if (this.#sharedUntil === null || this.#isWorking) return;
    this.guard(() => {
      try {
        this.#commit();
      } catch (error) {
        this.#rollback();
        throw error;
      }
    });
  }

  #settleLate(): void {
    try {
      this.settle();
    } catch (error) {
      this.#lost = { error };
    }
  }

  #throwLost(): void {
    const lost = this.#lost;
    this.#lost = null;
    if (lost !== null) throw lost.error;
  }

  #worked<R>(work: () => R): R {
    this.#isWorking = true;
    try {
      return work();
    } finally {
      this.#isWorking = false;
    }
  }

  #commit(): void {
    if (this.#changed) this.setMeta('revision', String(this.#revision + 1));
    this.db.exec('commit');
    if (this.#changed) this.#revision += 1;
    this.#ended();
  }

  #rollback(): void {
    this.#meta.clear();
    if (this.db.inTransaction) this.db.exec('rollback');
    this.#ended();
  }

  /** Pages before the one that failed stay, unless SQLite has ended the transaction by itself. */
  #backToPage(): void {
    this.#meta.clear();
    if (this.db.inTransaction) {
      this.db.exec('rollback to page');
      this.db.exec('release page');
    } else this.#ended();
  }

  #ended(): void {
    clearTimeout(this.#timer);
    this.#sharedUntil = null;
    this.#changed = false;
  }

  /** Sorts what `work` sorts in files, not in memory; within a transaction SQLite leaves that as it is. */
  spilling(work: () => void): void {
    if (this.#isWorking) {
      work();
      return;
    }
    this.settle();
    this.db.pragma('temp_store = FILE');
    try {
      work();
    } finally {
      if (this.db.open) this.db.pragma('temp_store = MEMORY');
    }
  }

  /** Forgets everything, but for who was purged. */
  empty(identity: string): void {
    this.write(() => {
      for (const table of contents) this.db.exec(`delete from ${table}`);
      this.#meta.clear();
      this.setMeta('identity', identity);
      this.setMeta('id', randomUUID());
      this.#revision = 0;
      this.changing();
    });
  }

  /** A file that turns out damaged is put aside, so that the next opening begins anew: nothing stands in it that the CRM lacks. */
  guard<R>(work: () => R): R {
    try {
      return work();
    } catch (error) {
      if (isDamage(error) && this.db?.open) {
        clearTimeout(this.#timer);
        this.db.close();
        setAside(this.file, this.#now());
      }
      throw storeFailure(error, this.file);
    }
  }

  close(): void {
    try {
      if (this.db.open) this.settle();
    } finally {
      clearTimeout(this.#timer);
      this.db.close();
    }
  }
}
