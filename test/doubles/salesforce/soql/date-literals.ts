// Date literals: the days that TODAY, LAST_N_DAYS:n and the like mean, in the zone of the asking user.
import { Temporal } from 'temporal-polyfill';

/** From the first day to the day after the last. */
export interface Days {
  from: string;
  until: string;
}

type Unit = 'days' | 'weeks' | 'months' | 'quarters' | 'years';

function startOf(unit: Unit, day: Temporal.PlainDate): Temporal.PlainDate {
  // Weeks begin on Sunday, as in an org of locale en_US.
  if (unit === 'weeks') return day.subtract({ days: day.dayOfWeek % 7 });
  if (unit === 'months') return day.with({ day: 1 });
  if (unit === 'quarters') return day.with({ day: 1, month: Math.floor((day.month - 1) / 3) * 3 + 1 });
  if (unit === 'years') return day.with({ day: 1, month: 1 });
  return day;
}

function move(unit: Unit, day: Temporal.PlainDate, by: number): Temporal.PlainDate {
  if (unit === 'quarters') return day.add({ months: 3 * by });
  return day.add({ [unit]: by });
}

function unitOf(name: string): Unit {
  if (name.includes('WEEK')) return 'weeks';
  if (name.includes('MONTH')) return 'months';
  if (name.includes('QUARTER')) return 'quarters';
  if (name.includes('YEAR')) return 'years';
  return 'days';
}

/** The days that a literal means at a moment. */
export function daysOf(name: string, count: number, now: number, timeZone: string): Days {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate();
  const unit = unitOf(name);
  const start = startOf(unit, today);
  const range = (first: number, last: number): Days => ({
    from: move(unit, start, first).toString(),
    until: move(unit, start, last + 1).toString(),
  });
  if (name === 'TODAY' || name.startsWith('THIS_')) return range(0, 0);
  if (name === 'YESTERDAY') return range(-1, -1);
  if (name === 'TOMORROW') return range(1, 1);
  if (name === 'N_DAYS_AGO') return range(-count, -count);
  const many = name.includes('_90_DAYS') ? 90 : count;
  if (name.startsWith('NEXT_')) return range(1, many);
  // Days that have passed reach up to today; longer units end before the present one.
  return unit === 'days' ? range(-many, 0) : range(-many, -1);
}

/** The first moment of a day in a zone, in milliseconds. */
export function startOfDay(day: string, timeZone: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds;
}
