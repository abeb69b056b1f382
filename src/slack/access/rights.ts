import type { RemoteAnalyst } from '../../kpi/analyst.ts';
import type { Directory } from '../directory/index.ts';
import { isGroup } from './admins.ts';
import { isOwn, type Person, type Sees } from './decide.ts';

/** What the configuration says of access. */
export interface AccessSettings {
  /** Every full member of the workspace sees everything. */
  readonly everyone: boolean;
  /** E-mail addresses, user ids, and user groups' ids. */
  readonly admins: readonly string[];
  /** Channels with guests in them, into which answers may be shared all the same. */
  readonly guestChannels: readonly string[];
}

/**
 * What a person may see: everything for admins, or if everyone may; else the partners whose CRM owner has the person's
 * e-mail, if there are any. A group that cannot be looked up makes nobody an admin.
 */
export async function seenBy(
  person: Person,
  access: AccessSettings,
  directory: Pick<Directory, 'groupMembers'>,
  analyst: Pick<RemoteAnalyst, 'segmentValues'> | null,
): Promise<Sees> {
  if (access.everyone || (await isAdmin(person, access, directory))) return 'everything';
  // While nothing is loaded there is nothing to see.
  if (analyst === null) return 'own';
  return (await analyst.segmentValues('manager')).some((manager) => isOwn(person, manager)) ? 'own' : 'nothing';
}

/** Whether the configuration lists somebody as admin; a group that cannot be looked up makes nobody one. */
export async function isAdmin(
  person: Person,
  { admins }: AccessSettings,
  directory: Pick<Directory, 'groupMembers'>,
): Promise<boolean> {
  if (person.kind === 'unknown') return false;
  const email = person.email?.toLowerCase();
  if (admins.some((admin) => admin === person.userId || admin.toLowerCase() === email)) return true;
  const groups = await Promise.all(admins.filter(isGroup).map((group) => directory.groupMembers(group)));
  return groups.some((members) => members.has(person.userId));
}
