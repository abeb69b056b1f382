import type { Posted } from '../../store/ledger/posted.ts';
import type { Message, Voice } from '../messages/voice.ts';
import { instant } from './clock.ts';
import { hiddenMessage, placeholderMessage } from './notes.ts';
import { failureOf } from './outcome.ts';
import { notesTo, type Parts } from './parts.ts';
import type { Listener } from './people.ts';

/** It is not there any more, or Slack will never let us change it. */
const gone = new Set(['message_not_found', 'file_not_found', 'file_deleted', 'thread_not_found']);
const MOST_WAITS = 5;

export interface Hiding {
  /** Takes our numbers out of a channel that others read now, tells the owners once, and notes it in the audit. */
  hide(channel: string, signal: AbortSignal): Promise<void>;
  /** Looks at every channel in which our numbers stand, and hides them where others read along. */
  sweep(signal: AbortSignal): Promise<void>;
}

/** `voice`: of whoever reads the channel. `on`: whether the configuration wants it. */
export function createHiding(parts: Parts, voice: () => Voice, on: boolean): Hiding {
  const { store, clients, listeners, audit, clock, log, pace, directory } = parts;
  const atWork = new Map<string, Promise<void>>();

  /** True: it is done, or there is nothing to do any more. */
  async function done(call: () => Promise<unknown>, signal: AbortSignal): Promise<boolean> {
    for (let waits = 0; waits < MOST_WAITS && !signal.aborted; waits += 1) {
      try {
        await call();
        return true;
      } catch (error) {
        const failure = failureOf(error);
        if (gone.has(failure.error)) return true;
        if (failure.kind !== 'too-fast') {
          log.warn({ err: error }, 'a message could not be taken out of a shared channel');
          return false;
        }
        await clock.sleep(failure.wait, signal);
      }
    }
    return false;
  }

  async function replace({ channel, ts, file }: Posted, { text, blocks }: Message, signal: AbortSignal) {
    const { chat, files } = clients.posting;
    // The file first: its preview shows more than the words.
    const removed = file === null || (await done(() => files.delete({ file }), signal));
    const replaced = await done(() => chat.update({ channel, ts, text, blocks: [...blocks] }), signal);
    if (removed && replaced) await store.posted.replaced(channel, ts, instant(clock.now()));
    return removed && replaced;
  }

  async function hideNow(channel: string, signal: AbortSignal): Promise<void> {
    const standing = await store.posted.in(channel);
    if (standing.length === 0) return;
    const message = placeholderMessage(voice());
    let hidden = 0;
    for (const [at, posted] of standing.entries()) {
      if (signal.aborted) return;
      if (at > 0) await clock.sleep(pace.checkEvery, signal);
      if (await replace(posted, message, signal)) hidden += 1;
    }
    const left = standing.length - hidden;
    const at = clock.now();
    const about = `${hidden} hidden, ${left} left`;
    audit({ at: instant(at), person: 'partner-pulse', action: 'hide', place: channel, about, refused: null });
    log.warn({ channel, hidden, left }, 'a channel became shared; numbers in it were replaced');
    const people = await whoHears(channel);
    // Once for what was taken away; what could not be is tried again in silence.
    const key = `hidden/${channel}/${standing.at(-1)?.ts ?? ''}`;
    await store.outbox.add(
      notesTo(people, key, at, (listener) => hiddenMessage(channel, hidden, left, listener.voice)),
    );
  }

  async function whoHears(channel: string): Promise<readonly Listener[]> {
    const there = (await store.subscriptions.list()).filter(({ destination }) => destination.id === channel);
    const all = (await Promise.all((there.length === 0 ? [null] : there).map((one) => listeners.of(one)))).flat();
    return [...new Map(all.map((one) => [one.user, one])).values()];
  }

  const hide = async (channel: string, signal: AbortSignal): Promise<void> => {
    if (!on) return;
    const running = atWork.get(channel);
    if (running !== undefined) return running;
    const work = hideNow(channel, signal).finally(() => atWork.delete(channel));
    atWork.set(channel, work);
    return work;
  };

  return {
    hide,
    async sweep(signal) {
      if (!on) return;
      for (const [at, channel] of (await store.posted.channels()).entries()) {
        if (signal.aborted) return;
        if (at > 0) await clock.sleep(pace.checkEvery, signal);
        directory.channelChanged(channel);
        const place = await directory.place(channel, '');
        if (place.kind === 'channel' && place.external) await hide(channel, signal);
      }
    },
  };
}
