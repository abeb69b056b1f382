import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EqualEvents } from '../../src/store/equal-events.ts';

const hash = (place: number): string => (place * 2_654_435_761).toString(16).padStart(32, '0').slice(-32);
const wide = (place: number): string => `${hash(place).slice(-16)}${hash(place).slice(-16)}`;

test('equal events are numbered in their order, however many kinds there are', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3_000), { maxLength: 6_000, size: 'max' }), (places) => {
      const events = new EqualEvents();
      const counts = new Map<number, number>();
      for (const place of places) {
        const before = counts.get(place) ?? 0;
        expect(events.next(wide(place))).toBe(before);
        counts.set(place, before + 1);
      }
    }),
    { numRuns: 20 },
  );
});

test('more equal ones than a byte counts are numbered on', () => {
  const events = new EqualEvents();
  expect(Array.from({ length: 600 }, () => events.next(wide(1)))).toEqual(Array.from({ length: 600 }, (_, at) => at));
});
