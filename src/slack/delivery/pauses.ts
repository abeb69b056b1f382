import type { PauseReason, Subscription } from '../../store/ledger/subscriptions.ts';
import { auditEntry } from '../access/audit.ts';
import { instant } from './clock.ts';
import type { Judged, Verdict } from './gate.ts';
import { pausedMessage, resumedMessage } from './notes.ts';
import { notesTo, type Parts, subjectOf } from './parts.ts';

/** Reasons that end when somebody says so, not by themselves. */
const lasting: readonly PauseReason[] = ['by-hand', 'invalid-scope'];

export interface Pauses {
  /** Pauses a subscription and tells its owner, if that is news. */
  pause(subscription: Subscription, reason: PauseReason): Promise<void>;
  /** Looks whether a subscription may deliver now: pauses it, lets it go on, or leaves it as it is. */
  examine(subscription: Subscription): Promise<Verdict>;
  /** What was decided of a delivery goes into the audit. */
  keep(judged: Judged, subscription: Subscription | null): void;
}

export function createPauses({ store, gate, listeners, audit, clock, log }: Parts): Pauses {
  const pause: Pauses['pause'] = async (subscription, reason) => {
    const since = clock.now();
    const told = await listeners.of(subscription);
    const key = `pause/${subscription.id}/${reason}/${instant(since)}`;
    const notes = notesTo(told, key, since, ({ voice }) =>
      pausedMessage(subjectOf(subscription, subscription), reason, voice),
    );
    const news = await store.together(async ({ subscriptions, outbox }) => {
      if (!(await subscriptions.pause(subscription.id, { reason, since: instant(since) }))) return false;
      await outbox.add(notes);
      return true;
    });
    if (news) log.warn({ subscription: subscription.id, reason }, 'a subscription is paused');
  };

  const resume = async (subscription: Subscription): Promise<void> => {
    const at = clock.now();
    const told = await listeners.of(subscription);
    const key = `resume/${subscription.id}/${subscription.pause?.since ?? instant(at)}`;
    const notes = notesTo(told, key, at, ({ voice }) => resumedMessage(subjectOf(subscription, subscription), voice));
    const news = await store.together(async ({ subscriptions, outbox }) => {
      if (!(await subscriptions.resume(subscription.id))) return false;
      await outbox.add(notes);
      return true;
    });
    if (news) log.info({ subscription: subscription.id }, 'a subscription goes on');
  };

  const keep: Pauses['keep'] = ({ decided }, subscription) => {
    if (decided === null) return;
    const { deed, decision } = decided;
    const channel = subscription?.destination.kind === 'channel' ? subscription.destination.id : null;
    const about = subscription === null ? '' : `subscription ${subscription.id}`;
    audit({ ...auditEntry(deed, decision, clock.now(), channel, about), action: 'deliver' });
  };

  return {
    pause,
    keep,
    async examine(subscription) {
      const { pause: paused } = subscription;
      if (paused !== null && lasting.includes(paused.reason)) return { kind: 'refused', reason: paused.reason };
      const judged = await gate.judge(subscription);
      const { verdict } = judged;
      if (verdict.kind === 'refused') {
        if (paused?.reason !== verdict.reason) keep(judged, subscription);
        await pause(subscription, verdict.reason);
      }
      if (verdict.kind === 'allowed' && paused !== null) {
        keep(judged, subscription);
        await resume(subscription);
      }
      return verdict;
    },
  };
}
