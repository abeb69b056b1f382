/** Why a figure that was told is another one now. */
export const restatementReasons = [
  /** A deal that was won is open or lost again. */
  'reopened',
  /** A record counts now that did not then: booked late, attributed, won with an earlier date. */
  'added',
  /** A record is gone from the CRM, or counts no more. */
  'removed',
  'amount-changed',
  /** Its state changed otherwise (registration). */
  'state-changed',
  /** Definitions, mapping or settings of the program changed. */
  'basis-changed',
] as const;
export type RestatementReason = (typeof restatementReasons)[number];

/** A figure that was told before, and is another one now. */
export interface Restated {
  readonly kpi: string;
  readonly figure: string;
  readonly period: string;
  /** Decimals in the reporting currency, or counts. */
  readonly before: string;
  readonly after: string;
  /** Most weighty first; never empty: what has no other reason is `basis-changed`. */
  readonly reasons: readonly {
    readonly reason: RestatementReason;
    readonly count: number;
    /** What it moves, signed; null where that cannot be said. */
    readonly value: string | null;
    /** At most ten, by weight. */
    readonly records: readonly {
      readonly record: string;
      readonly id: string;
      readonly label: string | null;
      readonly url: string | null;
    }[];
  }[];
}
