// long: what people do in Slack is one list of doings over the same state.
// What people do in the workspace, and what Slack then does with the app's answer.
import { actionOf } from './actions.ts';
import { type ApiContext, ApiFailure } from './api/method.ts';
import { findElement } from './content.ts';
import type { Delivery, Outgoing, Transport } from './delivery.ts';
import { type Json, type JsonObject, objectAt, stringAt } from './json.ts';
import {
  closedPayload,
  commandPayload,
  eventPayload,
  messageActionPayload,
  shortcutPayload,
  submissionPayload,
  suggestionPayload,
  viewActionPayload,
} from './payloads.ts';
import { applyResponse } from './responses.ts';
import { SLACKBOT } from './seed.ts';
import { clientErrors, type GivenValue, initialState, stateWith } from './state-values.ts';
import type { SlackChannel, SlackMessage, SlackUser, SlackView } from './types.ts';
import { closeModals, pushModal, replaceModal } from './views.ts';

/** Values by block_id and action_id: text, an option's value, a date, an id, or a list of those. */
export type GivenValues = Record<string, Record<string, GivenValue>>;

export interface CommandInput {
  user: string;
  channel: string;
  command: string;
  text?: string;
  /** Deliver the same command this many times; 1 by default. */
  copies?: number;
}

export interface ClickInput {
  user: string;
  actionId: string;
  blockId?: string;
  /** Of a message: its conversation and timestamp. */
  channel?: string;
  messageTs?: string;
  /** Of a modal or Home tab: the view's id. */
  view?: string;
  /** What was chosen (selects, pickers, inputs), or a forged value of a button. */
  value?: Json;
  /** The whole chosen option, where the value alone does not name it (external selects). */
  selectedOption?: JsonObject;
  /** What else was filled in, unsent, in the same message or view. */
  values?: GivenValues;
  /** Deliver the same press this many times; 1 by default. */
  copies?: number;
}

export interface SubmitInput {
  user: string;
  viewId: string;
  values?: GivenValues;
}

export interface SubmitResult extends Delivery {
  /** Field errors by block_id, from Slack's client or the app. */
  errors: Record<string, string>;
  /** Whether Slack's client refused it, so that nothing was sent. */
  refusedByClient: boolean;
}

export interface EventOptions {
  /** Fixed event_id, for duplicates. */
  eventId?: string;
  retry?: { attempt: number; reason: string };
  /** Send the same event this many times; 1 by default. */
  copies?: number;
}

interface Target {
  block: JsonObject;
  element: JsonObject;
}

export class Interactions {
  readonly #context: ApiContext;
  readonly #transport: () => Transport;

  constructor(context: ApiContext, transport: () => Transport) {
    this.#context = context;
    this.#transport = transport;
  }

  user(id: string): SlackUser {
    const user = this.#context.workspace.users.get(id);
    if (user === undefined) throw new Error(`no user ${id} in the workspace`);
    return user;
  }

  channel(id: string): SlackChannel {
    const channel = this.#context.workspace.channels.get(id);
    if (channel === undefined) throw new Error(`no channel ${id} in the workspace`);
    return channel;
  }

  /** Whether a person sees a message where it stands. */
  sees(user: string, message: SlackMessage): boolean {
    return message.visible_to === undefined || message.visible_to === user;
  }

  #visibleMessage(input: { user: string; channel: string; messageTs: string }): SlackMessage {
    const message = this.#context.workspace.find(input.channel, input.messageTs);
    if (message === undefined || !this.sees(input.user, message))
      throw new Error(`${input.user} sees no message ${input.messageTs} in ${input.channel}`);
    return message;
  }

  #view(id: string, user: string): SlackView {
    const { modals, homes } = this.#context.workspace;
    const view = modals.get(id) ?? [...homes.values()].find((one) => one.id === id);
    if (view === undefined || view.user_id !== user) throw new Error(`${user} has no view ${id}`);
    return view;
  }

  #slackbot(user: string, channel: string, text: string): void {
    this.#context.workspace.add({ channel, user: SLACKBOT, text, blocks: [], visible_to: user });
  }

  async command({ user, channel, command, text = '', copies = 1 }: CommandInput): Promise<Delivery> {
    const place = this.channel(channel);
    const payload = commandPayload(this.user(user), place, command, text, this.#context);
    const delivery = await this.#several({ kind: 'slash_commands', payload }, copies);
    if (delivery.error !== undefined) {
      this.#slackbot(user, channel, `${command} failed with the error "${delivery.error}"`);
      return delivery;
    }
    if (delivery.ack.text === undefined && delivery.ack.blocks === undefined) return delivery;
    try {
      const hook = { user, channel, expires: 0, uses: 0, commandText: `${command} ${text}`.trim() };
      applyResponse(hook, delivery.ack, this.#context);
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      this.#slackbot(user, channel, `${command} failed with the error "invalid_command_response" (${error.code})`);
    }
    return delivery;
  }

  #target(blocks: JsonObject[], { actionId, blockId }: ClickInput): Target {
    const found = findElement(blocks, actionId, blockId);
    if (found !== undefined) return found;
    throw new Error(`no element with action_id ${actionId}${blockId === undefined ? '' : ` in block ${blockId}`}`);
  }

  #state(blocks: JsonObject[], { block, element }: Target, input: ClickInput): JsonObject {
    const blockId = stringAt(block, 'block_id') ?? '';
    const value = input.selectedOption ?? input.value;
    if (value === undefined) return stateWith(blocks, input.values ?? {});
    const values = {
      ...input.values,
      [blockId]: { ...input.values?.[blockId], [stringAt(element, 'action_id') ?? '']: value },
    };
    return stateWith(blocks, values);
  }

  async click(input: ClickInput): Promise<Delivery> {
    const user = this.user(input.user);
    const chosen = input.selectedOption ?? input.value;
    if (input.view !== undefined) {
      const view = this.#view(input.view, input.user);
      const target = this.#target(view.blocks, input);
      const action = actionOf(target.block, target.element, chosen);
      const payload = viewActionPayload(user, view, action, this.#state(view.blocks, target, input), this.#context);
      return this.#transport().deliver({ kind: 'interactive', payload });
    }
    const { channel, messageTs } = input;
    if (channel === undefined || messageTs === undefined) throw new Error('click needs view, or channel and messageTs');
    const message = this.#visibleMessage({ user: input.user, channel, messageTs });
    const target = this.#target(message.blocks, input);
    const action = actionOf(target.block, target.element, chosen);
    const state = this.#state(message.blocks, target, input);
    const payload = messageActionPayload(user, this.channel(channel), message, action, state, this.#context);
    return this.#several({ kind: 'interactive', payload }, input.copies ?? 1);
  }

  /** Delivers the same thing several times; what came of the last. */
  async #several(outgoing: Outgoing, copies: number): Promise<Delivery> {
    let last: Delivery = { ack: {}, ackMs: 0 };
    for (let copy = 0; copy < copies; copy += 1) last = await this.#transport().deliver(outgoing);
    return last;
  }

  /** Options of an external_select for what has been typed so far. */
  async suggest(input: ClickInput & { value: string }): Promise<JsonObject> {
    const view = input.view === undefined ? undefined : this.#view(input.view, input.user);
    const { channel, messageTs } = input;
    const message =
      channel === undefined || messageTs === undefined
        ? undefined
        : this.#visibleMessage({ user: input.user, channel, messageTs });
    const { block } = this.#target(view?.blocks ?? message?.blocks ?? [], input);
    const where = { block_id: stringAt(block, 'block_id') ?? '', action_id: input.actionId, value: input.value };
    const place = {
      ...(view !== undefined && { view }),
      ...(message !== undefined && { message, channel: this.channel(message.channel) }),
    };
    const payload = suggestionPayload(this.user(input.user), where, place, this.#context);
    return (await this.#transport().deliver({ kind: 'interactive', payload })).ack;
  }

  async submitView({ user, viewId, values = {} }: SubmitInput): Promise<SubmitResult> {
    const view = this.#view(viewId, user);
    const state = stateWith(view.blocks, values);
    const refused = clientErrors(view.blocks, state);
    if (Object.keys(refused).length > 0) {
      this.#setErrors(view, refused);
      return { ack: {}, ackMs: 0, errors: refused, refusedByClient: true };
    }
    const payload = submissionPayload(this.user(user), view, state, this.#context);
    const delivery = await this.#transport().deliver({ kind: 'interactive', payload });
    const errors =
      delivery.error === undefined
        ? this.#applyViewAction(view, delivery.ack)
        : { '': 'We had some trouble connecting. Try again?' };
    this.#setErrors(view, errors);
    return { ...delivery, errors, refusedByClient: false };
  }

  #setErrors(view: SlackView, errors: Record<string, string>): void {
    if (!this.#context.workspace.modals.has(view.id)) return;
    view.errors = errors;
    this.#context.workspace.changed({ kind: 'view', user: view.user_id });
  }

  /** What an acknowledged submission does to the modal; returns the app's field errors. */
  #applyViewAction(view: SlackView, ack: JsonObject): Record<string, string> {
    const { workspace } = this.#context;
    const action = stringAt(ack, 'response_action');
    if (action === 'errors') {
      const known = new Set(view.blocks.map((block) => block.block_id));
      const errors = Object.entries(objectAt(ack, 'errors') ?? {}).map(([key, text]): [string, string] => [
        key,
        String(text),
      ]);
      const lost = errors.find(([key]) => !known.has(key));
      if (lost !== undefined) throw new Error(`the app's errors name block ${lost[0]}, which the view does not have`);
      return Object.fromEntries(errors);
    }
    if (action === 'update') replaceModal(ack.view, view, workspace);
    else if (action === 'push') pushModal(ack.view, view, workspace);
    else if (action === 'clear') closeModals(view, workspace, { all: true });
    // The app may have replaced the view by views.update before it acknowledged; its id is what counts.
    else closeModals(view, workspace, { all: false });
    return {};
  }

  /** Closes the top modal; the app hears of it when the view asks for that. */
  async closeView(user: string, viewId: string): Promise<Delivery | undefined> {
    const view = this.#view(viewId, user);
    closeModals(view, this.#context.workspace, { all: view.clear_on_close });
    if (!view.notify_on_close) return undefined;
    const payload = closedPayload(this.user(user), view, initialState(view.blocks), view.clear_on_close, this.#context);
    return this.#transport().deliver({ kind: 'interactive', payload });
  }

  async shortcut(input: { user: string; callbackId: string; channel?: string; messageTs?: string }): Promise<Delivery> {
    const { user, channel, messageTs } = input;
    const on =
      channel === undefined || messageTs === undefined
        ? undefined
        : { channel: this.channel(channel), message: this.#visibleMessage({ user, channel, messageTs }) };
    return this.#transport().deliver({
      kind: 'interactive',
      payload: shortcutPayload(this.user(user), input.callbackId, on, this.#context),
    });
  }

  /** Sends an event; with `copies` the same envelope several times. Returns what came of the last. */
  async event(event: JsonObject, { eventId, retry, copies = 1 }: EventOptions = {}): Promise<Delivery> {
    const payload = eventPayload({ event_ts: this.#context.workspace.nextTs(), ...event }, this.#context, eventId);
    let last: Delivery = { ack: {}, ackMs: 0 };
    for (let copy = 0; copy < copies; copy += 1) {
      last = await this.#transport().deliver({ kind: 'events_api', payload, ...(retry !== undefined && { retry }) });
    }
    return last;
  }

  /** A person writes a message; the app hears of it in IMs and when it is mentioned. */
  async say({
    user,
    channel,
    text,
    threadTs,
  }: {
    user: string;
    channel: string;
    text: string;
    threadTs?: string;
  }): Promise<Delivery | undefined> {
    const { workspace } = this.#context;
    const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
    const { ts } = workspace.add({ channel, user: this.user(user).id, text, blocks: [], ...thread });
    const base = {
      user,
      text,
      ts,
      channel,
      event_ts: ts,
      team: workspace.team.id,
      user_team: this.user(user).team_id,
      ...thread,
    };
    const place = this.channel(channel);
    if (place.is_im) return this.event({ type: 'message', channel_type: 'im', ...base });
    const mentioned = text.includes(`<@${workspace.bot.userId}>`) && place.members.includes(workspace.bot.userId);
    return mentioned ? this.event({ type: 'app_mention', ...base }) : undefined;
  }
}
