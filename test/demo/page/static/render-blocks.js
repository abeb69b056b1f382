// Block Kit blocks as elements.
import { chart } from './charts.js';
import { el, link } from './dom.js';
import { withEmoji } from './emoji.js';
import { interactive } from './elements.js';
import { markdown } from './markdown.js';
import { textObject } from './mrkdwn.js';
import { richText } from './rich-text.js';
import { dataTable, table } from './tables.js';

/** An uploaded picture, or its description: pictures from elsewhere are not loaded. */
function picture(image, className) {
  const id = image.slack_file?.id;
  if (id !== undefined) return el('img', { class: className, src: `file/${encodeURIComponent(id)}`, alt: image.alt_text });
  return el('span', { class: `${className} picture-stand-in`, role: 'img', 'aria-label': image.alt_text, title: image.alt_text }, className === 'picture' ? `🖼 ${image.alt_text}` : '🖼');
}

function section(block, host) {
  const fields = block.fields === undefined ? null : el('div', { class: 'fields' }, block.fields.map((field) => el('div', { class: 'field' }, textObject(field))));
  const accessory = block.accessory;
  const side = accessory === undefined ? null : el('div', { class: 'accessory' }, accessory.type === 'image' ? picture(accessory, 'thumb') : interactive(host, block, accessory));
  return el('div', { class: 'section' }, el('div', { class: 'section-main' }, block.text === undefined ? null : el('div', { class: 'text' }, textObject(block.text)), fields), side);
}

function context(block) {
  return el('div', { class: 'context' }, block.elements.map((one) => (one.type === 'image' ? picture(one, 'context-image') : el('span', {}, textObject(one)))));
}

function card(block, host) {
  return el('article', { class: 'card' },
    block.hero_image === undefined ? null : picture(block.hero_image, 'hero'),
    el('div', { class: 'card-body' },
      block.icon === undefined ? null : picture(block.icon, 'card-icon'),
      block.title === undefined ? null : el('div', { class: 'card-title' }, textObject(block.title)),
      block.subtitle === undefined ? null : el('div', { class: 'card-subtitle' }, textObject(block.subtitle)),
      block.subtext === undefined ? null : el('div', { class: 'card-subtitle' }, textObject(block.subtext)),
      block.body === undefined ? null : el('div', { class: 'text' }, textObject(block.body))),
    block.actions === undefined ? null : el('div', { class: 'actions' }, block.actions.map((one) => interactive(host, block, one))));
}

function container(block, host) {
  const title = block.rich_text_title === undefined ? textObject(block.title) : richText(block.rich_text_title);
  const head = [el('span', { class: 'container-title' }, title), block.subtitle === undefined ? null : el('span', { class: 'container-subtitle' }, textObject(block.subtitle))];
  const children = renderBlocks(block.child_blocks, host);
  const line = block.has_header_divider === true ? ' ruled' : '';
  const className = `container width-${block.width ?? 'standard'}`;
  if (block.is_collapsible !== true) return el('section', { class: className }, el('div', { class: `container-head${line}` }, head), children);
  return el('details', { class: className, open: block.default_collapsed !== true }, el('summary', { class: `container-head${line}` }, head), children);
}

function input(block, host) {
  const error = host.errors?.[block.block_id];
  const field = interactive(host, block, block.element);
  const id = `field-${host.key}-${block.block_id}`.replace(/[^\w-]/g, '_');
  const labelText = withEmoji(block.label.text);
  field.id ||= id;
  if (field.matches('input, select, textarea')) field.removeAttribute('aria-label');
  else field.setAttribute('aria-label', labelText);
  if (error !== undefined) {
    field.setAttribute('aria-invalid', 'true');
    field.setAttribute('aria-describedby', `${id}-error`);
  }
  return el('div', { class: `input-block${error === undefined ? '' : ' has-error'}` },
    el('label', { for: field.id }, labelText, block.optional === true ? el('span', { class: 'optional' }, ' (optional)') : null),
    field,
    error === undefined ? null : el('div', { class: 'field-error', id: `${id}-error`, role: 'alert' }, error),
    block.hint === undefined ? null : el('div', { class: 'hint' }, textObject(block.hint)));
}

const STATUS = { pending: '○', in_progress: '◐', complete: '✓', error: '✕' };

function task(block) {
  return el('div', { class: `task task-${block.status}` }, el('span', { 'aria-hidden': 'true' }, STATUS[block.status]), el('div', {}, withEmoji(block.title), block.details === undefined ? null : richText(block.details)));
}

const DRAW = {
  section,
  context,
  card,
  container,
  input,
  header: (block) => el('h3', { class: `header level-${block.level ?? 1}` }, textObject(block.text)),
  divider: () => el('hr', { class: 'divider' }),
  actions: (block, host) => el('div', { class: 'actions' }, block.elements.map((one) => interactive(host, block, one))),
  context_actions: (block, host) => el('div', { class: 'context-actions' }, block.elements.map((one) => interactive(host, block, one))),
  image: (block) => el('figure', { class: 'image' }, block.title === undefined ? null : el('figcaption', {}, textObject(block.title)), picture(block, 'picture')),
  rich_text: (block) => richText(block),
  markdown: (block) => markdown(block.text),
  table,
  data_table: dataTable,
  data_visualization: chart,
  alert: (block) => el('div', { class: `alert alert-${block.level ?? 'default'}`, role: block.level === 'error' ? 'alert' : 'status' }, textObject(block.text)),
  carousel: (block, host) => el('div', { class: 'carousel', tabindex: '0' }, block.elements.map((one) => card(one, host))),
  video: (block) => el('div', { class: 'section' }, '▶ ', link(block.title_url ?? block.video_url, block.title.text)),
  plan: (block) => el('div', { class: 'plan' }, el('b', {}, withEmoji(block.title)), (block.tasks ?? []).map(task)),
  task_card: task,
};

/** The blocks in a row, in their place (`host`: key, where, values, errors). */
export function renderBlocks(blocks, host) {
  return el('div', { class: 'blocks' }, blocks.map((block) => {
    const draw = DRAW[block.type];
    const node = draw === undefined ? el('em', { class: 'unknown' }, `[${block.type}]`) : draw(block, host);
    return el('div', { class: `block block-${block.type}`, 'data-block-id': block.block_id }, node);
  }));
}
