import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The fonts of drawings: Inter, under the SIL Open Font License (fonts/OFL.txt). */
export const FONT = 'Inter';
export const fontFiles = {
  regular: fileURLToPath(new URL('../fonts/Inter-Regular.ttf', import.meta.url)),
  bold: fileURLToPath(new URL('../fonts/Inter-SemiBold.ttf', import.meta.url)),
} as const;
export type Weight = keyof typeof fontFiles;

/** Width of a text in pixels at a size. */
export type Measure = (text: string, size: number, weight?: Weight) => number;

/** Widths of glyphs as a share of the font size. */
interface Metrics {
  readonly widthOf: (codePoint: number) => number;
}

/** As wide as most glyphs that the font does not have. */
const FOREIGN = 1;

const read = new Map<Weight, Metrics>();

/** Measures by the fonts themselves; kerning aside, which is less than a percent. */
export const measure: Measure = (text, size, weight = 'regular') => {
  const metrics = read.get(weight) ?? metricsOf(readFileSync(fontFiles[weight]));
  read.set(weight, metrics);
  let width = 0;
  for (const character of text) width += metrics.widthOf(character.codePointAt(0) ?? 0);
  return width * size;
};

/** Reads a TrueType font's tables head, hhea, hmtx and cmap (its Unicode table of format 4). */
function metricsOf(font: Buffer): Metrics {
  const tables = new Map<string, number>();
  for (let at = 12, end = 12 + font.readUInt16BE(4) * 16; at < end; at += 16) {
    tables.set(font.toString('latin1', at, at + 4), font.readUInt32BE(at + 8));
  }
  const table = (name: string): number => {
    const offset = tables.get(name);
    if (offset === undefined) throw new RangeError(`the font has no table ${name}`);
    return offset;
  };
  const unitsPerEm = font.readUInt16BE(table('head') + 18);
  const numberOfWidths = font.readUInt16BE(table('hhea') + 34);
  const widths = table('hmtx');
  const glyphOf = glyphs(font, table('cmap'));
  return {
    widthOf: (codePoint) => {
      const glyph = glyphOf(codePoint);
      if (glyph === 0) return FOREIGN;
      return font.readUInt16BE(widths + Math.min(glyph, numberOfWidths - 1) * 4) / unitsPerEm;
    },
  };
}

/** The glyph of a code point of the basic plane; 0 where there is none. */
function glyphs(font: Buffer, cmap: number): (codePoint: number) => number {
  const count = font.readUInt16BE(cmap + 2);
  const offsets = Array.from({ length: count }, (_, index) => cmap + font.readUInt32BE(cmap + 4 + index * 8 + 4));
  const start = offsets.find((offset) => font.readUInt16BE(offset) === 4);
  if (start === undefined) throw new RangeError('the font has no table of format 4');
  const segments = font.readUInt16BE(start + 6) / 2;
  const ends = start + 14;
  const starts = ends + segments * 2 + 2;
  const deltas = starts + segments * 2;
  const ranges = deltas + segments * 2;
  return (codePoint) => {
    for (let segment = 0; segment < segments; segment += 1) {
      if (codePoint > font.readUInt16BE(ends + segment * 2)) continue;
      const first = font.readUInt16BE(starts + segment * 2);
      if (codePoint < first) return 0;
      const delta = font.readUInt16BE(deltas + segment * 2);
      const range = ranges + segment * 2;
      const offset = font.readUInt16BE(range);
      if (offset === 0) return (codePoint + delta) & 0xffff;
      const glyph = font.readUInt16BE(range + offset + (codePoint - first) * 2);
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  };
}

/** A text cut with an ellipsis so that it fits into a width. */
export function fitted(text: string, width: number, size: number, weight: Weight = 'regular'): string {
  if (measure(text, size, weight) <= width) return text;
  const characters = [...text];
  let [low, high] = [0, characters.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const cut = `${characters.slice(0, middle).join('').trimEnd()}…`;
    if (measure(cut, size, weight) <= width) low = middle;
    else high = middle - 1;
  }
  return `${characters.slice(0, low).join('').trimEnd()}…`;
}
