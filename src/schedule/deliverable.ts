import { Temporal } from 'temporal-polyfill';

/** When nothing is to be delivered. */
export interface Silence {
  /** IANA name. */
  readonly zone: string;
  /** `HH:MM`, over midnight where `from` is the later; the same time twice: never quiet. */
  readonly quiet: { readonly from: string; readonly to: string } | null;
  /** Local days `YYYY-MM-DD`. */
  readonly holidays: readonly string[];
}

/** The first instant at or after `at` (epoch milliseconds) that is neither in quiet hours nor on a holiday. */
export function deliverable(at: number, { zone, quiet, holidays }: Silence): number {
  const free = new Set(holidays);
  let now = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  for (;;) {
    const next = free.has(now.toPlainDate().toString())
      ? now.toPlainDate().add({ days: 1 }).toZonedDateTime(zone)
      : quiet === null
        ? null
        : endOfQuiet(now, Temporal.PlainTime.from(quiet.from), Temporal.PlainTime.from(quiet.to));
    if (next === null) return now.epochMilliseconds;
    now = next;
  }
}

/** When the quiet hours end in which an instant is; null: it is in none. */
function endOfQuiet(
  now: Temporal.ZonedDateTime,
  from: Temporal.PlainTime,
  to: Temporal.PlainTime,
): Temporal.ZonedDateTime | null {
  const time = now.toPlainTime();
  const since = Temporal.PlainTime.compare(time, from) >= 0;
  const before = Temporal.PlainTime.compare(time, to) < 0;
  const overMidnight = Temporal.PlainTime.compare(from, to) > 0;
  if (overMidnight ? !since && !before : !(since && before)) return null;
  const day = overMidnight && since ? now.toPlainDate().add({ days: 1 }) : now.toPlainDate();
  return firstAfter(now, day.toPlainDateTime(to));
}

/** When the clock shows a local time next; where it is changed before, that: what it shows then is looked at anew. */
function firstAfter(now: Temporal.ZonedDateTime, local: Temporal.PlainDateTime): Temporal.ZonedDateTime {
  const earlier = local.toZonedDateTime(now.timeZoneId, { disambiguation: 'earlier' });
  const later = local.toZonedDateTime(now.timeZoneId, { disambiguation: 'later' });
  const shown = Temporal.ZonedDateTime.compare(earlier, now) > 0 ? earlier : later;
  const change = now.getTimeZoneTransition('next');
  return change !== null && Temporal.ZonedDateTime.compare(change, shown) < 0 ? change : shown;
}

/** Whether an instant is on one of the local holidays. */
export const isHoliday = (at: number, { zone, holidays }: Silence): boolean =>
  holidays.includes(Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString());

/** The same time on the first day that is no holiday: what is due at nine does not come at midnight. */
export function afterHolidays(at: number, { zone, holidays }: Silence): number {
  const free = new Set(holidays);
  let now = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  while (free.has(now.toPlainDate().toString())) now = now.add({ days: 1 });
  return now.epochMilliseconds;
}
