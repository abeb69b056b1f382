import { type Measure, measure, type Weight } from '../../../charts/svg/font.ts';
import { element, escaped } from '../../../charts/svg/markup.ts';
import type { Markup, Phrase } from '../../../text/phrase.ts';

/** Characters for private use, between which a drawing is bold. */
const BOLD = '\ue000';
const PLAIN = '\ue001';
const marks: Markup = {
  escape: (raw) => raw.replace(/[\ue000\ue001]/g, ''),
  bold: (inner) => `${BOLD}${inner}${PLAIN}`,
  code: (inner) => inner,
};

interface Run {
  readonly text: string;
  readonly weight: Weight;
}

export interface Style {
  readonly size: number;
  readonly colour: string;
  readonly weight?: Weight | undefined;
  /** From line to line; default 1.45 of the size. */
  readonly leading?: number | undefined;
}

/** A phrase set in lines of a width, from a baseline's top `y` down: SVG texts, and where the next thing may stand. */
export function flow(
  phrase: Phrase,
  x: number,
  y: number,
  width: number,
  style: Style,
): { readonly svg: string; readonly y: number } {
  const leading = style.leading ?? style.size * 1.45;
  const lines = linesOf(runsOf(phrase, style.weight ?? 'regular'), width, style.size, measure);
  const svg = lines
    .map((line, index) => {
      const spans = line
        .map(({ text, weight }) =>
          weight === 'bold' ? element('tspan', { 'font-weight': 600 }, escaped(text)) : escaped(text),
        )
        .join('');
      const baseline = y + index * leading + style.size;
      return element(
        'text',
        { x, y: baseline, 'font-size': style.size, fill: style.colour, 'xml:space': 'preserve' },
        spans,
      );
    })
    .join('');
  return { svg, y: y + lines.length * leading };
}

function runsOf(phrase: Phrase, weight: Weight): readonly Run[] {
  let bold = 0;
  return phrase
    .as(marks)
    .split(/([\ue000\ue001])/)
    .flatMap((part): readonly Run[] => {
      if (part === BOLD) bold += 1;
      else if (part === PLAIN) bold -= 1;
      else if (part !== '')
        return [{ text: part.replace(/[^\S\u00a0\u202f]+/gu, ' '), weight: bold > 0 ? 'bold' : weight }];
      return [];
    });
}

/** Breaks at blanks, and within a word that is longer than a line. */
function linesOf(runs: readonly Run[], width: number, size: number, of: Measure): readonly (readonly Run[])[] {
  const lines: Run[][] = [[]];
  let used = 0;
  const put = (text: string, weight: Weight): void => {
    const line = lines.at(-1);
    const last = line?.at(-1);
    if (line === undefined) return;
    if (last !== undefined && last.weight === weight) line[line.length - 1] = { text: last.text + text, weight };
    else line.push({ text, weight });
    used += of(text, size, weight);
  };
  const next = (): void => {
    lines.push([]);
    used = 0;
  };
  for (const { text, weight } of runs) {
    for (const word of text.split(/(?<= )/)) {
      const solid = of(word.trimEnd(), size, weight);
      if (used > 0 && used + solid > width) next();
      if (solid <= width) put(used === 0 ? word.trimStart() : word, weight);
      else {
        for (const character of word) {
          if (used + of(character, size, weight) > width) next();
          put(character, weight);
        }
      }
    }
  }
  return lines.filter((line) => line.length > 0);
}
