import { formatMinor, toMinor } from '../records/money.ts';
import { readPeriod } from '../records/period.ts';
import type { Window } from '../records/window.ts';
import type { TargetResult } from './answer.ts';
import type { FigureUnit, Kpi } from './definition.ts';
import type { Figures, FigureValue } from './figures.ts';
import type { Program, TargetRow } from './program/program.ts';
import type { Scope } from './program/scope.ts';
import { parseSegment } from './segment.ts';

/** Rule 3.11: the targets of this KPI, segment and period (matched by its start and end): actual, gap, pace. */
export function targetResults(
  program: Program,
  kpi: Kpi,
  scope: Scope,
  window: Window,
  figures: Figures,
): readonly TargetResult[] {
  if (scope.partner !== null || scope.among !== undefined) return [];
  return program.targets
    .filter((target) => target.kpi === kpi.id && sameSegment(target, scope) && samePeriod(program, target, window))
    .map((target) => {
      const unit = kpi.units[target.figure];
      const actual = plain(figures[target.figure]);
      return {
        figure: target.figure,
        value: inUnit(program, target.value, unit),
        actual,
        gap: gap(program, target.value, actual, unit),
        pace: pace(target.value, actual, unit, window),
      };
    });
}

const plain = (value: FigureValue | undefined): number | string | null =>
  typeof value === 'number' || typeof value === 'string' ? value : null;

function sameSegment(target: TargetRow, scope: Scope): boolean {
  const wanted = target.segment === null ? {} : parseSegment(target.segment.split('|'));
  if (wanted === null) return false;
  const entries = Object.entries(wanted);
  const asked: Readonly<Record<string, string | undefined>> = scope.segment;
  return entries.length === Object.keys(scope.segment).length && entries.every(([key, value]) => asked[key] === value);
}

function samePeriod(program: Program, target: TargetRow, window: Window): boolean {
  try {
    const { start, end } = readPeriod(target.period, program.calendar, window.asOf);
    return start === window.period.start && end === window.period.end;
  } catch {
    // A target whose period nobody can read matches nothing; the sync has reported it.
    return false;
  }
}

const inUnit = (program: Program, value: string, unit: FigureUnit | undefined): number | string =>
  unit === 'money' ? formatMinor(toMinor(value, '1', program.digits), program.digits) : Number(value);

function gap(program: Program, target: string, actual: number | string | null, unit: FigureUnit | undefined) {
  if (actual === null) return null;
  if (unit !== 'money') return Number(actual) - Number(target);
  const { digits } = program;
  return formatMinor(toMinor(String(actual), '1', digits) - toMinor(target, '1', digits), digits);
}

/** actual ÷ (target × elapsed whole days, today included, ÷ days of the period); sums and counts only. */
function pace(target: string, actual: number | string | null, unit: FigureUnit | undefined, window: Window) {
  const { start, end } = window.period;
  if (actual === null || start === null || end === null || (unit !== 'money' && unit !== 'count')) return null;
  const elapsed = Math.min(window.lastDay + 1, end) - start;
  const due = (Number(target) * elapsed) / (end - start);
  return due === 0 ? null : Number(actual) / due;
}
