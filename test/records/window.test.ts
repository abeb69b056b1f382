// long: borders of windows are compared with each other, so they stand together.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Calendar, openCalendar, parsePeriod } from '../../src/records/period.ts';
import { programSettings } from '../../src/records/settings.ts';
import {
  previousPeriod,
  previousWindow,
  type Window,
  windowAtEqualAge,
  windowOf,
  yearBeforeWindow,
} from '../../src/records/window.ts';
import { dateOfDay } from '../../src/records/zone.ts';

const calendarOf = (settings: object = {}): Calendar => openCalendar(programSettings.parse(settings));
const utc = calendarOf();
const berlin = calendarOf({ timeZone: 'Europe/Berlin' });
const iso = (ms: number): string => new Date(ms).toISOString();
const ms = (text: string): number => Date.parse(text);

const view = (text: string, asOf: string, calendar = utc): Window =>
  windowOf(parsePeriod(text, calendar, ms(asOf)), calendar, ms(asOf));

/** What a reader checks by hand: name, as-of, and whether it still runs. */
const seen = (window: Window | null): string =>
  window === null ? 'none' : `${window.period.name} ${iso(window.asOf)}${window.running ? ' running' : ''}`;
const previous = (text: string, asOf: string, calendar = utc): string =>
  seen(previousWindow(view(text, asOf, calendar), calendar));
const yearBefore = (text: string, asOf: string, calendar = utc): string =>
  seen(yearBeforeWindow(view(text, asOf, calendar), calendar));

const counts = (window: Window, stamp: number): boolean => window.start <= stamp && stamp < window.until;

describe('which stamps a window counts', () => {
  it('rule 2.1: a complete period is [start, end), whatever the as-of', () => {
    const window = view('2026-08', '2026-09-16T09:00:00Z', berlin);
    expect(iso(window.start)).toBe('2026-07-31T22:00:00.000Z');
    expect(iso(window.end)).toBe('2026-08-31T22:00:00.000Z');
    expect(counts(window, window.start)).toBe(true);
    expect(counts(window, window.start - 1)).toBe(false);
    expect(counts(window, window.end - 1)).toBe(true);
    expect(counts(window, window.end)).toBe(false);
    expect(window.running).toBe(false);
  });

  it('rule 1.9: at the end of a complete period is the value just before its exclusive end', () => {
    const window = view('2026-08', '2026-09-16T09:00:00Z', berlin);
    expect(window.last).toBe(window.end - 1);
    expect(dateOfDay(window.lastDay)).toBe('2026-08-31');
  });

  it('rules 1.6 and 2.1: a running period is [start, as-of], both included, with its nominal end', () => {
    const window = view('this-month', '2026-09-16T09:00:00Z');
    expect(counts(window, window.asOf)).toBe(true);
    expect(counts(window, window.asOf + 1)).toBe(false);
    expect(iso(window.end)).toBe('2026-10-01T00:00:00.000Z');
    expect(window.running).toBe(true);
    expect(window.last).toBe(window.asOf);
    expect(dateOfDay(window.lastDay)).toBe('2026-09-16');
  });

  it('rule 2.1: as of its very end a period is complete, and what happens then is not in it', () => {
    const window = view('2026-08', '2026-09-01T00:00:00Z');
    expect(window.running).toBe(false);
    expect(counts(window, window.asOf)).toBe(false);
  });

  it('rule 2.1: as of its very first instant a period counts that instant', () => {
    const window = view('2026-09', '2026-09-01T00:00:00Z');
    expect(counts(window, window.asOf)).toBe(true);
    expect(window.until - window.start).toBe(1);
  });

  it('rule 2.2: all has no start, ends as of now and runs', () => {
    const window = view('all', '2026-09-16T09:00:00Z');
    expect(counts(window, ms('1901-01-01'))).toBe(true);
    expect(counts(window, window.asOf)).toBe(true);
    expect(counts(window, window.asOf + 1)).toBe(false);
    expect(window.end).toBe(window.asOf);
    expect(window.running).toBe(true);
    expect(previousWindow(window, utc)).toBeNull();
    expect(yearBeforeWindow(window, utc)).toBeNull();
  });
});

describe('complete periods at equal age', () => {
  it('rule 2.4: the earlier one is computed as many days after its end, at the same local time', () => {
    expect(previous('last-quarter', '2026-09-16T09:00:00Z')).toBe('2026-Q1 2026-06-17T09:00:00.000Z');
    expect(yearBefore('last-quarter', '2026-09-16T09:00:00Z')).toBe('2025-Q2 2025-09-16T09:00:00.000Z');
    expect(previous('2026-08', '2026-09-16T09:00:00Z')).toBe('2026-07 2026-08-16T09:00:00.000Z');
    expect(previous('last-week', '2026-09-16T09:00:00Z')).toBe('2026-W36 2026-09-09T09:00:00.000Z');
    expect(yearBefore('last-week', '2026-09-16T09:00:00Z')).toBe('2025-W37 2025-09-17T09:00:00.000Z');
    expect(previous('2025', '2026-03-01T00:00:00Z')).toBe('2024 2025-03-01T00:00:00.000Z');
  });

  it('rule 2.4: equal age counts local days and local time over a DST border (Berlin)', () => {
    // 10:00 in Berlin, 16 days after the quarter's end: in April summer time, in January not.
    expect(previous('2026-Q1', '2026-04-17T08:00:00Z', berlin)).toBe('2025-Q4 2026-01-17T09:00:00.000Z');
  });

  it('rule 2.4: a local time that the earlier day skips moves on (New York, 8 March 2026)', () => {
    const newYork = calendarOf({ timeZone: 'America/New_York' });
    // 02:30 on the 7th day after March; 7 days after February is 8 March, where 02:00 to 03:00 is missing.
    expect(previous('2026-03', '2026-04-08T06:30:00Z', newYork)).toBe('2026-02 2026-03-08T07:30:00.000Z');
  });

  it('rule 2.4: a day without midnight in between changes nothing (Cairo, 30 April 2027)', () => {
    const cairo = calendarOf({ timeZone: 'Africa/Cairo' });
    expect(previous('yesterday', '2027-05-01T07:00:00Z', cairo)).toBe(
      '2027-04-29..2027-04-30 2027-04-30T07:00:00.000Z',
    );
    const window = view('yesterday', '2027-05-01T07:00:00Z', cairo);
    expect(window.end - window.start).toBe(23 * 3_600_000);
  });

  it('rule 2.4: zones without DST keep the same UTC time (Kolkata), southern ones shift the other way (Sydney)', () => {
    const kolkata = calendarOf({ timeZone: 'Asia/Kolkata' });
    expect(previous('2026-Q1', '2026-04-17T08:00:00Z', kolkata)).toBe('2025-Q4 2026-01-17T08:00:00.000Z');
    const sydney = calendarOf({ timeZone: 'Australia/Sydney' });
    expect(previous('2026-Q1', '2026-04-17T08:00:00Z', sydney)).toBe('2025-Q4 2026-01-17T07:00:00.000Z');
  });

  it('rule 2.4: ranges and last-N-days against the equal number of days before and the same dates a year earlier', () => {
    const asOf = '2026-09-16T09:00:00Z';
    expect(previous('last-90-days', asOf)).toBe('2026-03-20..2026-06-18 2026-06-18T09:00:00.000Z');
    expect(yearBefore('last-90-days', asOf)).toBe('2025-06-18..2025-09-16 2025-09-16T09:00:00.000Z');
    expect(previous('2026-07-10..2026-07-20', asOf)).toBe('2026-06-30..2026-07-10 2026-09-06T09:00:00.000Z');
    expect(yearBefore('2026-07-10..2026-07-20', asOf)).toBe('2025-07-10..2025-07-20 2025-09-16T09:00:00.000Z');
    expect(yearBefore('2024-02-29..2024-03-10', asOf).split(' ')[0]).toBe('2023-02-28..2023-03-10');
  });

  it('rule 2.4: of days the same date, 29 February against the 28th', () => {
    expect(yearBefore('yesterday', '2028-03-01T12:00:00Z').split(' ')[0]).toBe('2027-02-28..2027-03-01');
    expect(yearBefore('2028-02-28..2028-02-29', '2028-03-01T12:00:00Z').split(' ')[0]).toBe('2027-02-28..2027-03-01');
    expect(yearBefore('2029-02-28..2029-03-01', '2029-03-02T12:00:00Z').split(' ')[0]).toBe('2028-02-28..2028-02-29');
  });

  it('rule 2.4: earlier fiscal quarters and years keep fiscal names', () => {
    const april = calendarOf({ fiscalYearStart: 4 });
    expect(previous('last-quarter', '2026-05-10T00:00:00Z', april).split(' ')[0]).toBe('2026-Q3');
    expect(yearBefore('last-quarter', '2026-05-10T00:00:00Z', april).split(' ')[0]).toBe('2025-Q4');
    const october = calendarOf({ fiscalYearStart: 10 });
    expect(previous('last-year', '2026-10-10T00:00:00Z', october)).toBe('2025 2025-10-10T00:00:00.000Z');
  });

  it('rule 2.4: weeks that start on Sunday', () => {
    const sunday = calendarOf({ weekStart: 'sunday' });
    expect(previous('last-week', '2026-09-16T09:00:00Z', sunday)).toBe(
      '2026-08-30..2026-09-06 2026-09-09T09:00:00.000Z',
    );
    expect(yearBefore('last-week', '2026-09-16T09:00:00Z', sunday)).toBe(
      '2025-09-07..2025-09-14 2025-09-17T09:00:00.000Z',
    );
  });
});

describe('running periods at equal age', () => {
  it('rule 2.4: cut at the same local time on the same ordinal day and computed as of then', () => {
    const window = view('this-month', '2026-09-16T09:00:00Z');
    const before = previousWindow(window, utc);
    expect(seen(before)).toBe('2026-08 2026-08-16T09:00:00.000Z running');
    if (before === null) throw new Error('a month has one before it');
    expect(counts(before, before.asOf)).toBe(true);
    expect(counts(before, before.asOf + 1)).toBe(false);
    expect(iso(before.end)).toBe('2026-09-01T00:00:00.000Z');
    expect(dateOfDay(before.lastDay)).toBe('2026-08-16');
    expect(yearBefore('this-month', '2026-09-16T09:00:00Z')).toBe('2025-09 2025-09-16T09:00:00.000Z running');
  });

  it('rule 2.4: the ordinal day of a quarter, not the same date', () => {
    // 16 September is day 78 of the third quarter; day 78 of the second is 17 June, of the first (2027) 19 March.
    expect(previous('this-quarter', '2026-09-16T09:00:00Z')).toBe('2026-Q2 2026-06-17T09:00:00.000Z running');
    expect(previous('this-quarter', '2027-06-17T09:00:00Z')).toBe('2027-Q1 2027-03-19T09:00:00.000Z running');
    expect(yearBefore('this-year', '2028-03-01T09:00:00Z')).toBe('2027 2027-03-02T09:00:00.000Z running');
  });

  it('rule 2.4: a shorter month before is cut at its end at most, and is complete then', () => {
    expect(previous('this-month', '2026-03-28T23:59:59.999Z')).toBe('2026-02 2026-02-28T23:59:59.999Z running');
    const window = previousWindow(view('this-month', '2026-03-30T09:00:00Z'), utc);
    expect(seen(window)).toBe('2026-02 2026-03-01T00:00:00.000Z');
    expect(window?.until).toBe(window?.end);
    expect(window?.last).toBe(ms('2026-02-28T23:59:59.999Z'));
  });

  it('rule 2.4: several steps back keep the ordinal day past a short month', () => {
    const march = view('this-month', '2026-03-30T09:00:00Z');
    const february = previousPeriod(march.period, utc);
    const january = february === null ? null : previousPeriod(february, utc);
    if (january === null) throw new Error('months go on');
    expect(seen(windowAtEqualAge(march, january, utc))).toBe('2026-01 2026-01-30T09:00:00.000Z running');
  });

  it('rule 2.4: today against yesterday up to the same local time, over a DST border too (Berlin)', () => {
    expect(previous('today', '2026-09-16T09:00:00Z')).toBe('2026-09-15..2026-09-16 2026-09-15T09:00:00.000Z running');
    expect(yearBefore('today', '2026-09-16T09:00:00Z')).toBe('2025-09-16..2025-09-17 2025-09-16T09:00:00.000Z running');
    expect(previous('today', '2026-03-29T10:00:00Z', berlin)).toBe(
      '2026-03-28..2026-03-29 2026-03-28T11:00:00.000Z running',
    );
  });

  it('rule 2.4: on the second pass of a doubled hour the cut is at what the clock shows', () => {
    // The second 02:30 of 25 October: yesterday is cut at 02:30.
    expect(previous('today', '2026-10-25T01:30:00Z', berlin)).toBe(
      '2026-10-24..2026-10-25 2026-10-24T00:30:00.000Z running',
    );
  });

  it('rule 2.4: this week against the same weekday and time, 52 weeks earlier for the year before', () => {
    expect(previous('this-week', '2026-09-16T09:00:00Z')).toBe('2026-W37 2026-09-09T09:00:00.000Z running');
    expect(yearBefore('this-week', '2026-09-16T09:00:00Z')).toBe('2025-W38 2025-09-17T09:00:00.000Z running');
    // 2026 has 53 weeks and 2025 has none of that name: 52 weeks before the last of 2026 is its first.
    expect(yearBefore('2026-W53', '2027-02-01T09:00:00Z').split(' ')[0]).toBe('2026-W01');
  });

  it('rule 2.4: a running range is cut on its ordinal day', () => {
    expect(previous('2026-09-10..2026-09-30', '2026-09-16T09:00:00Z')).toBe(
      '2026-08-21..2026-09-10 2026-08-27T09:00:00.000Z running',
    );
  });
});

describe('laws of windows', () => {
  const calendar = fc
    .record({
      timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'Africa/Cairo', 'America/New_York', 'Australia/Sydney'),
      weekStart: fc.constantFrom('monday', 'sunday'),
      fiscalYearStart: fc.constantFrom(1, 4, 10),
    })
    .map(calendarOf);
  const asOf = fc.integer({ min: ms('2015-01-01'), max: ms('2035-01-01') });
  const relative = ['today', 'yesterday'].concat(
    ['week', 'month', 'quarter', 'year'].flatMap((unit) => [`this-${unit}`, `last-${unit}`]),
  );
  const text = fc.oneof(
    fc.constantFrom(...relative),
    fc.integer({ min: 1, max: 400 }).map((days) => `last-${days}-days`),
  );

  it('rule 2.4: the previous window ends where this one starts, lies wholly in its own period, and is not older', () => {
    fc.assert(
      fc.property(calendar, text, asOf, (c, name, now) => {
        const window = windowOf(parsePeriod(name, c, now), c, now);
        const before = previousWindow(window, c);
        if (before === null) throw new Error(`${name} has one before it`);
        expect(before.end).toBe(window.start);
        expect(before.until).toBeLessThanOrEqual(before.end);
        expect(before.until).toBeGreaterThan(before.start);
        expect(before.asOf).toBeLessThan(window.asOf);
        expect(before.last).toBe(before.until - 1);
      }),
      { numRuns: 500 },
    );
  });

  it('rule 2.4: a complete one is compared with a complete one, at the same number of local days after its end', () => {
    fc.assert(
      fc.property(calendar, text, asOf, (c, name, now) => {
        const window = windowOf(parsePeriod(name, c, now), c, now);
        for (const before of [previousWindow(window, c), yearBeforeWindow(window, c)]) {
          if (before === null) throw new Error(`${name} has one before it`);
          if (window.running) continue;
          const age = (w: Window): number => c.zone.dayOf(w.asOf) - c.zone.dayOf(w.end);
          expect(before.running).toBe(false);
          expect(age(before)).toBe(age(window));
        }
      }),
      { numRuns: 500 },
    );
  });
});
