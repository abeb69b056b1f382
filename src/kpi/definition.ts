import type { RecordType } from '../records/records.ts';
import type { Window } from '../records/window.ts';
import type { Figures } from './figures.ts';
import type { Program } from './program/program.ts';
import type { Scope } from './program/scope.ts';
import type { Tally } from './tally.ts';

export type Area = 'engagement' | 'readiness' | 'revenue outcome';
export type Kind = 'leading' | 'lagging';
export type Cadence = 'weekly' | 'monthly' | 'quarterly';
/** How a figure is counted: sums and counts have a pace, rates and medians have none (rule 3.11). */
export type FigureUnit = 'money' | 'count' | 'share' | 'days' | 'score' | 'seconds' | 'ratio';

/** What is asked of a KPI: everything is computed for the window's own as-of. */
export interface Ask {
  readonly program: Program;
  readonly scope: Scope;
  readonly window: Window;
}

/** A record behind a number. */
export interface BehindRecord {
  readonly record: string;
  readonly id: string | null;
  readonly url: string | null;
  readonly label: string | null;
}

/** The records behind a number: how many, and (only when asked) which. */
export interface Behind {
  readonly count: number;
  list(most: number): readonly BehindRecord[];
}

export interface Outcome {
  readonly figures: Figures;
  readonly leftOut: Tally;
  readonly behind: Behind;
}

/**
 * One KPI (rule 3). It declares what it is for, computes its figures for a scope and window, and, where a share of one
 * partner would say nothing, that partner's state (rule 3.10).
 */
export interface Kpi<Id extends string = string> {
  readonly id: Id;
  readonly area: Area;
  readonly kind: Kind;
  readonly cadence: Cadence;
  /** Record types that its figures rest on, beside partners and those of the revenue that stands beside each. */
  readonly rests: readonly RecordType[];
  readonly unit: FigureUnit;
  readonly better: 'higher' | 'lower';
  /** Which decision it serves; its words and what a bad value usually means stand in the catalogue. */
  readonly decision: 'fix' | 'focus' | 'stop';
  /** The figure that stands for the KPI in trends and lists. */
  readonly headline: string;
  /** Every plain figure with its unit; those with `pace` are sums or counts of the period. */
  readonly units: Readonly<Record<string, FigureUnit>>;
  compute(ask: Ask): Outcome;
  partnerState: ((ask: Ask) => Figures) | null;
}

/** Refuses a KPI that does not say what it serves (rule 3), at the list. */
export const defineKpi = <const Id extends string>(kpi: Kpi<Id>): Kpi<Id> => kpi;
