// The state of the stand-in: people, conversations, messages, views, files.
import { randomBytes } from 'node:crypto';
import type { JsonObject } from './json.ts';
import { BOT_USER, fullChannel, fullUser, SLACKBOT, type SlackSeed } from './seed.ts';
import type {
  Clock,
  SlackChannel,
  SlackFile,
  SlackMessage,
  SlackTeam,
  SlackUser,
  SlackUserGroup,
  SlackView,
} from './types.ts';

export type Change = { kind: 'message'; channel: string } | { kind: 'view'; user: string } | { kind: 'directory' };

/** An id as Slack makes them: a letter and upper-case characters. */
export function newId(prefix: string): string {
  return prefix + randomBytes(5).toString('hex').toUpperCase();
}

export interface BotIdentity {
  appId: string;
  botId: string;
  userId: string;
  name: string;
}

export class Workspace {
  readonly team: SlackTeam;
  readonly users = new Map<string, SlackUser>();
  readonly channels = new Map<string, SlackChannel>();
  readonly usergroups = new Map<string, SlackUserGroup>();
  readonly files = new Map<string, SlackFile>();
  /** Modals by id; a person's stack is what chains through previous_view_id. */
  readonly modals = new Map<string, SlackView>();
  readonly homes = new Map<string, SlackView>();
  readonly bot: BotIdentity;
  #messages = new Map<string, SlackMessage[]>();
  #listeners = new Set<(change: Change) => void>();
  #clock: Clock;
  #lastMicros = 0;
  #revision = 0;

  constructor(seed: SlackSeed, bot: BotIdentity, clock: Clock) {
    this.#clock = clock;
    this.team = seed.team;
    this.bot = bot;
    for (const user of seed.users) this.users.set(user.id, fullUser(user, seed.team));
    for (const [id, name] of [
      [BOT_USER, bot.name],
      [SLACKBOT, 'Slackbot'],
    ] as const) {
      const known =
        this.users.get(id) ?? fullUser({ id, name: name.toLowerCase(), real_name: name, is_bot: true }, seed.team);
      this.users.set(id, known);
    }
    for (const channel of seed.channels) this.channels.set(channel.id, fullChannel(channel));
    for (const group of seed.usergroups ?? []) this.usergroups.set(group.id, group);
  }

  /** Calls the listener after every change; returns the function that ends it. */
  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(change: Change): void {
    for (const listener of [...this.#listeners]) listener(change);
  }

  /** A unique, rising timestamp `seconds.micros`, whatever the clock does. */
  nextTs(): string {
    this.#lastMicros = Math.max(this.#lastMicros + 1, this.#clock.now() * 1000);
    const seconds = Math.floor(this.#lastMicros / 1e6);
    return `${seconds}.${String(this.#lastMicros - seconds * 1e6).padStart(6, '0')}`;
  }

  nextRevision(): number {
    this.#revision += 1;
    return this.#revision;
  }

  /** The IM between a person and the bot, made when it is not there yet. */
  openIm(userId: string): SlackChannel {
    for (const channel of this.channels.values()) if (channel.is_im && channel.user === userId) return channel;
    const id = `D0${userId.slice(1)}`;
    const im = {
      ...fullChannel({ id, name: '', members: [userId, this.bot.userId] }),
      is_im: true,
      is_private: true,
      user: userId,
    };
    this.channels.set(id, im);
    this.changed({ kind: 'directory' });
    return im;
  }

  add(message: Omit<SlackMessage, 'ts' | 'revision'>): SlackMessage {
    const stored: SlackMessage = { ...message, ts: this.nextTs(), revision: this.nextRevision() };
    const list = this.#messages.get(message.channel) ?? [];
    list.push(stored);
    this.#messages.set(message.channel, list);
    this.changed({ kind: 'message', channel: message.channel });
    return stored;
  }

  /** Changes a message in place; the same object stays in the history. */
  edit(
    message: SlackMessage,
    change: { text: string; blocks: JsonObject[]; files?: string[]; edited?: SlackMessage['edited'] },
  ): void {
    Object.assign(message, change, { revision: this.nextRevision() });
    this.changed({ kind: 'message', channel: message.channel });
  }

  remove(message: SlackMessage): void {
    const rest = (this.#messages.get(message.channel) ?? []).filter((one) => one !== message);
    this.#messages.set(message.channel, rest);
    this.changed({ kind: 'message', channel: message.channel });
  }

  /** All messages of a conversation, oldest first, ephemeral ones included. */
  all(channel: string): readonly SlackMessage[] {
    return this.#messages.get(channel) ?? [];
  }

  find(channel: string, ts: string): SlackMessage | undefined {
    return this.all(channel).find((message) => message.ts === ts);
  }

  /** A person's open modals, root first. */
  stack(userId: string): SlackView[] {
    return [...this.modals.values()].filter((view) => view.user_id === userId);
  }

  /** A channel and all that is in it go on under another id. */
  reidentify(from: string, to: string): void {
    const channel = this.channels.get(from);
    if (channel === undefined) throw new Error(`no channel ${from} in the workspace`);
    this.channels.delete(from);
    this.channels.set(to, Object.assign(channel, { id: to }));
    const messages = this.#messages.get(from) ?? [];
    this.#messages.delete(from);
    this.#messages.set(to, messages);
    for (const message of messages) message.channel = to;
  }

  newHash(): string {
    return `${Math.floor(this.#clock.now() / 1000)}.${randomBytes(4).toString('hex')}`;
  }
}
