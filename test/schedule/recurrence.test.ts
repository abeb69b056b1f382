import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { checkSchedule, dueBetween, nextDue, recurrenceOf } from '../../src/schedule/index.ts';

const hour = 3_600_000;
const day = 24 * hour;
const ms = (text: string): number => Date.parse(text);
const iso = (at: number): string => new Date(at).toISOString().slice(0, 16);

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Sydney',
  'Asia/Kolkata',
  'Asia/Tokyo',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'America/Havana',
  'America/Santiago',
  'Pacific/Apia',
  'UTC',
];

const localOf = (at: number, zone: string) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);

/** All due times from an instant on, one after the other. */
function following(cron: string, zone: string, from: string, count: number): string[] {
  const found: string[] = [];
  for (let at = ms(from); found.length < count; found.push(iso(at))) at = nextDue({ cron, zone }, at);
  return found;
}

describe('a schedule over the changes of the clocks', () => {
  it.each([
    // The hour is missing: once, as soon as the clock has moved on.
    ['30 2 * * *', 'Europe/Berlin', '2027-03-27T00:00Z', ['2027-03-27T01:30', '2027-03-28T01:30', '2027-03-29T00:30']],
    [
      '30 2 * * *',
      'America/New_York',
      '2027-03-13T06:00Z',
      ['2027-03-13T07:30', '2027-03-14T07:30', '2027-03-15T06:30'],
    ],
    [
      '30 2 * * *',
      'Australia/Sydney',
      '2027-10-01T16:00Z',
      ['2027-10-01T16:30', '2027-10-02T16:30', '2027-10-03T15:30'],
    ],
    [
      '15 2 * * *',
      'Australia/Lord_Howe',
      '2027-10-01T12:00Z',
      ['2027-10-01T15:45', '2027-10-02T15:45', '2027-10-03T15:15'],
    ],
    // Midnight is missing.
    ['0 0 * * *', 'Africa/Cairo', '2027-04-28T12:00Z', ['2027-04-28T22:00', '2027-04-29T22:00', '2027-04-30T21:00']],
    ['30 0 30 4 *', 'Africa/Cairo', '2027-04-28T12:00Z', ['2027-04-29T22:30', '2028-04-29T21:30']],
    // The hour is doubled: once, at the first of both.
    ['30 2 * * *', 'Europe/Berlin', '2027-10-30T00:00Z', ['2027-10-30T00:30', '2027-10-31T00:30', '2027-11-01T01:30']],
    [
      '30 1 * * *',
      'America/New_York',
      '2027-11-06T05:00Z',
      ['2027-11-06T05:30', '2027-11-07T05:30', '2027-11-08T06:30'],
    ],
    [
      '30 2 * * *',
      'Australia/Sydney',
      '2027-04-02T15:00Z',
      ['2027-04-02T15:30', '2027-04-03T15:30', '2027-04-04T16:30'],
    ],
    [
      '45 1 * * *',
      'Australia/Lord_Howe',
      '2027-04-02T14:00Z',
      ['2027-04-02T14:45', '2027-04-03T14:45', '2027-04-04T15:15'],
    ],
    ['30 23 * * *', 'Africa/Cairo', '2027-10-27T20:00Z', ['2027-10-27T20:30', '2027-10-28T20:30', '2027-10-29T21:30']],
    // 8:00 stays 8:00.
    ['0 8 * * *', 'Europe/Berlin', '2027-03-27T00:00Z', ['2027-03-27T07:00', '2027-03-28T06:00', '2027-03-29T06:00']],
    ['0 8 * * 1', 'America/New_York', '2027-11-01T00:00Z', ['2027-11-01T12:00', '2027-11-08T13:00']],
    ['0 9 * * *', 'Asia/Kolkata', '2027-03-27T00:00Z', ['2027-03-27T03:30', '2027-03-28T03:30']],
    ['0 9 * * *', 'Asia/Tokyo', '2027-03-27T01:00Z', ['2027-03-28T00:00', '2027-03-29T00:00']],
    // No hour is named: each that passes.
    ['30 * * * *', 'Europe/Berlin', '2027-10-31T00:00Z', ['2027-10-31T00:30', '2027-10-31T01:30', '2027-10-31T02:30']],
    ['30 * * * *', 'Europe/Berlin', '2027-03-28T00:00Z', ['2027-03-28T00:30', '2027-03-28T01:30', '2027-03-28T02:30']],
    // Days that not every month or year has.
    ['0 9 31 * *', 'UTC', '2027-01-31T09:00Z', ['2027-03-31T09:00', '2027-05-31T09:00']],
    ['0 9 29 2 *', 'UTC', '2097-01-01T00:00Z', ['2104-02-29T09:00', '2108-02-29T09:00']],
    ['0 9 * * 7', 'UTC', '2027-01-01T00:00Z', ['2027-01-03T09:00', '2027-01-10T09:00']],
    ['0 9 1 2,5,8,11 *', 'UTC', '2027-03-01T00:00Z', ['2027-05-01T09:00', '2027-08-01T09:00']],
    ['*/20 8-9 * * 1-5', 'UTC', '2027-01-01T09:30Z', ['2027-01-01T09:40', '2027-01-04T08:00', '2027-01-04T08:20']],
  ])('%s in %s after %s', (cron, zone, from, expected) => {
    expect(following(cron, zone, from, expected.length)).toEqual(expected);
  });
});

const pick = (max: number) => fc.integer({ min: 0, max });
const daily = fc.record({
  zone: fc.constantFrom(...zones),
  minute: pick(59),
  hour: pick(23),
  weekday: fc.option(pick(6)),
  at: fc.integer({ min: ms('2010-01-01T00:00Z'), max: ms('2032-01-01T00:00Z') }),
});
const cronOf = ({ minute, hour: at, weekday }: { minute: number; hour: number; weekday: number | null }): string =>
  `${minute} ${at} * * ${weekday ?? '*'}`;

describe('every schedule with an hour', () => {
  it('is due once for each local day, never twice, and shows its own time unless the clock skips it', () => {
    fc.assert(
      fc.property(daily, (given) => {
        const { zone, at, minute, hour: due } = given;
        const until = at + 380 * day;
        const times = dueBetween({ cron: cronOf({ ...given, weekday: null }), zone }, at, until, 1_000);
        const asked = times.map((time) => localOf(time, zone));
        // A day that a zone skipped whole, as Samoa's 30 December 2011, falls together with the next.
        const days = new Set(asked.map((time) => time.toPlainDate().toString()));
        expect(days.size).toBe(times.length);
        for (const local of asked) {
          const wanted = local.toPlainDate().toPlainDateTime({ hour: due, minute });
          const shown = local.toPlainDateTime();
          const skipped = !wanted.toZonedDateTime(zone).toPlainDateTime().equals(wanted);
          const rolled = shown.hour * 60 + shown.minute < due * 60 + minute;
          if (!skipped && !rolled) expect(shown.toString()).toBe(wanted.toString());
        }
        const first = localOf(at, zone).toPlainDate();
        const whole = first.until(localOf(until, zone).toPlainDate(), { largestUnit: 'day' }).days;
        expect(Math.abs(times.length - whole)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });

  it('agrees with itself: the next ones one by one are those between, and the newest of them', () => {
    fc.assert(
      fc.property(daily, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 9 }), (given, days, most) => {
        const recurrence = { cron: cronOf(given), zone: given.zone };
        const until = given.at + days * day;
        const oneByOne: number[] = [];
        for (let at = nextDue(recurrence, given.at); at <= until; at = nextDue(recurrence, at)) oneByOne.push(at);
        expect(dueBetween(recurrence, given.at, until, 1_000)).toEqual(oneByOne);
        expect(dueBetween(recurrence, given.at, until, most)).toEqual(oneByOne.slice(-most));
        for (const at of oneByOne) expect(at % 60_000).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  it('loses and doubles nothing where a span is cut anywhere', () => {
    const step = fc.constantFrom('*/15', '7', '0,30');
    const hours = fc.constantFrom('*', '*/3', '0-3', '2');
    fc.assert(
      fc.property(daily, step, hours, pick(72), pick(72), ({ zone, at }, minutes, named, first, second) => {
        const recurrence = { cron: `${minutes} ${named} * * *`, zone };
        const middle = at + first * hour;
        const until = middle + second * hour;
        expect([...dueBetween(recurrence, at, middle, 1_000), ...dueBetween(recurrence, middle, until, 1_000)]).toEqual(
          dueBetween(recurrence, at, until, 1_000),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('that names no hour comes in every hour that passes', () => {
    fc.assert(
      fc.property(fc.constantFrom('Europe/Berlin', 'Asia/Kolkata', 'America/New_York'), daily, (zone, { at }) => {
        const times = dueBetween({ cron: '0 * * * *', zone }, at, at + 100 * day, 10_000);
        expect(times).toHaveLength(2_400);
        expect(new Set(times.slice(1).map((time, index) => time - (times[index] ?? 0)))).toEqual(new Set([hour]));
      }),
      { numRuns: 5 },
    );
  });
});

describe('a bot that was away', () => {
  it('asks for the newest few of a long time without walking through it', () => {
    const began = performance.now();
    const times = dueBetween({ cron: '* * * * *', zone: 'Europe/Berlin' }, 0, ms('2027-01-01T00:00Z'), 3);
    expect(times.map(iso)).toEqual(['2026-12-31T23:58', '2026-12-31T23:59', '2027-01-01T00:00']);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('has nothing due where time stood still or went back', () => {
    expect(dueBetween({ cron: '* * * * *', zone: 'UTC' }, day, day, 9)).toEqual([]);
    expect(dueBetween({ cron: '* * * * *', zone: 'UTC' }, day, 0, 9)).toEqual([]);
  });
});

describe('the schedule of a digest', () => {
  const schedule = { day: 7, hour: 9, minute: 5, zone: 'Europe/Berlin' };
  it.each([
    ['weekly', 1, '5 9 * * 0'],
    ['monthly', 1, '5 9 7 * *'],
    ['quarterly', 2, '5 9 7 2,5,8,11 *'],
    ['quarterly', 12, '5 9 7 3,6,9,12 *'],
  ] as const)('%s with a fiscal year from month %i', (report, fiscalYearStart, cron) => {
    const recurrence = recurrenceOf({ report, schedule, fiscalYearStart });
    expect(recurrence).toEqual({ cron, zone: 'Europe/Berlin' });
    checkSchedule(recurrence);
  });
});
