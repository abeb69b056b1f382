import type { PauseReason, Subscription } from '../../store/ledger/subscriptions.ts';
import { instant } from './clock.ts';
import type { Hiding } from './hide.ts';
import type { Parts } from './parts.ts';
import type { Pauses } from './pauses.ts';

/** Reasons that lie in a person. */
const personal: readonly PauseReason[] = ['owner-deactivated', 'owner-may-not-see', 'recipient-gone'];

/** Follows what happens to the places and people of deliveries. */
export interface Watch {
  /** Something happened to a channel: its subscriptions pause, or go on. */
  channel(channel: string): Promise<void>;
  /** It is shared with others now, or not any more. */
  shared(channel: string): Promise<void>;
  moved(from: string, to: string): Promise<void>;
  /** Somebody changed: `left`, or what was paused for the person's sake may go on. */
  person(user: string, left: boolean): Promise<void>;
  /** Looks at everything that is paused, and at every channel in which numbers stand. */
  recheck(): Promise<void>;
}

export function createWatch(parts: Parts, pauses: Pauses, hiding: Hiding, signal: () => AbortSignal): Watch {
  const { store, directory, clock, log, pace } = parts;

  async function examine(wanted: (subscription: Subscription) => boolean): Promise<void> {
    const some = (await store.subscriptions.list()).filter(wanted);
    for (const [at, subscription] of some.entries()) {
      if (signal().aborted) return;
      if (at > 0) await clock.sleep(pace.checkEvery, signal());
      const verdict = await pauses.examine(subscription);
      if (verdict.kind === 'later' || verdict.kind === 'token') {
        log.info(
          { subscription: subscription.id, error: verdict.error },
          'it cannot be said now whether it may deliver',
        );
      }
    }
  }

  const channel = async (id: string): Promise<void> => {
    directory.channelChanged(id);
    await examine(({ destination }) => destination.kind === 'channel' && destination.id === id);
  };

  return {
    channel,
    async shared(id) {
      await channel(id);
      const place = await directory.place(id, '');
      if (place.kind === 'channel' && place.external) await hiding.hide(id, signal());
    },
    async moved(from, to) {
      const at = instant(clock.now());
      await store.together(async ({ subscriptions, outbox }) => {
        for (const { pause, lastAsOf, ...subscription } of await subscriptions.list()) {
          const { destination } = subscription;
          if (destination.kind !== 'channel' || destination.id !== from) continue;
          await subscriptions.put({ ...subscription, destination: { kind: 'channel', id: to } });
        }
        await outbox.moved(from, to);
      });
      await store.posted.moved(from, to);
      log.info({ from, to, at }, 'a channel goes on under another id');
    },
    // Slack tells of every new status as well.
    person: (user, left) =>
      examine(({ owner, destination, pause }) => {
        const concerned = owner === user || (destination.kind === 'direct' && destination.id === user);
        return concerned && (left || (pause !== null && personal.includes(pause.reason)));
      }),
    async recheck() {
      await examine(({ pause }) => pause !== null);
      await hiding.sweep(signal());
    },
  };
}
