import { Bad } from './cells.ts';
import { bareDate } from './stamps.ts';

/** Whether a file name fits a pattern with `*` and `?`. Hidden files (locks, copies of a file manager) fit only where it names them. */
export function fits(pattern: string): (name: string) => boolean {
  const source = [...pattern.normalize('NFC')]
    .map((character) => ({ '*': '.*', '?': '.' })[character] ?? character.replace(/[\\^$.+()|[\]{}]/, String.raw`\$&`))
    .join('');
  const whole = new RegExp(`^${source}$`, 'su');
  return (name) => (pattern.startsWith('.') || !name.startsWith('.')) && whole.test(name.normalize('NFC'));
}

const order = new Intl.Collator('en', { numeric: true });

/** Orders names as people do: numbers in them as numbers, so that `part-10` follows `part-9`. */
export const byName = (one: string, other: string): number =>
  order.compare(one, other) || (one < other ? -1 : one > other ? 1 : 0);

const datePattern = /(?<!\d)(\d{4})([-_.]?)(\d{2})\2(\d{2})(?:\d{4}|\d{6})?(?!\d)/;

/** The date in a file name, as `YYYY-MM-DD`; also from `YYYYMMDD` with or without a time behind. null without one. */
export function dateInName(name: string): string | null {
  const [, year, , month, day] = datePattern.exec(name) ?? [];
  const date = bareDate(`${year}-${month}-${day}`);
  return date instanceof Bad ? null : date;
}
