import type { RespondFn } from '@slack/bolt';
import { z } from 'zod';
import type { Action } from '../access/decide.ts';
import type { Desk, Turn } from '../desk.ts';
import { outdatedMessage } from '../messages/plain-words.ts';

/** What is needed of a pressed button or a chosen option, checked at the door. */
const pressed = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string().optional(),
  channel: z.object({ id: z.string() }).optional(),
  container: z
    .object({
      type: z.string(),
      channel_id: z.string().optional(),
      view_id: z.string().optional(),
      thread_ts: z.string().optional(),
      is_ephemeral: z.boolean().optional(),
    })
    .optional(),
  view: z.object({ id: z.string(), hash: z.string().optional() }).optional(),
});

const chosen = z.object({
  action_id: z.string(),
  block_id: z.string().optional(),
  value: z.string().optional(),
  selected_option: z.object({ value: z.string() }).nullish(),
});

export interface Press {
  readonly actionId: string;
  /** A button's value, or the value of the option chosen. */
  readonly value: string | null;
  /** The question that a select carries in its block's id. */
  readonly blockState: string | null;
  readonly user: string;
  readonly channel: string | null;
  readonly trigger: string | null;
  readonly view: { readonly id: string; readonly hash: string | undefined } | null;
  turn(respond: RespondFn, action: Action): Turn;
}

/** Reads a block_actions payload; throws where it is none. */
export function pressOf(body: unknown, action: unknown): Press {
  const { user, channel, container, trigger_id, view } = pressed.parse(body);
  const { action_id, block_id, value, selected_option } = chosen.parse(action);
  const place = view === undefined ? (channel?.id ?? container?.channel_id ?? null) : null;
  return {
    actionId: action_id,
    value: value ?? selected_option?.value ?? null,
    blockState: block_id?.startsWith('q:') === true ? block_id.slice(2) : null,
    user: user.id,
    channel: place,
    trigger: trigger_id ?? null,
    view: view === undefined ? null : { id: view.id, hash: view.hash },
    turn: (respond, kind) => ({
      action: kind,
      user: user.id,
      channel: place,
      respond: view === undefined ? respond : null,
      thread: container?.thread_ts,
      onlyTheirs: container?.is_ephemeral === true,
    }),
  };
}

/** A button whose value we cannot read any more says so instead of doing nothing. */
export const tellOutdated = (desk: Desk, turn: Turn): Promise<void> =>
  desk.track('outdated', () => desk.serve(turn, ({ voice, reply }) => reply.privately(outdatedMessage(voice))));
