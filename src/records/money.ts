import type { ExchangeRate } from './records.ts';
import { type Day, dayOfDate } from './zone.ts';

/** Money in minor units (cents) of the reporting currency. */
export type Minor = bigint;

/** How many decimals the minor unit of a currency has: 2 for EUR, 0 for JPY. RangeError for a malformed code. */
export function minorDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

export interface Rates {
  /** Reporting-currency units for 1 unit of `currency`, from the latest rate on or before the day; null: none. */
  rateAt(currency: string, day: Day): string | null;
}

/** Opens the rates of a program (rule 2.5): of one currency and date the later row wins; the reporting currency is 1. */
export function openRates(
  rates: readonly Pick<ExchangeRate, 'currency' | 'date' | 'rate'>[],
  reporting: string,
): Rates {
  const byCurrency = new Map<string, Map<Day, string>>();
  for (const { currency, date, rate } of rates) {
    const days = byCurrency.get(currency) ?? new Map<Day, string>();
    byCurrency.set(currency, days.set(dayOfDate(date), rate));
  }
  const tables = new Map<string, readonly (readonly [Day, string])[]>();
  for (const [currency, days] of byCurrency)
    tables.set(
      currency,
      [...days].sort(([a], [b]) => a - b),
    );
  return {
    rateAt: (currency, day) => (currency === reporting ? '1' : latestUpTo(tables.get(currency) ?? [], day)),
  };
}

/**
 * An amount times a rate in minor units of the reporting currency, exact and rounded once, half away from zero.
 * Both are plain decimals; RangeError otherwise.
 */
export function toMinor(amount: string, rate: string, digits: number): Minor {
  const [a, r] = [parseDecimal(amount), parseDecimal(rate)];
  const product = a.value * r.value;
  const surplus = a.scale + r.scale - digits;
  if (surplus <= 0) return product * 10n ** BigInt(-surplus);
  return divideHalfAway(product, 10n ** BigInt(surplus));
}

/**
 * Equal parts that add up to the total; the remainder goes one unit each to the first ones, a negative total being
 * the mirror image of the positive one (rule 2.6). RangeError unless `parts` is a whole number from 1.
 */
export function splitEqually(total: Minor, parts: number): Minor[] {
  if (!Number.isInteger(parts) || parts < 1) throw new RangeError(`cannot split into ${parts} parts`);
  const share = total / BigInt(parts);
  const remainder = total % BigInt(parts);
  const unit = remainder < 0n ? -1n : 1n;
  const luckier = Number(remainder * unit);
  return Array.from({ length: parts }, (_, index) => (index < luckier ? share + unit : share));
}

/** The decimal string of an amount, e.g. `1234.50`, `-0.05`, and `1234` without decimals. */
export function formatMinor(value: Minor, digits: number): string {
  const sign = value < 0n ? '-' : '';
  const padded = String(value < 0n ? -value : value).padStart(digits + 1, '0');
  if (digits === 0) return sign + padded;
  return `${sign}${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
}

/**
 * The median as an exact decimal string; the mean of the two middle ones has one more decimal where it needs it
 * (`10.005`), as statistics on money are not rounded (rule 4.2). null without values.
 */
export function medianMinor(values: readonly Minor[], digits: number): string | null {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) return null;
  const sum = lower + upper;
  return sum % 2n === 0n ? formatMinor(sum / 2n, digits) : formatMinor(sum * 5n, digits + 1);
}

function latestUpTo(table: readonly (readonly [Day, string])[], day: Day): string | null {
  let [from, to] = [0, table.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const entry = table[middle];
    if (entry !== undefined && entry[0] <= day) from = middle + 1;
    else to = middle;
  }
  return table[from - 1]?.[1] ?? null;
}

function parseDecimal(text: string): { value: bigint; scale: number } {
  const match = /^(-?\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) throw new RangeError(`not a plain decimal: ${text}`);
  const [, whole = '', fraction = ''] = match;
  return { value: BigInt(whole + fraction), scale: fraction.length };
}

function divideHalfAway(value: bigint, by: bigint): bigint {
  const half = by / 2n;
  return (value < 0n ? value - half : value + half) / by;
}
