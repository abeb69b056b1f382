import type { App, Logger } from '@slack/bolt';
import { deliveryClients } from '../clients.ts';
import type { Desk } from '../desk.ts';
import { createDirectory } from '../directory/index.ts';
import { registerParkedActions } from './actions.ts';
import { type DeliveryClock, waitingClock } from './clock.ts';
import { registerDeliveryEvents } from './events.ts';
import { createDeliveries, type Deliveries, type DeliverySettings } from './index.ts';
import type { DeliveryStore } from './parts.ts';

/** What deliveries need beside what the bot has anyway. */
export interface AppDeliveries {
  readonly store: DeliveryStore;
  readonly pace?: DeliverySettings['pace'];
  /** Default: one that really waits. */
  readonly clock?: DeliveryClock | undefined;
  readonly hideWhenShared?: boolean | undefined;
  /** Milliseconds until a call is given up. */
  readonly timeout?: number | undefined;
}

/** What others may do with deliveries. Before the bot is started, or where it has no outbox, nothing happens. */
export type DeliveryDoor = Pick<Deliveries, 'run' | 'wake' | 'recheck' | 'tellAdmins' | 'idle'>;

interface Surroundings
  extends Pick<DeliverySettings, 'access' | 'audit' | 'analyst' | 'log' | 'fallbackLanguage' | 'command'> {
  readonly clock: () => number;
  readonly token: string;
  readonly address: string;
  readonly logger: Logger;
  readonly homeTeam: string;
}

/** The deliveries of a bot, with clients and a memory of people and channels of their own. */
export function deliveriesInApp(own: AppDeliveries, around: Surroundings): Deliveries {
  const { token, address, logger, homeTeam, clock, ...rest } = around;
  const clients = deliveryClients(token, address, logger, own.timeout);
  const directory = createDirectory({
    client: clients.looking,
    homeTeam,
    clock,
    log: rest.log,
    guestChannels: rest.access.guestChannels,
  });
  return createDeliveries({
    ...rest,
    store: own.store,
    clients,
    directory,
    clock: own.clock ?? waitingClock(clock),
    pace: own.pace,
    hideWhenShared: own.hideWhenShared,
  });
}

/** Buttons and events of deliveries. */
export function registerDeliveries(app: App, desk: Desk, deliveries: Deliveries, botUserId: string): void {
  registerParkedActions(app, desk, deliveries);
  registerDeliveryEvents(app, deliveries, botUserId);
}

/** A door that opens when the deliveries are there. */
export const doorTo = (deliveries: () => Deliveries | null): DeliveryDoor => ({
  run: async (signal) => deliveries()?.run(signal),
  wake: () => deliveries()?.wake(),
  recheck: async () => deliveries()?.recheck(),
  tellAdmins: async () => deliveries()?.tellAdmins(),
  idle: async () => deliveries()?.idle(),
});
