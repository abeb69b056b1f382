import type { Chart } from '../../../charts/svg/drawing.ts';
import type { KpiAnswer } from '../../../kpi/answer.ts';
import type { Phrase } from '../../../text/phrase.ts';

/** What one page of a digest shows, before it is written as HTML or drawn as a picture. */
export interface PageModel {
  readonly language: string;
  readonly title: Phrase;
  readonly warnings: readonly Phrase[];
  readonly verdict: Phrase;
  readonly sentences: readonly Phrase[];
  readonly cards: readonly Card[];
  readonly charts: readonly PageChart[];
  readonly lists: readonly PageList[];
  readonly notes: readonly Phrase[];
}

/** A KPI, or pipeline and revenue. */
export interface Card {
  readonly name: string;
  readonly kind: Phrase;
  readonly lines: readonly Phrase[];
  readonly trend: { readonly text: Phrase; readonly way: 'up' | 'down' | 'same' | null } | null;
}

export interface PageChart {
  readonly title: Phrase;
  readonly chart: Chart;
  /** The same in words, for those who do not see it. */
  readonly twin: Phrase;
  /** How many more there are than are drawn. */
  readonly more?: Phrase | undefined;
}

export interface PageList {
  readonly title: Phrase;
  readonly rows: readonly PageRow[];
  /** How many more there are. */
  readonly more: Phrase | null;
}

export interface PageRow {
  readonly name: string;
  readonly url: string | null;
  readonly value: string;
  /** The partner it is about, said before the detail. */
  readonly partner?: { readonly name: string; readonly url: string | null } | undefined;
  readonly detail: Phrase;
}

/** Points of a KPI over its earlier periods and this one, oldest first. */
export const pointsOf = (answer: KpiAnswer): readonly Pick<KpiAnswer, 'period' | 'figures'>[] =>
  [...answer.benchmark.earlierPeriods, { period: answer.period, figures: answer.figures }].toSorted((a, b) =>
    (a.period.start ?? '').localeCompare(b.period.start ?? ''),
  );
