import type { Window } from '../records/window.ts';
import type { Earlier, PeriodInfo } from './answer.ts';
import type { Calculator } from './calculator.ts';
import type { Kpi } from './definition.ts';
import { iso } from './figures.ts';
import type { Scope } from './program/scope.ts';

/** The period as it stands in JSON: nominal start and end (rule 8). */
export function periodInfo(window: Window): PeriodInfo {
  return {
    name: window.period.name,
    start: Number.isFinite(window.start) ? iso(window.start) : null,
    end: iso(window.end),
    running: window.running,
  };
}

/** The same figures for another window, e.g. the period before at equal age (rule 2.4). */
export function earlierAnswer(calculator: Calculator, kpi: Kpi, scope: Scope, window: Window): Earlier {
  return {
    period: periodInfo(window),
    asOf: iso(window.asOf),
    figures: calculator.outcome(kpi, scope, window).figures,
  };
}
