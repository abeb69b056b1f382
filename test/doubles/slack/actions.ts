// One entry of `actions` in a block_actions payload, from an element and what was chosen.
import { isObject, type Json, type JsonObject, objectAt, stringAt } from './json.ts';
import { stateOf } from './state-values.ts';

function feedback(element: JsonObject, value: Json | undefined): JsonObject {
  const chosen = objectAt(element, value === 'negative' ? 'negative_button' : 'positive_button') ?? {};
  return { value: chosen.value, text: chosen.text };
}

function pressed(element: JsonObject, value: Json | undefined): JsonObject {
  const { text, url, style, icon } = element;
  const carried = value ?? element.value;
  return {
    ...(text !== undefined && { text }),
    ...(carried !== undefined && { value: carried }),
    ...(url !== undefined && { url }),
    ...(style !== undefined && { style }),
    ...(icon !== undefined && { icon }),
  };
}

/** What Slack puts into `actions`; `value` is the option's value, the text, the date or the id(s) chosen. */
export function actionOf(block: JsonObject, element: JsonObject, value: Json | undefined): JsonObject {
  const type = stringAt(element, 'type') ?? '';
  const base = { type, action_id: element.action_id, block_id: block.block_id };
  if (type === 'button' || type === 'icon_button' || type === 'workflow_button')
    return { ...base, ...pressed(element, value) };
  if (type === 'feedback_buttons') return { ...base, ...feedback(element, value) };
  const placeholder = element.placeholder;
  return { ...base, ...stateOf(element, value ?? null), ...(isObject(placeholder) && { placeholder }) };
}
