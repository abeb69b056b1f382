import type { Report } from '../../reports/report.ts';
import type { Restated } from '../../reports/restated.ts';
import type { RowWorkEntry } from '../../store/ledger/row-work.ts';

/** Everything that one digest tells. */
export interface DigestContent {
  readonly report: Report;
  /** The report's `since`, so that its rows can be listed again as they were; without: null. */
  readonly since?: number | null | undefined;
  /** For the button's values and the thread; null: a preview that nobody subscribed to. */
  readonly subscription: string | null;
  /** What was told before and is another number now. */
  readonly restated: readonly Restated[];
  /** What people did about rows: key `deal/ID`, `registration/ID`. Snoozed ones are counted, not listed. */
  readonly work: ReadonlyMap<string, RowWorkEntry>;
  /** Why it comes after its time. */
  readonly late: {
    readonly dueAt: string;
    readonly reason: 'was-down' | 'waited-for-sync' | 'quiet-hours' | 'holiday';
  } | null;
  /** Sources whose data are older than they should be. */
  readonly stale: readonly { readonly source: string; readonly dataAsOf: string | null }[];
  /** The last deliveries of the subscription, for its owner's line; null: the first one. */
  readonly account: {
    readonly sent: number;
    readonly late: number;
    readonly lateReason: 'was-down' | 'waited-for-sync' | 'quiet-hours' | 'holiday' | null;
    readonly failed: number;
  } | null;
  /** When the next one is due, UTC instant, in the subscription's zone; null: a preview. */
  readonly next: { readonly at: string; readonly zone: string } | null;
}
