// The workspace side bar.
import { avatar } from './avatar.js';
import { el } from './dom.js';
import { icon } from './icons.js';
import { isUnread, place, state } from './state.js';

const bar = document.getElementById('sidebar');

function signOf(channel) {
  return channel.is_private ? icon('lock', { size: 14, label: 'private' }) : el('span', { class: 'hash', 'aria-hidden': 'true' }, '#');
}

function entry(id, name, sign, extra = null) {
  const open = place.open === id;
  const unread = !open && isUnread(id);
  return el('li', {}, el('button', { type: 'button', class: `entry${open ? ' open' : ''}${unread ? ' unread' : ''}`, 'aria-current': open ? 'page' : undefined, 'data-place': id, onclick: () => place.go(id) },
    el('span', { class: 'sign' }, sign), el('span', { class: 'entry-name' }, name), extra));
}

function group(title, entries) {
  return el('section', {}, el('h2', {}, title), el('ul', {}, entries));
}

/** Draws the side bar. */
export function showSidebar() {
  const channels = state.channels.filter((channel) => !channel.is_im);
  const im = state.channels.find((channel) => channel.is_im);
  const shared = (channel) => (channel.is_ext_shared || channel.is_pending_ext_shared ? el('span', { class: 'shared' }, icon('shared', { size: 14, label: 'shared with another company' })) : null);
  const focused = document.activeElement?.dataset?.place;
  const me = state.users[state.me];
  bar.replaceChildren(
    el('div', { class: 'team' }, el('span', { class: 'team-name' }, state.team.name), el('span', { class: 'team-caret', 'aria-hidden': 'true' }, '⌄')),
    el('div', { class: 'sidebar-scroll' },
      group('Channels', channels.map((channel) => entry(channel.id, channel.name, signOf(channel), shared(channel)))),
      group('Direct messages', im === undefined ? [] : [entry(im.id, state.bot.name, avatar(state.bot.userId, 'small'), el('span', { class: 'badge' }, 'APP'))]),
      group('Apps', [entry('home', `${state.bot.name} · Home`, icon('home'))])),
    el('div', { class: 'me' }, avatar(state.me, 'small'), el('span', { class: 'entry-name' }, me.real_name), el('span', { class: 'me-role' }, me.role)));
  if (focused !== undefined) bar.querySelector(`[data-place="${CSS.escape(focused)}"]`)?.focus();
}
