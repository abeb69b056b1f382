import Big from 'big.js';
import type { Stamp } from '../../records/records.ts';
import * as plain from '../files/cells.ts';
import { Bad } from '../files/cells.ts';
import { bareDate, stamp as isoStamp } from '../files/stamps.ts';
import type { units } from './field-shape.ts';

export { Bad };

/** One value of a row as a CRM's JSON has it. */
export type Cell = string | number | boolean | null;

/** The options of a field that change how its cell is read. */
export interface CellOptions {
  readonly midnight?: 'date' | undefined;
  readonly inverse?: boolean | undefined;
  readonly unit?: (typeof units)[number] | undefined;
}

// Longer exponents are no number of a CRM, and would be written out digit by digit.
const scientific = /^-?\d+(\.\d+)?[eE][+-]?\d{1,2}$/;
const epochMilliseconds = /^-?\d{10,14}$/;
const midnight = /T00:00:00\.000Z$/;
const inverseDigits = 24;
const milliseconds = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };

/** The trimmed text of a cell; empty for null. Numbers and scientific notation become plain decimals, exactly. */
export function cellText(cell: Cell | undefined): string {
  if (typeof cell === 'string') return cell.trim();
  if (typeof cell === 'number') return Number.isFinite(cell) ? new Big(cell).toFixed() : String(cell);
  return typeof cell === 'boolean' ? String(cell) : '';
}

/** A text that every database can keep. */
export const text = (cell: string): string | Bad =>
  cell.isWellFormed() ? plain.text(cell) : new Bad('unusable character');

export const email = (cell: string): string | Bad => text(cell.toLowerCase());

/** An exact decimal: what stands there, never through a binary number. */
export const decimal = (cell: string): string | Bad =>
  plain.exactDecimal(scientific.test(cell) ? new Big(cell).toFixed() : cell);

const finite = (cell: string): number | Bad => {
  const value = decimal(cell);
  return value instanceof Bad ? value : plain.number(value);
};

export const number = finite;

/** A number from zero on; of a time, in seconds. */
export const notNegative = (cell: string, { unit }: CellOptions): number | Bad => {
  const value = finite(cell);
  if (value instanceof Bad) return value;
  const scaled = unit === undefined ? value : (value * milliseconds[unit]) / 1000;
  if (!Number.isFinite(scaled)) return new Bad('not a number');
  return scaled < 0 ? new Bad('negative') : scaled;
};

/** A whole number; its range depends on the kind of survey. */
export const score = (cell: string): number | Bad => {
  const value = finite(cell);
  return value instanceof Bad || Number.isInteger(value) ? value : new Bad('score not whole');
};

/** What one unit of a currency is worth; `inverse` where the CRM says what the program's is worth in it. */
export const rate = (cell: string, { inverse }: CellOptions): string | Bad => {
  const value = decimal(cell);
  if (value instanceof Bad) return value;
  const above = plain.rate(value);
  if (above instanceof Bad || inverse !== true) return above;
  return inverted(above);
};

function inverted(value: string): string | Bad {
  const Precise = Big();
  Precise.DP = inverseDigits;
  const result = new Precise(1).div(value);
  return result.eq(0) ? new Bad('rate too large') : result.toFixed();
}

/** A bare date or a UTC instant; also milliseconds since 1970, as older values of HubSpot. */
export const stamp = (cell: string, options: CellOptions): Stamp | Bad => {
  const value = isoStamp(epochMilliseconds.test(cell) ? isoOf(Number(cell)) : cell);
  if (value instanceof Bad || options.midnight === undefined) return value;
  return midnight.test(value) ? value.slice(0, 10) : value;
};

const isoOf = (instant: number): string => {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
};

/** A bare date; of an instant, its day in UTC. */
export const date = (cell: string): string | Bad => {
  const value = stamp(cell, {});
  return value instanceof Bad ? value : bareDate(value.slice(0, 10));
};

const truths: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['yes', true],
  ['false', false],
  ['0', false],
  ['no', false],
]);

export const boolean = (cell: string): boolean | Bad => truths.get(cell.toLowerCase()) ?? new Bad('not true or false');

export const currency = plain.currency;
export const oneOf = plain.oneOf;

/** The parts between separators, trimmed, empty ones dropped. */
export const parts = (cell: string, separator: string): string[] =>
  cell
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
