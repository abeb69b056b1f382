import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { keyOf } from './key.ts';

const page = z.object({
  messages: z.array(z.looseObject({ ts: z.string() })),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

export interface Wanted {
  readonly id: string;
  readonly channel: string;
  /** Timestamp of the thread's first message; null: it stands by itself. */
  readonly thread: string | null;
  /** Not older than this, epoch milliseconds. */
  readonly since: number;
}

const PAGE = 200;

/** Slack's timestamp of the message that carries our key; null: it is not there. Fails where Slack does not say. */
export async function lookFor(client: WebClient, wanted: Wanted): Promise<string | null> {
  const { channel, thread, since } = wanted;
  const asked = { channel, oldest: (since / 1_000).toFixed(6), limit: PAGE, include_all_metadata: true };
  let cursor: string | undefined;
  do {
    const more = cursor === undefined ? {} : { cursor };
    const answer = page.parse(
      thread === null
        ? await client.conversations.history({ ...asked, ...more })
        : await client.conversations.replies({ ...asked, ...more, ts: thread }),
    );
    const found = answer.messages.find((message) => keyOf(message) === wanted.id);
    if (found !== undefined) return found.ts;
    cursor = answer.response_metadata?.next_cursor || undefined;
  } while (cursor !== undefined);
  return null;
}
