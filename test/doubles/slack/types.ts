// What the stand-in workspace consists of. Member names are Slack's own.
import type { Json, JsonObject } from './json.ts';

export interface SlackTeam {
  id: string;
  name: string;
  domain: string;
}

export interface SlackUser {
  id: string;
  name: string;
  real_name: string;
  email?: string;
  team_id: string;
  tz: string;
  tz_offset: number;
  locale: string;
  is_admin: boolean;
  is_bot: boolean;
  is_restricted: boolean;
  is_ultra_restricted: boolean;
  is_stranger: boolean;
  deleted: boolean;
}

export interface SlackChannel {
  id: string;
  name: string;
  topic: string;
  is_private: boolean;
  is_archived: boolean;
  is_ext_shared: boolean;
  is_pending_ext_shared: boolean;
  is_im: boolean;
  /** The person on the other side of an IM with the bot. */
  user?: string;
  members: string[];
}

export interface SlackMessage {
  ts: string;
  channel: string;
  user: string;
  /** Set when an app wrote it. */
  bot_id?: string;
  app_id?: string;
  text: string;
  blocks: JsonObject[];
  thread_ts?: string;
  metadata?: JsonObject;
  edited?: { user: string; ts: string };
  files?: string[];
  /** Milliseconds of the stand-in's clock from which on the history shows it. */
  listed_from?: number;
  /** Ephemeral: only this person sees it, and it has no place in the history. */
  visible_to?: string;
  /** Counts changes, so that a reader knows when to draw again. */
  revision: number;
}

export interface SlackView {
  id: string;
  type: 'modal' | 'home';
  user_id: string;
  title?: JsonObject;
  close?: JsonObject;
  submit?: JsonObject;
  blocks: JsonObject[];
  private_metadata: string;
  callback_id: string;
  external_id: string;
  clear_on_close: boolean;
  notify_on_close: boolean;
  hash: string;
  root_view_id: string;
  previous_view_id: string | null;
  /** Field errors of the last refused submission, by block id. */
  errors: Record<string, string>;
}

export interface SlackFile {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  alt_txt?: string;
  content: Buffer;
  user: string;
  channels: string[];
  complete: boolean;
}

export interface SlackUserGroup {
  id: string;
  handle: string;
  users: string[];
}

/** A recorded call of the Web API or of a response_url. */
export interface RecordedCall {
  method: string;
  args: JsonObject;
  /** Milliseconds of the stand-in's clock. */
  at: number;
  /** What was answered; undefined when the connection was cut. */
  response?: Json;
  status?: number;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}
