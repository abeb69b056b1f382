import type { NewMessage } from '../../store/ledger/outbox.ts';
import type { Problem } from '../blocks/validate.ts';
import { fitToSlack } from '../messages/fit.ts';
import type { Message, Voice } from '../messages/voice.ts';

export interface Queueable {
  readonly messages: readonly NewMessage[];
  /** What had to be left out, for the log. */
  readonly problems: readonly Problem[];
}

/**
 * A message as it goes into the outbox: in parts that Slack takes, the first under the key, the others `KEY+2`, `KEY+3` …
 * in its thread (or in the thread that it answers itself).
 */
export function queueable(message: Message, base: Omit<NewMessage, 'body'>, voice: Voice): Queueable {
  const { messages, problems } = fitToSlack(message, voice);
  return {
    problems,
    messages: messages.map(({ text, blocks }, index) => ({
      ...base,
      key: index === 0 ? base.key : `${base.key}+${index + 1}`,
      thread: index === 0 ? base.thread : (base.thread ?? base.key),
      body: { text, blocks },
    })),
  };
}
