// rich_text: sections, lists, quotes, preformatted text, and the leaves in them.
import { el, link } from './dom.js';
import { emojiOf } from './emoji.js';
import { slackDate } from './format.js';
import { broadcast, channelMention, userMention } from './mrkdwn.js';
import { state } from './state.js';

function lineBreaks(text) {
  return text.split('\n').flatMap((line, index) => (index === 0 ? [line] : [el('br'), line]));
}

function bare(leaf) {
  switch (leaf.type) {
    case 'text': return lineBreaks(leaf.text);
    case 'link': return link(leaf.url, leaf.text ?? leaf.url);
    case 'user': return userMention(leaf.user_id);
    case 'usergroup': return el('span', { class: 'mention' }, `@${state.usergroups[leaf.usergroup_id] ?? leaf.usergroup_id}`);
    case 'channel': return channelMention(leaf.channel_id);
    case 'broadcast': return broadcast(leaf.range);
    case 'emoji': return emojiOf(leaf.name) ?? `:${leaf.name}:`;
    case 'date': return leaf.url === undefined ? slackDate(leaf.timestamp, leaf.format) : link(leaf.url, slackDate(leaf.timestamp, leaf.format));
    case 'color': return swatch(leaf.value);
    default: return leaf.text ?? '';
  }
}

function swatch(value) {
  const square = el('span', { class: 'swatch' });
  square.style.background = value;
  return el('span', {}, square, ` ${value}`);
}

const TAGS = [['code', 'code'], ['bold', 'b'], ['italic', 'i'], ['strike', 's'], ['underline', 'u']];

function leaf(one) {
  let node = bare(one);
  for (const [style, tag] of TAGS) if (one.style?.[style] === true) node = el(tag, {}, node);
  return node;
}

function listOf(part) {
  const tag = part.style === 'ordered' ? 'ol' : 'ul';
  const list = el(tag, { class: `indent-${part.indent ?? 0}`, start: part.offset === undefined ? undefined : part.offset + 1 });
  for (const item of part.elements) list.append(el('li', {}, item.elements.map(leaf)));
  return list;
}

function partOf(part) {
  switch (part.type) {
    case 'rich_text_section': return el('div', { class: 'rich-section' }, part.elements.map(leaf));
    case 'rich_text_list': return listOf(part);
    case 'rich_text_quote': return el('blockquote', {}, part.elements.map(leaf));
    case 'rich_text_preformatted': return el('pre', {}, part.elements.map(leaf));
    default: return null;
  }
}

/** A rich_text block (also as a table cell). */
export function richText(block) {
  return el('div', { class: 'rich-text' }, block.elements.map(partOf));
}
