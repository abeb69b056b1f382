// Slack's mrkdwn, drawn as elements.
import { code as codeOf } from './command.js';
import { el, link } from './dom.js';
import { emojiOf, withEmoji } from './emoji.js';
import { slackDate } from './format.js';
import { state } from './state.js';

function unescape(text) {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function mention(text) {
  return el('span', { class: 'mention' }, text);
}

export function userMention(id) {
  const user = state.users[id];
  return mention(`@${user?.real_name ?? id}`);
}

export function channelMention(id, label) {
  const name = state.channels.find((channel) => channel.id === id)?.name ?? label;
  return mention(name === undefined ? '🔒 private channel' : `#${name}`);
}

export function broadcast(range) {
  return el('span', { class: 'mention broadcast' }, `@${range}`);
}

function special(body, label) {
  const [kind, ...rest] = body.slice(1).split('^');
  if (kind === 'date') {
    const [seconds, format, address] = rest;
    const text = Number.isFinite(Number(seconds)) ? slackDate(Number(seconds), format ?? '') : (label ?? '');
    return address === undefined ? text : link(address, text);
  }
  if (kind === 'subteam') return mention(`@${state.usergroups[rest[0]] ?? label ?? 'group'}`);
  return broadcast(kind);
}

/** What stands between angle brackets. */
function angled(inner) {
  const bar = inner.indexOf('|');
  const body = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? undefined : unescape(inner.slice(bar + 1));
  if (body.startsWith('@')) return userMention(body.slice(1));
  if (body.startsWith('#')) return channelMention(body.slice(1), label);
  if (body.startsWith('!')) return special(body, label);
  return link(unescape(body), label === undefined ? unescape(body).replace(/^mailto:/, '') : withEmoji(label));
}

const STYLES = { '*': 'b', _: 'i', '~': 's' };
const TOKEN = /`([^`\n]+)`|<([^<>\n]+)>|:([a-z0-9_+'-]+):|(https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)\]'"])|(?<![\p{L}\p{N}])([*_~])(?=\S)(.+?)(?<=\S)\5(?![\p{L}\p{N}])/gu;

function inline(text, verbatim) {
  const nodes = [];
  let last = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, code, inAngles, emoji, address, mark, styled] = match;
    nodes.push(unescape(text.slice(last, match.index)));
    last = match.index + whole.length;
    if (code !== undefined) nodes.push(codeOf(unescape(code)));
    else if (inAngles !== undefined) nodes.push(angled(inAngles));
    else if (emoji !== undefined) nodes.push(emojiOf(emoji) ?? whole);
    else if (address !== undefined) nodes.push(verbatim ? whole : link(unescape(address)));
    else nodes.push(el(STYLES[mark], {}, inline(styled, verbatim)));
  }
  nodes.push(unescape(text.slice(last)));
  return nodes;
}

function lines(text, verbatim) {
  const nodes = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (index > 0) nodes.push(el('br'));
    nodes.push(...inline(line, verbatim));
  }
  return nodes;
}

const QUOTE = /^(?:>|&gt;) ?/;

function withQuotes(text, verbatim) {
  const nodes = [];
  let plain = [];
  let quoted = [];
  const flush = () => {
    if (plain.length > 0) nodes.push(el('span', {}, lines(plain.join('\n'), verbatim)));
    if (quoted.length > 0) nodes.push(el('blockquote', {}, lines(quoted.join('\n'), verbatim)));
    plain = [];
    quoted = [];
  };
  for (const line of text.split('\n')) {
    const isQuote = QUOTE.test(line);
    if ((isQuote && plain.length > 0) || (!isQuote && quoted.length > 0)) flush();
    if (isQuote) quoted.push(line.replace(QUOTE, ''));
    else plain.push(line);
  }
  flush();
  return nodes;
}

/** mrkdwn text as nodes. */
export function mrkdwn(text, { verbatim = false } = {}) {
  return text.split(/```\n?([\s\S]+?)```\n?/).flatMap((part, index) => {
    if (index % 2 === 1) return [el('pre', {}, unescape(part.replace(/\n$/, '')))];
    return part === '' ? [] : withQuotes(part, verbatim);
  });
}

/** A text object (plain_text or mrkdwn) as nodes. */
export function textObject(text) {
  if (text === undefined || text === null) return [];
  if (text.type === 'mrkdwn') return mrkdwn(text.text, { verbatim: text.verbatim === true });
  return withEmoji(text.text).split('\n').flatMap((line, index) => (index === 0 ? [line] : [el('br'), line]));
}
