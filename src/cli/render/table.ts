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

/** A text that is wider than `most` ends in an ellipsis. */
export function shortened(text: string, most: number): string {
  if (widthOf(text) <= most) return text;
  return `${broken(text, most - 1)[0]?.trimEnd()}…`;
}

const numeric = /^[+−-]?[\p{Sc}\d][\d.,\s\u00a0\u202f%:/\p{Sc}−+-]*$|^[–—-]$|^$/u;

const gap = '  ';
/** A column is not wrapped below this. */
const leastWidth = 12;
/** Stays in one piece: a broken link leads nowhere. */
const isLink = (cell: string): boolean => /^https?:\/\//.test(cell);

/** Aligned lines, two spaces between columns, without trailing blanks; cells are wrapped so that a line fits `width`. */
export function tableLines({ heading, rows }: Table, width: number, indent = ''): string[] {
  const clean = [heading, ...rows].map((row) => row.map(printable));
  const columns = Math.max(0, ...clean.map((row) => row.length));
  const cellsIn = Array.from({ length: columns }, (_, column) => clean.map((row) => row[column] ?? ''));
  const right = cellsIn.map((cells, column) => column > 0 && cells.slice(1).every((cell) => numeric.test(cell)));
  const whole = (cells: readonly string[], column: number): boolean => right[column] === true || cells.some(isLink);
  const least = cellsIn.map((cells, column) =>
    whole(cells, column) ? Math.max(0, ...cells.slice(1).map(widthOf)) : leastWidth,
  );
  const natural = cellsIn.map((cells) => Math.max(...cells.map(widthOf)));
  const widths = narrowed(natural, least, width - indent.length - gap.length * (columns - 1));
  return clean
    .filter((row, index) => index > 0 || row.some((cell) => cell !== ''))
    .flatMap((row) => rowLines(row, widths, right))
    .map((line) => `${indent}${line}`.trimEnd());
}

/** The columns' widths, the widest cut first until their sum fits; none below its least. */
function narrowed(natural: readonly number[], least: readonly number[], available: number): readonly number[] {
  const widths = [...natural];
  const total = widths.reduce((sum, width) => sum + width, 0);
  for (let surplus = total - available; surplus > 0; surplus--) {
    const candidates = [...widths.entries()].filter(([column, width]) => width > (least[column] ?? 0));
    if (candidates.length === 0) break;
    const [column, width] = candidates.reduce((widest, next) => (next[1] > widest[1] ? next : widest));
    widths[column] = width - 1;
  }
  return widths;
}

/** One row of a table: as many lines as its longest cell needs. */
function rowLines(row: readonly string[], widths: readonly number[], right: readonly boolean[]): string[] {
  const wrapped = widths.map((width, column) => wrap(row[column] ?? '', width));
  const height = Math.max(1, ...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    widths
      .map((width, column) => {
        const text = wrapped[column]?.[line] ?? '';
        const blanks = ' '.repeat(Math.max(0, width - widthOf(text)));
        return right[column] ? blanks + text : text + blanks;
      })
      .join(gap),
  );
}

/** A text in lines no wider than `width`, broken between words, and within one that is too long by itself. */
export function wrap(text: string, width: number): string[] {
  if (widthOf(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = broken(word, width);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return line === '' ? lines : [...lines, line];
}

function broken(word: string, width: number): string[] {
  const pieces = [''];
  for (const { segment } of segmenter.segment(word)) {
    const longer = `${pieces.at(-1)}${segment}`;
    if (widthOf(longer) <= width) pieces[pieces.length - 1] = longer;
    else pieces.push(segment);
  }
  return pieces;
}

const bars = '▁▂▃▄▅▆▇█';

/** One bar per value between 0 and the largest; a blank series is all lowest bars. */
export function sparkline(values: readonly number[]): string {
  const top = Math.max(0, ...values);
  return values
    .map((value) => bars[top <= 0 ? 0 : Math.max(0, Math.round((value / top) * (bars.length - 1)))] ?? '▁')
    .join('');
}
