import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMinor, medianMinor, minorDigits, openRates, splitEqually, toMinor } from '../../src/records/money.ts';
import type { ExchangeRate } from '../../src/records/records.ts';
import { dayOfDate } from '../../src/records/zone.ts';

const rate = (currency: string, date: string, value: string): ExchangeRate => ({
  record: 'exchange-rate',
  source: 'files',
  id: null,
  currency,
  date,
  rate: value,
});
const money = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.integer({ min: 0, max: 6 }))
  .map(([value, scale]) => formatMinor(value, scale));

describe('exchange rates', () => {
  const rates = openRates(
    [
      rate('USD', '2026-03-01', '0.95'),
      rate('USD', '2026-01-01', '0.90'),
      rate('USD', '2026-02-01', '0.91'),
      rate('USD', '2026-02-01', '0.92'),
      rate('EUR', '2026-01-01', '7'),
    ],
    'EUR',
  );

  it('rule 2.5: the latest rate on or before the day, whatever the order of rows', () => {
    expect(rates.rateAt('USD', dayOfDate('2026-01-01'))).toBe('0.90');
    expect(rates.rateAt('USD', dayOfDate('2026-01-31'))).toBe('0.90');
    expect(rates.rateAt('USD', dayOfDate('2026-03-01'))).toBe('0.95');
    expect(rates.rateAt('USD', dayOfDate('2029-01-01'))).toBe('0.95');
  });

  it('rule 2.5: of one currency and date the later row wins', () => {
    expect(rates.rateAt('USD', dayOfDate('2026-02-15'))).toBe('0.92');
  });

  it('rule 2.5: before the first rate, and for a currency without any, there is none', () => {
    expect(rates.rateAt('USD', dayOfDate('2025-12-31'))).toBeNull();
    expect(rates.rateAt('GBP', dayOfDate('2026-02-15'))).toBeNull();
  });

  it('rule 2.5: the reporting currency is always 1, even with a row of its own', () => {
    expect(rates.rateAt('EUR', dayOfDate('2026-02-15'))).toBe('1');
    expect(openRates([], 'JPY').rateAt('JPY', dayOfDate('1990-01-01'))).toBe('1');
  });

  it('rule 2.5: inverse rates are never derived', () => {
    expect(openRates([rate('EUR', '2026-01-01', '1.1')], 'USD').rateAt('GBP', dayOfDate('2026-02-01'))).toBeNull();
  });
});

describe('conversion', () => {
  it('rule 2.5: rounded once, half away from zero, to the minor unit', () => {
    expect(toMinor('0.005', '1', 2)).toBe(1n);
    expect(toMinor('0.0049999', '1', 2)).toBe(0n);
    expect(toMinor('-0.005', '1', 2)).toBe(-1n);
    expect(toMinor('1.005', '1', 2)).toBe(101n);
    expect(toMinor('2.5', '1', 0)).toBe(3n);
    expect(toMinor('-2.5', '1', 0)).toBe(-3n);
    // 0.45 × 1.1 = 0.495: rounding the rate or the amount first would give less.
    expect(toMinor('0.45', '1.1', 2)).toBe(50n);
  });

  it('rule 2.5: exact where a double is not', () => {
    expect(toMinor('90071992547409.93', '1', 2)).toBe(9007199254740993n);
    expect(toMinor('1000000', '0.0067123', 2)).toBe(671230n);
    expect(toMinor('1234.5', '1', 2)).toBe(123450n);
    expect(toMinor('100', '161.234', 0)).toBe(16123n);
    expect(toMinor('1', '1', 3)).toBe(1000n);
  });

  it('refuses what is not a plain decimal', () => {
    for (const text of ['', '1,5', '1e3', '.5', '1.', '+1', 'NaN']) {
      expect(() => toMinor(text, '1', 2), text).toThrow(RangeError);
    }
  });

  it('knows the minor unit of a currency', () => {
    expect(['EUR', 'JPY', 'KWD'].map(minorDigits)).toEqual([2, 0, 3]);
    expect(() => minorDigits('EURO')).toThrow(RangeError);
  });

  it('rule 2.5: a credit is the mirror image of the amount (law)', () => {
    fc.assert(
      fc.property(decimal, decimal, fc.integer({ min: 0, max: 3 }), (amount, by, digits) => {
        const mirrored = amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
        expect(toMinor(mirrored, by, digits)).toBe(-toMinor(amount, by, digits));
      }),
    );
  });

  it('rule 2.5: agrees with decimal arithmetic (law)', () => {
    fc.assert(
      fc.property(decimal, decimal, fc.integer({ min: 0, max: 3 }), (amount, by, digits) => {
        const expected = new Big(amount).times(by).round(digits, Big.roundHalfUp).toFixed(digits);
        expect(new Big(formatMinor(toMinor(amount, by, digits), digits)).eq(expected)).toBe(true);
      }),
    );
  });
});

describe('splitting', () => {
  it('rule 2.6: the remainder goes one unit each to the first ones', () => {
    expect(splitEqually(100n, 3)).toEqual([34n, 33n, 33n]);
    expect(splitEqually(101n, 3)).toEqual([34n, 34n, 33n]);
    expect(splitEqually(2n, 3)).toEqual([1n, 1n, 0n]);
    expect(splitEqually(99n, 3)).toEqual([33n, 33n, 33n]);
    expect(splitEqually(0n, 2)).toEqual([0n, 0n]);
    expect(splitEqually(5n, 1)).toEqual([5n]);
  });

  it('rule 2.6: a negative one is the mirror image', () => {
    expect(splitEqually(-101n, 3)).toEqual([-34n, -34n, -33n]);
    expect(splitEqually(-2n, 3)).toEqual([-1n, -1n, 0n]);
  });

  it('refuses a split among nobody', () => {
    for (const parts of [0, -1, 1.5]) expect(() => splitEqually(1n, parts)).toThrow(RangeError);
  });

  it('rule 2.6: parts add up, differ by at most one unit, largest first, and mirror (law)', () => {
    fc.assert(
      fc.property(money, fc.integer({ min: 1, max: 40 }), (total, parts) => {
        const shares = splitEqually(total, parts);
        expect(shares).toHaveLength(parts);
        expect(shares.reduce((sum, share) => sum + share, 0n)).toBe(total);
        const sizes = shares.map((share) => (share < 0n ? -share : share));
        for (const [index, size] of sizes.entries()) {
          const next = sizes[index + 1] ?? size;
          expect(size >= next && (sizes[0] ?? 0n) - size <= 1n).toBe(true);
        }
        expect(splitEqually(-total, parts)).toEqual(shares.map((share) => -share));
      }),
    );
  });
});

describe('money in words', () => {
  it('writes the decimals of the currency', () => {
    expect(formatMinor(123450n, 2)).toBe('1234.50');
    expect(formatMinor(-5n, 2)).toBe('-0.05');
    expect(formatMinor(0n, 2)).toBe('0.00');
    expect(formatMinor(1234n, 0)).toBe('1234');
    expect(formatMinor(-1n, 0)).toBe('-1');
    expect(formatMinor(1n, 3)).toBe('0.001');
  });

  it('what is written converts back (law)', () => {
    fc.assert(
      fc.property(money, fc.integer({ min: 0, max: 3 }), (value, digits) => {
        expect(toMinor(formatMinor(value, digits), '1', digits)).toBe(value);
      }),
    );
  });

  it('rules 3.1 and 4.2: the median is the mean of the two middle ones, not rounded', () => {
    expect(medianMinor([], 2)).toBeNull();
    expect(medianMinor([700n], 2)).toBe('7.00');
    expect(medianMinor([300n, 100n, 200n], 2)).toBe('2.00');
    expect(medianMinor([1000n, 1001n], 2)).toBe('10.005');
    expect(medianMinor([1000n, 1002n], 2)).toBe('10.01');
    expect(medianMinor([-1000n, -1001n], 2)).toBe('-10.005');
    expect(medianMinor([3n, 4n], 0)).toBe('3.5');
  });

  it('sorts by value and leaves its input as it was', () => {
    const values = [1000n, 9n, -20n, 100n];
    expect(medianMinor(values, 0)).toBe('54.5');
    expect(values).toEqual([1000n, 9n, -20n, 100n]);
  });
});
