import type { PublishResult } from '../store/store.ts';
import type { Reject, StaleFile, Warning } from './source.ts';

/** How often one reason was met in one file. */
export interface ReasonCount {
  readonly file: string;
  /** The class of the reason, without its details: `wrong column count`. */
  readonly reason: string;
  readonly effect: Reject['effect'];
  readonly count: number;
}

/** What a sync asked of a CRM. */
export interface CallReport {
  readonly predicted: number;
  readonly used: number;
  /** In the UTC day, this sync's included. */
  readonly usedToday: number;
  /** What the configured share allows in a day; null while the CRM has not told its limit. */
  readonly allowed: number | null;
  readonly limit: number | null;
}

/** What a sync did. */
export interface SyncReport {
  readonly source: string;
  readonly result: PublishResult;
  readonly rejectedRows: number;
  readonly rejectedFields: number;
  readonly perReason: readonly ReasonCount[];
  /** The first 20. */
  readonly first: readonly Reject[];
  /** null when there are no rejects, or when they were not asked for. */
  readonly rejectsFile: string | null;
  /** Rows that named a partner whom nobody knows. */
  readonly unmatched: number;
  readonly warnings: readonly Warning[];
  /** UTC instant of the sync that read what is still the same, so that nothing was read now; null: this one read. */
  readonly readAt: string | null;
  /** null for sources that are not asked by calls. */
  readonly calls: CallReport | null;
  readonly durationMs: number;
  /** Files that are older than their settings allow; absent without one. */
  readonly stale?: readonly StaleFile[];
}

/** In how many rows texts were met. */
export const sumOf = (names: Iterable<{ readonly count: number }>): number => {
  let sum = 0;
  for (const { count } of names) sum += count;
  return sum;
};

const firstRejects = 20;

/** What was wrong with a source's data, counted while it is read. */
export class Tally {
  rows = 0;
  fields = 0;
  readonly first: Reject[] = [];
  readonly warnings: Warning[] = [];
  readonly #perReason = new Map<string, ReasonCount>();

  reject(reject: Reject): void {
    if (reject.effect === 'row') this.rows += 1;
    else this.fields += 1;
    if (this.first.length < firstRejects) this.first.push(reject);
    const { file, effect } = reject;
    const reason = reasonClass(reject.reason);
    const key = JSON.stringify([file, reason, effect]);
    this.#perReason.set(key, { file, reason, effect, count: (this.#perReason.get(key)?.count ?? 0) + 1 });
  }

  /** Counts what an interrupted reading had rejected before; its details are gone. */
  continueFrom({ rows, fields }: { readonly rows: number; readonly fields: number }): void {
    this.rows += rows;
    this.fields += fields;
  }

  /** Most frequent first; equal ones in the order in which they were met. */
  perReason(): ReasonCount[] {
    return [...this.#perReason.values()].sort((a, b) => b.count - a.count);
  }
}

/** The stable part of a reason: what stands before its details. */
export function reasonClass(reason: string): string {
  const colon = reason.indexOf(':');
  return colon < 0 ? reason : reason.slice(0, colon);
}
