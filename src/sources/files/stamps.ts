import type { Stamp } from '../../records/records.ts';
import { Bad, type Parse } from './cells.ts';

const notADate = new Bad('not a date');
const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const instantPattern =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:[.,](\d+))?)?(Z|([+-](?:[01]\d|2[0-3]))(?::?([0-5]\d))?)$/;

const canonicalPattern = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{3})?Z$/;

/** A real calendar date `YYYY-MM-DD`. */
export const bareDate: Parse<string> = (cell) => {
  const [, year, month, day] = datePattern.exec(cell) ?? [];
  const isReal = Number(day) >= 1 && Number(day) <= daysIn(Number(year), Number(month));
  return isReal ? cell : notADate;
};

/** A bare date as it is, or an ISO 8601 time with offset or `Z` as a UTC instant with milliseconds (rule 7.1). */
export const stamp: Parse<Stamp> = (cell) => {
  // Most stamps have the form already that they get here.
  if (canonicalPattern.test(cell)) return cell.length === 24 ? cell : `${cell.slice(0, 19)}.000Z`;
  if (cell.length === 10) return bareDate(cell);
  const [, date = '', hour, minute, second = '00', fraction = '', zone, offsetHours, offsetMinutes = '00'] =
    instantPattern.exec(cell) ?? [];
  if (bareDate(date) instanceof Bad) return notADate;
  const offset = zone === 'Z' ? 'Z' : `${offsetHours}:${offsetMinutes}`;
  const instant = Date.parse(`${date}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}${offset}`);
  if (Number.isNaN(instant)) return notADate;
  const utc = new Date(instant).toISOString();
  // Outside the years 0000–9999 ISO strings have another form.
  return utc.length === 24 ? utc : notADate;
};

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [31, 0, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}
