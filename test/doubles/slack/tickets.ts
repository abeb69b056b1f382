// Short-lived rights that Slack hands out: trigger ids and response URLs.
import { randomBytes } from 'node:crypto';
import type { Clock } from './types.ts';
import { newId } from './workspace.ts';

const TRIGGER_MS = 3000;
const HOOK_MS = 30 * 60_000;
const HOOK_USES = 5;

interface Trigger {
  user: string;
  expires: number;
  used: boolean;
  /** The modal that it was issued from, which views.push stacks upon. */
  viewId?: string;
}

export interface Hook {
  user: string;
  channel: string;
  expires: number;
  uses: number;
  /** The message with the element that was clicked: what replace_original replaces. */
  messageTs?: string;
  /** The command as typed; shown once when the answer goes to the channel. */
  commandText?: string;
  threadTs?: string;
}

export class Tickets {
  #triggers = new Map<string, Trigger>();
  #hooks = new Map<string, Hook>();
  #clock: Clock;
  #baseUrl: () => string;

  constructor(clock: Clock, baseUrl: () => string) {
    this.#clock = clock;
    this.#baseUrl = baseUrl;
  }

  /** A trigger id that lives 3 seconds and can be exchanged once. */
  issueTrigger(user: string, viewId?: string): string {
    const now = this.#clock.now();
    const id = `${now}.${Math.floor(now / 7)}.${randomBytes(8).toString('hex')}`;
    this.#triggers.set(id, { user, expires: now + TRIGGER_MS, used: false, ...(viewId !== undefined && { viewId }) });
    return id;
  }

  /** Exchanges a trigger id; the error is Slack's. */
  takeTrigger(id: string | undefined): { user: string; viewId?: string } | { error: string } {
    const trigger = id === undefined ? undefined : this.#triggers.get(id);
    if (trigger === undefined) return { error: 'invalid_trigger_id' };
    if (trigger.used) return { error: 'exchanged_trigger_id' };
    if (this.#clock.now() > trigger.expires) return { error: 'expired_trigger_id' };
    trigger.used = true;
    return { user: trigger.user, ...(trigger.viewId !== undefined && { viewId: trigger.viewId }) };
  }

  /** A response_url for 5 uses within 30 minutes. */
  issueHook(hook: Omit<Hook, 'expires' | 'uses'>): string {
    const id = `${newId('B')}/${randomBytes(12).toString('hex')}`;
    this.#hooks.set(id, { ...hook, expires: this.#clock.now() + HOOK_MS, uses: 0 });
    return `${this.#baseUrl()}/hook/${id}`;
  }

  /** Spends one use of a response_url; the error is Slack's. */
  takeHook(id: string): Hook | { error: string } {
    const hook = this.#hooks.get(id);
    if (hook === undefined) return { error: 'no_text' };
    if (hook.uses >= HOOK_USES) return { error: 'used_url' };
    if (this.#clock.now() > hook.expires) return { error: 'expired_url' };
    hook.uses += 1;
    return hook;
  }
}
