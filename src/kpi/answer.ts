import type { Area, Cadence, Kind } from './definition.ts';
import type { Figures } from './figures.ts';
import type { KpiId } from './list.ts';
import type { LeftOutReason } from './tally.ts';

/**
 * The shape of every answer (rule 8, version 1). Money is a decimal string in the reporting currency, instants are
 * ISO 8601 UTC, shares are 0–1, unknown is null.
 */
export const ANSWER_VERSION = 1;
export const DEFINITION_VERSION = 1;

export interface PeriodInfo {
  readonly name: string;
  readonly start: string | null;
  readonly end: string;
  readonly running: boolean;
}

export interface Earlier {
  readonly period: PeriodInfo;
  readonly asOf: string;
  readonly figures: Figures;
}

export interface LeftOut {
  readonly reason: LeftOutReason;
  readonly count: number;
}

/** Rule 3.9: the revenue outcome of the same scope and period that every answer travels with. */
export interface Pairing {
  readonly sourcedRevenue: string;
  readonly sourcedPipelineCreated: string;
  readonly openSourcedPipeline: string;
  readonly sourcedRevenue12Months: string | null;
}

/** Rule 3.11. `n` counts the partners of the group; fewer than 5 → `few`. */
export interface BenchmarkGroup {
  readonly value: string | null;
  readonly n: number;
  readonly few: boolean;
  /** The group is computed as of the last local midnight where the period was complete by then. */
  readonly asOf: string;
  readonly figures: Figures | null;
  readonly medianOnboardingDays: number | null;
  readonly medianDealSize: string | null;
}

export interface Goal {
  readonly figure: string;
  readonly value: number | string;
  readonly actual: number | string;
  readonly reached: boolean;
}

export interface Benchmark {
  readonly tier: BenchmarkGroup | null;
  readonly motion: BenchmarkGroup | null;
  readonly cohort: BenchmarkGroup | null;
  readonly earlierPeriods: readonly Earlier[];
  readonly goal: Goal | null;
}

export interface TargetResult {
  readonly figure: string;
  readonly value: number | string;
  readonly actual: number | string | null;
  readonly gap: number | string | null;
  readonly pace: number | null;
}

export interface RecordLink {
  readonly record: string;
  readonly id: string | null;
  readonly url: string | null;
  /** What people call it: the name of a partner or deal, the account of a registration. */
  readonly label: string | null;
}

export type Movement = 'up' | 'down' | 'none' | null;

export interface KpiAnswer {
  readonly version: typeof ANSWER_VERSION;
  readonly definitionVersion: typeof DEFINITION_VERSION;
  readonly kpi: KpiId;
  readonly area: Area;
  readonly kind: Kind;
  readonly cadence: Cadence;
  readonly scope: { readonly partner: string | null; readonly segment: { readonly [key: string]: string } };
  readonly period: PeriodInfo;
  readonly timeZone: string;
  readonly currency: string;
  readonly asOf: string;
  readonly dataAsOf: { readonly [source: string]: string };
  readonly figures: Figures;
  readonly partnerFigures: Figures | null;
  readonly leftOut: readonly LeftOut[];
  readonly previous: Earlier | null;
  readonly yearBefore: Earlier | null;
  /** The running period of the same kind, where no period was asked for (rule 2.3). */
  readonly runningPeriod: Earlier | null;
  readonly benchmark: Benchmark;
  readonly targets: readonly TargetResult[];
  readonly paired: Pairing;
  readonly records: readonly RecordLink[];
  readonly recordsTotal: number;
  /** The partner as answered: its survivor's name, and what the question named where that was merged away. */
  readonly partner: PartnerInfo | null;
  /** Since when histories are known (rule 1.4), UTC instant; null without any. */
  readonly historySince: string | null;
  /** What the answer rests on (rule 1.10 and the settings), in codes of the message catalogue. */
  readonly notes: readonly AnswerNote[];
}

export const answerNotes = [
  'certification-any',
  'types-restricted',
  'first-deal-any',
  'segment-without-partners',
] as const;
export type AnswerNote = (typeof answerNotes)[number];

export interface PartnerInfo {
  readonly id: string;
  readonly name: string;
  readonly url: string | null;
  readonly tier: string | null;
  readonly region: string | null;
  readonly motion: string | null;
  readonly manager: string | null;
  readonly mergedFrom: string | null;
}

export interface Scorecard {
  readonly version: typeof ANSWER_VERSION;
  readonly definitionVersion: typeof DEFINITION_VERSION;
  readonly partner: string;
  readonly partnerInfo: PartnerInfo;
  readonly kpis: readonly KpiAnswer[];
  readonly movement: Movement;
  readonly movementSignals: MovementSignals | null;
  /** Weekly counts of the last 26 weeks for the chart: registrations and sourced pipeline created. */
  readonly weekly: readonly WeeklyPoint[];
}

export interface WeeklyPoint {
  readonly weekStart: string;
  readonly registrations: number;
  readonly sourcedPipelineCreated: string;
  readonly engagementEvents: number;
  readonly sourcedRevenue: string;
}

export interface MovementSignals {
  readonly group: string;
  readonly partners: number;
  readonly registrations: SignalMove;
  readonly engagement: SignalMove;
  readonly pipeline: SignalMove;
}
/** Percentile ranks 0–100 of the last 90 days and of the 90 before. */
export interface SignalMove {
  readonly now: number;
  readonly before: number;
}

export interface Mover {
  readonly partner: string;
  readonly name: string;
  readonly movement: Movement;
  readonly signals: MovementSignals | null;
}
