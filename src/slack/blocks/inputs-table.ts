import { byType, type Check, finite, list, oneOf, type Shape, say, shape, text, truth } from './rules.ts';

/** Checks of the parts that fields share with everything else. */
interface Parts {
  readonly plainText: (max: number) => Check;
  readonly option: Check;
  readonly actionId: Check;
  readonly blockId: Check;
  readonly staticSelect: Check;
  readonly externalSelect: Check;
}

const id = text(255, { counts: false });
const kinds = list(oneOf('im', 'mpim', 'private', 'public'), 1, 4);

/** Slack's limits for a field of a form. */
export function inputBlock({ plainText, option, actionId, blockId, staticSelect, externalSelect }: Parts): Check {
  const element = (type: string, may: NonNullable<Shape['may']>): Check =>
    shape({ needs: { type: oneOf(type), action_id: actionId }, may: { placeholder: plainText(150), ...may } });
  const elements: Readonly<Record<string, Check>> = {
    static_select: staticSelect,
    external_select: externalSelect,
    multi_external_select: element('multi_external_select', {
      initial_options: list(option, 1, 100),
      min_query_length: finite,
      max_selected_items: finite,
    }),
    conversations_select: element('conversations_select', {
      initial_conversation: id,
      filter: shape({
        may: { include: kinds, exclude_external_shared_channels: truth, exclude_bot_users: truth },
      }),
    }),
    plain_text_input: element('plain_text_input', {
      initial_value: text(3000, { counts: false }),
      max_length: finite,
      multiline: truth,
    }),
  };
  return shape({
    needs: {
      type: oneOf('input'),
      label: plainText(2000),
      element: byType(() => elements, 'field'),
    },
    may: { block_id: blockId, hint: plainText(2000), optional: truth, dispatch_action: truth },
    also: (value, place) => {
      if (value.block_id === undefined) say(place, 'needs a block_id, by which its value is read');
    },
  });
}
