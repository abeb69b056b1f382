// chat.*: posting, changing and deleting.
import { readContent, structured } from '../content.ts';
import { isObject, type JsonObject, stringAt } from '../json.ts';
import type { SlackChannel, SlackMessage } from '../types.ts';
import { type ApiContext, ApiFailure, type Method, reachableUser, required, visibleChannel } from './method.ts';
import { messageShape } from './shapes.ts';

/** Where a post goes: a conversation, or a person's IM. Fails as Slack does when the bot may not write there. */
function destination(args: JsonObject, context: ApiContext): SlackChannel {
  const id = required(args, 'channel', 'channel_not_found');
  const { workspace, settings } = context;
  if (/^[UW]/.test(id)) return workspace.openIm(reachableUser(id, context).id);
  const channel = visibleChannel(id.startsWith('#') ? byName(id.slice(1), context) : id, context);
  if (channel.is_archived) throw new ApiFailure('is_archived');
  if (channel.is_im) {
    reachableUser(channel.user ?? '', context);
    return channel;
  }
  const member = channel.members.includes(workspace.bot.userId);
  if (!member && !settings.scopes.has('chat:write.public')) throw new ApiFailure('not_in_channel');
  return channel;
}

function byName(name: string, { workspace }: ApiContext): string | undefined {
  return [...workspace.channels.values()].find((channel) => channel.name === name)?.id;
}

/** Puts a message of the bot into a conversation. */
export function postAsBot(context: ApiContext, channel: string, args: JsonObject, visibleTo?: string): SlackMessage {
  const { workspace } = context;
  const content = readContent(args);
  const metadata = structured(args, 'metadata', 'invalid_metadata_format');
  const thread = stringAt(args, 'thread_ts');
  const { listedAfterMs } = context.settings;
  return workspace.add({
    ...content,
    channel,
    user: workspace.bot.userId,
    bot_id: workspace.bot.botId,
    app_id: workspace.bot.appId,
    ...(isObject(metadata) && { metadata }),
    ...(thread !== undefined && { thread_ts: thread }),
    ...(visibleTo !== undefined && { visible_to: visibleTo }),
    ...(listedAfterMs > 0 && { listed_from: context.clock.now() + listedAfterMs }),
  });
}

/** A message of this app; others' messages cannot be touched, ephemeral ones are not found. */
function ownMessage(args: JsonObject, context: ApiContext, code: string): SlackMessage {
  const channel = visibleChannel(stringAt(args, 'channel'), context);
  const message = context.workspace.find(channel.id, required(args, 'ts', 'message_not_found'));
  if (message === undefined || message.visible_to !== undefined) throw new ApiFailure('message_not_found');
  if (message.bot_id !== context.workspace.bot.botId) throw new ApiFailure(code);
  return message;
}

const postMessage: Method = {
  scope: 'chat:write',
  run(args, context) {
    const channel = destination(args, context);
    const message = postAsBot(context, channel.id, args);
    return {
      channel: channel.id,
      ts: message.ts,
      message: messageShape(message, context.workspace, { metadata: true }),
    };
  },
};

const postEphemeral: Method = {
  scope: 'chat:write',
  run(args, context) {
    const channel = destination(args, context);
    const user = required(args, 'user', 'user_not_found');
    if (!context.workspace.users.has(user)) throw new ApiFailure('user_not_found');
    if (!channel.members.includes(user)) throw new ApiFailure('user_not_in_channel');
    return { message_ts: postAsBot(context, channel.id, args, user).ts };
  },
};

const update: Method = {
  scope: 'chat:write',
  run(args, context) {
    const message = ownMessage(args, context, 'cant_update_message');
    const { workspace } = context;
    // Slack keeps the blocks when only text is given, and drops them for an empty list.
    const content = args.blocks === undefined ? { ...readContent(args), blocks: message.blocks } : readContent(args);
    workspace.edit(message, { ...content, edited: { user: workspace.bot.userId, ts: workspace.nextTs() } });
    return { channel: message.channel, ts: message.ts, text: message.text, message: messageShape(message, workspace) };
  },
};

const remove: Method = {
  scope: 'chat:write',
  run(args, context) {
    const message = ownMessage(args, context, 'cant_delete_message');
    context.workspace.remove(message);
    return { channel: message.channel, ts: message.ts };
  },
};

const getPermalink: Method = {
  run(args, context) {
    const channel = visibleChannel(stringAt(args, 'channel'), context);
    const ts = required(args, 'message_ts', 'message_not_found');
    if (context.workspace.find(channel.id, ts) === undefined) throw new ApiFailure('message_not_found');
    return {
      channel: channel.id,
      permalink: `https://${context.workspace.team.domain}.slack.com/archives/${channel.id}/p${ts.replace('.', '')}`,
    };
  },
};

export const chatMethods: Record<string, Method> = {
  'chat.postMessage': postMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.update': update,
  'chat.delete': remove,
  'chat.getPermalink': getPermalink,
};
