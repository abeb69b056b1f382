// The app's Home tab.
import { el } from './dom.js';
import { renderBlocks } from './render-blocks.js';
import { draftsOf, place, state } from './state.js';

const pane = document.getElementById('home');
let drawnFor = '';

/** Draws the Home tab when it is open. */
export function showHome() {
  pane.hidden = place.open !== 'home';
  if (pane.hidden) return;
  const view = state.home;
  const key = `${state.me}/${view?.hash ?? ''}`;
  if (key === drawnFor) return;
  drawnFor = key;
  if (view === null) {
    pane.replaceChildren(el('div', { class: 'welcome' }, el('h2', {}, 'Nothing here yet'), el('p', {}, `${state.bot.name} has not published a Home tab for you.`)));
    return;
  }
  const host = { key: view.id, where: { view: view.id }, values: draftsOf(view.hash) };
  pane.replaceChildren(renderBlocks(view.blocks, host));
}
