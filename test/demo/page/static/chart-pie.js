// Pie charts, with their legend beside or below.
import { el, svg } from './dom.js';
import { number } from './format.js';

const SIZE = 200;
const LINE = 24;

function slicePath(from, to, radius) {
  const at = (share) => {
    const angle = share * 2 * Math.PI - Math.PI / 2;
    return `${(Math.cos(angle) * radius).toFixed(2)} ${(Math.sin(angle) * radius).toFixed(2)}`;
  };
  if (to - from > 0.9999) return `M0 ${-radius}A${radius} ${radius} 0 1 1 0 ${radius}A${radius} ${radius} 0 1 1 0 ${-radius}Z`;
  return `M0 0L${at(from)}A${radius} ${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${at(to)}Z`;
}

function percent(share) {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}

/** A pie of a given width. */
export function drawPie({ segments }, width, tip) {
  const total = segments.reduce((sum, one) => sum + one.value, 0);
  const beside = width >= 420;
  const legendHeight = segments.length * LINE;
  const height = beside ? Math.max(SIZE, legendHeight) + 8 : SIZE + legendHeight + 20;
  const centre = beside ? [SIZE / 2 + 4, height / 2] : [width / 2, SIZE / 2 + 4];
  const legendAt = beside ? [SIZE + 40, (height - legendHeight) / 2 + 16] : [Math.max(width / 2 - 110, 8), SIZE + 30];
  let from = 0;
  const slices = segments.map(({ label, value }, index) => {
    const share = value / total;
    const slice = svg('path', { class: `slice paint-${index + 1}`, d: slicePath(from, from + share, SIZE / 2 - 4) });
    from += share;
    slice.addEventListener('pointerenter', () => {
      tip.replaceChildren(el('b', {}, label), el('div', {}, `${number(value)} · ${percent(share)}`));
      tip.hidden = false;
      tip.style.left = `${Math.max(0, centre[0] - tip.offsetWidth / 2)}px`;
    });
    slice.addEventListener('pointerleave', () => {
      tip.hidden = true;
    });
    return slice;
  });
  const lines = segments.map(({ label, value }, index) => svg('g', { transform: `translate(0 ${index * LINE})` },
    svg('rect', { class: `slice-key paint-${index + 1}`, y: -10, width: 12, height: 12, rx: 3 }),
    svg('text', { class: 'legend-text', x: 20 }, label),
    svg('text', { class: 'legend-value', x: 220, 'text-anchor': 'end' }, `${number(value)} · ${percent(value / total)}`)));
  return svg('svg', { width, height, viewBox: `0 0 ${width} ${height}` },
    svg('g', { transform: `translate(${centre.join(' ')})` }, slices),
    svg('g', { transform: `translate(${legendAt.join(' ')})` }, lines));
}
