// conversations.*: opening IMs, looking at channels, reading history.
import { stringAt } from '../json.ts';
import type { SlackMessage } from '../types.ts';
import {
  type ApiContext,
  ApiFailure,
  type Method,
  page,
  reachableUser,
  required,
  scopeByKind,
  visibleChannel,
} from './method.ts';
import { channelShape, messageShape } from './shapes.ts';

const open: Method = {
  scope: 'im:write',
  run(args, context) {
    const existing = stringAt(args, 'channel');
    if (existing !== undefined)
      return { no_op: true, already_open: true, channel: { id: visibleChannel(existing, context).id } };
    const users = required(args, 'users', 'users_list_not_supplied')
      .split(',')
      .map((id) => id.trim());
    const only = users[0];
    if (only === undefined || users.length > 1) throw new ApiFailure('mpim_not_supported_here');
    const before = context.workspace.channels.size;
    const im = context.workspace.openIm(reachableUser(only, context).id);
    const already = context.workspace.channels.size === before;
    return { no_op: already, already_open: already, channel: { id: im.id } };
  },
};

const info: Method = {
  scope: scopeByKind('read'),
  run: (args, context) => ({
    channel: channelShape(visibleChannel(stringAt(args, 'channel'), context), context.workspace),
  }),
};

const members: Method = {
  scope: scopeByKind('read'),
  run(args, context) {
    const { items, next } = page(visibleChannel(stringAt(args, 'channel'), context).members, args, 100);
    return { members: items, ...next };
  },
};

const listAll: Method = {
  scope: (args) => ((stringAt(args, 'types') ?? '').includes('private') ? 'groups:read' : 'channels:read'),
  run(args, context) {
    const types = (stringAt(args, 'types') ?? 'public_channel').split(',');
    const { workspace } = context;
    const visible = [...workspace.channels.values()].filter((channel) => {
      const kind = channel.is_im ? 'im' : channel.is_private ? 'private_channel' : 'public_channel';
      const hidden = channel.is_private && !channel.members.includes(workspace.bot.userId);
      return types.includes(kind) && !hidden && !(channel.is_archived && String(args.exclude_archived) === 'true');
    });
    const { items, next } = page(visible, args, 100);
    return { channels: items.map((channel) => channelShape(channel, workspace)), ...next };
  },
};

/** Oldest first, ephemeral ones never, nor those that the history does not show yet. */
function historyOf(channelId: string, context: ApiContext, keep: (message: SlackMessage) => boolean): SlackMessage[] {
  const now = context.clock.now();
  return context.workspace
    .all(channelId)
    .filter((message) => message.visible_to === undefined && (message.listed_from ?? 0) <= now && keep(message));
}

function withinBounds(args: Parameters<Method['run']>[0]): (message: SlackMessage) => boolean {
  const oldest = Number(args.oldest ?? 0);
  const latest = Number(args.latest ?? Number.MAX_VALUE);
  const inclusive = String(args.inclusive) === 'true';
  return ({ ts }) =>
    inclusive ? Number(ts) >= oldest && Number(ts) <= latest : Number(ts) > oldest && Number(ts) < latest;
}

function requireMembership(channelId: string | undefined, context: ApiContext): string {
  const channel = visibleChannel(channelId, context);
  if (!channel.members.includes(context.workspace.bot.userId)) throw new ApiFailure('not_in_channel');
  return channel.id;
}

const history: Method = {
  scope: scopeByKind('history'),
  run(args, context) {
    const id = requireMembership(stringAt(args, 'channel'), context);
    const found = historyOf(id, context, withinBounds(args)).filter(
      (one) => one.thread_ts === undefined || one.thread_ts === one.ts,
    );
    const { items, next } = page(found.reverse(), args, 100);
    const metadata = String(args.include_all_metadata) === 'true';
    return {
      messages: items.map((one) => messageShape(one, context.workspace, { metadata })),
      has_more: found.length > items.length,
      ...next,
    };
  },
};

const replies: Method = {
  scope: scopeByKind('history'),
  run(args, context) {
    const id = requireMembership(stringAt(args, 'channel'), context);
    const ts = required(args, 'ts', 'thread_not_found');
    if (historyOf(id, context, (one) => one.ts === ts).length === 0) throw new ApiFailure('thread_not_found');
    const within = withinBounds(args);
    // The first message comes with every page, however old it is.
    const thread = historyOf(id, context, (one) => one.ts === ts || (one.thread_ts === ts && within(one)));
    const { items, next } = page(thread, args, 1000);
    const metadata = String(args.include_all_metadata) === 'true';
    return {
      messages: items.map((one) => messageShape(one, context.workspace, { metadata })),
      has_more: thread.length > items.length,
      ...next,
    };
  },
};

export const conversationMethods: Record<string, Method> = {
  'conversations.open': open,
  'conversations.info': info,
  'conversations.members': members,
  'conversations.list': listAll,
  'conversations.history': history,
  'conversations.replies': replies,
};
