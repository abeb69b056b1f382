// A small menu under a trigger: arrow keys move, Escape and a click elsewhere close it.
import { el } from './dom.js';

let close = () => undefined;

/** Opens a menu of `{text, hint, choose}`. With keepFocus the trigger keeps the keyboard (type-ahead). */
export function popover(trigger, items, { keepFocus = false } = {}) {
  close();
  const buttons = items.map((item) => el('button', { type: 'button', role: 'menuitem', onclick: () => {
    close();
    trigger.focus();
    item.choose();
  } }, el('span', {}, item.text), item.hint ? el('small', {}, item.hint) : null));
  const menu = el('div', { class: 'menu', role: 'menu' }, buttons.length > 0 ? buttons : el('div', { class: 'menu-empty' }, 'No matches'));
  const outside = (event) => {
    if (!menu.contains(event.target) && !trigger.contains(event.target)) close();
  };
  const keys = (event) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      event.preventDefault();
      close();
      trigger.focus();
      return;
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const at = buttons.indexOf(document.activeElement);
    buttons[(at + (event.key === 'ArrowDown' ? 1 : -1) + buttons.length) % buttons.length]?.focus();
  };
  close = () => {
    menu.remove();
    document.removeEventListener('pointerdown', outside);
    document.removeEventListener('keydown', keys, true);
    close = () => undefined;
  };
  (trigger.closest('dialog') ?? document.body).append(menu);
  const box = trigger.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - menu.offsetWidth - 8))}px`;
  const below = box.bottom + 4 + menu.offsetHeight < window.innerHeight;
  menu.style.top = `${below ? box.bottom + 4 : Math.max(8, box.top - menu.offsetHeight - 4)}px`;
  document.addEventListener('pointerdown', outside);
  document.addEventListener('keydown', keys, true);
  if (!keepFocus) buttons[0]?.focus();
}
