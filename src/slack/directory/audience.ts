import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Audience, Person } from '../access/decide.ts';
import type { People } from './people.ts';

/** More members than this are learnt of in one go instead of one by one. */
const ONE_BY_ONE = 50;
const AT_ONCE = 8;

const channelInfo = z.object({
  channel: z.object({
    is_ext_shared: z.boolean().optional(),
    is_pending_ext_shared: z.boolean().optional(),
    is_shared: z.boolean().optional(),
    is_org_shared: z.boolean().optional(),
    is_archived: z.boolean().optional(),
    is_member: z.boolean().optional(),
  }),
});
const memberPage = z.object({
  members: z.array(z.string()),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/** A channel as it is at this moment, for the bot that would write there. */
export interface ChannelNow extends Audience {
  readonly archived: boolean;
  /** Whether the bot is in it. */
  readonly member: boolean;
}

type Info = z.infer<typeof channelInfo>['channel'];

const infoOf = async (client: WebClient, channel: string): Promise<Info> =>
  channelInfo.parse(await client.conversations.info({ channel })).channel;

function externalIn(info: Info): boolean {
  // Channels shared inside one Grid organisation stay internal.
  const elsewhere = info.is_shared === true && info.is_org_shared !== true;
  return info.is_ext_shared === true || info.is_pending_ext_shared === true || elsewhere;
}

/** Whether another organisation is in a channel, or invited. Fails where Slack does not say. */
export const isExternal = async (client: WebClient, channel: string): Promise<boolean> =>
  externalIn(await infoOf(client, channel));

/** Who reads along in a channel at this moment, nothing of it remembered but who people are. Fails where Slack does not say. */
export async function audienceOf(
  client: WebClient,
  people: People,
  channel: string,
  guestsAllowed: boolean,
): Promise<Audience> {
  const { external, guests } = await channelNow(client, people, channel, guestsAllowed);
  return { external, guests };
}

/** The same with whether the bot can write there; members are not looked through where that decides already. */
export async function channelNow(
  client: WebClient,
  people: People,
  channel: string,
  guestsAllowed: boolean,
): Promise<ChannelNow> {
  const info = await infoOf(client, channel);
  const external = externalIn(info);
  const now = { external, archived: info.is_archived === true, member: info.is_member !== false };
  if (external) return { ...now, guests: 'unchecked' };
  if (guestsAllowed) return { ...now, guests: 'allowed' };
  return { ...now, guests: (await hasOutsiders(client, people, channel)) ? 'present' : 'none' };
}

async function hasOutsiders(client: WebClient, people: People, channel: string): Promise<boolean> {
  const members = await membersOf(client, channel);
  if (members.filter((member) => !people.isKnown(member)).length > ONE_BY_ONE) await people.learnAll();
  for (let at = 0; at < members.length; at += AT_ONCE) {
    const some = await Promise.all(members.slice(at, at + AT_ONCE).map((member) => people.look(member)));
    if (some.some(isOutsider)) return true;
  }
  return false;
}

/** Apps see what is posted too, but as whoever installed them decided. */
const isOutsider = (person: Extract<Person, { readonly kind: 'known' }>): boolean =>
  !person.bot && !person.deleted && (person.guest || !person.homeTeam);

async function membersOf(client: WebClient, channel: string): Promise<readonly string[]> {
  const members: string[] = [];
  let cursor: string | undefined;
  do {
    const asked = { channel, limit: 999, ...(cursor === undefined ? {} : { cursor }) };
    const page = memberPage.parse(await client.conversations.members(asked));
    members.push(...page.members);
    cursor = page.response_metadata?.next_cursor || undefined;
  } while (cursor !== undefined);
  return members;
}
