// How people, conversations, messages, views and files look in answers and payloads.
import { type JsonObject, toJsonObject } from '../json.ts';
import type { SlackChannel, SlackFile, SlackMessage, SlackUser, SlackView } from '../types.ts';
import type { Workspace } from '../workspace.ts';

/** A user as users.info has it; email and locale only when asked for and allowed. */
export function userShape(user: SlackUser, { email, locale }: { email: boolean; locale: boolean }): JsonObject {
  const { email: address, real_name, locale: spoken, is_stranger, ...rest } = user;
  return {
    ...toJsonObject(rest),
    real_name,
    is_owner: false,
    is_primary_owner: false,
    is_app_user: false,
    updated: 1_700_000_000,
    ...(is_stranger && { is_stranger: true }),
    ...(locale && { locale: spoken }),
    profile: {
      real_name,
      display_name: user.name,
      real_name_normalized: real_name,
      display_name_normalized: user.name,
      team: user.team_id,
      ...(email && address !== undefined && { email: address }),
    },
  };
}

export function channelShape(channel: SlackChannel, { team, bot }: Workspace): JsonObject {
  const shared = channel.is_ext_shared || channel.is_pending_ext_shared;
  const base = {
    id: channel.id,
    created: 1_700_000_000,
    is_archived: channel.is_archived,
    is_im: channel.is_im,
    is_mpim: false,
    is_org_shared: false,
    context_team_id: team.id,
  };
  if (channel.is_im) return { ...base, user: channel.user ?? '', is_open: true, is_user_deleted: false };
  return {
    ...base,
    name: channel.name,
    name_normalized: channel.name,
    creator: channel.members[0] ?? bot.userId,
    is_channel: !channel.is_private,
    is_group: channel.is_private,
    is_private: channel.is_private,
    is_general: channel.name === 'general',
    is_shared: shared,
    is_ext_shared: channel.is_ext_shared,
    is_pending_ext_shared: channel.is_pending_ext_shared,
    pending_shared: [],
    shared_team_ids: [team.id],
    is_member: channel.members.includes(bot.userId),
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    num_members: channel.members.length,
  };
}

export function messageShape(message: SlackMessage, { team }: Workspace, { metadata = false } = {}): JsonObject {
  return toJsonObject({
    type: 'message',
    user: message.user,
    ts: message.ts,
    text: message.text,
    team: team.id,
    ...(message.bot_id !== undefined && { bot_id: message.bot_id, app_id: message.app_id }),
    ...(message.blocks.length > 0 && { blocks: message.blocks }),
    ...(message.thread_ts !== undefined && { thread_ts: message.thread_ts }),
    ...(message.edited !== undefined && { edited: message.edited }),
    ...(message.files !== undefined && { files: message.files.map((id) => ({ id })) }),
    ...(metadata && message.metadata !== undefined && { metadata: message.metadata }),
  });
}

export function viewShape(view: SlackView, { team, bot }: Workspace, state: JsonObject): JsonObject {
  return {
    id: view.id,
    team_id: team.id,
    type: view.type,
    blocks: structuredClone(view.blocks),
    private_metadata: view.private_metadata,
    callback_id: view.callback_id,
    state: { values: state },
    hash: view.hash,
    title: view.title ?? null,
    close: view.close ?? null,
    submit: view.submit ?? null,
    clear_on_close: view.clear_on_close,
    notify_on_close: view.notify_on_close,
    previous_view_id: view.previous_view_id,
    root_view_id: view.root_view_id,
    app_id: bot.appId,
    external_id: view.external_id,
    app_installed_team_id: team.id,
    bot_id: bot.botId,
  };
}

export function fileShape(file: SlackFile, baseUrl: string): JsonObject {
  const address = `${baseUrl}/files/${file.id}/${encodeURIComponent(file.name)}`;
  return {
    id: file.id,
    created: 1_700_000_000,
    timestamp: 1_700_000_000,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: file.name.split('.').pop() ?? '',
    size: file.content.length,
    user: file.user,
    url_private: address,
    url_private_download: address,
    permalink: address,
    channels: file.channels,
    alt_txt: file.alt_txt ?? '',
  };
}
