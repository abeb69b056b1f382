// The topmost modal.
import { perform } from './api.js';
import { el } from './dom.js';
import { textObject } from './mrkdwn.js';
import { renderBlocks } from './render-blocks.js';
import { draftsOf, forgetDrafts, state } from './state.js';

const dialog = document.getElementById('modal');
let drawn = '';
let shown;

function close() {
  if (shown !== undefined) perform('close', { viewId: shown });
}

async function submit(event) {
  event.preventDefault();
  const view = state.modals.at(-1);
  if (view === undefined) return;
  dialog.classList.add('busy');
  await perform('submit', { viewId: view.id, values: draftsOf(view.id) });
  dialog.classList.remove('busy');
}

function form(view) {
  const host = { key: view.id, where: { view: view.id }, values: draftsOf(view.id), errors: view.errors };
  const general = view.errors[''];
  return el('form', { novalidate: true, onsubmit: submit },
    el('header', { class: 'modal-head' },
      el('h2', { id: 'modal-title' }, textObject(view.title)),
      el('button', { type: 'button', class: 'icon-button', 'aria-label': 'Close dialog', onclick: close }, '✕')),
    el('div', { class: 'modal-body', tabindex: '-1' }, general === undefined ? null : el('div', { class: 'alert alert-error', role: 'alert' }, general), renderBlocks(view.blocks, host)),
    el('footer', { class: 'modal-foot' },
      el('button', { type: 'button', class: 'button', onclick: close }, view.close === undefined ? (view.submit === undefined ? 'Close' : 'Cancel') : textObject(view.close)),
      view.submit === undefined ? null : el('button', { type: 'submit', class: 'button primary' }, textObject(view.submit))));
}

/** What had the focus, so that a redrawn form gives it back. */
function focusedAction() {
  return dialog.contains(document.activeElement) ? document.activeElement.dataset.actionId : undefined;
}

/** Draws the topmost modal, or closes the dialog. */
export function showModal() {
  const view = state.modals.at(-1);
  if (view === undefined) {
    if (shown !== undefined) forgetDrafts(shown);
    shown = undefined;
    drawn = '';
    if (dialog.open) dialog.close();
    return;
  }
  const look = `${view.id}/${view.hash}/${JSON.stringify(view.errors)}`;
  if (look === drawn) return;
  const same = shown === view.id;
  const focused = same ? focusedAction() : undefined;
  const scroll = same ? (dialog.querySelector('.modal-body')?.scrollTop ?? 0) : 0;
  drawn = look;
  shown = view.id;
  dialog.replaceChildren(form(view));
  if (!dialog.open) dialog.showModal();
  dialog.querySelector('.modal-body').scrollTop = scroll;
  const invalid = dialog.querySelector('[aria-invalid]');
  const target = invalid ?? (focused === undefined ? dialog.querySelector('.modal-body input, .modal-body textarea, .modal-body select') : dialog.querySelector(`[data-action-id="${CSS.escape(focused)}"]`));
  target?.focus();
}

dialog.addEventListener('cancel', (event) => {
  event.preventDefault();
  close();
});
