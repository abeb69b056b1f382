import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Actor, Place } from './access.ts';
import type { Log } from './log.ts';

const USER_TTL = 60_000;
const IM_TTL = 24 * 3_600_000;
const CACHED = 2_000;

const userInfo = z.object({
  user: z.object({
    id: z.string(),
    team_id: z.string().optional(),
    deleted: z.boolean().optional(),
    is_bot: z.boolean().optional(),
    is_restricted: z.boolean().optional(),
    is_ultra_restricted: z.boolean().optional(),
    is_stranger: z.boolean().optional(),
    locale: z.string().optional(),
    profile: z.object({ email: z.string().optional() }).optional(),
  }),
});

const channelInfo = z.object({
  channel: z.object({
    is_ext_shared: z.boolean().optional(),
    is_pending_ext_shared: z.boolean().optional(),
    is_shared: z.boolean().optional(),
    is_org_shared: z.boolean().optional(),
  }),
});

const opened = z.object({ channel: z.object({ id: z.string() }) });

export interface Directory {
  /** Who a person is, by users.info; kept for a minute. What cannot be asked is unknown, and unknown is refused. */
  actor(userId: string): Promise<Actor>;
  /** Who reads along in a conversation. Never kept: a channel can become shared at any moment. */
  place(channelId: string, userId: string): Promise<Place>;
  /** The conversation between the bot and a person. */
  directChannel(userId: string): Promise<string>;
}

interface Settings {
  readonly client: WebClient;
  readonly homeTeam: string;
  readonly clock: () => number;
  readonly log: Log;
}

/** Looks up people and conversations in Slack. */
export function createDirectory({ client, homeTeam, clock, log }: Settings): Directory {
  const users = new Map<string, { readonly until: number; readonly actor: Actor }>();
  const ims = new Map<string, { readonly until: number; readonly channel: string }>();

  const directChannel = async (userId: string): Promise<string> => {
    const known = ims.get(userId);
    if (known !== undefined && known.until > clock()) return known.channel;
    const { channel } = opened.parse(await client.conversations.open({ users: userId }));
    remember(ims, userId, { until: clock() + IM_TTL, channel: channel.id });
    return channel.id;
  };

  return {
    directChannel,
    async actor(userId) {
      const known = users.get(userId);
      if (known !== undefined && known.until > clock()) return known.actor;
      try {
        const { user } = userInfo.parse(await client.users.info({ user: userId, include_locale: true }));
        const actor: Actor = {
          kind: 'known',
          userId,
          homeTeam: user.team_id === homeTeam,
          bot: user.is_bot === true || userId === 'USLACKBOT',
          guest: user.is_restricted === true || user.is_ultra_restricted === true || user.is_stranger === true,
          deleted: user.deleted === true,
          email: user.profile?.email ?? null,
          locale: user.locale ?? null,
        };
        remember(users, userId, { until: clock() + USER_TTL, actor });
        return actor;
      } catch (error) {
        log.warn({ err: error, user: userId }, 'users.info failed, so this person is refused');
        return { kind: 'unknown', userId };
      }
    },
    async place(channelId, userId) {
      try {
        // im:read is not asked for: the DM with the bot is recognised by its id.
        if (channelId.startsWith('D')) {
          return (await directChannel(userId)) === channelId ? { kind: 'direct' } : { kind: 'unknown' };
        }
        const { channel } = channelInfo.parse(await client.conversations.info({ channel: channelId }));
        // Channels shared inside one Grid organisation stay internal.
        const elsewhere = channel.is_shared === true && channel.is_org_shared !== true;
        const external = channel.is_ext_shared === true || channel.is_pending_ext_shared === true || elsewhere;
        return { kind: 'channel', external };
      } catch (error) {
        log.warn(
          { err: error, channel: channelId },
          'the conversation could not be checked, so nothing is shown there',
        );
        return { kind: 'unknown' };
      }
    },
  };
}

function remember<T>(cache: Map<string, T>, key: string, value: T): void {
  if (cache.size >= CACHED) cache.clear();
  cache.set(key, value);
}
