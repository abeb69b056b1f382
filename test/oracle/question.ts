import type { Temporal } from 'temporal-polyfill';
import type { Scope } from './partner-state.ts';
import type { Period } from './period.ts';
import type { JsonObject } from './settings.ts';
import { localDate } from './time.ts';
import type { View } from './view.ts';

/** What is asked: about whom, for which period, and as of when (the view's as-of is the period's). */
export interface Question {
  readonly view: View;
  readonly scope: Scope;
  readonly period: Period;
}

/** The figures of one KPI, and what was left out of them, by reason. */
export interface Figures {
  readonly figures: JsonObject;
  readonly leftOut: Readonly<Record<string, number>>;
}

export interface Kpi {
  readonly name: string;
  readonly area: 'engagement' | 'readiness' | 'revenue outcome';
  readonly kind: 'leading' | 'lagging';
  readonly cadence: 'weekly' | 'monthly' | 'quarterly';
  figures(question: Question): Figures;
  /** The state of the one partner of the scope at the end of the period (rule 3.10); null where the KPI has none. */
  partnerFigures(question: Question, partner: string): JsonObject | null;
}

/** The local date of "the end" from which distances in days are measured: of the exclusive end, or of as-of. */
export function endDate(question: Question): Temporal.PlainDate {
  const { period, view } = question;
  return localDate(view.settings.timeZone, period.running ? period.asOf : period.end);
}
