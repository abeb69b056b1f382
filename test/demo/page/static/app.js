// Puts the page together: who one is, where one is, and drawing after every snapshot.
import { follow, perform } from './api.js';
import { avatar } from './avatar.js';
import { focusComposer, showComposer } from './composer.js';
import { el, put } from './dom.js';
import { showHome } from './home.js';
import { icon } from './icons.js';
import { showMessages } from './messages.js';
import { showModal } from './modal.js';
import { showSidebar } from './sidebar.js';
import { markRead, place, state } from './state.js';
import './theme.js';

const who = document.getElementById('who');
const menu = document.querySelector('.menu-button');
const shade = document.querySelector('.shade');
const head = document.getElementById('pane-head');
const live = document.getElementById('live');

/** The address bar keeps person and place: `#U0ANNA/C0PARTNERS`. */
function fromAddress() {
  const [user = '', open = ''] = location.hash.slice(1).split('/');
  return { user: decodeURIComponent(user), open: decodeURIComponent(open) };
}

function toAddress() {
  history.replaceState(null, '', `#${state.me}/${place.open}`);
}

function toggleMenu(open) {
  document.body.classList.toggle('menu-open', open);
  shade.hidden = !open;
  menu.setAttribute('aria-expanded', String(open));
}

function firstPlace() {
  const named = state.channels.find((channel) => channel.name === 'partner-team');
  return (named ?? state.channels.find((channel) => !channel.is_im) ?? state.channels[0])?.id ?? 'home';
}

function isReachable(id) {
  return id === 'home' || state.channels.some((channel) => channel.id === id);
}

function showHead() {
  const channel = state.channels.find((one) => one.id === place.open);
  const isApp = place.open === 'home' || channel?.is_im === true;
  const im = state.channels.find((one) => one.is_im);
  const tab = (id, name) => el('button', { type: 'button', role: 'tab', class: 'tab', 'aria-selected': place.open === id ? 'true' : 'false', onclick: () => place.go(id) }, name);
  put(head,
    el('h1', {}, isApp ? [avatar(state.bot.userId, 'small'), ' ', state.bot.name, ' ', el('span', { class: 'badge' }, 'APP')] : [el('span', { class: 'hash' }, channel.is_private ? icon('lock') : '#'), channel.name]),
    channel?.is_ext_shared ? el('span', { class: 'shared-note' }, icon('shared', { size: 13 }), ' shared with another company') : null,
    isApp ? el('div', { class: 'tabs', role: 'tablist' }, tab('home', 'Home'), tab(im?.id, 'Messages')) : el('span', { class: 'topic' }, channel.topic),
    channel === undefined || channel.is_im ? null : el('span', { class: 'members', title: 'Members' }, icon('members', { size: 14 }), ' ', channel.member_count));
}

/** Buttons that let time pass; each says so while it works. */
function showMoments() {
  const box = document.getElementById('moments');
  if (box.childElementCount === state.moments.length) return;
  put(box, ...state.moments.map(({ name, label, hint }) => el('button', {
    type: 'button', class: 'moment', title: hint,
    onclick: async ({ currentTarget: button }) => {
      button.disabled = true;
      button.setAttribute('aria-busy', 'true');
      await perform('moment', { name });
      button.disabled = false;
      button.removeAttribute('aria-busy');
    },
  }, label)));
}

function showWho() {
  const options = state.people.map((id) => {
    const { real_name: name, role } = state.users[id];
    return el('option', { value: id, selected: id === state.me }, role === 'member' ? name : `${name} (${role})`);
  });
  if (who.options.length !== options.length || who.value !== state.me) who.replaceChildren(...options);
}

function show() {
  if (!isReachable(place.open)) place.open = isReachable(fromAddress().open) ? fromAddress().open : firstPlace();
  markRead(place.open);
  document.title = `${state.team.name} · ${state.bot.name} demo`;
  showWho();
  showMoments();
  showSidebar();
  showHead();
  showComposer();
  showMessages();
  showHome();
  showModal();
  toAddress();
  document.body.dataset.ready = 'true';
}

place.go = (id) => {
  if (id === undefined) return;
  place.open = id;
  toggleMenu(false);
  show();
  if (id === 'home') perform('home', {});
  else focusComposer();
};

let announced = false;
function start(user) {
  announced = false;
  follow(user, () => {
    show();
    // An address that names the Home tab opens it as a click would.
    if (!announced && place.open === 'home') perform('home', {});
    announced = true;
  }, (isLive) => {
    live.textContent = isLive ? 'Demo workspace' : 'Not connected';
    document.body.classList.toggle('offline', !isLive);
  });
}

who.addEventListener('change', () => {
  toggleMenu(false);
  start(who.value);
});
menu.addEventListener('click', () => toggleMenu(!document.body.classList.contains('menu-open')));
shade.addEventListener('click', () => toggleMenu(false));
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') toggleMenu(false);
});
place.open = fromAddress().open;
start(fromAddress().user);
