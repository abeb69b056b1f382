// The list of messages in the open conversation.
import { avatar } from './avatar.js';
import { code } from './command.js';
import { el } from './dom.js';
import { dayOf, fullTimeOf, millis, timeOf } from './format.js';
import { icon } from './icons.js';
import { mrkdwn } from './mrkdwn.js';
import { renderBlocks } from './render-blocks.js';
import { draftsOf, place, state } from './state.js';

/** Messages of one person within this time share a head. */
const GROUP_MS = 5 * 60_000;
const list = document.getElementById('messages');
/** What is on screen: by timestamp, with the revision and look that were drawn. */
const drawn = new Map();
let drawnFor = '';

function fileLink(id) {
  const file = state.files[id];
  if (file === undefined) return null;
  const address = `file/${encodeURIComponent(id)}`;
  if (/^image\/(png|jpeg|gif)$/.test(file.mimetype)) return el('img', { class: 'picture', src: address, alt: file.alt_txt || file.title });
  return el('a', { class: 'file', href: address, download: file.title }, '📄 ', file.title);
}

function nameLine(message) {
  const user = state.users[message.user];
  const isApp = message.bot_id !== undefined || user?.is_bot === true;
  return el('div', { class: 'name-line' },
    el('span', { class: 'name' }, user?.real_name ?? message.user),
    isApp ? el('span', { class: 'badge' }, 'APP') : null,
    user?.role === 'guest' || user?.role === 'other company' ? el('span', { class: 'badge soft' }, user.role) : null,
    el('time', { class: 'time', title: fullTimeOf(message.ts) }, timeOf(message.ts)));
}

function body(message) {
  const key = `${message.channel}/${message.ts}`;
  const host = { key, where: { channel: message.channel, messageTs: message.ts }, values: draftsOf(key) };
  return el('div', { class: 'body' },
    message.blocks.length > 0 ? renderBlocks(message.blocks, host) : el('div', { class: 'text' }, mrkdwn(message.text)),
    (message.files ?? []).map(fileLink),
    message.edited === undefined ? null : el('span', { class: 'edited' }, '(edited)'));
}

function isReply(message) {
  return message.thread_ts !== undefined && message.thread_ts !== message.ts;
}

/** Replies stand below the message that they answer. */
function inThreads(messages) {
  const top = messages.filter((message) => !isReply(message) || !messages.some((one) => one.ts === message.thread_ts));
  return top.flatMap((message) => [message, ...messages.filter((one) => isReply(one) && one.thread_ts === message.ts)]);
}

function draw(message, compact) {
  const ephemeral = message.visible_to !== undefined;
  return el('article', { class: `message${compact ? ' compact' : ''}${ephemeral ? ' ephemeral' : ''}${isReply(message) ? ' reply' : ''}`, 'data-ts': message.ts, 'data-user': message.user, 'aria-label': `${state.users[message.user]?.real_name ?? ''}, ${timeOf(message.ts)}` },
    ephemeral ? el('div', { class: 'only-you' }, icon('eye', { size: 14 }), ' Only visible to you') : null,
    el('div', { class: 'gutter' }, compact ? el('time', { class: 'time', title: fullTimeOf(message.ts) }, timeOf(message.ts)) : avatar(message.user)),
    el('div', { class: 'content' }, compact ? null : nameLine(message), body(message)));
}

function isCompact(message, before) {
  if (before === undefined || isReply(before) !== isReply(message) || before.user !== message.user || message.visible_to !== undefined || before.visible_to !== undefined) return false;
  return dayOf(before.ts) === dayOf(message.ts) && millis(message.ts) - millis(before.ts) < GROUP_MS;
}

function welcome(channel) {
  const bot = state.bot.name;
  if (channel.is_im) {
    return el('div', { class: 'welcome' }, avatar(state.bot.userId), el('h2', {}, bot), el('p', {}, `This is the very beginning of your conversation with ${bot}. Ask about a partner, or type `, code('/partner-kpi help'), '.'));
  }
  return el('div', { class: 'welcome' }, el('h2', {}, channel.is_private ? icon('lock', { size: 20 }) : '#', ' ', channel.name), el('p', {}, channel.topic === '' ? '' : `${channel.topic}. `, channel.member_count, ' members. Try ', code('/partner-kpi acme'), '.'));
}

/** The nodes for the present snapshot; those that did not change are kept as they are. */
function nodesFor(channel, messages) {
  const nodes = [welcome(channel)];
  const kept = new Set();
  const ordered = inThreads(messages);
  ordered.forEach((message, index) => {
    const before = ordered[index - 1];
    if (before === undefined || dayOf(before.ts) !== dayOf(message.ts)) nodes.push(el('div', { class: 'day', role: 'separator' }, el('span', {}, dayOf(message.ts))));
    const compact = isCompact(message, before);
    const look = `${message.revision}/${compact}`;
    const known = drawn.get(message.ts);
    const node = known?.look === look ? known.node : draw(message, compact);
    drawn.set(message.ts, { look, node });
    kept.add(message.ts);
    nodes.push(node);
  });
  for (const ts of drawn.keys()) if (!kept.has(ts)) drawn.delete(ts);
  return nodes;
}

/** Puts new nodes into the list while kept ones stay in the document, with their focus and open menus. */
function reconcile(nodes) {
  const wanted = new Set(nodes);
  for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (list.children[index] !== node) list.insertBefore(node, list.children[index] ?? null);
  });
}

const isAtEnd = () => list.scrollHeight - list.scrollTop - list.clientHeight < 80;
const toEnd = () => {
  list.scrollTop = list.scrollHeight;
};

/** Where to scroll to when something came: the end, but never past the head of a tall answer. */
function follow(newest) {
  toEnd();
  if (newest === undefined) return;
  const top = newest.offsetTop - list.offsetTop;
  if (list.scrollHeight - top > list.clientHeight) list.scrollTop = top - 8;
}

/** Draws the open conversation. */
export function showMessages() {
  const channel = state.channels.find((one) => one.id === place.open);
  list.hidden = channel === undefined;
  if (channel === undefined) return;
  const key = `${state.me}/${channel.id}`;
  const fresh = key !== drawnFor;
  if (fresh) drawn.clear();
  const pinned = fresh || isAtEnd();
  const before = list.querySelectorAll('.message').length;
  drawnFor = key;
  const messages = state.messages[channel.id] ?? [];
  reconcile(nodesFor(channel, messages));
  const last = messages.at(-1);
  const added = messages.length > before && !fresh;
  if (pinned || (added && last?.visible_to === state.me) || (added && last?.user === state.me)) {
    follow(drawn.get(last?.ts)?.node);
  }
}
