import { z } from 'zod';
import type { Person, Place } from '../access/decide.ts';
import { audienceOf, type ChannelNow, channelNow, isExternal } from './audience.ts';
import { Cache } from './cache.ts';
import { People, type PeopleSettings } from './people.ts';

const IM_TTL = 24 * 3_600_000;
const CHANNEL_TTL = 10 * 60_000;

const opened = z.object({ channel: z.object({ id: z.string() }) });

export interface Directory {
  /** Who a person is; kept for an hour or until `personChanged`. What cannot be asked is unknown, and unknown is refused. */
  person(userId: string): Promise<Person>;
  /** Who belongs to a user group; kept for ten minutes; nobody where Slack does not say. */
  groupMembers(groupId: string): Promise<ReadonlySet<string>>;
  /** Whether others read along in a conversation; kept for ten minutes or until `channelChanged`. Guests are not looked for. */
  place(channelId: string, userId: string): Promise<Place>;
  /** The same asked afresh, guests included: for what others will see. */
  freshPlace(channelId: string, userId: string): Promise<Place>;
  /** A channel asked afresh, guests included, with whether the bot can write there. Fails where Slack does not say. */
  channelNow(channelId: string): Promise<ChannelNow>;
  /** As `person`; fails where Slack does not say. */
  look(userId: string): Promise<Person>;
  /** The conversation between the bot and a person. */
  directChannel(userId: string): Promise<string>;
  personChanged(userId: string): void;
  channelChanged(channelId: string): void;
}

interface Settings extends PeopleSettings {
  /** Channels in which an admin lets guests read along. */
  readonly guestChannels: readonly string[];
}

/** Looks up people and conversations in Slack. */
export function createDirectory(settings: Settings): Directory {
  const { client, clock, log, guestChannels } = settings;
  const people = new People(settings);
  const ims = new Cache<string>(IM_TTL, clock);
  const channels = new Cache<boolean>(CHANNEL_TTL, clock);

  const directChannel = async (userId: string): Promise<string> =>
    ims.get(userId) ?? ims.set(userId, opened.parse(await client.conversations.open({ users: userId })).channel.id);

  const placeOf = async (
    channelId: string,
    userId: string,
    look: () => Promise<Extract<Place, { readonly kind: 'channel' }>>,
  ): Promise<Place> => {
    try {
      // im:read is not asked for: the DM with the bot is recognised by its id.
      if (channelId.startsWith('D')) {
        return (await directChannel(userId)) === channelId ? { kind: 'direct' } : { kind: 'unknown' };
      }
      return await look();
    } catch (error) {
      log.warn({ err: error, channel: channelId }, 'it could not be checked who reads along in this conversation');
      return { kind: 'unknown' };
    }
  };

  return {
    directChannel,
    person: (userId) => people.person(userId),
    look: (userId) => people.look(userId),
    channelNow: async (channelId) => {
      channels.forget(channelId);
      const now = await channelNow(client, people, channelId, guestChannels.includes(channelId));
      channels.set(channelId, now.external);
      return now;
    },
    groupMembers: (groupId) => people.groupMembers(groupId),
    place: (channelId, userId) =>
      placeOf(channelId, userId, async () => {
        const external = channels.get(channelId) ?? channels.set(channelId, await isExternal(client, channelId));
        return { kind: 'channel', external, guests: 'unchecked' };
      }),
    freshPlace: (channelId, userId) =>
      placeOf(channelId, userId, async () => {
        channels.forget(channelId);
        const audience = await audienceOf(client, people, channelId, guestChannels.includes(channelId));
        channels.set(channelId, audience.external);
        return { kind: 'channel', ...audience };
      }),
    personChanged: (userId) => people.forget(userId),
    channelChanged: (channelId) => channels.forget(channelId),
  };
}
