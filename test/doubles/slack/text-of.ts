// All text of a message that a reader would see, for predicates and failure messages.
import type { Json } from './json.ts';
import type { SlackMessage } from './types.ts';

const SHOWN = new Set(['text', 'title', 'caption', 'alt_text', 'label', 'name', 'x_label', 'y_label']);

function collect(value: Json | undefined, key: string, into: string[]): void {
  if (typeof value === 'string') {
    if (SHOWN.has(key)) into.push(value);
  } else if (Array.isArray(value)) {
    for (const one of value) collect(one, key, into);
  } else if (typeof value === 'object' && value !== null) {
    for (const [member, one] of Object.entries(value)) collect(one, member, into);
  }
}

/** The message's blocks as text, one piece a line; its `text` when it has no blocks. */
export function textOf(message: Pick<SlackMessage, 'text' | 'blocks'>): string {
  if (message.blocks.length === 0) return message.text;
  const lines: string[] = [];
  collect(message.blocks, '', lines);
  return lines.join('\n');
}
