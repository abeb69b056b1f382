import type { WebClient } from '@slack/web-api';
import type { Subscription } from '../../store/ledger/subscriptions.ts';
import { type Language, languageOfLocale } from '../../text/languages.ts';
import { speaker } from '../../text/say/speaker.ts';
import type { AnalystState } from '../analyst-state.ts';
import { unreadable } from '../analyst-state.ts';
import type { Directory } from '../directory/index.ts';
import type { Log } from '../log.ts';
import type { Voice } from '../messages/voice.ts';
import { adminsOf } from '../notices/admins.ts';

/** Somebody who is told something, in his language. */
export interface Listener {
  readonly user: string;
  readonly voice: Voice;
}

/** Who hears of trouble with deliveries. */
export interface Listeners {
  /** The owner of a subscription; the admins where it has none, or he has left. */
  of(subscription: Pick<Subscription, 'owner'> | null): Promise<readonly Listener[]>;
}

export interface ListenerSettings {
  readonly admins: readonly string[];
  readonly directory: Directory;
  readonly client: Pick<WebClient, 'users'>;
  readonly analyst: () => Promise<AnalystState>;
  readonly fallbackLanguage: Language;
  readonly command: string;
  readonly now: () => number;
  readonly log: Log;
}

export function createListeners(settings: ListenerSettings): Listeners {
  const { directory, analyst, fallbackLanguage, command, now, log } = settings;

  const listener = async (user: string): Promise<Listener> => {
    const [person, state] = await Promise.all([directory.person(user), analyst().catch(unreadable)]);
    const program = state.kind === 'loading' ? null : (state.analyst?.settings ?? null);
    const language = languageOfLocale(person.kind === 'known' ? person.locale : null, fallbackLanguage);
    const speak = speaker(language, program?.timeZone ?? 'UTC', program?.currency ?? 'EUR');
    return { user, voice: { speak, now: now(), command, refreshes: false } };
  };

  const admins = async (): Promise<readonly Listener[]> => {
    const ids = await adminsOf(settings);
    if (ids.length === 0) log.warn({}, 'a delivery has trouble, and there is neither an owner nor an admin to tell');
    return Promise.all(ids.map(listener));
  };

  return {
    async of(subscription) {
      const owner = subscription?.owner ?? null;
      if (owner === null) return admins();
      const person = await directory.person(owner);
      return person.kind === 'known' && person.deleted ? admins() : [await listener(owner)];
    },
  };
}
