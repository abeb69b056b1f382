import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { addMonths, dateOfDay, dayOfDate, openZone, yearEarlier } from '../../src/records/zone.ts';

const utc = (text: string): number => Date.parse(text);
const iso = (ms: number): string => new Date(ms).toISOString();
const hours = (wall: number): number => wall * 3_600_000;

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Africa/Cairo',
  'Asia/Kolkata',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'America/Havana',
  'America/Santiago',
  'Pacific/Apia',
  'Asia/Kathmandu',
];
const open = new Map(zones.map((name) => [name, openZone(name)]));
const zone = fc.constantFrom(...open.values());
// From 2012 on: no zone here turns its clock back over midnight or skips a day since.
const from = dayOfDate('2012-01-01');
const to = dayOfDate('2039-12-31');
const day = fc.integer({ min: from, max: to });
const moment = fc.integer({ min: from * 86_400_000, max: to * 86_400_000 });

describe('days of a reporting zone', () => {
  it('rule 1.5: a bare date is 00:00 of that day in the reporting zone', () => {
    expect(iso(openZone('Europe/Berlin').instantOf('2026-01-02'))).toBe('2026-01-01T23:00:00.000Z');
    expect(iso(openZone('Europe/Berlin').instantOf('2026-07-02'))).toBe('2026-07-01T22:00:00.000Z');
    expect(iso(openZone('Asia/Kolkata').instantOf('2026-01-02'))).toBe('2026-01-01T18:30:00.000Z');
    expect(iso(openZone('America/New_York').instantOf('2026-01-02'))).toBe('2026-01-02T05:00:00.000Z');
    expect(iso(openZone('Australia/Sydney').instantOf('2026-01-02'))).toBe('2026-01-01T13:00:00.000Z');
  });

  it('rule 1.5: an instant is itself, also in an expires field', () => {
    const berlin = openZone('Europe/Berlin');
    expect(berlin.instantOf('2026-01-02T10:20:30.400Z')).toBe(utc('2026-01-02T10:20:30.400Z'));
    expect(berlin.expiryOf('2026-01-02T10:20:30.400Z')).toBe(utc('2026-01-02T10:20:30.400Z'));
  });

  it('rule 1.5: a bare date in an expires field is the last millisecond of its day, on 23 and 25 hour days too', () => {
    const berlin = openZone('Europe/Berlin');
    expect(iso(berlin.expiryOf('2026-01-02'))).toBe('2026-01-02T22:59:59.999Z');
    expect(iso(berlin.expiryOf('2026-03-29'))).toBe('2026-03-29T21:59:59.999Z');
    expect(iso(berlin.expiryOf('2026-10-25'))).toBe('2026-10-25T22:59:59.999Z');
    expect(iso(openZone('Africa/Cairo').expiryOf('2027-04-29'))).toBe('2027-04-29T21:59:59.999Z');
  });

  it('rule 1.5: where midnight is skipped the day starts at 01:00 (Cairo, 30 April 2027)', () => {
    const cairo = openZone('Africa/Cairo');
    const start = cairo.startOf(dayOfDate('2027-04-30'));
    expect(iso(start)).toBe('2027-04-29T22:00:00.000Z');
    expect(cairo.wallOf(start)).toBe(hours(1));
    expect(dateOfDay(cairo.dayOf(start))).toBe('2027-04-30');
    expect(dateOfDay(cairo.dayOf(start - 1))).toBe('2027-04-29');
    expect(cairo.at(dayOfDate('2027-04-30'), 0)).toBe(start);
  });

  it('rule 1.5: days begin and end at local midnight around DST borders', () => {
    const berlin = openZone('Europe/Berlin');
    expect(dateOfDay(berlin.dayOf(utc('2026-03-29T21:59:59.999Z')))).toBe('2026-03-29');
    expect(dateOfDay(berlin.dayOf(utc('2026-03-29T22:00:00.000Z')))).toBe('2026-03-30');
    expect(dateOfDay(berlin.dayOf(utc('2026-10-25T22:59:59.999Z')))).toBe('2026-10-25');
    expect(dateOfDay(berlin.dayOf(utc('2026-10-25T23:00:00.000Z')))).toBe('2026-10-26');
    const newYork = openZone('America/New_York');
    expect(dateOfDay(newYork.dayOf(utc('2026-11-02T04:59:59.999Z')))).toBe('2026-11-01');
    expect(dateOfDay(newYork.dayOf(utc('2026-11-02T05:00:00.000Z')))).toBe('2026-11-02');
    const sydney = openZone('Australia/Sydney');
    expect(dateOfDay(sydney.dayOf(utc('2026-10-04T12:59:59.999Z')))).toBe('2026-10-04');
    expect(dateOfDay(sydney.dayOf(utc('2026-10-04T13:00:00.000Z')))).toBe('2026-10-05');
  });

  it('rule 2.4: a skipped local time moves on, of a doubled one the first counts', () => {
    const berlin = openZone('Europe/Berlin');
    expect(iso(berlin.at(dayOfDate('2026-03-29'), hours(2.5)))).toBe('2026-03-29T01:30:00.000Z');
    expect(iso(berlin.at(dayOfDate('2026-10-25'), hours(2.5)))).toBe('2026-10-25T00:30:00.000Z');
    expect(iso(berlin.at(dayOfDate('2026-10-25'), hours(12)))).toBe('2026-10-25T11:00:00.000Z');
  });

  it('shows what the local clock shows, on both passes of a doubled hour', () => {
    const berlin = openZone('Europe/Berlin');
    expect(berlin.wallOf(utc('2026-10-25T00:30:00.000Z'))).toBe(hours(2.5));
    expect(berlin.wallOf(utc('2026-10-25T01:30:00.000Z'))).toBe(hours(2.5));
    expect(openZone('Asia/Kolkata').wallOf(utc('2026-01-01T18:29:59.999Z'))).toBe(86_399_999);
  });

  it('refuses a zone that does not exist and a date that cannot be read', () => {
    expect(() => openZone('Europe/Atlantis')).toThrow(RangeError);
    expect(() => dayOfDate('soon')).toThrow(RangeError);
  });

  it('rule 1.5: the day of an instant is the one the calendar library finds (law)', () => {
    fc.assert(
      fc.property(zone, moment, (z, ms) => {
        const local = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(z.name);
        expect(dateOfDay(z.dayOf(ms))).toBe(local.toPlainDate().toString());
        expect(z.startOf(z.dayOf(ms))).toBe(local.startOfDay().epochMilliseconds);
      }),
      { numRuns: 2000 },
    );
  });

  it('rule 1.5: every day starts on itself, and the millisecond before is the day before (law)', () => {
    fc.assert(
      fc.property(zone, day, (z, d) => {
        expect(z.dayOf(z.startOf(d))).toBe(d);
        expect(z.dayOf(z.startOf(d) - 1)).toBe(d - 1);
        expect(z.expiryOf(dateOfDay(d))).toBe(z.instantOf(dateOfDay(d + 1)) - 1);
      }),
    );
  });

  it('rule 2.4: an instant is found again by its day and wall time, but for the second pass of a doubled hour (law)', () => {
    fc.assert(
      fc.property(zone, moment, (z, ms) => {
        const found = z.at(z.dayOf(ms), z.wallOf(ms));
        expect(z.wallOf(found)).toBe(z.wallOf(ms));
        expect(ms - found === 0 || (ms > found && ms - found <= hours(1))).toBe(true);
      }),
    );
  });
});

describe('calendar days', () => {
  it('counts from 1970-01-01, also before it and in early years', () => {
    expect(dayOfDate('1970-01-01')).toBe(0);
    expect(dayOfDate('1969-12-31')).toBe(-1);
    expect(dayOfDate('2026-01-02')).toBe(20_455);
    expect(dateOfDay(dayOfDate('0099-03-01'))).toBe('0099-03-01');
  });

  it('rule 2.4: a year before 29 February is 28 February', () => {
    expect(dateOfDay(yearEarlier(dayOfDate('2028-02-29')))).toBe('2027-02-28');
    expect(dateOfDay(yearEarlier(dayOfDate('2029-02-28')))).toBe('2028-02-28');
    expect(dateOfDay(yearEarlier(dayOfDate('2026-12-31')))).toBe('2025-12-31');
  });

  it('keeps the day of the month where the other month has it', () => {
    expect(dateOfDay(addMonths(dayOfDate('2026-01-31'), 1))).toBe('2026-02-28');
    expect(dateOfDay(addMonths(dayOfDate('2028-01-31'), 1))).toBe('2028-02-29');
    expect(dateOfDay(addMonths(dayOfDate('2026-11-15'), 3))).toBe('2027-02-15');
    expect(dateOfDay(addMonths(dayOfDate('2026-01-15'), -1))).toBe('2025-12-15');
    expect(dateOfDay(addMonths(dayOfDate('2026-01-15'), -13))).toBe('2024-12-15');
  });

  it('a date and its day name each other (law)', () => {
    fc.assert(
      fc.property(fc.integer({ min: dayOfDate('0001-01-01'), max: dayOfDate('9999-12-31') }), (d) => {
        expect(dayOfDate(dateOfDay(d))).toBe(d);
      }),
    );
  });
});
