// Interactive elements: where each may stand and what it may hold.
import type { JsonObject } from '../json.ts';
import {
  actionId,
  anyOf,
  confirm,
  imageElement,
  initialIsListed,
  optionGroup,
  plainOption,
  plainText,
  richOption,
  url,
} from './composition.ts';
import { richTextParts } from './rich-text.ts';
import {
  boolean,
  byType,
  list,
  literal,
  number,
  only,
  pattern,
  type Rule,
  report,
  type Spot,
  type Surface,
  shape,
  string,
} from './rules.ts';

const focus = { focus_on_load: boolean };
const placeholder = { placeholder: plainText(150) };
const dispatch = {
  dispatch_action_config: shape(
    {},
    { trigger_actions_on: list(literal('on_enter_pressed', 'on_character_entered'), 1, 2) },
  ),
};
const chosen = { max_selected_items: number(1, 100, { whole: true }) };
const label = { accessibility_label: string(1, 75) };

/** An element with an action_id; a confirmation is possible on all that act at once. */
function element(
  type: string,
  required: Record<string, Rule>,
  optional: Record<string, Rule>,
  also?: (value: JsonObject, spot: Spot) => void,
): Rule {
  return shape({ type: literal(type), ...required }, { action_id: actionId, ...optional }, also);
}

const filter = shape(
  {},
  {
    include: list(literal('im', 'mpim', 'private', 'public'), 1, 4),
    exclude_external_shared_channels: boolean,
    exclude_bot_users: boolean,
  },
  anyOf('include', 'exclude_external_shared_channels', 'exclude_bot_users'),
);

function oneOptionList(value: JsonObject, spot: Spot): void {
  const given = ['options', 'option_groups'].filter((key) => value[key] !== undefined);
  if (given.length !== 1) report(spot, 'missing_field', 'needs exactly one of options and option_groups');
  initialIsListed(value, spot);
}

const choices = { options: list(plainOption, 1, 100), option_groups: list(optionGroup, 1, 100) };
const menu = { ...placeholder, ...focus, confirm };
const date = pattern(/^\d{4}-\d{2}-\d{2}$/, 'a date YYYY-MM-DD');
const id = string(1, 255);
const ids = list(id, 0, 100);
const respondable = { response_url_enabled: boolean };

const selects: Record<string, Rule> = {
  static_select: element('static_select', {}, { ...choices, initial_option: plainOption, ...menu }, oneOptionList),
  multi_static_select: element(
    'multi_static_select',
    {},
    { ...choices, initial_options: list(plainOption, 0, 100), ...menu, ...chosen },
    oneOptionList,
  ),
  external_select: element(
    'external_select',
    {},
    { initial_option: plainOption, min_query_length: number(0, 255), ...menu },
  ),
  multi_external_select: element(
    'multi_external_select',
    {},
    { initial_options: list(plainOption, 0, 100), min_query_length: number(0, 255), ...menu, ...chosen },
  ),
  users_select: element('users_select', {}, { initial_user: id, ...menu }),
  multi_users_select: element('multi_users_select', {}, { initial_users: ids, ...menu, ...chosen }),
  conversations_select: element(
    'conversations_select',
    {},
    { initial_conversation: id, default_to_current_conversation: boolean, filter, ...respondable, ...menu },
  ),
  multi_conversations_select: element(
    'multi_conversations_select',
    {},
    { initial_conversations: ids, default_to_current_conversation: boolean, filter, ...menu, ...chosen },
  ),
  channels_select: element('channels_select', {}, { initial_channel: id, ...respondable, ...menu }),
  multi_channels_select: element('multi_channels_select', {}, { initial_channels: ids, ...menu, ...chosen }),
};

export const button: Rule = element(
  'button',
  { text: plainText(75) },
  { value: string(1, 2000), url, style: literal('primary', 'danger'), confirm, ...label },
);

const pickers: Record<string, Rule> = {
  overflow: element('overflow', { options: list(plainOption, 1, 5) }, { confirm }),
  checkboxes: element(
    'checkboxes',
    { options: list(richOption, 1, 10) },
    { initial_options: list(richOption, 1, 10), confirm, ...focus },
    initialIsListed,
  ),
  radio_buttons: element(
    'radio_buttons',
    { options: list(richOption, 1, 10) },
    { initial_option: richOption, confirm, ...focus },
    initialIsListed,
  ),
  datepicker: element('datepicker', {}, { initial_date: date, ...menu }),
  timepicker: element(
    'timepicker',
    {},
    { initial_time: pattern(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time HH:mm'), timezone: string(1, 255), ...menu },
  ),
  datetimepicker: only(
    ['message', 'modal'],
    element('datetimepicker', {}, { initial_date_time: number(1e9, 1e10, { whole: true }), confirm, ...focus }),
  ),
};

function input(
  type: string,
  surfaces: Surface[],
  optional: Record<string, Rule>,
  required: Record<string, Rule> = {},
): Rule {
  return only(surfaces, element(type, required, { ...dispatch, ...focus, ...placeholder, ...optional }));
}

const decimal = pattern(/^-?\d+(\.\d+)?$/, 'a number as text');
const initial = { initial_value: string(0, 3000) };
const inputs: Record<string, Rule> = {
  plain_text_input: input('plain_text_input', ['message', 'modal', 'home'], {
    ...initial,
    multiline: boolean,
    min_length: number(0, 3000),
    max_length: number(1, 3000),
  }),
  number_input: input(
    'number_input',
    ['modal'],
    { initial_value: decimal, min_value: decimal, max_value: decimal },
    { is_decimal_allowed: boolean },
  ),
  email_text_input: input('email_text_input', ['modal'], initial),
  url_text_input: input('url_text_input', ['modal'], initial),
  rich_text_input: input('rich_text_input', ['modal', 'home'], {
    initial_value: shape({ type: literal('rich_text'), elements: richTextParts }, { block_id: string(1, 255) }),
    min_lines: number(1, 100),
    max_lines: number(1, 100),
  }),
  file_input: only(
    ['modal'],
    element('file_input', {}, { filetypes: list(string(1, 32), 1, 100), max_files: number(1, 10) }),
  ),
};

const trigger = shape(
  { url },
  { customizable_input_parameters: list(shape({ name: string(1, 255), value: string(0, 3000) }), 0, 100) },
);
const workflowButton: Rule = only(
  ['message'],
  element(
    'workflow_button',
    { text: plainText(75), workflow: shape({ trigger }) },
    { style: literal('primary', 'danger'), ...label },
  ),
);

const feedback = shape({ text: plainText(75), value: string(1, 2000) }, label);
export const contextAction: Rule = byType(
  () => ({
    feedback_buttons: element('feedback_buttons', { positive_button: feedback, negative_button: feedback }, {}),
    icon_button: element(
      'icon_button',
      { icon: literal('trash'), text: plainText(75) },
      { value: string(1, 2000), confirm, visible_to_user_ids: ids, ...label },
    ),
  }),
  'context action',
);

export const actionsElement: Rule = byType(
  () => ({
    button,
    workflow_button: workflowButton,
    ...selects,
    ...pickers,
    rich_text_input: inputs.rich_text_input ?? button,
  }),
  'element of an actions block',
);
export const accessory: Rule = byType(
  () => ({ button, workflow_button: workflowButton, image: imageElement, ...selects, ...pickers }),
  'accessory',
);
export const inputElement: Rule = byType(() => {
  const { overflow: _, ...rest } = pickers;
  return { ...selects, ...rest, ...inputs };
}, 'input element');
