import type { ErrorCode, ErrorParams } from '../errors.ts';
import type { AnyRecord, Key, RecordType } from '../records/records.ts';
import type { PageEnd } from '../store/store.ts';
import type { MatchBy } from './mapping/row.ts';

/** A problem of one row or field (rules 7.3, 7.4). Person values never stand in `reason`. */
export interface Reject {
  /** The file, or the object of a CRM. */
  readonly file: string;
  /** Physical line where the row begins, 1-based; of a CRM the row's id. */
  readonly line: number | string;
  readonly column: string;
  readonly reason: string;
  readonly effect: 'row' | 'field';
}

export interface Warning {
  readonly file: string;
  readonly message: string;
  /** What went wrong, for whoever shows cause and remedy beside the message. */
  readonly failure?: { readonly code: ErrorCode; readonly params: ErrorParams };
}

/** A file that is older than its settings allow: figures that rest on its records are old, too. */
export interface StaleFile {
  readonly file: string;
  readonly record: RecordType;
  /** UTC instant of which the file is. */
  readonly since: string;
  /** What the settings allow, in ms. */
  readonly maxAge: number;
}

/** Finds records by their names, among all sources. The answers stay the same from the first to the last record of a reading. */
export interface RecordLookup {
  /**
   * The keys of the records so named: none where it is unknown, several where it is ambiguous. An id comes as it stands,
   * any other value as `foldMatch` folds it. `of`: only records of this source.
   */
  find(by: MatchBy, value: string, of?: string): readonly Key[] | Promise<readonly Key[]>;
}

export interface PartnerLookup extends RecordLookup {
  /** The partner that somebody has accepted for this text, which comes as it stands in the row; it goes before every rule. */
  alias(text: string): Key | null;
}

export interface SourceContext {
  /** The source's name in the configuration. */
  readonly name: string;
  /** Where to continue, as this source's last `PageEnd` said; null: from the beginning. */
  readonly cursor: string | null;
  readonly personHash: (id: string) => string;
  readonly onReject: (reject: Reject) => void;
  readonly onWarning: (warning: Warning) => void;
  readonly onProgress: (done: number, total: number, what: string) => void;
  readonly signal: AbortSignal;
  /** Told after the last record by a source that has a `fingerprint`: that of the data that were read. */
  readonly onFingerprint?: (fingerprint: string) => void;
  /** Partners and deals of all sources, for a source whose rows name those of others. */
  readonly partners?: PartnerLookup;
  readonly deals?: RecordLookup;
  /** The time; without it nothing is told to be too old. */
  readonly now?: () => number;
  readonly onStale?: (stale: StaleFile) => void;
  /**
   * Told after the last record: a text that names no partner, in how many rows of a record type. An e-mail address comes
   * as its domain. An empty text stands for all further ones, once there are too many to keep apart.
   */
  readonly onUnmatched?: (text: string, record: RecordType, count: number) => void;
}

/** What is to be said of a source's data whether or not they were read. */
export interface SourceCondition {
  readonly stale: readonly StaleFile[];
  /** Parts that could not be brought up to date, so that older ones hold. */
  readonly outdated: readonly Warning[];
}

/** One system that records come from. Throws PulseError (`folder-missing`, `bad-file`) before the first record if it cannot be read whole. */
export interface Source {
  readonly name: string;
  readonly kind: string;
  /** All that its records depend on beside its data: settings, zone, program. Without it every sync reads. */
  readonly basis?: string;
  /** Whether its records depend on the partners (or the partners and deals) of other sources. */
  readonly matches?: false | 'partners' | 'partners-and-deals';
  /** Tells the data that the source has now from any others, without reading records. Fails as `records` does. */
  fingerprint?(signal: AbortSignal): Promise<string>;
  /** The condition of what `fingerprint` or `records` found last, at a time in ms. */
  condition?(now: number): SourceCondition;
  /**
   * Every record that the source has now (with a cursor: those behind it). References among them are resolved and
   * valid. A source that is slow to read marks its pages: one that is interrupted goes on behind the last.
   */
  records(context: SourceContext): AsyncIterable<AnyRecord | PageEnd>;
}
