import type { Language } from '../../text/languages.ts';
import { speaker } from '../../text/say/speaker.ts';
import type { Audit } from '../access/audit.ts';
import type { AccessSettings } from '../access/rights.ts';
import type { AnalystState } from '../analyst-state.ts';
import type { DeliveryClients } from '../clients.ts';
import type { Directory } from '../directory/index.ts';
import type { Log } from '../log.ts';
import { tellAdmins } from '../notices/tell-admins.ts';
import type { DeliveryClock } from './clock.ts';
import { createCourier } from './courier.ts';
import { createDispatcher } from './dispatcher.ts';
import { createGate } from './gate.ts';
import { createHiding } from './hide.ts';
import { createTurns, type Pace, slackPace } from './pace.ts';
import { createParked } from './parked.ts';
import type { DeliveryStore, Parts } from './parts.ts';
import { createPauses } from './pauses.ts';
import { createListeners } from './people.ts';
import { createStanding, type Stop } from './standing.ts';
import { createWatch, type Watch } from './watch.ts';

export { type DeliveryClock, waitingClock } from './clock.ts';
export { type Pace, slackPace } from './pace.ts';
export type { DeliveryStore } from './parts.ts';
export { type Queueable, queueable } from './split.ts';

export interface DeliverySettings {
  readonly store: DeliveryStore;
  readonly clients: DeliveryClients;
  /** Over the clients of deliveries, apart from the one that answers people. */
  readonly directory: Directory;
  readonly access: AccessSettings;
  readonly audit: Audit;
  readonly analyst: () => Promise<AnalystState>;
  readonly clock: DeliveryClock;
  readonly log: Log;
  readonly pace?: Partial<Pace> | undefined;
  readonly fallbackLanguage: Language;
  /** The slash command. */
  readonly command: string;
  /** Numbers that stand in a channel which becomes shared with others are replaced; default true. */
  readonly hideWhenShared?: boolean | undefined;
}

/** Brings what is in the outbox to Slack: once, in order, at Slack's pace, and only where it may go. */
export interface Deliveries {
  /** Moves everything that is due until nothing is, or the signal fires. Fails with what the store fails with. */
  run(signal: AbortSignal): Promise<void>;
  /** Something new is in the outbox: whoever runs looks again, else a run begins. */
  wake(): void;
  /** Looks at everything that is paused, and at channels in which numbers stand; to be called hourly. */
  recheck(): Promise<void>;
  readonly watch: Watch;
  /** Puts what those who look after the bot should look at into the outbox, each once. */
  tellAdmins(): Promise<void>;
  /** What was remembered of somebody is forgotten. */
  personChanged(user: string): void;
  /** Nothing is delivered any more, until Slack takes us again. */
  stopAll(why: Stop, error: string): Promise<void>;
  /** Somebody says whether a parked message is there. False: it is settled already. */
  settle(id: string, how: 'again' | 'arrived'): Promise<boolean>;
  /** Who owns the subscription of a message; null: nobody, or there is no such message. */
  ownerOf(id: string): Promise<string | null>;
  /** Runs work that `idle` waits for; a failure is logged. */
  track(name: string, work: () => Promise<void>): void;
  /** Ends what `wake` and events began, and resolves when it has ended. */
  stop(): Promise<void>;
  /** Resolves when nothing of it is under way. */
  idle(): Promise<void>;
}

export function createDeliveries(settings: DeliverySettings): Deliveries {
  const { store, clients, directory, access, audit, analyst, clock, log, fallbackLanguage, command } = settings;
  const pace: Pace = { ...slackPace, ...settings.pace };
  const listeners = createListeners({
    admins: access.admins,
    directory,
    client: clients.looking,
    analyst,
    fallbackLanguage,
    command,
    now: () => clock.now(),
    log,
  });
  const gate = createGate({ directory, access, analyst });
  const parts: Parts = { store, clients, directory, gate, listeners, audit, clock, log, pace };
  const turns = createTurns(pace, clock.now());
  const pauses = createPauses(parts);
  const parked = createParked(parts);
  const standing = createStanding(parts);
  const courier = createCourier({ parts, turns, pauses, parked, standing, fallbackLanguage });
  const dispatcher = createDispatcher(parts, turns, courier, standing);
  const voice = () => ({ speak: speaker(fallbackLanguage, 'UTC', 'EUR'), now: clock.now(), command, refreshes: false });
  const ending = new AbortController();
  const hiding = createHiding(parts, voice, settings.hideWhenShared ?? true);
  const watched = createWatch(parts, pauses, hiding, () => ending.signal);
  const working = new Set<Promise<void>>();
  let running: Promise<void> | null = null;

  const track = (name: string, work: () => Promise<void>): void => {
    const one = work()
      .catch((error: unknown) => log.error({ err: error, what: name }, 'failed around deliveries'))
      .finally(() => working.delete(one));
    working.add(one);
  };

  const run = (signal: AbortSignal): Promise<void> => {
    if (running !== null) dispatcher.ring();
    running ??= dispatcher.run(AbortSignal.any([signal, ending.signal])).finally(() => {
      running = null;
    });
    return running;
  };

  const wake = (): void => {
    if (running === null) track('wake', () => run(ending.signal));
    else dispatcher.ring();
  };

  /** What changed decides anew, and what was paused may have been waiting for it. */
  const after = async (work: () => Promise<void>): Promise<void> => {
    courier.forgetChecks();
    await work();
    courier.forgetChecks();
    if (!ending.signal.aborted) wake();
  };

  const watch: Watch = {
    channel: (id) => after(() => watched.channel(id)),
    shared: (id) => after(() => watched.shared(id)),
    moved: (from, to) => after(() => watched.moved(from, to)),
    person: (user, left) => after(() => watched.person(user, left)),
    recheck: () => after(watched.recheck),
  };

  return {
    run,
    wake,
    recheck: watch.recheck,
    watch,
    async tellAdmins() {
      const told = await tellAdmins({ store, admins: () => listeners.of(null), clock: () => clock.now() });
      if (told > 0) wake();
    },
    personChanged: (user) => directory.personChanged(user),
    stopAll: (why, error) => standing.stop(why, error),
    async settle(id, how) {
      const news = await parked[how](id);
      wake();
      return news;
    },
    async ownerOf(id) {
      const message = await store.outbox.find(id);
      if (message === undefined || message.subscription === null) return null;
      return (await store.subscriptions.find(message.subscription))?.owner ?? null;
    },
    track,
    async stop() {
      ending.abort();
      await settled();
    },
    idle: settled,
  };

  async function settled(): Promise<void> {
    while (working.size > 0 || running !== null) {
      await Promise.all(working);
      // Its failure is told to whoever ran it.
      await running?.catch(() => undefined);
    }
  }
}
