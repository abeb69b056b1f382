import type { RawBuilder } from 'kysely';
import type { Db } from '../database.ts';
import type { OwnerInfo } from '../store.ts';

/** What a migration may use beside standard SQL. */
export interface Ddl {
  /** Text in code-point order. */
  readonly text: RawBuilder<unknown>;
  readonly integer: RawBuilder<unknown>;
  /** A double. */
  readonly number: RawBuilder<unknown>;
  /** Stands behind the closing bracket of `create table`. */
  readonly tableEnd: RawBuilder<unknown>;
}

/** Ownership of a store; the operating system or the server frees it when the owner dies. */
export interface Ownership {
  /** Makes sure of it, taking the store again after a lost connection. Throws PulseError `store-owned` if another did. */
  confirm(): Promise<'held' | 'retaken'>;
  release(): Promise<void>;
}

/** Where rows wait for their publication: outside the store's write lock, and kept when the process dies. */
export interface Staging {
  /** What stands before a staging table's name, where the engine keeps them apart. */
  readonly schema: string | undefined;
  /** Behind `create`: it may be lost, so it needs no log. */
  readonly table: RawBuilder<unknown>;
  /** A column that every staging table has by itself: where a row stands, which finds it without an index. */
  readonly place: RawBuilder<unknown>;
  /** For the session `db`, before its first use. */
  open(db: Db): Promise<void>;
  /** From here on what is staged outlives the process and, as far as the engine can, the machine. */
  keep(db: Db): Promise<void>;
  /** What is kept stays. */
  close(db: Db): Promise<void>;
  /** Removes what a killed process left that cannot be continued. For a new owner, before anything is staged. */
  sweep(): void;
  /** Removes what is staged, with the room it took; opened or not. */
  drop(db: Db, tables: readonly string[]): Promise<void>;
}

/** One opened database: everything in which SQLite and PostgreSQL differ. */
export interface Engine {
  /** Path, or address without its password. */
  readonly where: string;
  readonly ddl: Ddl;
  /** Where the person key stands unless the settings say it: beside the file; a server has no such place. */
  readonly keyFile: string | undefined;
  /** Can copy itself into a file, so it does before a migration. */
  readonly copiesToFile: boolean;
  /** For publications; holds a session for their length. */
  readonly writer: Db;
  /**
   * For small writes that never wait for a publication (requests, audit, what was answered): a file of its own where
   * the engine has one writer per file, else the store itself.
   */
  readonly ledger: Db;
  /** The ledger's own file, if it has one. */
  readonly ledgerFile: string | undefined;
  /** For the owner, before the ledger's first use: one whose file is damaged is set aside; under which name. */
  setDamagedLedgerAside(now: number): string | undefined;
  /** For reading beside a publication. */
  readonly reader: Db;
  readonly staging: Staging;
  /** Runs `work` in a read transaction of its own, beside everything else: it sees one publication. */
  snapshot<R>(work: (db: Db) => Promise<R>): Promise<R>;
  /** Takes the store, or throws PulseError `store-owned` with what `holder` tells. */
  own(holder: () => Promise<OwnerInfo | undefined>): Promise<Ownership>;
  /** Whether somebody holds the store now, by its lock; never keeps it. */
  isOwned(): Promise<boolean>;
  /** The schema that the store's tables are in, where the engine has schemas: a database may hold several stores. */
  schema(db: Db): Promise<string | undefined>;
  hasTable(db: Db, name: string): Promise<boolean>;
  /** Leaves nothing in the file of what was deleted. On a server that is its own matter (`VACUUM FULL`). */
  scrub(): Promise<void>;
  /** Consistent copy into a new file, 0600. */
  backup(file: string): Promise<void>;
  close(): Promise<void>;
}

/** What `work` reads in one transaction that writes nothing. */
export const inSnapshot = <R>(db: Db, work: (db: Db) => Promise<R>): Promise<R> =>
  db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work);
