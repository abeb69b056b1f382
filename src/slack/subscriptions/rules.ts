import { PulseError } from '../../errors.ts';
import { afterHolidays, checkSchedule, deliverable, nextDue, recurrenceOf } from '../../schedule/index.ts';
import type { NewSubscription, ReportKind, SubscriptionScope } from '../../store/ledger/subscriptions.ts';

/** What somebody wants, wherever it comes from: a modal, the command line, the configuration. */
export type Wish = Pick<
  NewSubscription,
  'report' | 'scope' | 'destination' | 'schedule' | 'language' | 'quiet' | 'holidays'
>;

/** A part of a wish that does not hold. */
export type WishProblem =
  | { readonly part: 'zone' | 'day' | 'time' }
  | { readonly part: 'quiet'; readonly why: 'empty' | 'at-its-time' };

export const MOST_PARTNERS = 50;
export const MOST_HOLIDAYS = 400;
const LONGEST_RANGE = 366;

/** What is wrong with when a wish is to be delivered. */
export function problemsOf(wish: Pick<Wish, 'report' | 'schedule' | 'quiet'>): readonly WishProblem[] {
  const { report, schedule, quiet } = wish;
  const problems: WishProblem[] = [];
  if (!isDay(report, schedule.day)) problems.push({ part: 'day' });
  if (!isWithin(schedule.hour, 0, 23) || !isWithin(schedule.minute, 0, 59)) problems.push({ part: 'time' });
  if (problems.length === 0 && !hasZone(wish)) problems.push({ part: 'zone' });
  if (quiet !== null && quiet.from === quiet.to) problems.push({ part: 'quiet', why: 'empty' });
  // Each one would be late.
  else if (quiet !== null && isQuiet(quiet, clockOf(schedule))) problems.push({ part: 'quiet', why: 'at-its-time' });
  return problems;
}

const isWithin = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

/** 1–7 from Monday on, or a day that every month has. */
export const isDay = (report: ReportKind, day: number): boolean => isWithin(day, 1, report === 'weekly' ? 7 : 28);

function hasZone({ report, schedule }: Pick<Wish, 'report' | 'schedule'>): boolean {
  try {
    checkSchedule(recurrenceOf({ report, schedule, fiscalYearStart: 1 }));
    return true;
  } catch (error) {
    if (isScheduleError(error)) return false;
    throw error;
  }
}

/** A zone that schedules can have; null for anything else. */
export function checkedZone(zone: string | undefined): string | null {
  if (zone === undefined) return null;
  const schedule = { day: 1, hour: 0, minute: 0, zone };
  return hasZone({ report: 'weekly', schedule }) ? zone : null;
}

/** `09:00` */
export const clockOf = ({ hour, minute }: { readonly hour: number; readonly minute: number }): string =>
  `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;

/** Hour and minute of `09:00`; null for anything else. */
export function readClock(text: string): { readonly hour: number; readonly minute: number } | null {
  const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text.trim());
  return match === null ? null : { hour: Number(match[1]), minute: Number(match[2]) };
}

/** Whether a time lies in quiet hours: over midnight where they end before they begin. */
export const isQuiet = ({ from, to }: { readonly from: string; readonly to: string }, clock: string): boolean =>
  from < to ? clock >= from && clock < to : clock >= from || clock < to;

export type Holidays =
  | { readonly days: readonly string[] }
  | { readonly bad: string }
  /** More than `MOST_HOLIDAYS`. */
  | { readonly tooMany: true };

/** Days `2026-12-25` and ranges `2026-12-24..2026-12-31`, with blanks, commas or lines between; sorted, each once. */
export function readHolidays(text: string): Holidays {
  const days = new Set<string>();
  for (const word of text.split(/[\s,;]+/u)) {
    if (word === '') continue;
    const found = daysIn(word);
    if (found === null) return { bad: word.slice(0, 60) };
    for (const day of found) days.add(day);
    if (days.size > MOST_HOLIDAYS) return { tooMany: true };
  }
  return { days: [...days].sort() };
}

function daysIn(word: string): readonly string[] | null {
  const [first = '', last = first, ...more] = word.split('..');
  const [from, to] = [dayOf(first), dayOf(last)];
  if (from === null || to === null || more.length > 0 || to < from || to - from >= LONGEST_RANGE) return null;
  return Array.from({ length: to - from + 1 }, (_, index) => dateOf(from + index));
}

const DAY = 86_400_000;
const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/** Days since 1970 of a date of this century; null where there is no such date. */
function dayOf(text: string): number | null {
  if (!/^20\d{2}-\d{2}-\d{2}$/.test(text)) return null;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(ms) || dateOf(ms / DAY) !== text ? null : ms / DAY;
}

/** Two that tell the same to the same: one takes the place of the other. */
export const isSame = (one: Pick<Wish, 'report' | 'scope' | 'destination'>, other: typeof one): boolean =>
  one.report === other.report &&
  isSameScope(one.scope, other.scope) &&
  one.destination.kind === other.destination.kind &&
  one.destination.id === other.destination.id;

export const isSameScope = (one: SubscriptionScope, other: SubscriptionScope): boolean => keyOf(one) === keyOf(other);

const keyOf = ({ segment, partners }: SubscriptionScope): string =>
  JSON.stringify([
    Object.entries(segment)
      .map(([key, value]) => [key, key === 'manager' ? value.toLowerCase() : value])
      .sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
    partners === null ? null : [...new Set(partners)].sort(),
  ]);

/** When the next one comes after an instant, quiet hours and holidays respected; null where its schedule does not hold any more. */
export function nextOf(
  { report, schedule, quiet, holidays }: Pick<Wish, 'report' | 'schedule' | 'quiet' | 'holidays'>,
  fiscalYearStart: number,
  after: number,
): number | null {
  const silence = { zone: schedule.zone, quiet, holidays };
  try {
    const due = nextDue(recurrenceOf({ report, schedule, fiscalYearStart }), after);
    return deliverable(afterHolidays(due, silence), silence);
  } catch (error) {
    if (isScheduleError(error)) return null;
    throw error;
  }
}

const isScheduleError = (error: unknown): boolean =>
  error instanceof PulseError && (error.code === 'bad-zone' || error.code === 'bad-schedule');
