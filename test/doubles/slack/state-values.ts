// The values of input elements: what a view holds at first, and what a person typed or chose.
import { optionsOf } from './blocks/composition.ts';
import { isObject, type Json, type JsonObject, objectAt, stringAt } from './json.ts';

/** What a test gives for an element: plain text or value(s), or Slack's own state object. */
export type GivenValue = Json;

function optionByValue(element: JsonObject, value: Json): Json {
  const found = optionsOf(element).find((option) => option.value === value);
  if (found !== undefined) return found;
  return isObject(value) ? value : { text: { type: 'plain_text', text: String(value) }, value: String(value) };
}

function many(value: GivenValue): Json[] {
  return Array.isArray(value) ? value : value === null ? [] : [value];
}

interface Kind {
  initial: (element: JsonObject) => JsonObject;
  given: (value: GivenValue, element: JsonObject) => JsonObject;
}

function single(member: string, initial: string): Kind {
  return {
    initial: (element) => ({ [member]: element[initial] ?? null }),
    given: (value) => ({ [member]: value === '' ? null : value }),
  };
}

function several(member: string, initial: string): Kind {
  return {
    initial: (element) => ({ [member]: element[initial] ?? [] }),
    given: (value) => ({ [member]: many(value) }),
  };
}

const oneOption: Kind = {
  initial: (element) => ({ selected_option: element.initial_option ?? null }),
  given: (value, element) => ({
    selected_option: value === null || value === '' ? null : optionByValue(element, value),
  }),
};

const manyOptions: Kind = {
  initial: (element) => ({ selected_options: element.initial_options ?? [] }),
  given: (value, element) => ({ selected_options: many(value).map((one) => optionByValue(element, one)) }),
};

const text = single('value', 'initial_value');

const kinds: Record<string, Kind> = {
  plain_text_input: text,
  number_input: {
    initial: text.initial,
    given: (value) => ({ value: value === null || value === '' ? null : String(value) }),
  },
  email_text_input: text,
  url_text_input: text,
  rich_text_input: single('rich_text_value', 'initial_value'),
  datepicker: single('selected_date', 'initial_date'),
  timepicker: single('selected_time', 'initial_time'),
  datetimepicker: single('selected_date_time', 'initial_date_time'),
  static_select: oneOption,
  external_select: oneOption,
  radio_buttons: oneOption,
  overflow: oneOption,
  checkboxes: manyOptions,
  multi_static_select: manyOptions,
  multi_external_select: manyOptions,
  users_select: single('selected_user', 'initial_user'),
  multi_users_select: several('selected_users', 'initial_users'),
  conversations_select: single('selected_conversation', 'initial_conversation'),
  multi_conversations_select: several('selected_conversations', 'initial_conversations'),
  channels_select: single('selected_channel', 'initial_channel'),
  multi_channels_select: several('selected_channels', 'initial_channels'),
  file_input: several('files', 'initial_files'),
};

/** An element's state from a plain value; a full state object (with `type`) passes through. */
export function stateOf(element: JsonObject, value: GivenValue): JsonObject {
  const type = stringAt(element, 'type') ?? '';
  if (isObject(value) && value.type === type) return value;
  return { type, ...kinds[type]?.given(value, element) };
}

function statefulElements(block: JsonObject): JsonObject[] {
  const list = Array.isArray(block.elements) ? block.elements.filter(isObject) : [];
  for (const key of ['element', 'accessory']) {
    const one = objectAt(block, key);
    if (one !== undefined) list.push(one);
  }
  return list.filter((element) => Object.hasOwn(kinds, stringAt(element, 'type') ?? ''));
}

function blocksDeep(blocks: JsonObject[]): JsonObject[] {
  return blocks.flatMap((block) => [
    block,
    ...(Array.isArray(block.child_blocks) ? blocksDeep(block.child_blocks.filter(isObject)) : []),
  ]);
}

/** `state.values` before anybody has touched anything. */
export function initialState(blocks: JsonObject[]): JsonObject {
  return stateWith(blocks, {});
}

/** `state.values` with given values by block_id and action_id; the rest stays initial. */
export function stateWith(blocks: JsonObject[], given: Record<string, Record<string, GivenValue>>): JsonObject {
  const state: JsonObject = {};
  for (const block of blocksDeep(blocks)) {
    const blockId = stringAt(block, 'block_id') ?? '';
    const values: JsonObject = {};
    for (const element of statefulElements(block)) {
      const actionId = stringAt(element, 'action_id') ?? '';
      const type = stringAt(element, 'type') ?? '';
      const value = given[blockId]?.[actionId];
      values[actionId] = value === undefined ? { type, ...kinds[type]?.initial(element) } : stateOf(element, value);
    }
    if (Object.keys(values).length > 0) state[blockId] = values;
  }
  return state;
}

function isEmpty(state: JsonObject): boolean {
  const { type: _, ...values } = state;
  return Object.values(values).every(
    (value) => value === null || value === '' || (Array.isArray(value) && value.length === 0),
  );
}

function complaint(element: JsonObject, state: JsonObject): string | undefined {
  const value = stringAt(state, 'value');
  if (value === undefined) return undefined;
  const min = Number(element.min_length ?? element.min_value ?? Number.NEGATIVE_INFINITY);
  const max = Number(element.max_length ?? element.max_value ?? Number.POSITIVE_INFINITY);
  if (element.type === 'number_input') {
    const size = Number(value);
    if (!/^-?\d+(\.\d+)?$/.test(value)) return 'Enter a number.';
    if (element.is_decimal_allowed !== true && !Number.isInteger(size)) return 'Enter a whole number.';
    if (size < min) return `Enter a number that is at least ${min}.`;
    if (size > max) return `Enter a number that is at most ${max}.`;
    return undefined;
  }
  if (value.length < min) return `Enter at least ${min} characters.`;
  return value.length > max ? `Enter at most ${max} characters.` : undefined;
}

/** What Slack's own client refuses before it sends a submission, by block_id. */
export function clientErrors(blocks: JsonObject[], state: JsonObject): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of blocksDeep(blocks)) {
    const element = objectAt(block, 'element');
    if (block.type !== 'input' || element === undefined) continue;
    const blockId = stringAt(block, 'block_id') ?? '';
    const value = objectAt(objectAt(state, blockId) ?? {}, stringAt(element, 'action_id') ?? '') ?? {};
    if (isEmpty(value)) {
      if (block.optional !== true) errors[blockId] = 'Please complete this required field.';
      continue;
    }
    const problem = complaint(element, value);
    if (problem !== undefined) errors[blockId] = problem;
  }
  return errors;
}
