import { Temporal } from 'temporal-polyfill';
import { PulseError } from '../errors.ts';
import { type CronTimes, parseCron } from './cron.ts';

/** When something recurs: five cron fields in a zone. Of day of the month and of the week, one at least is `*`. */
export interface Recurrence {
  readonly cron: string;
  /** IANA name. */
  readonly zone: string;
}

/** A digest's schedule: see the ledger's subscriptions. */
interface DigestTimes {
  readonly report: 'weekly' | 'monthly' | 'quarterly';
  readonly schedule: { readonly day: number; readonly hour: number; readonly minute: number; readonly zone: string };
  /** Month in which the fiscal year begins, 1–12. */
  readonly fiscalYearStart: number;
}

/** The recurrence of a digest: quarterly ones in the first month of each fiscal quarter. */
export function recurrenceOf({ report, schedule, fiscalYearStart }: DigestTimes): Recurrence {
  const { day, hour, minute, zone } = schedule;
  const time = `${minute} ${hour}`;
  if (report === 'weekly') return { cron: `${time} * * ${day % 7}`, zone };
  if (report === 'monthly') return { cron: `${time} ${day} * *`, zone };
  const months = [0, 3, 6, 9].map((shift) => ((fiscalYearStart - 1 + shift) % 12) + 1).sort((a, b) => a - b);
  return { cron: `${time} ${day} ${months.join(',')} *`, zone };
}

/** Throws PulseError `bad-schedule` for anything but five plain cron fields, `bad-zone` for a zone that does not exist. */
export function checkSchedule({ cron, zone }: Recurrence): void {
  parseCron(cron);
  checkZone(zone);
}

/** The name as the time zone data have it. Throws PulseError `bad-zone`. */
export function checkZone(zone: string): string {
  // An offset such as +02:00 knows no summer time: nobody means it.
  if (/^[+-]/.test(zone)) throw new PulseError('bad-zone', { zone });
  return knownZone(zone);
}

function knownZone(zone: string): string {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).timeZoneId;
  } catch (error) {
    throw new PulseError('bad-zone', { zone }, error);
  }
}

/** Days since 1970-01-01. */
type Day = number;
const dayMs = 86_400_000;

/** From one 29 February to the next over a year such as 2100. */
const longestDays = 8 * 366 + 2;

/** The next due time after an instant, epoch milliseconds. Throws `bad-schedule`, `bad-zone`. */
export function nextDue(recurrence: Recurrence, after: number): number {
  const { times, zone } = open(recurrence);
  // A skipped time moves on, at most by a day: what was due yesterday may come only now.
  const from = localDay(after, zone) - 1;
  for (let day = from; day <= from + longestDays; day += 1) {
    const due = dueOn(day, times, zone).find((at) => at > after);
    if (due !== undefined) return due;
  }
  throw new PulseError('bad-schedule', { schedule: recurrence.cron, reason: 'never', field: '' });
}

/**
 * Due times in (after, until], oldest first, at most `most`: the newest of them where there are more. Each local time is
 * due once, whatever the clocks do: a skipped one when the clock has moved on, of a doubled one the first. Where no hour is
 * named, both are due.
 */
export function dueBetween(recurrence: Recurrence, after: number, until: number, most: number): readonly number[] {
  if (until <= after) return [];
  const { times, zone } = open(recurrence);
  const first = localDay(after, zone) - 1;
  const found: number[] = [];
  // From the newest on: a bot that was away for a year asks for the last few.
  for (let day = localDay(until, zone) + 1; day >= first && found.length < most; day -= 1) {
    for (const at of dueOn(day, times, zone).toReversed()) {
      if (at <= after || at > until || found.length >= most || at === found.at(-1)) continue;
      found.push(at);
    }
  }
  return found.reverse();
}

const open = ({ cron, zone }: Recurrence): { times: CronTimes; zone: string } => ({
  times: parseCron(cron),
  zone: knownZone(zone),
});

function localDay(instant: number, zone: string): Day {
  const { year, month, day } = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  return Date.UTC(year, month - 1, day) / dayMs;
}

/** Ascending, each once. */
function dueOn(day: Day, times: CronTimes, zone: string): readonly number[] {
  const date = new Date(day * dayMs);
  const [year, month, dayOfMonth] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  if (!times.daysOfMonth.has(dayOfMonth) || !times.months.has(month) || !times.daysOfWeek.has(date.getUTCDay()))
    return [];
  const due = times.hours.flatMap((hour) =>
    times.minutes.flatMap((minute) => {
      const local = new Temporal.PlainDateTime(year, month, dayOfMonth, hour, minute);
      const at = (disambiguation: 'compatible' | 'later'): number =>
        local.toZonedDateTime(zone, { disambiguation }).epochMilliseconds;
      return times.everyHour ? [at('compatible'), at('later')] : [at('compatible')];
    }),
  );
  return [...new Set(due)].sort((a, b) => a - b);
}
