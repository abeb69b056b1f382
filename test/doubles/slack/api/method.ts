// What a Web API method is, and what all of them share.
import type { Problem } from '../blocks/validate.ts';
import { type JsonObject, stringAt } from '../json.ts';
import type { Tickets } from '../tickets.ts';
import type { Clock, SlackChannel, SlackUser } from '../types.ts';
import type { Workspace } from '../workspace.ts';

export interface ApiSettings {
  /** Scopes of the bot token; methods check them at every call, so a test may change them. */
  scopes: Set<string>;
  /** Whether the app's Messages tab is on; without it nobody can be sent a DM. */
  messagesTab: boolean;
  /** The error with which the bot token is refused; null: it counts. */
  refusal: string | null;
  /** So long after it was accepted is a message seen in the history. */
  listedAfterMs: number;
}

export interface ApiContext {
  workspace: Workspace;
  tickets: Tickets;
  clock: Clock;
  settings: ApiSettings;
  baseUrl: () => string;
}

export interface Method {
  /** The scope it needs; a list means any of them, a function that it depends on the arguments. */
  scope?: string | ((args: JsonObject, context: ApiContext) => string | undefined);
  token?: 'bot' | 'app' | 'none';
  run: (args: JsonObject, context: ApiContext) => JsonObject;
}

/** `{ok: false}` with one of Slack's error codes. */
export class ApiFailure extends Error {
  readonly code: string;
  readonly extra: JsonObject;

  constructor(code: string, extra: JsonObject = {}) {
    super(code);
    this.name = 'ApiFailure';
    this.code = code;
    this.extra = extra;
  }
}

/** The answer's explanation of refused blocks, worded like Slack's. */
export function explain(problems: Problem[]): JsonObject {
  return {
    response_metadata: {
      messages: problems.map((one) => `[ERROR] ${one.message} [json-pointer:${one.pointer}]`),
    },
  };
}

export function required(args: JsonObject, key: string, code = 'invalid_arguments'): string {
  const value = stringAt(args, key);
  if (value === undefined || value === '') throw new ApiFailure(code);
  return value;
}

/** A conversation that the bot can see; a private one it is not in does not exist for it. */
export function visibleChannel(id: string | undefined, { workspace }: ApiContext): SlackChannel {
  const channel = id === undefined ? undefined : workspace.channels.get(id);
  if (channel === undefined) throw new ApiFailure('channel_not_found');
  if (channel.is_private && !channel.members.includes(workspace.bot.userId)) throw new ApiFailure('channel_not_found');
  return channel;
}

/** A person whom the bot may write to directly. */
export function reachableUser(id: string, { workspace, settings }: ApiContext): SlackUser {
  const user = workspace.users.get(id);
  if (user === undefined) throw new ApiFailure('user_not_found');
  if (user.is_bot) throw new ApiFailure('cannot_dm_bot');
  if (user.deleted) throw new ApiFailure('user_disabled');
  if (!settings.messagesTab) throw new ApiFailure('messages_tab_disabled');
  return user;
}

/** The read scope by the kind of conversation: `channels:read`, `groups:history`, `im:read` and so on. */
export function scopeByKind(verb: 'read' | 'history'): NonNullable<Method['scope']> {
  return (args, { workspace }) => {
    const channel = workspace.channels.get(stringAt(args, 'channel') ?? '');
    if (channel?.is_im === true) return `im:${verb}`;
    return channel?.is_private === true ? `groups:${verb}` : `channels:${verb}`;
  };
}

/** One page of a list: `limit` and an opaque `cursor`. */
export function page<T>(items: T[], args: JsonObject, fallback: number): { items: T[]; next: JsonObject } {
  const limit = Number(args.limit ?? fallback) || fallback;
  const start = Number(Buffer.from(stringAt(args, 'cursor') ?? '', 'base64').toString() || '0');
  if (!Number.isInteger(start)) throw new ApiFailure('invalid_cursor');
  const end = start + limit;
  const cursor = end < items.length ? Buffer.from(String(end)).toString('base64') : '';
  return { items: items.slice(start, end), next: { response_metadata: { next_cursor: cursor } } };
}
