import type { AnyRecord } from '../records/records.ts';
import type { PageEnd } from '../store/store.ts';

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
}

/** One system that records come from. Throws PulseError (`folder-missing`, `bad-file`) before the first record if it cannot be read whole. */
export interface Source {
  readonly name: string;
  readonly kind: string;
  /** All that its records depend on beside its data: settings, zone, program. Without it every sync reads. */
  readonly basis?: string;
  /** Tells the data that the source has now from any others, without reading records. Fails as `records` does. */
  fingerprint?(signal: AbortSignal): Promise<string>;
  /**
   * Every record that the source has now (with a cursor: those behind it). References among them are resolved and
   * valid. A source that is slow to read marks its pages: one that is interrupted goes on behind the last.
   */
  records(context: SourceContext): AsyncIterable<AnyRecord | PageEnd>;
}
