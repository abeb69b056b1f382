import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { slackErrorOf } from '../post.ts';
import { isChannelId } from './channel-id.ts';

/** What a channel's state means for a digest. `not-member`: whoever answers for it, of a private one. */
export type ChannelState = 'ready' | 'not-in-channel' | 'archived' | 'no-channel' | 'not-member' | 'unclear';

const info = z.object({
  channel: z.object({
    is_archived: z.boolean().optional(),
    is_member: z.boolean().optional(),
    is_private: z.boolean().optional(),
    is_im: z.boolean().optional(),
    is_mpim: z.boolean().optional(),
  }),
});
const page = z.object({
  members: z.array(z.string()),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/** Looks at one channel by its id; channels are never listed. A private one without the bot does not exist for it. */
export async function lookAtChannel(
  client: Pick<WebClient, 'conversations'>,
  channel: string,
  person: string | null,
): Promise<ChannelState> {
  if (!isChannelId(channel)) return 'no-channel';
  try {
    const { channel: found } = info.parse(await client.conversations.info({ channel }));
    if (found.is_im === true || found.is_mpim === true) return 'no-channel';
    if (found.is_archived === true) return 'archived';
    if (found.is_member !== true) return 'not-in-channel';
    const open = found.is_private !== true || person === null;
    return open || (await hasMember(client, channel, person)) ? 'ready' : 'not-member';
  } catch (error) {
    return slackErrorOf(error) === 'channel_not_found' ? 'not-in-channel' : 'unclear';
  }
}

async function hasMember(client: Pick<WebClient, 'conversations'>, channel: string, person: string): Promise<boolean> {
  let cursor: string | undefined;
  do {
    const asked = { channel, limit: 999, ...(cursor === undefined ? {} : { cursor }) };
    const { members, response_metadata } = page.parse(await client.conversations.members(asked));
    if (members.includes(person)) return true;
    cursor = response_metadata?.next_cursor || undefined;
  } while (cursor !== undefined);
  return false;
}
