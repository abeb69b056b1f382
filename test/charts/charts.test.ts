import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharedUnit } from '../../src/charts/scale.ts';
import { sparkline } from '../../src/charts/sparkline.ts';
import { leadingSeries } from '../../src/charts/weekly.ts';

describe('sparklines', () => {
  it('draw one bar a value, from zero', () => {
    expect(sparkline([0, 1, 2])).toBe('▁▅█');
    expect(sparkline([5, 5])).toBe('██');
    expect(sparkline([0, 0])).toBe('▁▁');
    expect(sparkline([-2, null, 2])).toBe('▁ █');
    expect(sparkline([])).toBe('');
  });

  it('a larger value never has a lower bar', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 30 }), (values) => {
        const bars = [...sparkline(values)];
        expect(bars).toHaveLength(values.length);
        const order = values
          .map((value, index) => ({ value, bar: bars[index] ?? '' }))
          .toSorted((a, b) => a.value - b.value);
        for (const [index, { bar }] of order.entries())
          if (index > 0) expect(bar >= (order[index - 1]?.bar ?? '')).toBe(true);
      }),
    );
  });
});

describe('two series on one axis', () => {
  it('money is scaled to the height of the counts beside it', () => {
    expect(sharedUnit([240_000, 80_000], [3, 1])).toBe(100_000);
    expect(sharedUnit([900], [40])).toBe(10);
    expect(sharedUnit([0], [4])).toBe(1);
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 1e9 }), fc.integer({ min: 1, max: 99 }), (money, count) => {
        const height = money / sharedUnit([money], [count]);
        expect(height / count).toBeGreaterThan(0.3);
        expect(height / count).toBeLessThan(10);
      }),
    );
  });

  it('takes the newest weeks', () => {
    const points = Array.from({ length: 26 }, (_, week) => ({
      weekStart: `2026-01-${String(week + 1).padStart(2, '0')}`,
      registrations: week,
      sourcedPipelineCreated: '10.50',
      engagementEvents: 0,
      sourcedRevenue: '0.00',
    }));
    const series = leadingSeries(points, 20);
    expect(series.weeks[0]).toBe('2026-01-07');
    expect(series.registrations).toHaveLength(20);
    expect(series.pipeline[0]).toBe(10.5);
  });
});
