// long: the three kinds of charts share axis, legend and letters.
import { type BarsChart, type Chart, type ColumnsChart, type Drawn, type LinesChart, ticks } from './drawing.ts';
import { fitted, measure } from './font.ts';
import { element, label } from './markup.ts';
import { type Palette, seriesColour } from './palette.ts';

const SMALL = 12;
const LEGEND = 20;
const PLOT = 150;
const GAP = 8;

/** A chart of a width as SVG elements from the origin down. */
export function draw(chart: Chart, width: number, palette: Palette): Drawn {
  switch (chart.kind) {
    case 'lines':
      return lines(chart, width, palette);
    case 'columns':
      return columns(chart, width, palette);
    case 'bars':
      return bars(chart, width, palette);
  }
}

/** Names with their colours, in rows as they fit. */
function legend(names: readonly string[], width: number, palette: Palette): Drawn {
  let [x, y] = [0, 0];
  const parts = names.map((name, index) => {
    const shown = fitted(name, width - 18, SMALL);
    const space = 18 + measure(shown, SMALL) + 14;
    if (x > 0 && x + space - 14 > width) {
      x = 0;
      y += LEGEND;
    }
    const part =
      element('rect', { x, y: y + 3, width: 11, height: 11, rx: 3, fill: seriesColour(palette, index) }) +
      label(shown, { x: x + 17, y: y + 13, 'font-size': SMALL, fill: palette.text });
    x += space;
    return part;
  });
  return { svg: parts.join(''), height: names.length === 0 ? 0 : y + LEGEND + GAP };
}

interface Frame {
  readonly svg: string;
  readonly left: number;
  readonly right: number;
  readonly y: (value: number) => number;
  readonly bottom: number;
}

/** Horizontal lines with their values to the left. */
function frame(
  values: readonly number[],
  axis: (value: number) => string,
  width: number,
  top: number,
  palette: Palette,
): Frame {
  const marks = ticks(Math.max(0, ...values), Math.min(0, ...values));
  const [low = 0, high = 1] = [marks[0], marks.at(-1)];
  // A browser may set them in another font, which is a little wider.
  const left = Math.max(...marks.map((mark) => measure(axis(mark), SMALL))) * 1.1 + GAP;
  const y = (value: number): number => top + PLOT - ((value - low) / (high - low)) * PLOT;
  const svg = marks
    .map(
      (mark) =>
        element('line', { x1: left, x2: width, y1: y(mark), y2: y(mark), stroke: palette.line, 'stroke-width': 1 }) +
        label(axis(mark), {
          x: left - GAP,
          y: y(mark) + 4,
          'font-size': SMALL,
          fill: palette.soft,
          'text-anchor': 'end',
        }),
    )
    .join('');
  return { svg, left, right: width, y, bottom: top + PLOT };
}

/** Labels below, every one or every so many that have room, counted from the last. */
function below(
  labels: readonly string[],
  place: (index: number) => number,
  { bottom, right, left }: Frame,
  palette: Palette,
): string {
  const widest = Math.max(0, ...labels.map((text) => measure(text, SMALL)));
  const step = labels.length < 2 ? 1 : Math.abs(place(1) - place(0));
  // The last one is moved to the left where it would stand out.
  const moved = Math.max(0, place(labels.length - 1) + widest / 2 - right);
  const stride = Math.max(1, Math.ceil((widest + 12 + moved) / Math.max(1, step)));
  return labels
    .map((text, index) => {
      if ((labels.length - 1 - index) % stride !== 0) return '';
      const half = measure(text, SMALL) / 2;
      const x = Math.max(left - GAP + half, Math.min(place(index), right - half));
      return label(text, { x, y: bottom + 18, 'font-size': SMALL, fill: palette.soft, 'text-anchor': 'middle' });
    })
    .join('');
}

function lines(chart: LinesChart, width: number, palette: Palette): Drawn {
  const head = legend(
    chart.series.map(({ name, told }) => `${name} ${told}`),
    width,
    palette,
  );
  const values = chart.series.flatMap((one) => one.values.filter((value) => value !== null));
  const plot = frame([...values, chart.top ?? 0], chart.axis, width, head.height + 6, palette);
  const edge = Math.max(6, measure(chart.categories.at(-1) ?? '', SMALL) / 2);
  const step = (plot.right - plot.left - 6 - edge) / Math.max(1, chart.categories.length - 1);
  const x = (index: number): number => plot.left + 6 + index * step;
  const drawn = chart.series.map((one, order) => {
    const colour = seriesColour(palette, order);
    const path = pieces(one.values)
      .map((piece) =>
        element('polyline', {
          points: piece.map(([index, value]) => `${point(x(index))},${point(plot.y(value))}`).join(' '),
          fill: 'none',
          stroke: colour,
          'stroke-width': 2.5,
          'stroke-linejoin': 'round',
          'stroke-linecap': 'round',
        }),
      )
      .join('');
    const last = one.values.at(-1) ?? null;
    const end =
      last === null ? '' : element('circle', { cx: x(one.values.length - 1), cy: plot.y(last), r: 4, fill: colour });
    return path + end;
  });
  return {
    svg: head.svg + plot.svg + drawn.join('') + below(chart.categories, x, plot, palette),
    height: plot.bottom + 26,
  };
}

const point = (value: number): number => Math.round(value * 100) / 100;

/** Runs of known values: a line is not drawn over what is not known. */
function pieces(values: readonly (number | null)[]): readonly (readonly (readonly [number, number])[])[] {
  const found: [number, number][][] = [];
  let open: [number, number][] | null = null;
  values.forEach((value, index) => {
    if (value === null) open = null;
    else if (open === null) {
      open = [[index, value]];
      found.push(open);
    } else open.push([index, value]);
  });
  return found;
}

function columns(chart: ColumnsChart, width: number, palette: Palette): Drawn {
  const head = legend(chart.series.length > 1 ? chart.series : [], width, palette);
  const sums = chart.columns.map(({ values }) => values.reduce((sum, value) => sum + Math.max(0, value), 0));
  const lows = chart.columns.map(({ values }) => Math.min(0, ...values));
  const plot = frame([...sums, ...lows], chart.axis, width, head.height + 14, palette);
  const room = (plot.right - plot.left) / Math.max(1, chart.columns.length);
  const wide = Math.min(46, room * 0.62);
  const x = (index: number): number => plot.left + room * (index + 0.5);
  const drawn = chart.columns.map(({ values, told }, index) => {
    let height = 0;
    const parts = values.map((value, order) => {
      const from = value < 0 ? 0 : height;
      if (value > 0) height += value;
      const [top, low] = [plot.y(Math.max(from + value, from)), plot.y(Math.min(from + value, from))];
      return element('rect', {
        x: x(index) - wide / 2,
        y: top,
        width: wide,
        height: Math.max(0, low - top),
        rx: 2,
        fill: seriesColour(palette, order),
      });
    });
    const fits = measure(told, SMALL, 'bold') <= room + 6;
    const value = fits
      ? label(told, {
          x: x(index),
          y: plot.y(height) - 5,
          'font-size': SMALL,
          'font-weight': 600,
          fill: palette.text,
          'text-anchor': 'middle',
        })
      : '';
    return parts.join('') + value;
  });
  const labels = below(
    chart.columns.map((column) => column.label),
    x,
    plot,
    palette,
  );
  return { svg: head.svg + plot.svg + drawn.join('') + labels, height: plot.bottom + 26 };
}

const BAR = 16;
const BAR_ROW = 44;

function bars(chart: BarsChart, width: number, palette: Palette): Drawn {
  const head = legend(chart.series.length > 1 ? chart.series : [], width, palette);
  const top = Math.max(
    0,
    ...chart.bars.map(({ values }) => values.reduce((sum, value) => sum + Math.max(0, value), 0)),
  );
  const rows = chart.bars.map(({ label: name, values, told, apart }, index) => {
    const y = head.height + index * BAR_ROW;
    let x = 0;
    const parts = values.map((value, order) => {
      const wide = top === 0 ? 0 : (Math.max(0, value) / top) * width;
      const part = element('rect', {
        x,
        y: y + 20,
        width: wide,
        height: BAR,
        rx: Math.min(3, wide / 2),
        fill: seriesColour(palette, order),
        'fill-opacity': apart === true ? 0.55 : undefined,
      });
      x += wide;
      return part;
    });
    const value = measure(told, SMALL + 1);
    const shown = fitted(name, width - value - 12, SMALL + 1, 'bold');
    return (
      label(shown, { x: 0, y: y + 13, 'font-size': SMALL + 1, 'font-weight': 600, fill: palette.text }) +
      label(told, { x: width, y: y + 13, 'font-size': SMALL + 1, fill: palette.soft, 'text-anchor': 'end' }) +
      element('rect', { x: 0, y: y + 20, width, height: BAR, rx: 3, fill: palette.line, 'fill-opacity': 0.45 }) +
      parts.join('')
    );
  });
  return { svg: head.svg + rows.join(''), height: head.height + chart.bars.length * BAR_ROW };
}
