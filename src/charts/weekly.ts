import type { WeeklyPoint } from '../kpi/answer.ts';

/** Registrations and sourced pipeline side by side over the same weeks, oldest first. */
export interface LeadingSeries {
  /** First day of each week, `YYYY-MM-DD`. */
  readonly weeks: readonly string[];
  readonly registrations: readonly number[];
  /** Sourced pipeline created, in the reporting currency; for drawing only, never for an exact figure. */
  readonly pipeline: readonly number[];
}

/** The last `weeks` points of a scorecard's weekly counts. */
export function leadingSeries(points: readonly WeeklyPoint[], weeks: number): LeadingSeries {
  const shown = points.slice(-weeks);
  return {
    weeks: shown.map((point) => point.weekStart.slice(0, 10)),
    registrations: shown.map((point) => point.registrations),
    pipeline: shown.map((point) => Number(point.sourcedPipelineCreated)),
  };
}
