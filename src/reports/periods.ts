import { type PeriodUnit, periodOf } from '../records/period.ts';
import { type Window, windowOf } from '../records/window.ts';
import type { Asked } from './asked.ts';

/** The last complete week, month or quarter under its own name (`2026-W47`), as of the report's as-of. */
export function lastComplete({ program: { calendar }, today, asOf }: Asked, unit: PeriodUnit): Window {
  const { start } = periodOf(unit, today, calendar);
  return windowOf(periodOf(unit, (start ?? today) - 1, calendar), calendar, asOf);
}
