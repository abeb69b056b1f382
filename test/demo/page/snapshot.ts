// What one person sees of the workspace, as plain data for the page.
import type { SlackStandIn } from '../../doubles/slack/index.ts';
import type { SlackUser } from '../../doubles/slack/types.ts';

export interface CommandHint {
  command: string;
  description: string;
  usage: string;
}

/** Something that happens at the press of a button of the page, beside what people do in the workspace. */
export interface Moment {
  name: string;
  /** What stands on the button. */
  label: string;
  /** What it does, for whoever rests on it. */
  hint: string;
  run: () => Promise<void>;
}

/** What every viewer is offered, whoever it is. */
export interface Offers {
  commands: CommandHint[];
  moments: Moment[];
}

function roleOf(user: SlackUser): string {
  if (user.is_stranger) return 'other company';
  if (user.is_restricted) return 'guest';
  return user.is_admin ? 'admin' : 'member';
}

function personOf(user: SlackUser): object {
  const { id, name, real_name, is_bot, tz, locale } = user;
  return { id, name, real_name, is_bot, tz, locale, role: roleOf(user) };
}

/** The people whom one can be on the page: everybody who can sign in. */
export function people(slack: SlackStandIn): SlackUser[] {
  return [...slack.workspace.users.values()].filter((user) => !user.is_bot && !user.deleted);
}

/** The workspace through the eyes of one person; the first person when the id is unknown. */
export function snapshot(slack: SlackStandIn, wanted: string, { commands, moments }: Offers): object {
  const { workspace } = slack;
  const candidates = people(slack);
  const me = candidates.find((user) => user.id === wanted) ?? candidates[0];
  if (me === undefined) throw new Error('the workspace has no people');
  slack.im(me.id);
  const channels = [...workspace.channels.values()].filter(
    (channel) => channel.members.includes(me.id) && !channel.is_archived,
  );
  return {
    team: workspace.team,
    bot: workspace.bot,
    me: me.id,
    people: candidates.map((user) => user.id),
    users: Object.fromEntries([...workspace.users.values()].map((user) => [user.id, personOf(user)])),
    usergroups: Object.fromEntries([...workspace.usergroups.values()].map((group) => [group.id, group.handle])),
    channels: channels.map(({ members, ...channel }) => ({ ...channel, member_count: members.length })),
    messages: Object.fromEntries(channels.map((channel) => [channel.id, slack.messagesFor(me.id, channel.id)])),
    files: Object.fromEntries(
      [...workspace.files.values()].map(({ id, title, mimetype, alt_txt }) => [id, { title, mimetype, alt_txt }]),
    ),
    modals: slack.views(me.id),
    home: slack.home(me.id) ?? null,
    commands,
    moments: moments.map(({ name, label, hint }) => ({ name, label, hint })),
  };
}
