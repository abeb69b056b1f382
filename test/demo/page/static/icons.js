// Line icons of the page, drawn with the text colour.
import { svg } from './dom.js';

const PATHS = {
  lock: 'M6 9V6.5a4 4 0 0 1 8 0V9M5 9h10v8H5z',
  shared: 'M10 3l4 4-4 4-4-4zM10 9l4 4-4 4-4-4z',
  members: 'M10 10a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM3.8 17c.5-3.4 3-5 6.2-5s5.7 1.6 6.2 5',
  eye: 'M2 10s3-5.2 8-5.2 8 5.2 8 5.2-3 5.2-8 5.2S2 10 2 10zm8 2.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z',
  home: 'M3.5 9.2 10 3.6l6.5 5.6M5.3 8.2v8.3h9.4V8.2M8.3 16.5v-4.3h3.4v4.3',
};

/** An icon by name; decorative unless it has a label. */
export function icon(name, { size = 16, label } = {}) {
  const named = label === undefined ? { 'aria-hidden': 'true' } : { role: 'img', 'aria-label': label };
  return svg('svg', { class: 'icon', viewBox: '0 0 20 20', width: size, height: size, ...named },
    label === undefined ? null : svg('title', {}, label),
    svg('path', { d: PATHS[name], fill: 'none', stroke: 'currentColor', 'stroke-width': 1.6, 'stroke-linejoin': 'round', 'stroke-linecap': 'round' }));
}
