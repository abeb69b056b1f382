import type { KpiId } from '../../kpi/list.ts';
import type { SegmentKey } from '../../kpi/segment.ts';

/** Periods that have a word of their own (rule 2.2). */
export type NamedPeriod =
  | 'today'
  | 'yesterday'
  | 'this-week'
  | 'last-week'
  | 'this-month'
  | 'last-month'
  | 'this-quarter'
  | 'last-quarter'
  | 'this-year'
  | 'last-year'
  | 'all';

/**
 * The words that people type for things, in lower case, several words joined by hyphens, umlauts written out (ae, oe, ue,
 * ss). What is typed is brought into the same form before it is looked up.
 */
export interface Vocabulary {
  /** The words that the help shows, among those below. */
  readonly examples: { readonly registrations: string; readonly revenue: string; readonly lastQuarter: string };
  readonly kpis: Readonly<Record<KpiId, readonly string[]>>;
  readonly periods: Readonly<Record<NamedPeriod, readonly string[]>>;
  readonly segments: Readonly<Record<SegmentKey, readonly string[]>>;
  /** January to December, with abbreviations. */
  readonly months: readonly (readonly string[])[];
  /** Before “90 days”: last, past … */
  readonly last: readonly string[];
  readonly days: readonly string[];
  /** Before a week’s number. */
  readonly week: readonly string[];
  readonly help: readonly string[];
  /** First words that ask for no number but for something to be done. */
  readonly commands: Readonly<Record<'subscribe' | 'unsubscribe' | 'subscriptions' | 'digest', readonly string[]>>;
  /** Which digest or review. */
  readonly reports: Readonly<Record<'weekly' | 'monthly' | 'quarterly', readonly string[]>>;
  /** “The whole program”, after `digest`. */
  readonly program: readonly string[];
  /** “My partners”. */
  readonly mine: readonly string[];
  /** Small words that mean nothing here: for, of … */
  readonly fillers: readonly string[];
}
