// long: all that a store promises is read in one go.
import type { AnyRecord, Key, RecordOf, RecordSet, RecordType, SourceState } from '../records/records.ts';
import type { LocalAliases, LocalMerges } from './decisions.ts';
import type { AuditTrail } from './ledger/audit.ts';
import type { DigestOffers } from './ledger/offers.ts';
import type { PostedMessages } from './ledger/posted.ts';
import type { Requests } from './ledger/requests.ts';
import type { Calls, Runs } from './ledger/runs.ts';
import type { LedgerParts } from './ledger/together.ts';

export type { LocalAlias, LocalAliases, LocalMerge, LocalMerges } from './decisions.ts';
export type { NewNotice, Notice, Notices } from './ledger/notices.ts';
export type { Calls, LastRun, Run, Runs } from './ledger/runs.ts';

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

/**
 * The records behind it come from this row of the source, e.g. `Opportunity/006…`, until the next one; null: of no single row. What a
 * row says comes together.
 */
export interface Origin {
  readonly origin: string | null;
}

/** What a source gives while it is read. */
export type Given = AnyRecord | PageEnd | Origin;

/** When a value of a property was first seen; kept for good, the first one stays. */
export interface FirstSeen {
  readonly object: string;
  readonly id: string;
  readonly property: string;
  readonly value: string;
  /** UTC instant. */
  readonly at: string;
}

/** A stage of a source's pipeline. */
export interface StageRow {
  readonly object: string;
  /** Empty where the source has one pipeline only. */
  readonly pipeline: string;
  readonly pipelineLabel: string;
  readonly stage: string;
  readonly label: string;
  /** Place in the pipeline, from 0. */
  readonly position: number;
  readonly status: 'open' | 'won' | 'lost' | null;
}

export type StageOfSource = StageRow & { readonly source: string };

/** A name under which other sources may know this source's partner: a domain, an alias, a property's value. */
export interface MatchKeyRow {
  readonly record: 'partner';
  /** What kind of name it is. */
  readonly by: string;
  /** As it is compared: already folded. */
  readonly value: string;
  readonly key: Key;
  readonly origin: string | null;
}

/** A text by which rows of a source named no partner. */
export interface UnmatchedName {
  /** What the rows would have become. */
  readonly record: RecordType;
  /** As the source spells it; empty for all further ones, where there are too many to keep apart. */
  readonly text: string;
  readonly count: number;
}

/** What becomes visible together with a publication's records. What is not given stays as it is. */
export interface Beside {
  /** How far the source was read, as its own engine understands it. */
  readonly cursor?: string;
  readonly firstSeen?: Iterable<FirstSeen>;
  /** All stages of the source. */
  readonly stages?: readonly StageRow[];
  /** All of the source; in a patch those of its origins. Read after the records. */
  readonly matchKeys?: AsyncIterable<MatchKeyRow> | Iterable<MatchKeyRow>;
  /** All of the source. Asked once, after the last record. */
  readonly unmatched?: () => Iterable<UnmatchedName>;
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
  /** Every record that the source has now, one by one or several at once; a stored one that is not among them is deleted. */
  readonly records: AsyncIterable<Given | readonly Given[]>;
  /** What `stagedCursor` gave, if the records are only those behind it. */
  readonly continueAfter?: string | null;
  /** Rule 7.2: refuse to delete more than half of a record type with >= 20 rows, unless accepted. */
  readonly acceptDeletions: boolean;
  /** Asked once, after the last record: what the source rejected. */
  readonly rejected: () => { readonly rows: number; readonly fields: number };
  /** Asked once, with the result, before it is visible: what `lastSync` gives from then on; null: nothing. */
  readonly remember?: (result: PublishResult) => LastSync | null;
  readonly beside?: Beside;
  /** UTC instant. Engagement of before (`retained` names the types) is not taken, and what is stored of it goes. */
  readonly keepFrom?: string | null;
}

/**
 * A part of a source: what `records` gives, each behind an Origin that is among `origins`, replaces what is stored of these
 * origins. What the source staged by pages without publishing it is dropped.
 */
export type PatchInput = Omit<PublishInput, 'continueAfter'> & {
  /** Read before `records`. */
  readonly origins: AsyncIterable<string> | Iterable<string>;
};

export interface PublishResult {
  readonly added: number;
  readonly changed: number;
  readonly deleted: number;
  readonly unchanged: number;
  /** `rows`: those of the source; of a patch: those of its origins. */
  readonly perType: Readonly<Record<string, { readonly rows: number; readonly deleted: number }>>;
  /** Types of which anything is different, where that is known. */
  readonly changes?: Readonly<
    Record<string, { readonly added: number; readonly changed: number; readonly deleted: number }>
  >;
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
  /** The stages of every source, each in the order in which it gave them. */
  stages(): Promise<readonly StageOfSource[]>;
  /** In the order of their names. */
  sources(): Promise<readonly SourceState[]>;
}

/** One program's records, on SQLite or PostgreSQL. Readers see complete publications only. */
export interface Store extends LedgerParts {
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
  /**
   * Replaces what some rows of a source brought, in one transaction; its cost depends on these alone. The rest is as in
   * `publish`: rule 7.2 is asked of all that is stored of a type. A record that is stored of another origin moves to its new one.
   */
  patch(input: PatchInput): Promise<PublishResult>;
  /** Where a reading of a source that was interrupted can be continued (its last `PageEnd`); null: from its beginning. */
  stagedCursor(source: string): Promise<string | null>;
  /** What commands asked of the owner. */
  readonly requests: Requests;
  /** Who saw or was refused what. */
  readonly audit: AuditTrail;
  /** What stands in channels. */
  readonly posted: PostedMessages;
  /** Who was offered a personal digest. */
  readonly digestOffers: DigestOffers;
  /** How often sources were asked. */
  readonly calls: Calls;
  /** How the sources' last runs ended. */
  readonly runs: Runs;
  /**
   * All that `work` writes with the parts that it is given is there, or nothing is: a message with the state that it
   * reports. The store's own parts must not be used within, they wait for its end.
   */
  together<R>(work: (parts: LedgerParts) => Promise<R>): Promise<R>;
  /** Names that were given to partners here. */
  readonly aliases: LocalAliases;
  /** Partners that were merged here. */
  readonly merges: LocalMerges;
  /** What the last publication of a source remembered, as long as the store holds exactly what it published. */
  lastSync(source: string): Promise<LastSync | undefined>;
  /** How far a source was read, as its publications said last (`Beside.cursor`); null: none did. */
  cursor(source: string): Promise<string | null>;
  /** All first sights of a source. */
  firstSeen(source: string): Promise<readonly FirstSeen[]>;
  /** Partners that their sources, or this source, know under a name; in the order of their keys. */
  findPartners(by: string, value: string, source?: string): Promise<readonly Key[]>;
  /** All names under which partners are known, of every source, in chunks. */
  matchKeys(): AsyncIterable<readonly MatchKeyRow[]>;
  /** Changes whenever match keys, partner ids, names or aliases of other sources change, or local aliases or merges. */
  matchVersion(exceptSource: string): Promise<string>;
  /** Notes that a source's data of `seenAt` (UTC instant) are what the store holds already. Needs ownership. */
  noteUnchanged(source: string, seenAt: string): Promise<void>;
  /** Texts by which a source named no partner at its last publication, the most frequent first; without a source: all. */
  unmatched(source?: string): Promise<readonly (UnmatchedName & { readonly source: string })[]>;
  /**
   * Takes somebody, by her hash, out of what these sources brought and keeps her out: her rows stay without her. How many
   * they were. On SQLite nothing of them is left in the file. Needs ownership.
   */
  purge(hash: string, sources: readonly string[]): Promise<number>;
  /** Removes a source with all of its records and all that is noted of it, whatever rule 7.2 protects; how many they were. Needs ownership. */
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
