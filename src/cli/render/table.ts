/** A column is aligned to the right where all of its cells but the heading look like numbers. */
export interface Table {
  readonly heading: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const segmenter = new Intl.Segmenter();
const wide = /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u;

/** Columns that a text takes on a terminal. */
export function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += wide.test(segment) ? 2 : 1;
  return width;
}

/** What a record contains must not steer a terminal: control characters become spaces. */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ');

const numeric = /^[+−-]?[\p{Sc}\d][\d.,\s\u00a0\u202f%:/\p{Sc}−+-]*$|^[–—-]$|^$/u;

/** Aligned lines, two spaces between columns, without trailing blanks. */
export function tableLines({ heading, rows }: Table, indent = ''): string[] {
  const clean = [heading, ...rows].map((row) => row.map(printable));
  const columns = Math.max(0, ...clean.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...clean.map((row) => widthOf(row[column] ?? ''))),
  );
  const right = widths.map((_, column) => column > 0 && clean.slice(1).every((row) => numeric.test(row[column] ?? '')));
  return clean
    .filter((row, index) => index > 0 || row.some((cell) => cell !== ''))
    .map((row) =>
      widths
        .map((width, column) => {
          const cell = row[column] ?? '';
          const blanks = ' '.repeat(width - widthOf(cell));
          return right[column] ? blanks + cell : cell + blanks;
        })
        .join('  '),
    )
    .map((line) => `${indent}${line}`.trimEnd());
}

const bars = '▁▂▃▄▅▆▇█';

/** One bar per value between 0 and the largest; a blank series is all lowest bars. */
export function sparkline(values: readonly number[]): string {
  const top = Math.max(0, ...values);
  return values
    .map((value) => bars[top <= 0 ? 0 : Math.max(0, Math.round((value / top) * (bars.length - 1)))] ?? '▁')
    .join('');
}
