import type { AppsManifestCreateArguments } from '@slack/web-api';

export type Manifest = Extract<AppsManifestCreateArguments['manifest'], object>;
type Bot = NonNullable<NonNullable<NonNullable<Manifest['oauth_config']>['scopes']>['bot']>;
export type BotScope = Bot[number];

/** Every scope that the app asks for, and what it cannot do without it. docs/slack-manifest.md lists the same. */
export const scopes = {
  commands: 'The slash command itself.',
  'chat:write':
    'Answers in direct messages, answers that somebody shares, and private answers where Slack’s own way back has expired.',
  'im:write': 'Opens the direct message for “Keep in my DM”, and recognises it, so that im:read is not needed.',
  'im:history': 'Hears what is written to the bot in its direct messages; it sees no other conversation.',
  'app_mentions:read': 'Hears questions that mention the bot in a channel; it sees no other message there.',
  'users:read':
    'Checks that a person is a full member of this workspace and no guest or bot, their language, and hears when that changes.',
  'users:read.email':
    'Matches a person with the CRM’s partner owner, whose partners he may see, and with the admins by e-mail.',
  'channels:read':
    'Checks whether a public channel is shared with another organisation or has guests, before an answer is shown or shared there; hears when that changes.',
  'groups:read': 'The same for private channels that the bot is in.',
} as const satisfies Partial<Record<BotScope, string>>;

/** Scopes that are asked for only if they are used: what works without them, and what does not. */
export const optionalScopes = {
  'files:write':
    'Sends all rows of a digest as a CSV file to whoever asks for it. Without it the command line writes the same rows.',
  'usergroups:read': 'Reads who is in a user group that `access.admins` lists. Not needed without one.',
  'channels:history':
    'Looks whether a digest arrived in a public channel where Slack’s answer was lost, by its own mark; reads nothing else of the channel. Without it such a message is parked and its owner is asked.',
  'groups:history': 'The same in private channels that the bot is in.',
} as const satisfies Partial<Record<BotScope, string>>;

/** What Slack takes as a slash command: 32 characters with the slash. */
export const commandName = /^\/[a-z0-9_-]{1,31}$/;

/** Events: no message of a channel is read unless it mentions the bot. The others say that something looked up has changed. */
export const events = [
  'app_home_opened',
  'app_mention',
  'message.im',
  'user_change',
  'channel_shared',
  'channel_unshared',
  'channel_archive',
  'channel_unarchive',
  'channel_id_changed',
  'member_joined_channel',
  'app_uninstalled',
  'tokens_revoked',
] as const;

export type Transport = { readonly mode: 'socket' } | { readonly mode: 'http'; readonly baseUrl: string };

const keysOf = <T extends object>(value: T): (keyof T)[] =>
  Object.keys(value).filter((key): key is keyof T & string => key in value);

/** The app's manifest for socket mode, or for HTTP with the address under which Slack reaches the bot. */
export function manifest(transport: Transport, command = '/partner-kpi'): Manifest {
  const address = transport.mode === 'http' ? { request_url: eventsAddress(transport.baseUrl) } : null;
  const url = transport.mode === 'http' ? { url: eventsAddress(transport.baseUrl) } : {};
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: 'Partner Pulse',
      description: 'Partner-enablement KPIs, always beside revenue, answered in Slack',
      long_description:
        'Ask how your partners are doing: eight numbers about engagement, readiness and revenue outcome, each with its trend, its definition, the records behind it and the revenue beside it. The data come from your own CRM exports and stay on your own server. Answers are visible to you alone until you share them, and nothing is shown to guests or in channels that are shared with other organisations. The app reads no messages but those written to it; with the optional history scopes it also looks whether its own digests have arrived.',
      background_color: '#1d3b53',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'partner-pulse', always_online: true },
      slash_commands: [
        {
          command,
          description: 'How are our partners doing?',
          usage_hint: '[partner] [number] [period] | digest | subscribe | help',
          should_escape: false,
          ...url,
        },
      ],
    },
    oauth_config: { scopes: { bot: keysOf(scopes), bot_optional: keysOf(optionalScopes) } },
    settings: {
      event_subscriptions: { bot_events: [...events], ...address },
      interactivity: {
        is_enabled: true,
        ...(address === null ? {} : { ...address, message_menu_options_url: address.request_url }),
      },
      org_deploy_enabled: false,
      socket_mode_enabled: transport.mode === 'socket',
      token_rotation_enabled: false,
    },
  };
}

/** Bolt's one address for commands, buttons and events. */
function eventsAddress(baseUrl: string): string {
  const url = new URL('slack/events', baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`);
  if (url.protocol !== 'https:') throw new RangeError('Slack delivers to https addresses only');
  return url.href;
}
