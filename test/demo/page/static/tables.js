// table and data_table.
import { el } from './dom.js';
import { withEmoji } from './emoji.js';
import { richText } from './rich-text.js';

function cellNodes(cell) {
  return cell.type === 'rich_text' ? richText(cell) : withEmoji(cell.text);
}

function plain(cell) {
  return cell.type === 'rich_text' ? cell.elements.flatMap((part) => (part.elements ?? []).map((leaf) => leaf.text ?? '')).join('') : cell.text;
}

function alignOf(cell, setting) {
  return setting?.align ?? (cell.type === 'raw_number' ? 'right' : 'left');
}

/** A plain table; its first row is the head. */
export function table(block) {
  const settings = block.column_settings ?? [];
  const [head, ...body] = block.rows;
  const row = (cells, tag) => el('tr', {}, cells.map((cell, index) => el(tag, { class: `align-${alignOf(tag === 'th' ? (body[0]?.[index] ?? cell) : cell, settings[index])}${settings[index]?.is_wrapped ? ' wrapped' : ''}` }, cellNodes(cell))));
  return el('div', { class: 'table-scroll', tabindex: '0' }, el('table', { class: 'grid' }, el('thead', {}, row(head, 'th')), el('tbody', {}, body.map((cells) => row(cells, 'td')))));
}

function compare(a, b) {
  if (a.type === 'raw_number' && b.type === 'raw_number') return a.value - b.value;
  return plain(a).localeCompare(plain(b), undefined, { numeric: true });
}

/** A data table: sorts by a click on a head, filters, turns pages. */
export function dataTable(block) {
  const [head, ...all] = block.rows;
  const size = block.page_size ?? 5;
  const view = { column: -1, descending: false, page: 0, filter: '' };
  const rowHeader = block.row_header_column_index ?? -1;
  const isNumber = head.map((_, index) => all.every((row) => row[index]?.type === 'raw_number'));
  const body = el('tbody');
  const status = el('span', { class: 'pager-status' });
  const previous = el('button', { type: 'button', class: 'icon-button', 'aria-label': 'Previous page', onclick: () => turn(-1) }, '‹');
  const next = el('button', { type: 'button', class: 'icon-button', 'aria-label': 'Next page', onclick: () => turn(1) }, '›');
  const filter = el('input', { type: 'search', class: 'table-filter', placeholder: 'Filter', 'aria-label': `Filter ${block.caption}`, oninput: () => { view.filter = filter.value.toLowerCase(); view.page = 0; draw(); } });
  const heads = head.map((cell, index) => el('th', { scope: 'col', class: isNumber[index] ? 'align-right' : 'align-left' },
    el('button', { type: 'button', class: 'sort', onclick: () => sortBy(index) }, withEmoji(cell.text), el('span', { class: 'sort-mark', 'aria-hidden': 'true' }))));

  function turn(by) {
    view.page += by;
    draw();
  }

  function sortBy(column) {
    view.descending = view.column === column ? !view.descending : isNumber[column];
    view.column = column;
    view.page = 0;
    draw();
  }

  function rows() {
    const kept = all.filter((row) => view.filter === '' || row.some((cell) => plain(cell).toLowerCase().includes(view.filter)));
    if (view.column < 0) return kept;
    return kept.toSorted((a, b) => compare(a[view.column], b[view.column]) * (view.descending ? -1 : 1));
  }

  function draw() {
    const kept = rows();
    const pages = Math.max(1, Math.ceil(kept.length / size));
    view.page = Math.min(Math.max(view.page, 0), pages - 1);
    const start = view.page * size;
    body.replaceChildren(...kept.slice(start, start + size).map((row) => el('tr', {}, row.map((cell, index) =>
      el(index === rowHeader ? 'th' : 'td', { class: `align-${isNumber[index] ? 'right' : 'left'}`, scope: index === rowHeader ? 'row' : undefined }, cellNodes(cell))))));
    heads.forEach((one, index) => {
      if (index === view.column) one.setAttribute('aria-sort', view.descending ? 'descending' : 'ascending');
      else one.removeAttribute('aria-sort');
    });
    status.textContent = kept.length === 0 ? 'Nothing fits' : `${start + 1}–${Math.min(start + size, kept.length)} of ${kept.length}`;
    previous.disabled = view.page === 0;
    next.disabled = view.page >= pages - 1;
  }

  draw();
  const many = all.length > size;
  return el('figure', { class: 'data-table' },
    el('figcaption', {}, el('span', {}, withEmoji(block.caption)), many ? filter : null),
    el('div', { class: 'table-scroll', tabindex: '0' }, el('table', { class: 'grid', 'aria-label': block.caption }, el('thead', {}, el('tr', {}, heads)), body)),
    many ? el('div', { class: 'pager' }, status, previous, next) : null);
}
