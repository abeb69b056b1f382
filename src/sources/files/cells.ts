import { decimalPattern } from '../../records/records.ts';

/** Why a cell is not what its column asks for (rules 7.3, 7.4). Never repeats the cell, which may name a person. */
export class Bad {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** Reads one trimmed, non-empty cell. */
export type Parse<T> = (text: string) => T | Bad;

/** PostgreSQL cannot store NUL; on both databases a text has the same rules. */
export const text: Parse<string> = (cell) => (cell.includes('\u0000') ? new Bad('unusable character') : cell);

export const email: Parse<string> = (cell) => text(cell.toLowerCase());

export const boolean: Parse<boolean> = (cell) => {
  const word = cell.toLowerCase();
  return word === 'true' || word === 'false' ? word === 'true' : new Bad('not true or false');
};

/** One of the words, in any case. */
export function oneOf<const W extends string>(words: readonly W[]): Parse<W> {
  const reason = `not one of ${words.join('/')}`;
  return (cell) => words.find((word) => word === cell.toLowerCase()) ?? new Bad(reason);
}

/** A plain decimal, kept as the exact text. */
export const exactDecimal: Parse<string> = (cell) => (decimalPattern.test(cell) ? cell : new Bad('not a number'));

export const number: Parse<number> = (cell) => {
  const value = decimalPattern.test(cell) ? Number(cell) : Number.NaN;
  return Number.isFinite(value) ? value : new Bad('not a number');
};

export const notNegative: Parse<number> = (cell) => {
  const value = number(cell);
  return typeof value === 'number' && value < 0 ? new Bad('negative') : value;
};

/** A whole number between two bounds, both in. */
export function wholeBetween(low: number, high: number): Parse<number> {
  return (cell) => {
    const value = number(cell);
    if (value instanceof Bad) return value;
    if (!Number.isInteger(value)) return new Bad('score not whole');
    return value < low || value > high ? new Bad(`score out of range: ${low} to ${high}`) : value;
  };
}

/** An exact decimal above zero. */
export const rate: Parse<string> = (cell) => {
  const value = exactDecimal(cell);
  if (value instanceof Bad) return value;
  return value.startsWith('-') || !/[1-9]/.test(value) ? new Bad('rate not above zero') : value;
};

export const currency: Parse<string> = (cell) => {
  const code = cell.toUpperCase();
  return /^[A-Z]{3}$/.test(code) ? code : new Bad('not a currency code');
};

/** The parts between `|`, trimmed, empty ones dropped. */
export function list(cell: string): string[] {
  return cell
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
