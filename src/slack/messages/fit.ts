import { joined, verbatim } from '../../text/phrase.ts';
import { context, type OurBlock } from '../blocks/build.ts';
import { messageText, mrkdwn } from '../blocks/mrkdwn.ts';
import { charactersOf, MESSAGE_BLOCKS, MESSAGE_CHARACTERS, type Problem, validateMessage } from '../blocks/validate.ts';
import type { Message, Voice } from './voice.ts';

/** Room for the line that numbers the parts. */
const RESERVE = 100;

export interface Fitted {
  readonly messages: readonly Message[];
  /** What had to be left out, for the log. */
  readonly problems: readonly Problem[];
}

/**
 * Makes a message that Slack takes: too long is split into numbered parts, at most two charts each; a block that still
 * breaks a limit is replaced by a visible remark. The whole is never refused.
 */
export function fitToSlack(message: Message, voice: Voice): Fitted {
  const problems: Problem[] = [];
  const blocks = message.blocks.map((block) => {
    const found = validateMessage({ text: 'x', blocks: [block] }).filter(({ path }) => path !== 'text');
    if (found.length === 0) return block;
    problems.push(...found);
    return context([mrkdwn`${voice.speak.words.talk.shortened()}`]);
  });
  const parts = split(blocks);
  const { talk } = voice.speak.words;
  const messages = parts.map((part, index): Message => {
    if (parts.length === 1) return { text: message.text, blocks: part };
    const number = talk.continued({ part: String(index + 1), parts: String(parts.length) });
    const text = index === 0 ? message.text : messageText(joined([verbatim(message.text), `(${number.text})`], ' '));
    return { text, blocks: [...part, context([mrkdwn`${number}`])] };
  });
  return { messages, problems };
}

function split(blocks: readonly OurBlock[]): readonly (readonly OurBlock[])[] {
  const parts: OurBlock[][] = [[]];
  let characters = 0;
  for (const block of blocks) {
    const size = charactersOf([block]);
    const part = parts.at(-1) ?? [];
    const charts = part.filter(({ type }) => type === 'data_visualization').length;
    const full =
      part.length >= MESSAGE_BLOCKS - 1 ||
      characters + size > MESSAGE_CHARACTERS - RESERVE ||
      (block.type === 'data_visualization' && charts >= 2);
    if (full && part.length > 0) {
      parts.push([block]);
      characters = size;
    } else {
      part.push(block);
      characters += size;
    }
  }
  return parts;
}

/** The message without native charts, for places that refuse them; the chart's text twin is in it already. */
export function asText(message: Message, voice: Voice): Message {
  const blocks = message.blocks.filter(({ type }) => type !== 'data_visualization');
  if (blocks.length === message.blocks.length) return message;
  return { ...message, blocks: [...blocks, context([mrkdwn`${voice.speak.words.talk.asTextOnly()}`])] };
}

export const hasChart = (message: Message): boolean => message.blocks.some(({ type }) => type === 'data_visualization');
