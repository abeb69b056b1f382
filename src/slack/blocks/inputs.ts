import type {
  ConversationsSelect,
  ExternalSelect,
  InputBlock,
  ModalView,
  MultiExternalSelect,
  PlainTextElement,
  PlainTextInput,
  PlainTextOption,
} from '@slack/types';
import type { Phrase } from '../../text/phrase.ts';
import { limits, modal, type OurBlock, typeAhead } from './build.ts';
import { plainText } from './mrkdwn.ts';

type Text = string | Phrase;

/** What a form may stand of. */
export type FormBlock = OurBlock | InputBlock;

export interface Field {
  /** By which an error finds its field, and the value is read. */
  readonly block: string;
  readonly label: Text;
  readonly hint?: Text | undefined;
  readonly element: InputBlock['element'];
  readonly optional?: boolean | undefined;
  /** We hear of a change at once: other fields depend on it. */
  readonly dispatch?: boolean | undefined;
}

const plain = (value: Text, limit: number): PlainTextElement => ({
  type: 'plain_text',
  text: plainText(value, limit) || '–',
  emoji: false,
});

export const field = ({ block, label, hint, element, optional, dispatch }: Field): InputBlock => ({
  type: 'input',
  block_id: block,
  label: plain(label, 2000),
  element,
  ...(hint === undefined ? {} : { hint: plain(hint, 2000) }),
  ...(optional === true ? { optional: true } : {}),
  ...(dispatch === true ? { dispatch_action: true } : {}),
});

/** One of many, found by typing; our own list. */
export const typeAheadWith = (action: string, placeholder: Text, initial?: PlainTextOption): ExternalSelect => ({
  ...typeAhead(action, placeholder),
  ...(initial === undefined ? {} : { initial_option: initial }),
});

/** Several of many, found by typing. */
export const typeAheadForSeveral = (
  action: string,
  placeholder: Text,
  most: number,
  initial: readonly PlainTextOption[],
): MultiExternalSelect => ({
  type: 'multi_external_select',
  action_id: action,
  placeholder: plain(placeholder, 150),
  min_query_length: 0,
  max_selected_items: most,
  ...(initial.length === 0 ? {} : { initial_options: [...initial] }),
});

/** Slack's own list of channels, without those that are shared with other organisations: we never list any ourselves. */
export const channelPicker = (action: string, placeholder: Text, initial?: string): ConversationsSelect => ({
  type: 'conversations_select',
  action_id: action,
  placeholder: plain(placeholder, 150),
  filter: { include: ['public', 'private'], exclude_external_shared_channels: true, exclude_bot_users: true },
  ...(initial === undefined ? {} : { initial_conversation: initial }),
});

export const textInput = (action: string, placeholder: Text, initial?: string): PlainTextInput => ({
  type: 'plain_text_input',
  action_id: action,
  placeholder: plain(placeholder, 150),
  max_length: 3000,
  multiline: true,
  ...(initial === undefined || initial === '' ? {} : { initial_value: initial }),
});

/** A modal that is filled in and sent. */
export const form = (
  words: { readonly title: Text; readonly close: Text; readonly submit: Text },
  blocks: readonly FormBlock[],
  callback: string,
  metadata: string,
): ModalView => ({
  ...modal(words.title, words.close, [], metadata),
  submit: plain(words.submit, limits.title),
  callback_id: callback,
  blocks: [...blocks],
});
