import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Person } from '../access/decide.ts';
import type { Log } from '../log.ts';
import { Cache } from './cache.ts';

const USER_TTL = 3_600_000;
const GROUP_TTL = 10 * 60_000;

const user = z.object({
  id: z.string(),
  team_id: z.string().optional(),
  deleted: z.boolean().optional(),
  is_bot: z.boolean().optional(),
  is_restricted: z.boolean().optional(),
  is_ultra_restricted: z.boolean().optional(),
  is_stranger: z.boolean().optional(),
  locale: z.string().optional(),
  tz: z.string().optional(),
  profile: z.object({ email: z.string().optional() }).optional(),
});
const userInfo = z.object({ user });
const userPage = z.object({
  members: z.array(user),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
const groupUsers = z.object({ users: z.array(z.string()) });

export interface PeopleSettings {
  readonly client: WebClient;
  readonly homeTeam: string;
  readonly clock: () => number;
  readonly log: Log;
}

type Known = Extract<Person, { readonly kind: 'known' }>;

/** Who people are, by users.info; kept for an hour or until Slack says that they changed. */
export class People {
  readonly #settings: PeopleSettings;
  readonly #known: Cache<Known>;
  readonly #groups: Cache<ReadonlySet<string>>;

  constructor(settings: PeopleSettings) {
    this.#settings = settings;
    this.#known = new Cache(USER_TTL, settings.clock);
    this.#groups = new Cache(GROUP_TTL, settings.clock);
  }

  /** What cannot be asked is unknown, is not kept, and is refused everywhere. */
  async person(userId: string): Promise<Person> {
    try {
      return await this.look(userId);
    } catch (error) {
      this.#settings.log.warn({ err: error, user: userId }, 'users.info failed, so this person is refused');
      return { kind: 'unknown', userId };
    }
  }

  /** The same, failing where Slack does not say. */
  async look(userId: string): Promise<Known> {
    const known = this.#known.get(userId);
    if (known !== undefined) return known;
    const asked = { user: userId, include_locale: true };
    return this.#keep(userInfo.parse(await this.#settings.client.users.info(asked)).user);
  }

  isKnown(userId: string): boolean {
    return this.#known.get(userId) !== undefined;
  }

  /** Learns of everybody at once: for a channel with many members. Fails where Slack does not say. */
  async learnAll(): Promise<void> {
    let cursor: string | undefined;
    do {
      const asked = { limit: 500, include_locale: true, ...(cursor === undefined ? {} : { cursor }) };
      const page = userPage.parse(await this.#settings.client.users.list(asked));
      for (const one of page.members) this.#keep(one);
      cursor = page.response_metadata?.next_cursor || undefined;
    } while (cursor !== undefined);
  }

  /** Members of a user group; nobody where Slack does not say. */
  async groupMembers(groupId: string): Promise<ReadonlySet<string>> {
    const known = this.#groups.get(groupId);
    if (known !== undefined) return known;
    try {
      const { users } = groupUsers.parse(await this.#settings.client.usergroups.users.list({ usergroup: groupId }));
      return this.#groups.set(groupId, new Set(users));
    } catch (error) {
      this.#settings.log.warn({ err: error, group: groupId }, 'a user group could not be read: nobody is admin by it');
      return new Set();
    }
  }

  forget(userId: string): void {
    this.#known.forget(userId);
  }

  #keep(from: z.infer<typeof user>): Known {
    return this.#known.set(from.id, {
      kind: 'known',
      userId: from.id,
      homeTeam: from.team_id === this.#settings.homeTeam,
      bot: from.is_bot === true || from.id === 'USLACKBOT',
      guest: from.is_restricted === true || from.is_ultra_restricted === true || from.is_stranger === true,
      deleted: from.deleted === true,
      email: from.profile?.email ?? null,
      locale: from.locale ?? null,
      zone: from.tz,
    });
  }
}
