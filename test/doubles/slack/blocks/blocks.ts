// Every block, its surfaces and its limits.
import type { JsonObject } from '../json.ts';
import { anyOf, anyText, blockId, imageElement, imageSource, oneImageSource, plainText, url } from './composition.ts';
import { dataTable, dataVisualization, table } from './data.ts';
import { accessory, actionsElement, button, contextAction, inputElement } from './elements.ts';
import { richTextParts } from './rich-text.ts';
import { boolean, byType, list, literal, number, only, type Rule, report, type Spot, shape, string } from './rules.ts';

/** Action ids must be unique within a block, so every block starts a fresh set. */
function block(
  type: string,
  required: Record<string, Rule>,
  optional: Record<string, Rule> = {},
  also?: (value: JsonObject, spot: Spot) => void,
): Rule {
  const rule = shape({ type: literal(type), ...required }, { block_id: blockId, ...optional }, also);
  return (value, spot) => {
    rule(value, { ...spot, actionIds: new Set() });
  };
}

const richText = block('rich_text', { elements: richTextParts });

const card = block(
  'card',
  {},
  {
    hero_image: imageElement,
    icon: imageElement,
    slack_icon: shape({ type: string(1, 64), name: string(1, 64) }),
    title: anyText(150),
    subtitle: anyText(150),
    subtext: anyText(200),
    body: anyText(200),
    actions: list(button, 1, 3),
  },
  anyOf('hero_image', 'title', 'body', 'actions'),
);

const markdown: Rule = only(['message'], (value, spot) => {
  block('markdown', { text: string(1, 12_000, { counted: true }) })(value, spot);
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && typeof value.text === 'string') {
    spot.tally.markdownLength += value.text.length;
  }
  if (spot.tally.markdownLength > 12_000) report(spot, 'too_long', 'markdown blocks hold at most 12000 characters');
});

const basic: Record<string, Rule> = {
  actions: block('actions', { elements: list(actionsElement, 1, 25) }),
  context: block('context', {
    elements: list(
      byType(() => ({ image: imageElement, plain_text: plainText(3000), mrkdwn: anyText(3000) }), 'context element'),
      1,
      10,
    ),
  }),
  divider: block('divider', {}),
  header: block('header', { text: plainText(150) }, { level: number(1, 4, { whole: true }) }),
  image: block('image', { alt_text: string(1, 2000) }, { title: plainText(2000), ...imageSource }, oneImageSource),
  input: block(
    'input',
    { label: plainText(2000), element: inputElement },
    { hint: plainText(2000), optional: boolean, dispatch_action: boolean },
  ),
  rich_text: richText,
  section: block(
    'section',
    {},
    { text: anyText(3000), fields: list(anyText(2000), 1, 10), accessory, expand: boolean },
    anyOf('text', 'fields'),
  ),
  table,
  file: only(['message'], block('file', { source: literal('remote'), external_id: string(1, 255) })),
  video: block(
    'video',
    { video_url: url, thumbnail_url: url, alt_text: string(1, 2000), title: plainText(200) },
    {
      title_url: url,
      author_name: string(1, 50),
      provider_name: string(1, 50),
      provider_icon_url: url,
      description: plainText(200),
    },
  ),
};

function oneTitle(value: JsonObject, spot: Spot): void {
  const given = ['title', 'rich_text_title'].filter((key) => value[key] !== undefined);
  if (given.length > 1) report(spot, 'invalid_value', 'takes either title or rich_text_title');
}

const container = block(
  'container',
  {
    child_blocks: list(
      byType(() => basic, 'child block'),
      1,
      10,
    ),
  },
  {
    title: plainText(150),
    rich_text_title: richText,
    subtitle: anyText(150),
    width: literal('narrow', 'standard', 'wide', 'full'),
    icon: imageElement,
    is_collapsible: boolean,
    default_collapsed: boolean,
    has_header_divider: boolean,
  },
  oneTitle,
);

const taskCard = block(
  'task_card',
  {
    task_id: string(1, 255),
    title: string(1, 255, { counted: true }),
    status: literal('pending', 'in_progress', 'complete', 'error'),
  },
  {
    details: richText,
    output: richText,
    sources: list(shape({ type: literal('url'), url, text: string(1, 255, { counted: true }) }), 1, 20),
  },
);

export const anyBlock: Rule = byType(
  () => ({
    ...basic,
    alert: only(
      ['modal'],
      block('alert', { text: anyText(200) }, { level: literal('default', 'info', 'warning', 'error', 'success') }),
    ),
    card,
    carousel: only(['message', 'home'], block('carousel', { elements: list(card, 1, 10) })),
    container,
    context_actions: only(['message'], block('context_actions', { elements: list(contextAction, 1, 5) })),
    data_table: dataTable,
    data_visualization: dataVisualization,
    markdown,
    plan: only(
      ['message'],
      block('plan', { title: string(1, 255, { counted: true }) }, { tasks: list(taskCard, 1, 50) }),
    ),
    task_card: only(['message'], taskCard),
  }),
  'block',
);
