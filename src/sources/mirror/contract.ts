import type { Facts, Known, PassPage, RowName } from '../crm/contract.ts';
import type { Memory } from '../crm/source.ts';
import type { Mapping, MappingReject } from '../mapping/index.ts';
import type { MatchNeed } from '../mapping/needs.ts';
import type { PartnerName, RejectCounts, Unmatched } from './lists.ts';
import type { PassName } from './passes.ts';
import type { Run } from './run.ts';
import type { Patch, Whole } from './whole.ts';

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
  /** Small texts that are kept from run to run. */
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
  /** The same by her hash. */
  purge(hash: string): void;
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
  /** Of the last derivation of each row: what named no partner. */
  unmatched(): readonly Unmatched[];
  rejectCounts(): RejectCounts;
  /** Names of partners for other sources: of the rows `origins`, or of all. Current as of the last derivation. */
  partnerNames(origins: Iterable<string> | 'all'): Iterable<PartnerName>;
  close(): void;
}
