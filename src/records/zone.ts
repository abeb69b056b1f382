import { Temporal } from 'temporal-polyfill';
import type { Stamp } from './records.ts';

/** A local calendar day, as days since 1970-01-01. */
export type Day = number;

export const dayMs = 86_400_000;

/** How one time zone turns instants (ms since the epoch) into calendar days and back (rule 1.5). */
export interface Zone {
  readonly name: string;
  /** The local calendar day of an instant. Days never go back, even where a clock is turned back over midnight. */
  dayOf(ms: number): Day;
  /** The first instant of a local day, which is not 00:00 where the clock skips midnight. */
  startOf(day: Day): number;
  /** What the local clock shows at an instant, in ms since 00:00 (0..86399999). */
  wallOf(ms: number): number;
  /** The instant at which the local clock shows `wallMs` on a day; skipped times move on, of doubled ones the first. */
  at(day: Day, wallMs: number): number;
  /** The instant a stamp stands for: a bare date is the start of its local day. */
  instantOf(stamp: Stamp): number;
  /** The instant of a stamp in an *expires* field: a bare date is the last millisecond of its local day. */
  expiryOf(stamp: Stamp): number;
}

/** Opens an IANA time zone; days once looked up are remembered. Throws RangeError for a name that is none. */
export function openZone(name: string): Zone {
  const id = Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
  const starts = new Map<Day, number>();

  const startOf = (day: Day): number => {
    let start = starts.get(day);
    if (start === undefined) {
      start = plainDate(day).toZonedDateTime(id).epochMilliseconds;
      starts.set(day, start);
    }
    return start;
  };
  const dayOf = (ms: number): Day => {
    let day = Math.floor(ms / dayMs);
    while (startOf(day) > ms) day -= 1;
    while (startOf(day + 1) <= ms) day += 1;
    return day;
  };
  const wallOf = (ms: number): number => {
    const local = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(id);
    return ((local.hour * 60 + local.minute) * 60 + local.second) * 1000 + local.millisecond;
  };
  const at = (day: Day, wallMs: number): number =>
    plainDate(day).toPlainDateTime().add({ milliseconds: wallMs }).toZonedDateTime(id, { disambiguation: 'compatible' })
      .epochMilliseconds;

  return {
    name,
    dayOf,
    startOf,
    wallOf,
    at,
    instantOf: (stamp) => (isBareDate(stamp) ? startOf(dayOfDate(stamp)) : instant(stamp)),
    expiryOf: (stamp) => (isBareDate(stamp) ? startOf(dayOfDate(stamp) + 1) - 1 : instant(stamp)),
  };
}

/** The day of a date `YYYY-MM-DD`; RangeError if it cannot be read. */
export function dayOfDate(date: string): Day {
  return instant(date) / dayMs;
}

/** The date `YYYY-MM-DD` of a day. */
export function dateOfDay(day: Day): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** The day of year, month (1..12) and day of month; values beyond their range carry over. */
export function dayOfCivil(year: number, month: number, dayOfMonth: number): Day {
  // Not Date.UTC, which takes the years 0 to 99 for 1900 to 1999.
  return new Date(0).setUTCFullYear(year, month - 1, dayOfMonth) / dayMs;
}

/** Calendar year, month (1..12) and day of month of a day. */
export function civilOf(day: Day): { year: number; month: number; dayOfMonth: number } {
  const date = new Date(day * dayMs);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, dayOfMonth: date.getUTCDate() };
}

/** The same day of the month so many months later (or earlier), at most that month's last day. */
export function addMonths(day: Day, months: number): Day {
  const { year, month, dayOfMonth } = civilOf(day);
  const first = dayOfCivil(year, month + months, 1);
  const length = dayOfCivil(year, month + months + 1, 1) - first;
  return first + Math.min(dayOfMonth, length) - 1;
}

/** The same calendar date one year earlier (29 February → 28, rule 2.4). */
export function yearEarlier(day: Day): Day {
  return addMonths(day, -12);
}

const isBareDate = (stamp: Stamp): boolean => stamp.length === 10;

function instant(stamp: string): number {
  const ms = Date.parse(stamp);
  if (Number.isNaN(ms)) throw new RangeError(`not a date or an instant: ${stamp}`);
  return ms;
}

function plainDate(day: Day): Temporal.PlainDate {
  const { year, month, dayOfMonth } = civilOf(day);
  return new Temporal.PlainDate(year, month, dayOfMonth);
}
