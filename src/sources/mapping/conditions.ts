import { decimalPattern } from '../../records/records.ts';
import type { Filter, Scalar } from './filter-schema.ts';
import { fold } from './names.ts';
import { type RawRow, textOf } from './row.ts';

/** Whether a row meets every condition. Texts compare without regard to case, numbers as numbers. */
export const meets = (row: RawRow, conditions: readonly Filter[]): boolean =>
  conditions.every((filter) => holds(textOf(row, filter.field), filter) !== filter.negated);

function holds(text: string, { op, values }: Filter): boolean {
  if (op === 'filled') return text !== '';
  if (op === 'empty') return text === '';
  if (op === 'ne' || op === 'not-in') return !values.some((value) => isEqual(text, value));
  if (text === '') return false;
  if (op === 'eq' || op === 'in') return values.some((value) => isEqual(text, value));
  const order = compare(text, String(values[0] ?? '').trim());
  if (op === 'gt') return order > 0;
  if (op === 'gte') return order >= 0;
  return op === 'lt' ? order < 0 : order <= 0;
}

/** Of a choice with several values, one that is equal suffices. */
function isEqual(text: string, value: Scalar): boolean {
  const wanted = String(value).trim();
  if (text === '' || wanted === '') return text === wanted;
  if (compare(text, wanted) === 0) return true;
  return text.includes(';') && text.split(';').some((part) => fold(part) === fold(wanted));
}

function compare(a: string, b: string): number {
  if (decimalPattern.test(a) && decimalPattern.test(b)) return Math.sign(Number(a) - Number(b));
  const [left, right] = [fold(a), fold(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
