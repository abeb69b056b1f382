// data_visualization: line, area, bar and pie as SVG, redrawn when the width changes.
import { drawAxisChart } from './chart-axes.js';
import { drawPie } from './chart-pie.js';
import { el } from './dom.js';
import { number } from './format.js';

/** Names and values for those who cannot see the drawing. */
function hiddenTable({ title, chart }) {
  const rows = chart.type === 'pie'
    ? chart.segments.map(({ label, value }) => [label, number(value)])
    : chart.axis_config.categories.map((category) => [category, ...chart.series.map((one) => number(valueAt(one, category)))]);
  const head = chart.type === 'pie' ? ['Segment', 'Value'] : [chart.axis_config.x_label ?? 'Category', ...chart.series.map((one) => one.name)];
  return el('div', { class: 'visually-hidden' }, el('table', {},
    el('caption', {}, title),
    el('thead', {}, el('tr', {}, head.map((text) => el('th', { scope: 'col' }, text)))),
    el('tbody', {}, rows.map(([first, ...rest]) => el('tr', {}, el('th', { scope: 'row' }, first), rest.map((text) => el('td', {}, text)))))));
}

export function valueAt(series, category) {
  return series.data.find((point) => point.label === category)?.value ?? 0;
}

function legend(names, shapeOf) {
  return el('ul', { class: 'legend', 'aria-hidden': 'true' }, names.map((name, index) =>
    el('li', {}, el('span', { class: `key key-${shapeOf} paint-${index + 1}` }), name)));
}

/** The block as a figure with title, drawing, legend and tooltip. */
export function chart(block) {
  const { chart: data } = block;
  const tip = el('div', { class: 'chart-tip', hidden: true });
  const canvas = el('div', { class: 'chart-canvas' });
  const names = data.type === 'pie' ? [] : data.series.map((one) => one.name);
  const draw = () => {
    const width = Math.max(canvas.clientWidth, 240);
    const drawing = data.type === 'pie' ? drawPie(data, width, tip) : drawAxisChart(data, width, tip);
    drawing.setAttribute('role', 'img');
    drawing.setAttribute('aria-label', `${block.title}, ${data.type} chart`);
    canvas.replaceChildren(drawing, tip);
  };
  let drawn = 0;
  new ResizeObserver(() => {
    if (canvas.clientWidth === drawn || canvas.clientWidth === 0) return;
    drawn = canvas.clientWidth;
    draw();
  }).observe(canvas);
  return el('figure', { class: `chart chart-${data.type}`, 'data-testid': 'chart' },
    el('figcaption', {}, block.title),
    names.length > 1 || data.type !== 'pie' ? legend(names, data.type === 'line' ? 'line' : 'box') : null,
    canvas,
    hiddenTable(block));
}
