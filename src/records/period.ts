import { PulseError } from '../errors.ts';
import { type ProgramSettings, weekDays } from './settings.ts';
import { addMonths, civilOf, type Day, dateOfDay, dayOfCivil, dayOfDate, openZone, type Zone } from './zone.ts';

export type WeekDay = (typeof weekDays)[number];

/** How one program counts days, weeks and fiscal years (rule 2.1). `fiscalYearStart` is a month, 1..12. */
export interface Calendar {
  readonly zone: Zone;
  readonly weekStart: WeekDay;
  readonly fiscalYearStart: number;
}

export type PeriodUnit = 'day' | 'week' | 'month' | 'quarter' | 'year';
export type PeriodKind = PeriodUnit | 'range' | 'last-days' | 'all';

/** Local days `[start, end)`; both null for `all`. `name` is the canonical text and parses back to the same days. */
export interface Period {
  readonly name: string;
  readonly kind: PeriodKind;
  readonly start: Day | null;
  readonly end: Day | null;
}

export type Cadence = 'weekly' | 'monthly' | 'quarterly';

/** Why a period was refused: the `reason` of a `bad-period` error. */
export type PeriodReason =
  | 'unknown'
  | 'no-such-date'
  | 'no-such-week'
  | 'weeks-not-iso'
  | 'end-not-after-start'
  | 'days-out-of-range'
  | 'year-out-of-range'
  | 'future';

/** The calendar of a program's settings. */
export function openCalendar(settings: ProgramSettings): Calendar {
  return {
    zone: openZone(settings.timeZone),
    weekStart: settings.weekStart,
    fiscalYearStart: settings.fiscalYearStart,
  };
}

/**
 * Reads a period of rule 2.2, relative to the local day of `asOf`.
 * Throws `bad-period` with `{period, reason, expected}`, also for a period that lies wholly after `asOf`.
 */
export function parsePeriod(text: string, calendar: Calendar, asOf: number): Period {
  const period = readPeriod(text, calendar, asOf);
  if (period.start !== null && calendar.zone.startOf(period.start) > asOf) {
    const today = dateOfDay(calendar.zone.dayOf(asOf));
    throw refusal(period.name, 'future', `… ${today}`);
  }
  return period;
}

/** As `parsePeriod`, but a future period is read too: targets are set ahead. */
export function readPeriod(text: string, calendar: Calendar, asOf: number): Period {
  const asked = text.trim().toLowerCase();
  const today = calendar.zone.dayOf(asOf);
  const relative = relativePeriod(asked, today, calendar);
  if (relative !== null) return relative;
  for (const { pattern, read } of shapes) {
    const match = pattern.exec(asked);
    if (match === null) continue;
    const [, first = '', second = ''] = match;
    return read({ text: text.trim(), first, second, today, calendar });
  }
  throw refusal(text.trim(), 'unknown', examples);
}

/** The day, week, month, fiscal quarter or year that contains a day, under its concrete name. */
export function periodOf(kind: PeriodUnit, day: Day, calendar: Calendar): Period {
  const start = unitStart(kind, day, calendar);
  const end = unitEnd(kind, start);
  return { name: unitName(kind, start, end, calendar), kind, start, end };
}

/** The period a single KPI takes without being told: the last complete one of its cadence (rule 2.3). */
export function defaultPeriod(cadence: Cadence, calendar: Calendar, asOf: number): Period {
  return parsePeriod(`last-${unitOfCadence[cadence]}`, calendar, asOf);
}

/** The running period of a cadence, shown beside the complete one (rule 2.3). */
export function runningPeriod(cadence: Cadence, calendar: Calendar, asOf: number): Period {
  return parsePeriod(`this-${unitOfCadence[cadence]}`, calendar, asOf);
}

/** The range of local days `[start, end)` under its name `YYYY-MM-DD..YYYY-MM-DD`. */
export function rangeOf(start: Day, end: Day): Period {
  return { name: rangeName(start, end), kind: 'range', start, end };
}

const unitOfCadence = { weekly: 'week', monthly: 'month', quarterly: 'quarter' } as const;
const examples = 'last-quarter, this-month, last-90-days, 2026, 2026-Q3, 2026-09, 2026-09-01..2026-10-01, all';
// Dates stay in four digits, also those of the periods before.
const firstYear = 1900;
const mostDays = 36_500;

interface Asked {
  readonly text: string;
  readonly first: string;
  readonly second: string;
  readonly today: Day;
  readonly calendar: Calendar;
}

const shapes: readonly { pattern: RegExp; read(asked: Asked): Period }[] = [
  { pattern: /^last-(\d+)-days$/, read: readLastDays },
  { pattern: /^(\d{4})$/, read: readYear },
  { pattern: /^(\d{4})-q([1-4])$/, read: readQuarter },
  { pattern: /^(\d{4})-(0[1-9]|1[0-2])$/, read: readMonth },
  { pattern: /^(\d{4})-w(\d\d)$/, read: readWeek },
  { pattern: /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/, read: readRange },
];

function relativePeriod(word: string, today: Day, calendar: Calendar): Period | null {
  if (word === 'all') return { name: word, kind: 'all', start: null, end: null };
  if (word === 'today') return { ...periodOf('day', today, calendar), name: word };
  if (word === 'yesterday') return { ...periodOf('day', today - 1, calendar), name: word };
  for (const unit of ['week', 'month', 'quarter', 'year'] as const) {
    const start = unitStart(unit, today, calendar);
    if (word === `this-${unit}`) return { ...periodOf(unit, start, calendar), name: word };
    if (word === `last-${unit}`) return { ...periodOf(unit, start - 1, calendar), name: word };
  }
  return null;
}

function readLastDays({ text, first, today }: Asked): Period {
  const days = Number(first);
  if (days < 1 || days > mostDays) throw refusal(text, 'days-out-of-range', `last-1-days … last-${mostDays}-days`);
  return { name: `last-${days}-days`, kind: 'last-days', start: today - days, end: today };
}

function readYear({ text, first, calendar }: Asked): Period {
  return periodOf('year', fiscalStart(yearIn(text, first), calendar), calendar);
}

function readQuarter({ text, first, second, calendar }: Asked): Period {
  const start = addMonths(fiscalStart(yearIn(text, first), calendar), 3 * (Number(second) - 1));
  return periodOf('quarter', start, calendar);
}

function readMonth({ text, first, second, calendar }: Asked): Period {
  return periodOf('month', dayOfCivil(yearIn(text, first), Number(second), 1), calendar);
}

function readWeek({ text, first, second, calendar }: Asked): Period {
  if (calendar.weekStart !== 'monday') throw refusal(text, 'weeks-not-iso', 'last-week, 2026-09-13..2026-09-20');
  const year = yearIn(text, first);
  const firstWeek = unitStart('week', dayOfCivil(year, 1, 4), calendar);
  const lastWeek = unitStart('week', dayOfCivil(year, 12, 28), calendar);
  const start = firstWeek + 7 * (Number(second) - 1);
  if (start < firstWeek || start > lastWeek) {
    const count = (lastWeek - firstWeek) / 7 + 1;
    throw refusal(text, 'no-such-week', `${first}-W01 … ${first}-W${count}`);
  }
  return periodOf('week', start, calendar);
}

function readRange({ text, first, second }: Asked): Period {
  const [start, end] = [dateIn(text, first), dateIn(text, second)];
  if (end <= start) throw refusal(text, 'end-not-after-start', rangeName(start, start + 1));
  return rangeOf(start, end);
}

function yearIn(text: string, digits: string): number {
  const year = Number(digits);
  if (year < firstYear) throw refusal(text, 'year-out-of-range', `${firstYear} …`);
  return year;
}

function dateIn(text: string, date: string): Day {
  const [year = '', month = '', dayOfMonth = ''] = date.split('-');
  const day = dayOfCivil(yearIn(text, year), Number(month), Number(dayOfMonth));
  if (dateOfDay(day) !== date)
    throw refusal(text, 'no-such-date', rangeName(dayOfDate('2026-09-01'), dayOfDate('2026-10-01')));
  return day;
}

function unitStart(kind: PeriodUnit, day: Day, calendar: Calendar): Day {
  if (kind === 'day') return day;
  // 1970-01-01 was a Thursday, three days after Monday.
  if (kind === 'week') return day - modulo(day + 3 - weekDays.indexOf(calendar.weekStart), 7);
  const { year, month } = civilOf(day);
  const monthOfYear = modulo(month - calendar.fiscalYearStart, 12);
  const back = kind === 'month' ? 0 : kind === 'quarter' ? monthOfYear % 3 : monthOfYear;
  return dayOfCivil(year, month - back, 1);
}

function unitEnd(kind: PeriodUnit, start: Day): Day {
  if (kind === 'day') return start + 1;
  if (kind === 'week') return start + 7;
  return addMonths(start, { month: 1, quarter: 3, year: 12 }[kind]);
}

function unitName(kind: PeriodUnit, start: Day, end: Day, calendar: Calendar): string {
  if (kind === 'month') return dateOfDay(start).slice(0, 7);
  if (kind === 'week' && calendar.weekStart === 'monday') return isoWeekName(start);
  if (kind === 'day' || kind === 'week') return rangeName(start, end);
  const yearStart = unitStart('year', start, calendar);
  const year = String(civilOf(unitEnd('year', yearStart) - 1).year);
  if (kind === 'year') return year;
  const monthsIn = modulo(civilOf(start).month - calendar.fiscalYearStart, 12);
  return `${year}-Q${monthsIn / 3 + 1}`;
}

/** A week belongs to the year of its Thursday. */
function isoWeekName(monday: Day): string {
  const { year } = civilOf(monday + 3);
  const week = Math.floor((monday + 3 - dayOfCivil(year, 1, 1)) / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** The first day of the fiscal year that ends in a calendar year. */
function fiscalStart(year: number, { fiscalYearStart }: Calendar): Day {
  return dayOfCivil(fiscalYearStart === 1 ? year : year - 1, fiscalYearStart, 1);
}

const rangeName = (start: Day, end: Day): string => `${dateOfDay(start)}..${dateOfDay(end)}`;
const modulo = (value: number, by: number): number => ((value % by) + by) % by;

const refusal = (period: string, reason: PeriodReason, expected: string): PulseError =>
  new PulseError('bad-period', { period, reason, expected });
