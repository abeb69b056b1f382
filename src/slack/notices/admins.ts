import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { isGroup } from '../access/admins.ts';
import type { Directory } from '../directory/index.ts';
import type { Log } from '../log.ts';

const found = z.object({ user: z.object({ id: z.string() }) });

export interface AdminSettings {
  /** As the configuration names them: e-mail addresses, ids, groups. */
  readonly admins: readonly string[];
  readonly directory: Pick<Directory, 'groupMembers' | 'person'>;
  readonly client: Pick<WebClient, 'users'>;
  readonly log: Log;
}

/** Slack's ids of the admins, each once. One who is not found, has left or is no full member is left out and logged. */
export async function adminsOf({ admins, directory, client, log }: AdminSettings): Promise<readonly string[]> {
  const idsOf = async (admin: string): Promise<readonly string[]> => {
    if (isGroup(admin)) return [...(await directory.groupMembers(admin))];
    if (!admin.includes('@')) return [admin];
    try {
      return [found.parse(await client.users.lookupByEmail({ email: admin })).user.id];
    } catch (error) {
      log.warn({ err: error }, 'an admin could not be found in Slack by the configured address');
      return [];
    }
  };
  const ids = new Set((await Promise.all(admins.map(idsOf))).flat());
  const people = await Promise.all([...ids].map((id) => directory.person(id)));
  return people.flatMap((person) =>
    person.kind === 'known' && !person.deleted && !person.bot && !person.guest && person.homeTeam
      ? [person.userId]
      : [],
  );
}
