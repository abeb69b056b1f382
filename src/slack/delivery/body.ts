import { z } from 'zod';
import { isLanguage, type Language } from '../../text/languages.ts';
import { speaker } from '../../text/say/speaker.ts';
import type { OurBlock } from '../blocks/build.ts';
import { asText } from '../messages/fit.ts';
import type { Message, Voice } from '../messages/voice.ts';

const body = z.object({
  text: z.string(),
  blocks: z.array(z.custom<OurBlock>((block) => z.object({ type: z.string() }).safeParse(block).success)).default([]),
});

/** What the outbox keeps of a message, as Slack takes it; null: it is none, and never will be. */
export const messageIn = (kept: unknown): Message | null => body.safeParse(kept).data ?? null;

/** The same without charts, for where Slack refuses them. */
export function withoutCharts(message: Message, language: string, fallback: Language): Message {
  const spoken = isLanguage(language) ? language : fallback;
  const voice: Voice = { speak: speaker(spoken, 'UTC', 'EUR'), now: 0, command: '', refreshes: false };
  return asText(message, voice);
}
