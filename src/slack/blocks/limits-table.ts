import { inputBlock } from './inputs-table.ts';
import { at, byType, type Check, finite, isObject, list, oneOf, onlyOn, say, shape, text, truth } from './rules.ts';

/** Slack's limits for every block and element that we send (docs.slack.dev/reference/block-kit). */
const plainText = (max: number): Check =>
  shape({ needs: { type: oneOf('plain_text'), text: text(max) }, may: { emoji: truth } });
const mrkdwn = (max: number): Check =>
  shape({ needs: { type: oneOf('mrkdwn'), text: text(max) }, may: { verbatim: truth } });
const either = (max: number): Check => byType(() => ({ plain_text: plainText(max), mrkdwn: mrkdwn(max) }), 'text');

const blockId: Check = (value, place) => {
  text(255, { counts: false })(value, place);
  if (typeof value !== 'string') return;
  if (place.totals.blockIds.has(value)) say(place, 'block_id occurs twice');
  place.totals.blockIds.add(value);
};

const actionId: Check = (value, place) => {
  text(255, { counts: false })(value, place);
  if (typeof value !== 'string') return;
  if (place.actionIds.has(value)) say(place, 'action_id occurs twice in one block');
  place.actionIds.add(value);
};

const url: Check = (value, place) => {
  text(3000, { counts: false })(value, place);
  if (typeof value === 'string' && !/^https?:\/\//.test(value)) say(place, 'must be an http(s) address');
};

const confirm = shape({
  needs: { title: plainText(100), text: either(300), confirm: plainText(30), deny: plainText(30) },
  may: { style: oneOf('primary', 'danger') },
});
const option = shape({
  needs: { text: plainText(75), value: text(150, { counts: false }) },
  may: { description: plainText(75) },
});
const menuOption = shape({
  needs: { text: plainText(75), value: text(150, { counts: false }) },
  may: { description: plainText(75), url },
});
const initialAmongOptions = (value: Readonly<Record<string, unknown>>, place: Parameters<Check>[1]): void => {
  const initial = value.initial_option;
  if (initial === undefined || !Array.isArray(value.options)) return;
  const same = value.options.some((one: unknown) => JSON.stringify(one) === JSON.stringify(initial));
  if (!same) say(at(place, 'initial_option'), 'must be one of the options');
};

const staticSelect = shape({
  needs: { type: oneOf('static_select'), action_id: actionId, options: list(option, 1, 100) },
  may: { placeholder: plainText(150), initial_option: option, confirm },
  also: initialAmongOptions,
});
const externalSelect = shape({
  needs: { type: oneOf('external_select'), action_id: actionId },
  may: { placeholder: plainText(150), initial_option: option, min_query_length: finite, confirm },
});

const elements: Readonly<Record<string, Check>> = {
  button: shape({
    needs: { type: oneOf('button'), action_id: actionId, text: plainText(75) },
    may: {
      value: text(2000, { counts: false }),
      url,
      style: oneOf('primary', 'danger'),
      confirm,
      accessibility_label: text(75, { counts: false }),
    },
  }),
  static_select: staticSelect,
  external_select: externalSelect,
  overflow: shape({
    needs: { type: oneOf('overflow'), action_id: actionId, options: list(menuOption, 1, 5) },
    may: { confirm },
  }),
};
const element = byType(() => elements, 'element');

/** Action ids are unique within their block. */
const ofBlock =
  (check: Check): Check =>
  (value, place) =>
    check(value, { ...place, actionIds: new Set() });

const richLeaf = byType(
  () => ({
    text: shape({
      needs: { type: oneOf('text'), text: text(3000) },
      may: { style: shape({ may: { bold: truth, code: truth } }) },
    }),
    link: shape({ needs: { type: oneOf('link'), url }, may: { text: text(3000) } }),
  }),
  'rich text',
);
const richSection = shape({ needs: { type: oneOf('rich_text_section'), elements: list(richLeaf, 1, 500) } });
const richPart = byType(
  () => ({
    rich_text_section: richSection,
    rich_text_preformatted: shape({
      needs: { type: oneOf('rich_text_preformatted'), elements: list(richLeaf, 1, 500) },
    }),
    rich_text_list: shape({
      needs: { type: oneOf('rich_text_list'), style: oneOf('bullet', 'ordered'), elements: list(richSection, 1, 500) },
    }),
  }),
  'rich text part',
);

const chartLabel = text(20);
const lineChart = shape({
  needs: {
    type: oneOf('line', 'bar', 'area'),
    series: list(
      shape({
        needs: {
          name: chartLabel,
          data: list(shape({ needs: { label: text(20, { counts: false }), value: finite } }), 1, 20),
        },
      }),
      1,
      12,
    ),
    axis_config: shape({
      needs: { categories: list(chartLabel, 1, 20) },
      may: { x_label: text(50), y_label: text(50) },
    }),
  },
  also: (chart, place) => {
    const categories = isObject(chart.axis_config) ? chart.axis_config.categories : undefined;
    if (!Array.isArray(categories) || !Array.isArray(chart.series)) return;
    if (new Set(categories).size !== categories.length) say(place, 'categories must differ');
    const series = chart.series.filter(isObject);
    if (new Set(series.map((one) => one.name)).size !== series.length) say(place, 'series names must differ');
    for (const [index, one] of series.entries()) {
      const labels = Array.isArray(one.data) ? one.data.filter(isObject).map((point) => point.label) : [];
      if (JSON.stringify(labels) !== JSON.stringify(categories)) {
        say(at(at(place, 'series'), index), 'needs exactly one value for every category');
      }
    }
  },
});
const chart: Check = (value, place) => {
  place.totals.charts += 1;
  if (place.totals.charts > 2) say(place, 'at most 2 charts in a message');
  shape({
    needs: { type: oneOf('data_visualization'), title: text(50), chart: lineChart },
    may: { block_id: blockId },
  })(value, place);
};

const blocks: Readonly<Record<string, Check>> = {
  header: shape({ needs: { type: oneOf('header'), text: plainText(150) }, may: { block_id: blockId } }),
  divider: shape({ needs: { type: oneOf('divider') }, may: { block_id: blockId } }),
  section: shape({
    needs: { type: oneOf('section') },
    may: {
      text: either(3000),
      fields: list(either(2000), 1, 10),
      accessory: element,
      block_id: blockId,
      expand: truth,
    },
    also: (value, place) => {
      if (value.text === undefined && value.fields === undefined) say(place, 'needs text or fields');
    },
  }),
  context: shape({
    needs: { type: oneOf('context'), elements: list(either(3000), 1, 10) },
    may: { block_id: blockId },
  }),
  input: onlyOn(['modal'], inputBlock({ plainText, option, actionId, blockId, staticSelect, externalSelect })),
  actions: shape({ needs: { type: oneOf('actions'), elements: list(element, 1, 25) }, may: { block_id: blockId } }),
  rich_text: shape({
    needs: { type: oneOf('rich_text'), elements: list(richPart, 1, 100) },
    may: { block_id: blockId },
  }),
  data_visualization: onlyOn(['message'], chart),
};

export const block: Check = ofBlock(byType(() => blocks, 'block'));

export const modalShape: Check = shape({
  needs: { type: oneOf('modal'), title: plainText(24), blocks: list(block, 1, 100) },
  may: {
    close: plainText(24),
    submit: plainText(24),
    private_metadata: text(3000, { min: 0, counts: false }),
    callback_id: text(255, { counts: false }),
    external_id: text(255, { counts: false }),
    clear_on_close: truth,
    notify_on_close: truth,
  },
});

export const homeShape: Check = shape({
  needs: { type: oneOf('home'), blocks: list(block, 1, 100) },
  may: { private_metadata: text(3000, { min: 0, counts: false }), callback_id: text(255, { counts: false }) },
});
