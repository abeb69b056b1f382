import type { RichTextBlock } from '@slack/types';

/** Well within what one element may hold, and what people still copy at once. */
const MOST = 2900;

/** Text to be copied as it stands; a longer one in several blocks. */
export const codeBlocks = (text: string): readonly RichTextBlock[] =>
  pieces(text.toWellFormed()).map((piece) => ({
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: piece }] }],
  }));

function pieces(text: string): readonly string[] {
  const characters = [...(text === '' ? '–' : text)];
  return Array.from({ length: Math.ceil(characters.length / MOST) }, (_, index) =>
    characters.slice(index * MOST, (index + 1) * MOST).join(''),
  );
}
