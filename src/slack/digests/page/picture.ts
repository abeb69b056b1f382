import { draw } from '../../../charts/svg/draw.ts';
import { FONT, fitted, measure } from '../../../charts/svg/font.ts';
import { element, label } from '../../../charts/svg/markup.ts';
import type { Palette } from '../../../charts/svg/palette.ts';
import { joined, type Phrase, verbatim } from '../../../text/phrase.ts';
import { flow, type Style } from './flow.ts';
import type { Card, PageChart, PageList, PageModel } from './model.ts';

/** A phone's width, a little more; letters stay readable when it is shown smaller. */
const WIDTH = 480;
const EDGE = 16;
const PAD = 14;
const GAP = 12;
const INNER = WIDTH - 2 * EDGE - 2 * PAD;

interface Placed {
  readonly svg: string;
  readonly y: number;
}

/** The page as one SVG drawing with colours of its own, as a picture needs it. */
export function pictureOf(model: PageModel, palette: Palette): string {
  let y = EDGE;
  const parts: string[] = [];
  const add = ({ svg, y: next }: Placed, gap = GAP): void => {
    parts.push(svg);
    y = next + gap;
  };
  const body: Style = { size: 15, colour: palette.text };
  const wide = WIDTH - 2 * EDGE;
  add(flow(model.title, EDGE, y, wide, { size: 13, colour: palette.soft, weight: 'bold' }), 6);
  for (const line of model.warnings) add(warning(line, y, palette), 8);
  add(flow(model.verdict, EDGE, y, wide, { size: 20, colour: palette.text, leading: 27 }), 8);
  for (const line of model.sentences) add(flow(line, EDGE, y, wide, body), 4);
  y += GAP - 4;
  for (const one of model.cards) add(boxed(y, palette, (top) => card(one, top, palette)));
  for (const one of model.lists) add(boxed(y, palette, (top) => list(one, top, palette)));
  for (const one of model.charts) add(boxed(y, palette, (top) => chart(one, top, palette)));
  for (const line of model.notes) add(flow(line, EDGE, y, wide, { size: 12, colour: palette.soft }), 4);
  const height = Math.ceil(y + EDGE - 4);
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: WIDTH,
      height,
      viewBox: `0 0 ${WIDTH} ${height}`,
      'font-family': `${FONT}, sans-serif`,
    },
    element('rect', { width: WIDTH, height, fill: palette.ground }) + parts.join(''),
  );
}

/** A card around what is drawn from its upper edge down. */
function boxed(y: number, palette: Palette, inside: (top: number) => Placed): Placed {
  const content = inside(y + PAD);
  const bottom = content.y + PAD - 2;
  const box = element('rect', {
    x: EDGE,
    y,
    width: WIDTH - 2 * EDGE,
    height: bottom - y,
    rx: 12,
    fill: palette.card,
    stroke: palette.line,
  });
  return { svg: box + content.svg, y: bottom };
}

function warning(line: Phrase, y: number, palette: Palette): Placed {
  const text = flow(line, EDGE + 12, y + 8, WIDTH - 2 * EDGE - 24, { size: 14, colour: palette.warn });
  const box = element('rect', {
    x: EDGE,
    y,
    width: WIDTH - 2 * EDGE,
    height: text.y + 8 - y,
    rx: 8,
    fill: palette.warnGround,
  });
  return { svg: box + text.svg, y: text.y + 8 };
}

function heading(title: Phrase, y: number, palette: Palette): Placed {
  const placed = flow(title, EDGE + PAD, y, INNER, { size: 15, colour: palette.text, weight: 'bold' });
  return { svg: placed.svg, y: placed.y + 6 };
}

function card({ name, kind, lines, trend }: Card, y: number, palette: Palette): Placed {
  const x = EDGE + PAD;
  const head = heading(verbatim(name), y, palette);
  const aside = label(kind.text, {
    x: WIDTH - EDGE - PAD,
    y: y + 15,
    'font-size': 12,
    fill: palette.soft,
    'text-anchor': 'end',
  });
  let at = head.y - 2;
  const said = [...lines, ...(trend === null ? [] : [trend.text])].map((line, index) => {
    const isTrend = index === lines.length;
    const placed = flow(line, x, at, INNER, { size: isTrend ? 13 : 14, colour: isTrend ? palette.soft : palette.text });
    at = placed.y;
    return placed.svg;
  });
  return { svg: head.svg + aside + said.join(''), y: at };
}

function chart({ title, chart: shown, more }: PageChart, y: number, palette: Palette): Placed {
  const head = heading(title, y, palette);
  const { svg, height } = draw(shown, INNER, palette);
  const end = head.y + height;
  const rest =
    more === undefined ? { svg: '', y: end } : flow(more, EDGE + PAD, end, INNER, { size: 13, colour: palette.soft });
  const drawing = element('g', { transform: `translate(${EDGE + PAD} ${Math.round(head.y)})` }, svg);
  return { svg: head.svg + drawing + rest.svg, y: rest.y };
}

function list({ title, rows, more }: PageList, y: number, palette: Palette): Placed {
  const x = EDGE + PAD;
  const head = heading(title, y, palette);
  let at = head.y;
  const parts = rows.map(({ name, value, partner, detail }, index) => {
    const rule =
      index === 0
        ? ''
        : element('line', { x1: x, x2: x + INNER, y1: at + 3, y2: at + 3, stroke: palette.line, 'stroke-width': 1 });
    if (index > 0) at += 9;
    const first = name === '' ? { svg: '', y: at } : rowHead(name, value, at, palette);
    const told = partner === undefined ? detail : joined([partner.name, detail], ' · ');
    const second = flow(told, x, first.y, INNER, { size: 13, colour: palette.soft });
    at = second.y;
    return rule + first.svg + second.svg;
  });
  const rest = more === null ? { svg: '', y: at } : flow(more, x, at + 4, INNER, { size: 13, colour: palette.soft });
  return { svg: head.svg + parts.join('') + rest.svg, y: rest.y };
}

function rowHead(name: string, value: string, y: number, palette: Palette): Placed {
  const size = 14;
  const shown = fitted(name, INNER - measure(value, size) - 12, size, 'bold');
  const svg =
    label(shown, { x: EDGE + PAD, y: y + size, 'font-size': size, 'font-weight': 600, fill: palette.text }) +
    label(value, {
      x: WIDTH - EDGE - PAD,
      y: y + size,
      'font-size': size,
      fill: palette.text,
      'text-anchor': 'end',
    });
  return { svg, y: y + 20 };
}
