// Charts with categories along the x axis.
import { valueAt } from './charts.js';
import { el, svg } from './dom.js';
import { compact, number } from './format.js';

const HEIGHT = 236;
const TOP = 10;

/** Round steps of 1, 2, 2.5 or 5 that cover the values, about six of them; whole ones for counts. */
export function ticksFor(low, high, onlyWhole) {
  const span = high - low || Math.abs(high) || 1;
  const rough = span / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((one) => one >= rough && (!onlyWhole || Number.isInteger(one))) ?? 1;
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** Every nth category gets a label, so that none overlap. */
function labelStride(categories, room) {
  const longest = Math.max(...categories.map((one) => one.length));
  return Math.max(1, Math.ceil((longest * 6.4 + 12) / room));
}

function scales(data, width) {
  const values = data.series.flatMap((one) => one.data.map((point) => point.value));
  // Bars and areas measure from zero; a line may leave it when all values are far away from it.
  const low = Math.min(...values);
  const high = Math.max(...values);
  const fromZero = data.type !== 'line' || low < (high - low) * 1.5;
  const ticks = ticksFor(fromZero ? Math.min(0, low) : low, fromZero ? Math.max(0, high) : high, values.every(Number.isInteger));
  const { categories, x_label: xLabel, y_label: yLabel } = data.axis_config;
  const left = 12 + Math.max(...ticks.map((tick) => compact(tick).length)) * 7 + (yLabel === undefined ? 0 : 18);
  const bottom = HEIGHT - (xLabel === undefined ? 24 : 44);
  const room = (width - left - 12) / categories.length;
  const min = ticks[0];
  const max = ticks.at(-1);
  return {
    categories, xLabel, yLabel, left, bottom, right: width - 12, room, ticks,
    x: (index) => left + room * (index + 0.5),
    y: (value) => bottom - ((value - min) / (max - min || 1)) * (bottom - TOP),
    base: Math.min(Math.max(0, min), max),
  };
}

function axes({ ticks, left, right, bottom, x, y, categories, room, xLabel, yLabel, base }) {
  const stride = labelStride(categories, room);
  return [
    ticks.map((tick) => [
      svg('line', { class: tick === base ? 'axis' : 'gridline', x1: left, x2: right, y1: y(tick), y2: y(tick) }),
      svg('text', { class: 'tick', x: left - 8, y: y(tick) + 4, 'text-anchor': 'end' }, compact(tick)),
    ]),
    categories.map((name, index) => (index % stride === 0 ? svg('text', { class: 'tick', x: x(index), y: bottom + 17, 'text-anchor': 'middle' }, name) : null)),
    xLabel === undefined ? null : svg('text', { class: 'axis-label', x: (left + right) / 2, y: HEIGHT - 4, 'text-anchor': 'middle' }, xLabel),
    yLabel === undefined ? null : svg('text', { class: 'axis-label', 'text-anchor': 'middle', transform: `translate(12 ${(TOP + bottom) / 2}) rotate(-90)` }, yLabel),
  ];
}

function pointsOf(series, { categories, x, y }) {
  return categories.map((category, index) => `${x(index).toFixed(1)},${y(valueAt(series, category)).toFixed(1)}`);
}

function lineOf(series, index, scale) {
  const dots = scale.categories.map((category, at) => svg('circle', { class: `dot paint-${index + 1}`, cx: scale.x(at), cy: scale.y(valueAt(series, category)), r: scale.room < 34 ? 2 : 3.5, 'data-at': at }));
  return [svg('polyline', { class: `stroke paint-${index + 1}`, points: pointsOf(series, scale).join(' ') }), dots];
}

function areaOf(series, index, scale) {
  const points = pointsOf(series, scale);
  const zero = scale.y(scale.base);
  const outline = [`${scale.x(0)},${zero}`, ...points, `${scale.x(points.length - 1)},${zero}`];
  return [svg('polygon', { class: `fill paint-${index + 1}`, points: outline.join(' ') }), svg('polyline', { class: `stroke paint-${index + 1}`, points: points.join(' ') })];
}

/** A bar with its outer corners rounded. */
function barPath(left, width, from, to) {
  const radius = Math.min(3, width / 2, Math.abs(to - from));
  const direction = to < from ? 1 : -1;
  const right = left + width;
  return `M${left} ${from}V${to + direction * radius}Q${left} ${to} ${left + radius} ${to}H${right - radius}Q${right} ${to} ${right} ${to + direction * radius}V${from}Z`;
}

function barsOf(data, scale) {
  const group = Math.min(scale.room * 0.72, 38 * data.series.length);
  const width = group / data.series.length;
  return data.series.map((series, index) => scale.categories.map((category, at) => svg('path', {
    class: `bar paint-${index + 1}`, 'data-at': at,
    d: barPath(scale.x(at) - group / 2 + index * width + 1, Math.max(width - 2, 1), scale.y(scale.base), scale.y(valueAt(series, category))),
  })));
}

/** One invisible column per category that shows its values when pointed at. */
function hoverColumns(data, scale, width, tip) {
  const mark = svg('line', { class: 'hover-mark', y1: TOP, y2: scale.bottom, visibility: 'hidden' });
  const hide = () => {
    tip.hidden = true;
    mark.setAttribute('visibility', 'hidden');
  };
  const show = (at) => {
    const category = scale.categories[at];
    tip.replaceChildren(el('b', {}, category), ...data.series.map((one, index) =>
      el('div', {}, el('span', { class: `key key-box paint-${index + 1}` }), el('span', { class: 'tip-name' }, one.name), el('span', { class: 'tip-value' }, number(valueAt(one, category))))));
    tip.hidden = false;
    const x = scale.x(at);
    tip.style.left = `${Math.min(Math.max(x - tip.offsetWidth / 2, 0), width - tip.offsetWidth)}px`;
    mark.setAttribute('x1', x);
    mark.setAttribute('x2', x);
    mark.setAttribute('visibility', data.type === 'bar' ? 'hidden' : 'visible');
  };
  const columns = scale.categories.map((_, at) => {
    const column = svg('rect', { class: 'hover-column', x: scale.left + scale.room * at, y: TOP, width: scale.room, height: scale.bottom - TOP });
    column.addEventListener('pointerenter', () => show(at));
    column.addEventListener('pointerleave', hide);
    return column;
  });
  return [mark, columns];
}

/** Line, area or bar chart of a given width. */
export function drawAxisChart(data, width, tip) {
  const scale = scales(data, width);
  const marks = data.type === 'bar' ? barsOf(data, scale) : data.series.map((one, index) => (data.type === 'area' ? areaOf : lineOf)(one, index, scale));
  return svg('svg', { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}` }, axes(scale), marks, hoverColumns(data, scale, width, tip));
}
