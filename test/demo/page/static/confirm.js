// Confirmation dialogs of elements.
import { el } from './dom.js';
import { textObject } from './mrkdwn.js';

/** Asks, and resolves to whether the answer was yes. */
export function confirmed(confirm) {
  const dialog = document.getElementById('confirm');
  return new Promise((resolve) => {
    const answer = (yes) => () => {
      dialog.close();
      resolve(yes);
    };
    dialog.replaceChildren(
      el('h2', { id: 'confirm-title' }, confirm.title === undefined ? 'Are you sure?' : textObject(confirm.title)),
      el('p', {}, textObject(confirm.text)),
      el('div', { class: 'modal-foot' },
        el('button', { type: 'button', class: 'button', onclick: answer(false) }, confirm.deny === undefined ? 'Cancel' : textObject(confirm.deny)),
        el('button', { type: 'button', class: `button ${confirm.style === 'danger' ? 'danger' : 'primary'}`, onclick: answer(true) }, confirm.confirm === undefined ? 'Yes' : textObject(confirm.confirm))));
    dialog.oncancel = answer(false);
    dialog.showModal();
  });
}
