// The message box: commands with a small list of what fits, and plain messages.
import { perform, toast } from './api.js';
import { el } from './dom.js';
import { place, state } from './state.js';

const form = document.getElementById('composer');
const box = document.getElementById('composer-text');
const list = document.getElementById('command-list');
const button = form.querySelector('.send');
const hint = form.querySelector('.composer-hint');
const history = [];
let back = 0;
let marked = 0;

function fitting() {
  const text = box.value;
  if (!text.startsWith('/') || text.includes(' ') || text.includes('\n')) return [];
  return state.commands.filter((one) => one.command.startsWith(text.toLowerCase()) && one.command !== text);
}

function showList() {
  const commands = fitting();
  marked = Math.min(marked, Math.max(commands.length - 1, 0));
  list.hidden = commands.length === 0;
  list.replaceChildren(...commands.map((one, index) => el('li', { id: `command-${index}`, role: 'option', 'aria-selected': index === marked ? 'true' : 'false', class: index === marked ? 'marked' : '', onmousedown: (event) => { event.preventDefault(); complete(one); } },
    el('b', {}, one.command), ' ', el('span', { class: 'usage' }, one.usage), el('span', { class: 'description' }, one.description))));
  if (commands.length > 0) box.setAttribute('aria-activedescendant', `command-${marked}`);
  else box.removeAttribute('aria-activedescendant');
}

function complete(command) {
  box.value = `${command.command} `;
  box.focus();
  refresh();
}

function grow() {
  box.style.height = 'auto';
  box.style.height = `${Math.min(box.scrollHeight, 160)}px`;
}

function refresh() {
  button.disabled = box.value.trim() === '';
  const known = state.commands.find((one) => box.value.trimEnd() === one.command);
  hint.textContent = known === undefined ? '' : `${known.command} ${known.usage}`;
  showList();
  grow();
}

async function submit() {
  const text = box.value.trim();
  if (text === '' || place.open === 'home') return;
  box.value = '';
  refresh();
  await send(text);
}

async function send(text) {
  history.push(text);
  back = history.length;
  const [word, ...rest] = text.split(' ');
  if (!text.startsWith('/')) await perform('say', { channel: place.open, text });
  else if (!isCommand(text)) toast(`${word} is not a valid command here. Try ${state.commands[0]?.command ?? 'another'}.`);
  else await perform('command', { channel: place.open, command: word, text: rest.join(' ') });
}

/** Whether a text would run a command of the workspace. */
export function isCommand(text) {
  const [word] = text.split(' ');
  return state.commands.some((one) => one.command === word);
}

/** Runs a command where one is; from the Home tab in the conversation with the bot. */
export async function run(text) {
  if (place.open === 'home') place.go(state.channels.find((one) => one.is_im)?.id);
  await send(text);
  focusComposer();
}

/** Arrow up in an empty box brings back what was typed before. */
function recall(step) {
  back = Math.min(Math.max(back + step, 0), history.length);
  box.value = history[back] ?? '';
  refresh();
}

function keys(event) {
  const commands = fitting();
  if (commands.length > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    event.preventDefault();
    marked = (marked + (event.key === 'ArrowDown' ? 1 : -1) + commands.length) % commands.length;
    showList();
  } else if (commands.length > 0 && (event.key === 'Tab' || event.key === 'Enter')) {
    event.preventDefault();
    complete(commands[marked]);
  } else if (event.key === 'Escape') {
    list.hidden = true;
  } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submit();
  } else if ((event.key === 'ArrowUp' && (box.value === '' || box.value === history[back])) || (event.key === 'ArrowDown' && box.value !== '' && box.value === history[back])) {
    event.preventDefault();
    recall(event.key === 'ArrowUp' ? -1 : 1);
  }
}

/** Fits the box to the open conversation; the Home tab has none. */
export function showComposer() {
  const channel = state.channels.find((one) => one.id === place.open);
  form.hidden = channel === undefined;
  if (channel === undefined) return;
  box.placeholder = `Message ${channel.is_im ? state.bot.name : `#${channel.name}`}`;
}

export function focusComposer() {
  if (!form.hidden && matchMedia('(hover: hover)').matches) box.focus();
}

box.addEventListener('input', refresh);
box.addEventListener('keydown', keys);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  submit();
});
