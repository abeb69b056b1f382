import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PulseError } from '../../src/errors.ts';
import {
  type Calendar,
  defaultPeriod,
  openCalendar,
  type Period,
  parsePeriod,
  periodOf,
  readPeriod,
  runningPeriod,
} from '../../src/records/period.ts';
import { programSettings, weekDays } from '../../src/records/settings.ts';
import { dateOfDay, dayOfDate } from '../../src/records/zone.ts';

const calendarOf = (settings: object = {}): Calendar => openCalendar(programSettings.parse(settings));
const berlin = calendarOf({ timeZone: 'Europe/Berlin' });
// Wednesday, 11:00 in Berlin.
const asOf = Date.parse('2026-09-16T09:00:00Z');

const days = ({ start, end }: Period): string =>
  start === null || end === null ? 'all' : `${dateOfDay(start)}..${dateOfDay(end)}`;
const parsed = (text: string, calendar = berlin, at = asOf): string => days(parsePeriod(text, calendar, at));

function refused(text: string, calendar = berlin, at = asOf): unknown {
  try {
    parsePeriod(text, calendar, at);
  } catch (error) {
    if (!(error instanceof PulseError)) throw error;
    expect(error.code).toBe('bad-period');
    expect(error.params.period).toBe(text);
    expect(error.params.expected).toMatch(/\S/);
    return error.params.reason;
  }
  return 'accepted';
}

describe('periods by name', () => {
  it.each([
    ['today', '2026-09-16..2026-09-17'],
    ['yesterday', '2026-09-15..2026-09-16'],
    ['this-week', '2026-09-14..2026-09-21'],
    ['last-week', '2026-09-07..2026-09-14'],
    ['this-month', '2026-09-01..2026-10-01'],
    ['last-month', '2026-08-01..2026-09-01'],
    ['this-quarter', '2026-07-01..2026-10-01'],
    ['last-quarter', '2026-04-01..2026-07-01'],
    ['this-year', '2026-01-01..2027-01-01'],
    ['last-year', '2025-01-01..2026-01-01'],
    ['last-90-days', '2026-06-18..2026-09-16'],
    ['last-1-days', '2026-09-15..2026-09-16'],
    ['2026', '2026-01-01..2027-01-01'],
    ['2026-Q3', '2026-07-01..2026-10-01'],
    ['2026-09', '2026-09-01..2026-10-01'],
    ['2026-02', '2026-02-01..2026-03-01'],
    ['2026-W38', '2026-09-14..2026-09-21'],
    ['2026-W01', '2025-12-29..2026-01-05'],
    ['2026-09-01..2026-10-01', '2026-09-01..2026-10-01'],
    ['2024-02-29..2024-03-01', '2024-02-29..2024-03-01'],
    ['all', 'all'],
  ])('rule 2.2: %s is %s', (text, expected) => {
    expect(parsed(text)).toBe(expected);
    expect(parsePeriod(text, berlin, asOf).name).toBe(text);
  });

  it('rule 2.2: names are read in any case and with blanks around, and kept in their canonical form', () => {
    const names = [' Last-Quarter ', '2026-q3', '2026-w38', 'ALL', 'last-007-Days'];
    expect(names.map((name) => parsePeriod(name, berlin, asOf).name)).toEqual([
      'last-quarter',
      '2026-Q3',
      '2026-W38',
      'all',
      'last-7-days',
    ]);
  });

  it('rule 2.2: "today" is the day of the reporting zone', () => {
    const lateUtc = Date.parse('2026-12-31T23:30:00Z');
    expect(parsed('today', berlin, lateUtc)).toBe('2027-01-01..2027-01-02');
    expect(parsed('this-year', berlin, lateUtc)).toBe('2027-01-01..2028-01-01');
    expect(parsed('today', calendarOf({ timeZone: 'America/New_York' }), lateUtc)).toBe('2026-12-31..2027-01-01');
    expect(parsed('last-2-days', calendarOf({ timeZone: 'Asia/Kolkata' }), lateUtc)).toBe('2026-12-30..2027-01-01');
  });

  it('rule 2.2: at the first instant of a month the month before is complete, one millisecond earlier it runs', () => {
    const first = Date.parse('2026-08-31T22:00:00Z');
    expect(parsed('last-month', berlin, first)).toBe('2026-08-01..2026-09-01');
    expect(parsed('last-month', berlin, first - 1)).toBe('2026-07-01..2026-08-01');
  });

  it('rule 2.1: weeks start on the day that is set', () => {
    expect(parsed('this-week', calendarOf({ weekStart: 'sunday' }))).toBe('2026-09-13..2026-09-20');
    expect(parsed('last-week', calendarOf({ weekStart: 'saturday' }))).toBe('2026-09-05..2026-09-12');
    expect(parsed('this-week', calendarOf({ weekStart: 'wednesday' }))).toBe('2026-09-16..2026-09-23');
    expect(parsed('this-week', calendarOf({ weekStart: 'thursday' }))).toBe('2026-09-10..2026-09-17');
  });

  it('rule 2.2: a fiscal year from April is named after the year in which it ends', () => {
    const april = calendarOf({ fiscalYearStart: 4 });
    expect(parsed('2026', april)).toBe('2025-04-01..2026-04-01');
    expect(parsed('this-year', april)).toBe('2026-04-01..2027-04-01');
    expect(parsed('2026-Q1', april)).toBe('2025-04-01..2025-07-01');
    expect(parsed('2026-Q4', april)).toBe('2026-01-01..2026-04-01');
    expect(parsed('this-quarter', april)).toBe('2026-07-01..2026-10-01');
    expect(periodOf('quarter', dayOfDate('2026-09-16'), april).name).toBe('2027-Q2');
    expect(periodOf('year', dayOfDate('2026-03-31'), april).name).toBe('2026');
    expect(periodOf('year', dayOfDate('2026-04-01'), april).name).toBe('2027');
  });

  it('rule 2.2: a fiscal year from October', () => {
    const october = calendarOf({ fiscalYearStart: 10 });
    expect(parsed('2026', october)).toBe('2025-10-01..2026-10-01');
    expect(parsed('2026-Q1', october)).toBe('2025-10-01..2026-01-01');
    expect(parsed('2026-Q2', october)).toBe('2026-01-01..2026-04-01');
    expect(parsed('last-year', october)).toBe('2024-10-01..2025-10-01');
    expect(periodOf('quarter', dayOfDate('2026-12-31'), october).name).toBe('2027-Q1');
  });

  it('rule 2.1: fiscal quarters of a year from February cross the calendar year', () => {
    const february = calendarOf({ fiscalYearStart: 2 });
    expect(parsed('last-quarter', february, Date.parse('2026-02-10T12:00:00Z'))).toBe('2025-11-01..2026-02-01');
    expect(periodOf('quarter', dayOfDate('2026-01-15'), february).name).toBe('2026-Q4');
  });

  it('rule 2.2: ISO weeks carry the year of their Thursday', () => {
    expect(periodOf('week', dayOfDate('2027-01-03'), berlin).name).toBe('2026-W53');
    expect(periodOf('week', dayOfDate('2027-01-04'), berlin).name).toBe('2027-W01');
    expect(periodOf('week', dayOfDate('2024-12-30'), berlin).name).toBe('2025-W01');
    expect(periodOf('week', dayOfDate('2021-01-03'), berlin).name).toBe('2020-W53');
    expect(parsed('2020-W53')).toBe('2020-12-28..2021-01-04');
  });

  it('rule 2.2: days and weeks of another start are named as ranges', () => {
    expect(periodOf('day', dayOfDate('2026-12-31'), berlin).name).toBe('2026-12-31..2027-01-01');
    const sunday = calendarOf({ weekStart: 'sunday' });
    expect(periodOf('week', dayOfDate('2026-09-16'), sunday).name).toBe('2026-09-13..2026-09-20');
  });

  it('rule 2.3: without a period the last complete one of the cadence, beside the running one', () => {
    const cadences = ['weekly', 'monthly', 'quarterly'] as const;
    expect(cadences.map((cadence) => defaultPeriod(cadence, berlin, asOf).name)).toEqual([
      'last-week',
      'last-month',
      'last-quarter',
    ]);
    expect(cadences.map((cadence) => days(runningPeriod(cadence, berlin, asOf)))).toEqual([
      '2026-09-14..2026-09-21',
      '2026-09-01..2026-10-01',
      '2026-07-01..2026-10-01',
    ]);
  });
});

describe('periods refused', () => {
  it.each([
    ['', 'unknown'],
    ['next-month', 'unknown'],
    ['last-fortnight', 'unknown'],
    ['this-day', 'unknown'],
    ['2026-Q5', 'unknown'],
    ['2026-Q0', 'unknown'],
    ['2026-13', 'unknown'],
    ['2026-00', 'unknown'],
    ['2026-9', 'unknown'],
    ['2026-W1', 'unknown'],
    ['26', 'unknown'],
    ['2026-09-16', 'unknown'],
    ['last--3-days', 'unknown'],
    ['last-1.5-days', 'unknown'],
    ['2025-W53', 'no-such-week'],
    ['2026-W00', 'no-such-week'],
    ['2026-W54', 'no-such-week'],
    ['2026-02-30..2026-03-05', 'no-such-date'],
    ['2026-01-01..2026-02-29', 'no-such-date'],
    ['2026-13-01..2027-01-01', 'no-such-date'],
    ['2026-00-10..2026-03-05', 'no-such-date'],
    ['2026-09-01..2026-09-01', 'end-not-after-start'],
    ['2026-09-02..2026-09-01', 'end-not-after-start'],
    ['last-0-days', 'days-out-of-range'],
    ['last-99999999999-days', 'days-out-of-range'],
    ['0026', 'year-out-of-range'],
    ['0026-01-01..2026-01-01', 'year-out-of-range'],
    ['2027', 'future'],
    ['2026-Q4', 'future'],
    ['2026-W39', 'future'],
    ['2026-09-17..2026-09-18', 'future'],
  ])('rule 2.2: "%s" (%s)', (text, reason) => {
    expect(refused(text)).toBe(reason);
  });

  it('rule 2.2: ISO weeks only when the week starts on Monday', () => {
    expect(refused('2026-W38', calendarOf({ weekStart: 'sunday' }))).toBe('weeks-not-iso');
  });

  it('a period is future until its first instant has come, in the reporting zone', () => {
    const october = Date.parse('2026-09-30T22:00:00Z');
    expect(refused('2026-10', berlin, october - 1)).toBe('future');
    expect(refused('2026-10', berlin, october)).toBe('accepted');
    expect(refused('2026-10', calendarOf(), october)).toBe('future');
  });

  it('targets may name a future period', () => {
    expect(days(readPeriod('2027-Q1', berlin, asOf))).toBe('2027-01-01..2027-04-01');
  });

  it('an error keeps the words that were typed', () => {
    expect(() => parsePeriod(' Next-Month ', berlin, asOf)).toThrow(/"period":"Next-Month"/);
  });
});

describe('laws of periods', () => {
  const calendar = fc
    .record({
      timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'Africa/Cairo', 'Australia/Sydney'),
      weekStart: fc.constantFrom(...weekDays),
      fiscalYearStart: fc.integer({ min: 1, max: 12 }),
    })
    .map(calendarOf);
  const kind = fc.constantFrom('day' as const, 'week' as const, 'month' as const, 'quarter' as const, 'year' as const);
  const day = fc.integer({ min: dayOfDate('1950-01-01'), max: dayOfDate('2060-12-31') });

  it('rule 2.2: the name of a period reads back as the same days', () => {
    fc.assert(
      fc.property(calendar, kind, day, (c, k, d) => {
        const period = periodOf(k, d, c);
        expect(days(parsePeriod(period.name, c, c.zone.startOf(d)))).toBe(days(period));
      }),
      { numRuns: 1000 },
    );
  });

  it('rule 2.2: a period contains its day, and the next one of its kind begins where it ends', () => {
    fc.assert(
      fc.property(calendar, kind, day, (c, k, d) => {
        const { start, end } = periodOf(k, d, c);
        if (start === null || end === null) throw new Error('a unit has bounds');
        expect(start <= d && d < end).toBe(true);
        expect(periodOf(k, start, c).end).toBe(end);
        expect(periodOf(k, end, c).start).toBe(end);
      }),
    );
  });
});
