import { Temporal } from 'temporal-polyfill';

/** Instants are whole milliseconds since 1970, so "just before t" is t − 1. */
export type Ms = number;

const zoneCaches = new Map<string, Map<Ms, Temporal.PlainDate>>();

export function localDateTime(zone: string, t: Ms): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(t).toZonedDateTimeISO(zone);
}

/** The calendar date of an instant in the zone. */
export function localDate(zone: string, t: Ms): Temporal.PlainDate {
  let cache = zoneCaches.get(zone);
  if (cache === undefined) {
    cache = new Map();
    zoneCaches.set(zone, cache);
  }
  const known = cache.get(t);
  if (known !== undefined) return known;
  const date = localDateTime(zone, t).toPlainDate();
  cache.set(t, date);
  return date;
}

/** The first instant of a calendar day in the zone. */
export function startOfDay(zone: string, date: Temporal.PlainDate): Ms {
  return date.toZonedDateTime(zone).epochMilliseconds;
}

/** A local time on a local date; in a gap the later, in an overlap the earlier instant. */
export function atLocalTime(zone: string, date: Temporal.PlainDate, time: Temporal.PlainTime): Ms {
  return date.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds;
}

export function dateDays(from: Temporal.PlainDate, to: Temporal.PlainDate): number {
  return from.until(to, { largestUnit: 'day' }).days;
}

/** Rule 1.5: calendar days between two moments in the zone. */
export function days(zone: string, from: Ms, to: Ms): number {
  return dateDays(localDate(zone, from), localDate(zone, to));
}

export function iso(t: Ms): string {
  return new Date(t).toISOString();
}

const BARE_DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

export function parseDate(text: string): Temporal.PlainDate | null {
  if (!BARE_DATE.test(text)) return null;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Rules 1.5 and 7.1: a timestamp with offset, or a bare date; null when it is neither. */
export function parseInstant(zone: string, text: string, meaning: 'starts' | 'expires' = 'starts'): Ms | null {
  const date = parseDate(text);
  if (date !== null)
    return meaning === 'expires' ? startOfDay(zone, date.add({ days: 1 })) - 1 : startOfDay(zone, date);
  if (!TIMESTAMP.test(text)) return null;
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
