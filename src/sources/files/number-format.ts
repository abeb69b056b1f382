import { Bad, type Parse } from './cells.ts';

const spaces = String.raw` \u00a0\u202f`;
const apostrophes = "'’";

/** Reads numbers as people write them, and gives plain decimals with a point. Groups must be of three digits, all with the same separator. */
export function numberReader(decimalComma: boolean, thousands: boolean): Parse<string> {
  const mark = decimalComma ? ',' : String.raw`\.`;
  const other = decimalComma ? '.' : ',';
  const plain = new RegExp(String.raw`^-?\d+(?:${mark}\d+)?$`);
  const grouped = new RegExp(
    String.raw`^-?\d{1,3}(?:([${other}${spaces}${apostrophes}])\d{3})(?:\1\d{3})*(?:${mark}\d+)?$`,
  );
  const separators = new RegExp(`[${other}${spaces}${apostrophes}]`, 'g');
  return (cell) => {
    if (plain.test(cell)) return cell.replace(',', '.');
    if (!thousands || !grouped.test(cell)) return new Bad('not a number');
    return cell.replace(separators, '').replace(',', '.');
  };
}
