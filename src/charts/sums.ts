import { formatMinor, minorDigits, toMinor } from '../records/money.ts';

/** The exact sum of decimal amounts of one currency, as a decimal string; an empty list is 0. */
export function sumOf(amounts: readonly string[], currency: string): string {
  const digits = minorDigits(currency);
  return formatMinor(
    amounts.reduce((sum, amount) => sum + toMinor(amount, '1', digits), 0n),
    digits,
  );
}

/** Amounts as an axis can show them: whole, in thousands or in millions, by the largest of them. */
export function axisUnit(amounts: readonly number[]): 1 | 1_000 | 1_000_000 {
  const top = Math.max(0, ...amounts.map(Math.abs));
  if (top >= 10_000_000) return 1_000_000;
  return top >= 10_000 ? 1_000 : 1;
}
