// Faces: initials on a colour of their own; the bot wears the icon of the page.
import { el } from './dom.js';
import { state } from './state.js';

function hue(text) {
  let sum = 7;
  for (const character of text) sum = (sum * 31 + character.codePointAt(0)) % 360;
  return sum;
}

function initials(name) {
  const words = name.split(/\s+/).filter((word) => word !== '');
  return [words[0]?.[0], words.length > 1 ? words.at(-1)[0] : undefined].join('').toUpperCase();
}

/** A person's avatar in one of the sizes `small`, `normal`. */
export function avatar(id, size = 'normal') {
  if (id === state.bot.userId) return el('img', { class: `avatar ${size}`, src: 'icon.svg', alt: '' });
  const name = state.users[id]?.real_name ?? '?';
  const face = el('span', { class: `avatar ${size}`, 'aria-hidden': 'true' }, initials(name));
  face.style.background = `hsl(${hue(id + name)} 42% 42%)`;
  return face;
}
