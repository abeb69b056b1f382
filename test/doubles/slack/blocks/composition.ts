// Texts, options, confirmation dialogs and the other parts that blocks share.
import { isObject, type Json, type JsonObject } from '../json.ts';
import { boolean, byType, list, literal, type Rule, report, type Spot, shape, string } from './rules.ts';

export function plainText(max: number): Rule {
  return shape({ type: literal('plain_text'), text: string(1, max, { counted: true }) }, { emoji: boolean });
}

function mrkdwn(max: number): Rule {
  return shape({ type: literal('mrkdwn'), text: string(1, max, { counted: true }) }, { verbatim: boolean });
}

/** Either plain_text or mrkdwn. */
export function anyText(max: number): Rule {
  return byType(() => ({ plain_text: plainText(max), mrkdwn: mrkdwn(max) }), 'text object');
}

export const url: Rule = (value, spot) => {
  string(1, 3000)(value, spot);
  if (typeof value === 'string' && !URL.canParse(value)) report(spot, 'invalid_url', 'must be a valid URL');
};

export const blockId: Rule = (value, spot) => {
  string(1, 255)(value, spot);
  if (typeof value !== 'string') return;
  if (spot.tally.blockIds.has(value)) report(spot, 'duplicate_block_id', `block_id "${value}" already exists`);
  spot.tally.blockIds.add(value);
};

export const actionId: Rule = (value, spot) => {
  string(1, 255)(value, spot);
  if (typeof value !== 'string') return;
  if (spot.actionIds.has(value)) report(spot, 'duplicate_action_id', `action_id "${value}" already exists`);
  spot.actionIds.add(value);
};

export const confirm: Rule = shape(
  { text: anyText(300) },
  { title: plainText(100), confirm: plainText(30), deny: plainText(30), style: literal('primary', 'danger') },
);

const optionExtras = { description: anyText(75), url };
export const plainOption: Rule = shape({ text: plainText(75), value: string(1, 150) }, optionExtras);
/** Checkboxes and radio buttons take mrkdwn as well. */
export const richOption: Rule = shape({ text: anyText(75), value: string(1, 150) }, optionExtras);
export const optionGroup: Rule = shape({ label: plainText(75), options: list(plainOption, 1, 100) });

/** All options of an element, those in groups included. */
export function optionsOf(element: JsonObject): JsonObject[] {
  const groups = element.option_groups;
  const lists: (Json | undefined)[] = [element.options];
  if (Array.isArray(groups)) for (const group of groups) lists.push(isObject(group) ? group.options : undefined);
  return lists.flatMap((one) => (Array.isArray(one) ? one.filter(isObject) : []));
}

/** An initial option must be one of the options, field by field. */
export function initialIsListed(element: JsonObject, spot: Spot): void {
  const known = new Set(optionsOf(element).map((option) => JSON.stringify([option.value, option.text])));
  const initial = element.initial_options ?? element.initial_option;
  if (initial === undefined) return;
  for (const option of Array.isArray(initial) ? initial : [initial]) {
    if (!isObject(option) || !known.has(JSON.stringify([option.value, option.text]))) {
      report(spot, 'invalid_initial_option', 'initial option must be one of the options');
    }
  }
  const values = optionsOf(element).map((option) => option.value);
  if (new Set(values).size < values.length) report(spot, 'duplicate_option', 'option values must be unique');
}

const slackFile: Rule = shape({}, { id: string(1, 255), url });
export const imageSource = { image_url: url, slack_file: slackFile };

export function oneImageSource(value: JsonObject, spot: Spot): void {
  const given = Object.keys(imageSource).filter((key) => value[key] !== undefined);
  if (given.length !== 1) report(spot, 'missing_field', 'needs exactly one of image_url and slack_file');
}

export const imageElement: Rule = shape(
  { type: literal('image'), alt_text: string(1, 2000) },
  imageSource,
  oneImageSource,
);

/** At least one of these members must be there. */
export function anyOf(...keys: string[]): (value: JsonObject, spot: Spot) => void {
  return (value, spot) => {
    if (!keys.some((key) => value[key] !== undefined)) {
      report(spot, 'missing_field', `needs one of ${keys.join(', ')}`);
    }
  };
}
