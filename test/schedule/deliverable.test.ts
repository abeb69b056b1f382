import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { deliverable } from '../../src/schedule/index.ts';

const minute = 60_000;
const ms = (text: string): number => Date.parse(text);
const night = { from: '20:00', to: '07:30' };

describe('when something may be delivered', () => {
  it.each([
    ['2027-06-07T08:00Z', night, [], '2027-06-07T08:00:00.000Z'],
    ['2027-06-07T17:59Z', night, [], '2027-06-07T17:59:00.000Z'],
    ['2027-06-07T18:00Z', night, [], '2027-06-08T05:30:00.000Z'],
    ['2027-06-07T22:30Z', night, [], '2027-06-08T05:30:00.000Z'],
    ['2027-06-07T05:29:59.999Z', night, [], '2027-06-07T05:30:00.000Z'],
    ['2027-06-07T05:30Z', night, [], '2027-06-07T05:30:00.000Z'],
    ['2027-06-07T10:30Z', { from: '12:00', to: '13:00' }, [], '2027-06-07T11:00:00.000Z'],
    ['2027-06-07T10:30Z', { from: '12:00', to: '12:00' }, [], '2027-06-07T10:30:00.000Z'],
    // A holiday lasts from midnight to midnight in its zone.
    ['2027-06-07T10:30Z', null, ['2027-06-07', '2027-06-08'], '2027-06-08T22:00:00.000Z'],
    ['2027-06-07T10:30Z', night, ['2027-06-07'], '2027-06-08T05:30:00.000Z'],
    ['2027-06-06T22:30Z', null, ['2027-06-06'], '2027-06-06T22:30:00.000Z'],
    ['2027-06-06T18:30Z', night, ['2027-06-07', '2027-06-08'], '2027-06-09T05:30:00.000Z'],
  ])('in Berlin: %s, quiet %o, holidays %o', (at, quiet, holidays, expected) => {
    const found = deliverable(ms(at), { zone: 'Europe/Berlin', quiet, holidays });
    expect(new Date(found).toISOString()).toBe(expected);
  });

  it('is the first such minute, also where the clocks change', () => {
    const times = fc.constantFrom('00:00', '00:30', '01:30', '02:00', '02:30', '03:00', '09:00', '22:00', '23:30');
    const place = fc.constantFrom(
      ['Europe/Berlin', '2027-03-28'],
      ['Europe/Berlin', '2027-10-31'],
      ['Africa/Cairo', '2027-04-30'],
      ['Africa/Cairo', '2027-10-29'],
      ['Australia/Lord_Howe', '2027-10-03'],
      ['Australia/Lord_Howe', '2027-04-04'],
      ['Asia/Kolkata', '2027-04-04'],
    );
    fc.assert(
      fc.property(
        place,
        times,
        times,
        fc.integer({ min: -1_440, max: 1_440 }),
        fc.boolean(),
        (there, from, to, shift, free) => {
          const [zone = '', day = ''] = there;
          const silence = { zone, quiet: { from, to }, holidays: free ? [day] : [] };
          const at = ms(`${day}T00:00Z`) + shift * minute;
          let expected = at;
          while (silent(expected, silence)) expected += minute;
          expect(deliverable(at, silence)).toBe(expected);
        },
      ),
      { numRuns: 120 },
    );
  });
});

interface Given {
  readonly zone: string;
  readonly quiet: { readonly from: string; readonly to: string };
  readonly holidays: readonly string[];
}
/** By what the clock on the wall shows. */
function silent(at: number, { zone, quiet, holidays }: Given): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  if (holidays.includes(local.toPlainDate().toString())) return true;
  const shown = local.toPlainTime().toString().slice(0, 5);
  const { from, to } = quiet;
  return from <= to ? shown >= from && shown < to : shown >= from || shown < to;
}
