import { Temporal } from 'temporal-polyfill';

/** An exact fraction; the denominator is positive. */
export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

const DECIMAL = /^-?\d+(\.\d+)?$/;

/** A plain decimal with a point (rule 7.1), exact; null when it is not one. */
export function parseDecimal(text: string): Fraction | null {
  if (!DECIMAL.test(text)) return null;
  const [whole = '', part = ''] = text.split('.');
  return { n: BigInt(whole + part), d: 10n ** BigInt(part.length) };
}

export function times(a: Fraction, b: Fraction): Fraction {
  return { n: a.n * b.n, d: a.d * b.d };
}

/** Rounds to a whole number, half away from zero (rule 2.5). */
export function roundHalfAway(a: Fraction): bigint {
  const negative = a.n < 0n;
  const size = negative ? -a.n : a.n;
  const rounded = (2n * size + a.d) / (2n * a.d);
  return negative ? -rounded : rounded;
}

/** Digits after the point of a currency's minor unit. */
export function minorDigits(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch (error) {
    if (error instanceof RangeError) return 2;
    throw error;
  }
}

/** A whole number of 10^-digits as a plain decimal: 123450 with 2 digits is "1234.50". */
export function formatUnits(units: bigint, digits: number): string {
  const sign = units < 0n ? '-' : '';
  const text = (units < 0n ? -units : units).toString().padStart(digits + 1, '0');
  if (digits === 0) return sign + text;
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Rule 2.6: the parts of a total, in the order in which the remainder is given. */
export function splitEqually(total: bigint, parts: number): bigint[] {
  const n = BigInt(parts);
  const sign = total < 0n ? -1n : 1n;
  const size = total * sign;
  return Array.from({ length: parts }, (_, i) => sign * (size / n + (BigInt(i) < size % n ? 1n : 0n)));
}

/** The median of money in minor units, exact: an even count may need one digit more than the minor unit. */
export function medianMoney(values: readonly bigint[], digits: number): string | null {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.floor(sorted.length / 2)];
  if (low === undefined || high === undefined) return null;
  const twice = low + high;
  return twice % 2n === 0n ? formatUnits(twice / 2n, digits) : formatUnits(twice * 5n, digits + 1);
}

/** The middle value, the mean of the two middle ones for an even count, null for none. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.floor(sorted.length / 2)];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

export function mean(values: readonly number[]): number | null {
  return ratio(
    values.reduce((sum, value) => sum + value, 0),
    values.length,
  );
}

/** Rule 1.9: denominator 0 is unknown. */
export function ratio(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : numerator / denominator;
}

/** The quotient of two whole numbers of any size, as the nearest-enough double. */
export function bigRatio(numerator: bigint, denominator: bigint): number | null {
  return denominator === 0n ? null : Number(numerator) / Number(denominator);
}

/** Code-point order of two texts (rule 2.6). */
export function byCodePoint(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

export function compareDates(a: Temporal.PlainDate, b: Temporal.PlainDate): number {
  return Temporal.PlainDate.compare(a, b);
}
