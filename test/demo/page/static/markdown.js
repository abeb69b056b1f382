// The markdown block: standard Markdown, as far as bots use it.
import { el, link } from './dom.js';
import { withEmoji } from './emoji.js';

const TOKEN = /`([^`]+)`|!?\[([^\]]*)\]\(([^)\s]+)\)|(\*\*|__)(?=\S)(.+?)(?<=\S)\4|(\*|_)(?=\S)(.+?)(?<=\S)\6|~~(.+?)~~|(https?:\/\/[^\s<>)]+)/g;

function inline(text) {
  const nodes = [];
  let last = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, code, label, address, , bold, , italic, strike, url] = match;
    nodes.push(withEmoji(text.slice(last, match.index)));
    last = match.index + whole.length;
    if (code !== undefined) nodes.push(el('code', {}, code));
    else if (address !== undefined) nodes.push(link(address, label));
    else if (bold !== undefined) nodes.push(el('b', {}, inline(bold)));
    else if (italic !== undefined) nodes.push(el('i', {}, inline(italic)));
    else if (strike !== undefined) nodes.push(el('s', {}, inline(strike)));
    else nodes.push(link(url));
  }
  nodes.push(withEmoji(text.slice(last)));
  return nodes;
}

const cells = (line) => line.trim().replace(/^\||\|$/g, '').split('|').map((cell) => cell.trim());

function table(rows) {
  const [head, rule, ...body] = rows;
  const align = cells(rule).map((cell) => (/^:-+:$/.test(cell) ? 'center' : /-:$/.test(cell) ? 'right' : 'left'));
  const row = (line, tag) => el('tr', {}, cells(line).map((cell, index) => el(tag, { class: `align-${align[index] ?? 'left'}` }, inline(cell))));
  return el('div', { class: 'table-scroll' }, el('table', { class: 'grid' }, el('thead', {}, row(head, 'th')), el('tbody', {}, body.map((line) => row(line, 'td')))));
}

const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;

function list(lines) {
  const first = ITEM.exec(lines[0]);
  const node = el(/\d/.test(first[2]) ? 'ol' : 'ul');
  let index = 0;
  while (index < lines.length) {
    const item = ITEM.exec(lines[index]);
    index += 1;
    const deeper = [];
    while (index < lines.length && (ITEM.exec(lines[index])?.[1].length ?? 99) > first[1].length) deeper.push(lines[index++]);
    const nested = deeper.some((line) => ITEM.test(line)) ? list(deeper.filter((line) => ITEM.test(line))) : null;
    const task = /^\[([ x])\]\s+(.*)$/.exec(item[3]);
    node.append(el('li', {}, task ? [task[1] === 'x' ? '☑ ' : '☐ ', inline(task[2])] : inline(item[3]), nested));
  }
  return node;
}

/** How many of the lines belong to the construct that starts here. */
function run(lines, start, belongs) {
  let end = start;
  while (end < lines.length && belongs(lines[end])) end += 1;
  return lines.slice(start, end);
}

const starters = /^(#{1,6}\s|```|>|\s*([-*+]|\d+[.)])\s|\|)/;

function construct(lines, at) {
  const line = lines[at];
  const heading = /^(#{1,6})\s+(.*)$/.exec(line);
  if (heading) return [1, el(`h${Math.min(heading[1].length + 2, 6)}`, {}, inline(heading[2]))];
  if (line.startsWith('```')) {
    const code = run(lines, at + 1, (one) => !one.startsWith('```'));
    return [code.length + 2, el('pre', {}, code.join('\n'))];
  }
  if (/^\s*(---+|\*\*\*+)\s*$/.test(line)) return [1, el('hr')];
  if (line.startsWith('>')) {
    const quoted = run(lines, at, (one) => one.startsWith('>'));
    return [quoted.length, el('blockquote', {}, blocks(quoted.map((one) => one.replace(/^> ?/, ''))))];
  }
  if (line.startsWith('|') && /^[\s|:-]+$/.test(lines[at + 1] ?? '')) {
    const rows = run(lines, at, (one) => one.startsWith('|'));
    return [rows.length, table(rows)];
  }
  if (ITEM.test(line)) {
    const items = run(lines, at, (one) => ITEM.test(one));
    return [items.length, list(items)];
  }
  const plain = [line, ...run(lines, at + 1, (one) => one.trim() !== '' && !starters.test(one))];
  return [plain.length, el('p', {}, plain.flatMap((one, index) => (index === 0 ? inline(one) : [el('br'), ...inline(one)])))];
}

function blocks(lines) {
  const nodes = [];
  let at = 0;
  while (at < lines.length) {
    if (lines[at].trim() === '') {
      at += 1;
      continue;
    }
    const [used, node] = construct(lines, at);
    nodes.push(node);
    at += used;
  }
  return nodes;
}

/** Markdown text as an element. */
export function markdown(text) {
  return el('div', { class: 'markdown' }, blocks(text.split('\n')));
}
