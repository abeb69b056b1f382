import type { AnyRecord, RecordOf, RecordSet, RecordType, SourceState } from '../records/records.ts';
import type { AuditTrail } from './ledger/audit.ts';
import type { Requests } from './ledger/requests.ts';

/** The one owner (bot or sync) of a store, as others see it. */
export interface OwnerInfo {
  readonly pid: number;
  readonly host: string;
  readonly role: string;
  readonly since: string;
}

/** Ends a page of a source that is read by pages: what came before it need not be read again. */
export interface PageEnd {
  /** Where to continue, as the source understands it. */
  readonly page: string;
}

/** What a sync read, in the words of whoever syncs: the store only keeps it. */
export interface LastSync {
  readonly fingerprint: string;
  readonly report: string;
}

export interface PublishInput {
  readonly source: string;
  readonly kind: string;
  /** UTC instant: the data are as the source had them then; also the valid-from of locally kept histories (rule 1, history). */
  readonly seenAt: string;
  /** Every record that the source has now; a stored one that is not among them is deleted. */
  readonly records: AsyncIterable<AnyRecord | PageEnd>;
  /** What `stagedCursor` gave, if the records are only those behind it. */
  readonly continueAfter?: string | null;
  /** Rule 7.2: refuse to delete more than half of a record type with >= 20 rows, unless accepted. */
  readonly acceptDeletions: boolean;
  /** Asked once, after the last record: what the source rejected. */
  readonly rejected: () => { readonly rows: number; readonly fields: number };
  /** Asked once, with the result, before it is visible: what `lastSync` gives from then on; null: nothing. */
  readonly remember?: (result: PublishResult) => LastSync | null;
}

export interface PublishResult {
  readonly added: number;
  readonly changed: number;
  readonly deleted: number;
  readonly unchanged: number;
  readonly perType: Readonly<Record<string, { readonly rows: number; readonly deleted: number }>>;
}

/** What `Store.read` reads with. All that one reader gives is of the same publication. */
export interface RecordReader {
  /** Every row of a type in the order of its sources and of their rows, in chunks, only with the fields asked for. */
  scan<T extends RecordType, F extends keyof RecordOf<T>>(
    type: T,
    fields: readonly F[],
  ): AsyncIterable<readonly Pick<RecordOf<T>, F>[]>;
  /** The same with every field. */
  records<T extends RecordType>(type: T): AsyncIterable<readonly RecordOf<T>[]>;
  /** How many rows `records` gives. */
  count(type: RecordType): Promise<number>;
  /** In the order of their names. */
  sources(): Promise<readonly SourceState[]>;
}

/** One program's records, on SQLite or PostgreSQL. Readers see complete publications only. */
export interface Store {
  /** Where it is, for messages: a path or an address without its password. */
  readonly where: string;
  /** Rises with every publication that changed anything; readers cache by it. */
  dataVersion(): Promise<number>;
  /** Everything at once: for programs that fit in memory. */
  readRecords(): Promise<RecordSet>;
  /** Streams for programs of any size. The reader is valid until `work` is done; nobody waits for it meanwhile. */
  read<R>(work: (reader: RecordReader) => Promise<R>): Promise<R>;
  sourceStates(): Promise<readonly SourceState[]>;
  /** Who owns the store now; null where nobody holds its lock, whatever one that was killed left behind. */
  owner(): Promise<OwnerInfo | null>;
  /** Replaces one source's set in one transaction. Needs ownership. Throws PulseError `too-many-deletions`. */
  publish(input: PublishInput): Promise<PublishResult>;
  /** Where a reading of a source that was interrupted can be continued (its last `PageEnd`); null: from its beginning. */
  stagedCursor(source: string): Promise<string | null>;
  /** What commands asked of the owner. */
  readonly requests: Requests;
  /** Who saw or was refused what. */
  readonly audit: AuditTrail;
  /** What the last publication of a source remembered, as long as the store holds exactly what it published. */
  lastSync(source: string): Promise<LastSync | undefined>;
  /** Notes that a source's data of `seenAt` (UTC instant) are what the store holds already. Needs ownership. */
  noteUnchanged(source: string, seenAt: string): Promise<void>;
  /** Removes a source with all of its records, whatever rule 7.2 protects; how many they were. Needs ownership. */
  forget(source: string): Promise<number>;
  /** Hash of a person's id with the store's key (32 hex digits): the only form in which people are kept. */
  personHash(id: string): string;
  /** Consistent copy into a new file at any time, 0600. PulseError `file-exists`; on PostgreSQL `backup-by-server` (pg_dump). */
  backup(file: string): Promise<void>;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Path of a SQLite file, or a postgres:// address. */
  readonly address: string;
  /**
   * `own`: take the lock (bot, sync), create and migrate. `read`: beside an owner; the store must exist. `share`: publish
   * under the ownership that this process already has, from another thread.
   */
  readonly mode: 'own' | 'share' | 'read';
  /** Who owns, for the message to others, e.g. `bot` or `sync`. */
  readonly role: string;
  readonly now: () => number;
  /** Key for person hashes from the environment (64 hex digits); without it a 0600 file `<store>.key`. */
  readonly personKey?: string | undefined;
  /** Where the key's file stands instead; on PostgreSQL there is no default, so it or `personKey` must be given to own. */
  readonly keyFile?: string | undefined;
  readonly warn: (message: string) => void;
}

export type OpenStore = (options: OpenOptions) => Promise<Store>;
