import { Temporal } from 'temporal-polyfill';
import { BadArgument, type Json, type Settings } from './settings.ts';
import { atLocalTime, dateDays, iso, localDate, localDateTime, type Ms, parseDate, startOfDay } from './time.ts';

type Kind = 'day' | 'week' | 'month' | 'quarter' | 'year' | 'range' | 'all';
type Day = Temporal.PlainDate;

/** Local dates from..to (end excluded); both null for `all`. */
interface Dates {
  readonly name: string;
  readonly kind: Kind;
  readonly from: Day;
  readonly to: Day;
}

export interface Period {
  readonly name: string;
  /** Null for `all`. */
  readonly dates: Dates | null;
  readonly start: Ms | null;
  readonly end: Ms;
  readonly running: boolean;
  readonly asOf: Ms;
  /** The moment of "at the end of the period (or as-of, if earlier)": just before an exclusive end (rule 1.9). */
  readonly moment: Ms;
}

/** Whether an event lies in the period and is known at its as-of (rules 1.6, 2.1). */
export function inPeriod(period: Period, at: Ms): boolean {
  return (period.start === null || period.start <= at) && at <= period.moment && at <= period.asOf;
}

export function periodJson(period: Period): Json {
  const start = period.start === null ? null : iso(period.start);
  return { name: period.name, start, end: iso(period.end), running: period.running };
}

/** Rule 2.2: the period of a name, seen from an instant. */
export function resolvePeriod(settings: Settings, name: string, asOf: Ms): Period {
  if (name === 'all') return { name, dates: null, start: null, end: asOf, running: true, asOf, moment: asOf };
  const dates = datesOf(settings, name, localDate(settings.timeZone, asOf));
  const period = place(settings, dates, asOf);
  if (period.start !== null && period.start > asOf) throw new BadArgument(`period ${name} is wholly in the future`);
  return period;
}

function place(settings: Settings, dates: Dates, asOf: Ms): Period {
  const start = startOfDay(settings.timeZone, dates.from);
  const end = startOfDay(settings.timeZone, dates.to);
  const running = asOf < end;
  return { name: dates.name, dates, start, end, running, asOf, moment: running ? asOf : end - 1 };
}

const WEEK_DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** The first day of the calendar unit that holds a day. */
function unitStart(settings: Settings, kind: Kind, day: Day): Day {
  const sinceWeekStart = (day.dayOfWeek - 1 - WEEK_DAYS.indexOf(settings.weekStart) + 7) % 7;
  const fiscalMonth = (day.month - settings.fiscalYearStart + 12) % 12;
  const firstOfMonth = day.with({ day: 1 });
  if (kind === 'week') return day.subtract({ days: sinceWeekStart });
  if (kind === 'month') return firstOfMonth;
  if (kind === 'quarter') return firstOfMonth.subtract({ months: fiscalMonth % 3 });
  if (kind === 'year') return firstOfMonth.subtract({ months: fiscalMonth });
  return day;
}

function addUnits(kind: Kind, day: Day, n: number): Day {
  if (kind === 'week') return day.add({ days: 7 * n });
  if (kind === 'month') return day.add({ months: n });
  if (kind === 'quarter') return day.add({ months: 3 * n });
  if (kind === 'year') return day.add({ years: n });
  return day.add({ days: n });
}

function datesOf(settings: Settings, name: string, today: Day): Dates {
  if (name === 'today') return { name, kind: 'day', from: today, to: today.add({ days: 1 }) };
  if (name === 'yesterday') return { name, kind: 'day', from: today.subtract({ days: 1 }), to: today };
  const relative = /^(this|last)-(week|month|quarter|year)$/.exec(name);
  if (relative !== null) {
    const kind = unitOf(relative[2]);
    const start = unitStart(settings, kind, today);
    if (relative[1] === 'this') return { name, kind, from: start, to: addUnits(kind, start, 1) };
    return { name, kind, from: addUnits(kind, start, -1), to: start };
  }
  const lastDays = /^last-(\d+)-days$/.exec(name);
  if (lastDays !== null) {
    const n = Number(lastDays[1]);
    if (n < 1) throw new BadArgument(`period ${name}: at least 1 day`);
    return { name, kind: 'range', from: today.subtract({ days: n }), to: today };
  }
  return absoluteDates(settings, name);
}

function unitOf(text: string | undefined): Kind {
  if (text === 'week' || text === 'month' || text === 'quarter' || text === 'year') return text;
  throw new BadArgument(`no unit ${text}`);
}

function absoluteDates(settings: Settings, name: string): Dates {
  const bad = new BadArgument(`period ${name} is not understood`);
  const year = /^(\d{4})$/.exec(name);
  if (year !== null) {
    const from = fiscalYearStart(settings, Number(year[1]));
    return { name, kind: 'year', from, to: from.add({ years: 1 }) };
  }
  const quarter = /^(\d{4})-Q([1-4])$/.exec(name);
  if (quarter !== null) {
    const from = fiscalYearStart(settings, Number(quarter[1])).add({ months: 3 * (Number(quarter[2]) - 1) });
    return { name, kind: 'quarter', from, to: from.add({ months: 3 }) };
  }
  const month = /^\d{4}-(0[1-9]|1[0-2])$/.exec(name);
  if (month !== null) {
    const from = Temporal.PlainDate.from(`${name}-01`);
    return { name, kind: 'month', from, to: from.add({ months: 1 }) };
  }
  const week = /^(\d{4})-W(\d{2})$/.exec(name);
  if (week !== null) {
    const fourth = Temporal.PlainDate.from({ year: Number(week[1]), month: 1, day: 4 });
    const from = fourth.subtract({ days: fourth.dayOfWeek - 1 }).add({ days: 7 * (Number(week[2]) - 1) });
    const exists = from.yearOfWeek === Number(week[1]) && from.weekOfYear === Number(week[2]);
    if (settings.weekStart !== 'monday' || !exists) throw bad;
    return { name, kind: 'week', from, to: from.add({ days: 7 }) };
  }
  const [first, second, ...more] = name.split('..');
  const from = parseDate(first ?? '');
  const to = parseDate(second ?? '');
  if (from === null || to === null || more.length > 0 || dateDays(from, to) <= 0) throw bad;
  return { name, kind: 'range', from, to };
}

/** Rule 2.2: a fiscal year is named after the calendar year in which it ends. */
function fiscalYearStart(settings: Settings, name: number): Day {
  const year = settings.fiscalYearStart === 1 ? name : name - 1;
  return Temporal.PlainDate.from({ year, month: settings.fiscalYearStart, day: 1 });
}

function fiscalYearName(settings: Settings, day: Day): number {
  const start = unitStart(settings, 'year', day);
  return settings.fiscalYearStart === 1 ? start.year : start.year + 1;
}

/** The name of the fiscal quarter that holds a day, like 2026-Q3. */
export function quarterName(settings: Settings, day: Day): string {
  const fiscalMonth = (day.month - settings.fiscalYearStart + 12) % 12;
  return `${fiscalYearName(settings, day)}-Q${Math.floor(fiscalMonth / 3) + 1}`;
}

function absoluteName(settings: Settings, kind: Kind, from: Day, to: Day): string {
  if (kind === 'year') return String(fiscalYearName(settings, from));
  if (kind === 'quarter') return quarterName(settings, from);
  if (kind === 'month') return from.toString().slice(0, 7);
  if (kind === 'week' && settings.weekStart === 'monday') {
    return `${from.yearOfWeek}-W${String(from.weekOfYear).padStart(2, '0')}`;
  }
  return `${from}..${to}`;
}

/** Rule 2.4: the period of equal kind before, at equal age; null for `all`. */
export function previousPeriod(settings: Settings, period: Period): Period | null {
  if (period.dates === null) return null;
  const { kind, from, to } = period.dates;
  const start = kind === 'range' ? from.subtract({ days: dateDays(from, to) }) : addUnits(kind, from, -1);
  return atEqualAge(settings, period, period.dates, start, from);
}

/** Rule 2.4: the same period a year before, at equal age; null for `all`. */
export function yearBeforePeriod(settings: Settings, period: Period): Period | null {
  if (period.dates === null) return null;
  const { kind, from, to } = period.dates;
  const back = (day: Day): Day => (kind === 'week' ? day.subtract({ days: 364 }) : day.subtract({ years: 1 }));
  const start = back(from);
  const end = kind === 'day' ? start.add({ days: 1 }) : back(to);
  return atEqualAge(settings, period, period.dates, start, end);
}

function atEqualAge(settings: Settings, period: Period, dates: Dates, from: Day, to: Day): Period {
  const zone = settings.timeZone;
  const now = localDateTime(zone, period.asOf);
  const today = now.toPlainDate();
  const earlier: Dates = { kind: dates.kind, from, to, name: absoluteName(settings, dates.kind, from, to) };
  const day = period.running
    ? from.add({ days: dateDays(dates.from, today) })
    : to.add({ days: dateDays(dates.to, today) });
  const sameAge = atLocalTime(zone, day, now.toPlainTime());
  return place(settings, earlier, period.running ? Math.min(sameAge, startOfDay(zone, to)) : sameAge);
}
