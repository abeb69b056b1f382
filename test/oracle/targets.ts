import { type Fraction, formatUnits, minorDigits, parseDecimal } from './numbers.ts';
import { type Period, resolvePeriod } from './period.ts';
import type { Question } from './question.ts';
import { BadArgument, type Json, type JsonObject } from './settings.ts';
import { dateDays, localDate } from './time.ts';

const MONEY = ['sourced', 'influenced', 'combined', 'totalWon'];
const RATES_AND_MEDIANS = [
  'sourcedShare',
  'approvalRate',
  'medianDecisionDays',
  'wonShare',
  'medianDaysToDeal',
  'closedMedianDays',
  'closedMeanDays',
  'medianDays',
  'share90',
  'share180',
  'rate',
  'trainingRate',
  'certificationRate',
  'sessionsPerEngaged',
  'medianSeconds',
  'pagesPerSession',
  'loginFriction',
  'overallRate',
  'nps',
  'csat',
  'responseRate',
];

/** Rule 3.11: the targets of the KPI for this scope and period, in the order of the file. */
export function targets(question: Question, kpi: string, figures: JsonObject): Json {
  const { view, scope, period } = question;
  if (scope.partner !== null) return [];
  return view.world.targets
    .filter((target) => target.kpi === kpi && sameSegment(target.segment, scope.segment))
    .filter((target) => samePeriod(question, target.period))
    .map((target) => {
      const digits = minorDigits(view.settings.currency);
      const money = MONEY.includes(target.figure);
      const show = (value: Fraction | null): Json =>
        value === null ? null : money ? formatUnits(exactUnits(value, digits), digits) : toNumber(value);
      const figure = figures[target.figure] ?? null;
      const actual = money ? parseDecimal(String(figure)) : null;
      const actualNumber = actual === null ? (typeof figure === 'number' ? figure : null) : toNumber(actual);
      const value = toNumber(target.value);
      return {
        figure: target.figure,
        value: show(target.value),
        actual: money ? show(actual) : actualNumber,
        gap: money
          ? show(actual === null ? null : minus(actual, target.value))
          : actualNumber === null
            ? null
            : actualNumber - value,
        pace: RATES_AND_MEDIANS.includes(target.figure) ? null : pace(question, period, actualNumber, value),
      };
    });
}

function pace({ view }: Question, period: Period, actual: number | null, target: number): number | null {
  if (actual === null || period.dates === null) return null;
  const all = dateDays(period.dates.from, period.dates.to);
  const today = localDate(view.settings.timeZone, view.asOf);
  const elapsed = period.running ? dateDays(period.dates.from, today) + 1 : all;
  const expected = (target * elapsed) / all;
  return expected === 0 ? null : actual / expected;
}

function samePeriod({ view, period }: Question, name: string): boolean {
  try {
    const other = resolvePeriod(view.settings, name, view.asOf);
    return other.start === period.start && other.end === period.end;
  } catch (error) {
    if (error instanceof BadArgument) return false;
    throw error;
  }
}

function sameSegment(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => a[key] === b[key]);
}

function toNumber(value: Fraction): number {
  return Number(value.n) / Number(value.d);
}

function minus(a: Fraction, b: Fraction): Fraction {
  return { n: a.n * b.d - b.n * a.d, d: a.d * b.d };
}

/** Money targets are whole minor units; what is finer is cut off. */
function exactUnits(value: Fraction, digits: number): bigint {
  return (value.n * 10n ** BigInt(digits)) / value.d;
}
