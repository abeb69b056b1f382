import type { OutboxMessage } from '../../store/ledger/outbox.ts';
import type { Subscription } from '../../store/ledger/subscriptions.ts';
import { instant } from './clock.ts';
import { failedMessage, parkedMessage } from './notes.ts';
import { notesTo, type Parts, subjectOf } from './parts.ts';

const noticeOf = (id: string): string => `delivery-unsure/${id}`;

/** Notes about deliveries: that they are unsure or refused themselves is told by `pulse status` alone. */
const isNote = ({ key }: OutboxMessage): boolean => /^(?:pause|resume|parked|failed|hidden|notice)\//.test(key);

export interface Parked {
  /** Nobody can look whether a message is there: it is left where it is, and its owner is asked. */
  park(message: OutboxMessage, subscription: Subscription | null, error: string): Promise<void>;
  /** Slack refuses a message for good: its owner is told. */
  fail(message: OutboxMessage, subscription: Subscription | null, error: string): Promise<void>;
  /** Somebody says that it is not there: it is posted again. False: it is settled already. */
  again(id: string): Promise<boolean>;
  /** Somebody says that it is there. */
  arrived(id: string): Promise<boolean>;
}

export function createParked({ store, listeners, clock, log }: Parts): Parked {
  const settled = (id: string, how: 'again' | 'arrived'): Promise<boolean> =>
    store.together(async ({ outbox, notices }) => {
      const at = instant(clock.now());
      const news = how === 'again' ? await outbox.again(id, at) : await outbox.arrived(id, at);
      await notices.end(noticeOf(id), at);
      return news;
    });
  return {
    async park(message, subscription, error) {
      const at = clock.now();
      const told = isNote(message) ? [] : await listeners.of(subscription);
      const subject = subjectOf(message, subscription);
      const notes = notesTo(told, `parked/${message.id}/${message.attempts}`, at, ({ voice }) =>
        parkedMessage(message, subject, voice),
      );
      const { kind, id } = message.destination;
      const place = kind === 'channel' ? id : 'DM';
      await store.together(async ({ outbox, notices }) => {
        await outbox.park(message.id, error);
        await outbox.add(notes);
        await notices.raise({
          id: noticeOf(message.id),
          source: null,
          code: 'delivery-unsure',
          params: { place, reason: error },
          at: instant(at),
        });
        // Whoever owns it is asked; others need not be told as well.
        if (told.length > 0) await notices.markShown(noticeOf(message.id), 'slack');
      });
      log.warn({ message: message.id, channel: id, error }, 'nobody knows whether a message arrived; it is parked');
    },
    async fail(message, subscription, error) {
      const at = clock.now();
      const told = isNote(message) ? [] : await listeners.of(subscription);
      const subject = subjectOf(message, subscription);
      const notes = notesTo(told, `failed/${message.id}`, at, ({ voice }) => failedMessage(error, subject, voice));
      await store.together(async ({ outbox }) => {
        await outbox.fail(message.id, error);
        await outbox.add(notes);
      });
      log.error({ message: message.id, subscription: message.subscription, error }, 'Slack refuses a message for good');
    },
    again: (id) => settled(id, 'again'),
    arrived: (id) => settled(id, 'arrived'),
  };
}
