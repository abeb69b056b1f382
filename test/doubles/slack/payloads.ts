// The payloads that Slack sends to an app.
import { messageShape, viewShape } from './api/shapes.ts';
import type { JsonObject } from './json.ts';
import type { Tickets } from './tickets.ts';
import type { Clock, SlackChannel, SlackMessage, SlackUser, SlackView } from './types.ts';
import { newId, type Workspace } from './workspace.ts';

/** The deprecated verification token, which payloads still carry. */
const TOKEN = 'verification-token';

export interface PayloadContext {
  workspace: Workspace;
  tickets: Tickets;
  clock: Clock;
}

function channelName(channel: SlackChannel): string {
  if (channel.is_im) return 'directmessage';
  return channel.is_private ? 'privategroup' : channel.name;
}

function seconds(clock: Clock): string {
  return (clock.now() / 1000).toFixed(6);
}

/** What all interactive payloads have in common. */
function envelope(user: SlackUser, { workspace: { team, bot } }: PayloadContext): JsonObject {
  return {
    user: { id: user.id, username: user.name, name: user.name, team_id: user.team_id },
    team: { id: team.id, domain: team.domain },
    api_app_id: bot.appId,
    token: TOKEN,
    enterprise: null,
    is_enterprise_install: false,
  };
}

export function commandPayload(
  user: SlackUser,
  channel: SlackChannel,
  command: string,
  text: string,
  context: PayloadContext,
): JsonObject {
  const {
    workspace: { team, bot },
    tickets,
  } = context;
  return {
    token: TOKEN,
    team_id: user.team_id,
    team_domain: user.team_id === team.id ? team.domain : 'elsewhere',
    channel_id: channel.id,
    channel_name: channelName(channel),
    user_id: user.id,
    user_name: user.name,
    command,
    text,
    api_app_id: bot.appId,
    is_enterprise_install: 'false',
    response_url: tickets.issueHook({ user: user.id, channel: channel.id, commandText: `${command} ${text}`.trim() }),
    trigger_id: tickets.issueTrigger(user.id),
  };
}

function threadOf(message: SlackMessage): { threadTs?: string } {
  return message.thread_ts === undefined ? {} : { threadTs: message.thread_ts };
}

/** block_actions from a message. An ephemeral message is not part of the payload, as in Slack. */
export function messageActionPayload(
  user: SlackUser,
  channel: SlackChannel,
  message: SlackMessage,
  action: JsonObject,
  state: JsonObject,
  context: PayloadContext,
): JsonObject {
  const ephemeral = message.visible_to !== undefined;
  const { tickets, workspace, clock } = context;
  return {
    type: 'block_actions',
    ...envelope(user, context),
    container: { type: 'message', message_ts: message.ts, channel_id: channel.id, is_ephemeral: ephemeral },
    trigger_id: tickets.issueTrigger(user.id),
    channel: { id: channel.id, name: channelName(channel) },
    ...(!ephemeral && { message: messageShape(message, workspace, { metadata: true }) }),
    state: { values: state },
    response_url: tickets.issueHook({
      user: user.id,
      channel: channel.id,
      messageTs: message.ts,
      ...threadOf(message),
    }),
    actions: [{ ...action, action_ts: seconds(clock) }],
  };
}

/** block_actions from a modal or the Home tab. */
export function viewActionPayload(
  user: SlackUser,
  view: SlackView,
  action: JsonObject,
  state: JsonObject,
  context: PayloadContext,
): JsonObject {
  return {
    type: 'block_actions',
    ...envelope(user, context),
    container: { type: 'view', view_id: view.id },
    trigger_id: context.tickets.issueTrigger(user.id, view.type === 'modal' ? view.id : undefined),
    view: viewShape(view, context.workspace, state),
    actions: [{ ...action, action_ts: seconds(context.clock) }],
  };
}

export function submissionPayload(
  user: SlackUser,
  view: SlackView,
  state: JsonObject,
  context: PayloadContext,
): JsonObject {
  return {
    type: 'view_submission',
    ...envelope(user, context),
    trigger_id: context.tickets.issueTrigger(user.id, view.id),
    view: viewShape(view, context.workspace, state),
    response_urls: [],
  };
}

export function closedPayload(
  user: SlackUser,
  view: SlackView,
  state: JsonObject,
  cleared: boolean,
  context: PayloadContext,
): JsonObject {
  return {
    type: 'view_closed',
    ...envelope(user, context),
    view: viewShape(view, context.workspace, state),
    is_cleared: cleared,
  };
}

/** The request for options of an external_select, while somebody types. */
export function suggestionPayload(
  user: SlackUser,
  where: { block_id: string; action_id: string; value: string },
  place: { channel?: SlackChannel; message?: SlackMessage; view?: SlackView },
  context: PayloadContext,
): JsonObject {
  const { channel, message, view } = place;
  return {
    type: 'block_suggestion',
    ...envelope(user, context),
    ...where,
    ...(view !== undefined && {
      container: { type: 'view', view_id: view.id },
      view: viewShape(view, context.workspace, {}),
    }),
    ...(channel !== undefined &&
      message !== undefined && {
        container: {
          type: 'message',
          message_ts: message.ts,
          channel_id: channel.id,
          is_ephemeral: message.visible_to !== undefined,
        },
        channel: { id: channel.id, name: channelName(channel) },
      }),
  };
}

export function shortcutPayload(
  user: SlackUser,
  callbackId: string,
  on: { channel: SlackChannel; message: SlackMessage } | undefined,
  context: PayloadContext,
): JsonObject {
  const { tickets, workspace, clock } = context;
  const base = {
    ...envelope(user, context),
    callback_id: callbackId,
    trigger_id: tickets.issueTrigger(user.id),
    action_ts: seconds(clock),
  };
  if (on === undefined) return { type: 'shortcut', ...base };
  return {
    type: 'message_action',
    ...base,
    message_ts: on.message.ts,
    message: messageShape(on.message, workspace),
    channel: { id: on.channel.id, name: channelName(on.channel) },
    response_url: tickets.issueHook({ user: user.id, channel: on.channel.id, messageTs: on.message.ts }),
  };
}

export function eventPayload(
  event: JsonObject,
  { workspace, clock }: PayloadContext,
  eventId = newId('Ev'),
): JsonObject {
  const { team, bot } = workspace;
  const channel = workspace.channels.get(typeof event.channel === 'string' ? event.channel : '');
  return {
    token: TOKEN,
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: bot.appId,
    event,
    type: 'event_callback',
    event_id: eventId,
    event_time: Math.floor(clock.now() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: team.id, user_id: bot.userId, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: channel?.is_ext_shared ?? false,
    event_context: newId('4-'),
  };
}
