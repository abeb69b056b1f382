import type { NewMessage, OutboxMessage } from '../../store/ledger/outbox.ts';
import type { Subscription } from '../../store/ledger/subscriptions.ts';
import type { Store } from '../../store/store.ts';
import type { Audit } from '../access/audit.ts';
import type { DeliveryClients } from '../clients.ts';
import type { Directory } from '../directory/index.ts';
import type { Log } from '../log.ts';
import type { Message } from '../messages/voice.ts';
import { type DeliveryClock, instant } from './clock.ts';
import type { Gate } from './gate.ts';
import type { Subject } from './notes.ts';
import type { Pace } from './pace.ts';
import type { Listener, Listeners } from './people.ts';

/** What of the store deliveries use. */
export type DeliveryStore = Pick<Store, 'outbox' | 'subscriptions' | 'posted' | 'notices' | 'together'>;

/** What everything around deliveries shares. */
export interface Parts {
  readonly store: DeliveryStore;
  readonly clients: DeliveryClients;
  readonly directory: Directory;
  readonly gate: Gate;
  readonly listeners: Listeners;
  readonly audit: Audit;
  readonly clock: DeliveryClock;
  readonly log: Log;
  readonly pace: Pace;
}

/** How a message or its subscription is named in notes. */
export const subjectOf = (message: Pick<OutboxMessage, 'destination'>, of: Subscription | null): Subject => ({
  report: of?.report ?? null,
  destination: message.destination,
});

/** A direct message to each of some people, under a key of what it tells. */
export function notesTo(
  listeners: readonly Listener[],
  key: string,
  at: number,
  say: (listener: Listener) => Message,
): readonly NewMessage[] {
  return listeners.map((listener) => {
    const { text, blocks } = say(listener);
    return {
      key: `${key}/${listener.user}`,
      subscription: null,
      destination: { kind: 'direct', id: listener.user },
      thread: null,
      bulk: false,
      figures: false,
      body: { text, blocks },
      createdAt: instant(at),
      notBefore: instant(at),
      expiresAt: null,
    };
  });
}
