/** What a reader is told of a KPI. Plain words without placeholders. */
export interface KpiWords {
  readonly name: string;
  /** For charts and buttons, at most 20 characters. */
  readonly short: string;
  /** One sentence. */
  readonly meaning: string;
  /** The whole definition. */
  readonly definition: string;
  /** Which decision it serves: fix, focus or stop. */
  readonly decision: string;
  /** What a bad value usually means. */
  readonly bad: string;
}
