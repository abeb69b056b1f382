// What happens to channels, people and the app, with the events that Slack sends of it.
import type { ApiContext } from './api/method.ts';
import type { Delivery } from './delivery.ts';
import type { Interactions } from './interactions.ts';
import type { JsonObject } from './json.ts';

const ADMIN = 'U0ANNA';
const FOREIGN_TEAM = 'T0PARTNER';

export class Happenings {
  readonly #context: ApiContext;
  readonly #people: Interactions;

  constructor(context: ApiContext, people: Interactions) {
    this.#context = context;
    this.#people = people;
  }

  #event(event: JsonObject): Promise<Delivery> {
    this.#context.workspace.changed({ kind: 'directory' });
    return this.#people.event(event);
  }

  archive(channel: string): Promise<Delivery> {
    this.#people.channel(channel).is_archived = true;
    return this.#event({ type: 'channel_archive', channel, user: ADMIN });
  }

  unarchive(channel: string): Promise<Delivery> {
    this.#people.channel(channel).is_archived = false;
    return this.#event({ type: 'channel_unarchive', channel, user: ADMIN });
  }

  rename(channel: string, name: string): Promise<Delivery> {
    this.#people.channel(channel).name = name;
    return this.#event({ type: 'channel_rename', channel: { id: channel, name, created: 1_700_000_000 } });
  }

  /** A channel gets another id, as when a workspace moves or a channel is made private. */
  changeId(from: string, to: string): Promise<Delivery> {
    this.#context.workspace.reidentify(from, to);
    return this.#event({ type: 'channel_id_changed', old_channel_id: from, new_channel_id: to });
  }

  /** The channel is gone; Slack tells nothing of private ones. */
  deleteChannel(channel: string): void {
    this.#context.workspace.channels.delete(channel);
    this.#context.workspace.changed({ kind: 'directory' });
  }

  /** Somebody takes the bot out of a channel; the app does not listen for that. */
  removeBot(channel: string): void {
    const place = this.#people.channel(channel);
    place.members = place.members.filter((member) => member !== this.#context.workspace.bot.userId);
    this.#context.workspace.changed({ kind: 'directory' });
  }

  inviteBot(channel: string): Promise<Delivery> {
    return this.join(channel, this.#context.workspace.bot.userId);
  }

  join(channel: string, user: string): Promise<Delivery> {
    const place = this.#people.channel(channel);
    if (!place.members.includes(user)) place.members.push(user);
    const kind = place.is_private ? 'G' : 'C';
    return this.#event({ type: 'member_joined_channel', user, channel, channel_type: kind, team: FOREIGN_TEAM });
  }

  leave(channel: string, user: string): void {
    const place = this.#people.channel(channel);
    place.members = place.members.filter((member) => member !== user);
    this.#context.workspace.changed({ kind: 'directory' });
  }

  /** Another organisation comes into a channel. */
  share(channel: string): Promise<Delivery> {
    this.#people.channel(channel).is_ext_shared = true;
    return this.#event({ type: 'channel_shared', connected_team_id: FOREIGN_TEAM, channel });
  }

  unshare(channel: string): Promise<Delivery> {
    this.#people.channel(channel).is_ext_shared = false;
    return this.#event({
      type: 'channel_unshared',
      previously_connected_team_id: FOREIGN_TEAM,
      channel,
      is_ext_shared: false,
    });
  }

  /** Somebody leaves the company, or comes back. */
  deactivate(user: string, deleted = true): Promise<Delivery> {
    const person = this.#people.user(user);
    person.deleted = deleted;
    return this.#event({ type: 'user_change', user: { id: user, deleted } });
  }

  /** The bot token counts no more, until `reinstall`. */
  revoke(): Promise<Delivery> {
    this.#context.settings.refusal = 'token_revoked';
    return this.#event({ type: 'tokens_revoked', tokens: { oauth: [], bot: [this.#context.workspace.bot.userId] } });
  }

  uninstall(): Promise<Delivery> {
    this.#context.settings.refusal = 'account_inactive';
    return this.#event({ type: 'app_uninstalled' });
  }

  /** Slack takes the bot token again. */
  reinstall(): void {
    this.#context.settings.refusal = null;
  }
}
