import { randomInt } from 'node:crypto';
import type { NewSubscription, Subscription } from '../../store/ledger/subscriptions.ts';
import type { LedgerParts } from '../../store/ledger/together.ts';
import type { Store } from '../../store/store.ts';
import { isSame, isSameScope, type Wish } from './rules.ts';

/** A person cannot fill the ledger. */
export const MOST_OF_ONE = 50;
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Upper case: names that the configuration gives are in lower case, so that the two never meet. */
export const newSubscriptionId = (): string =>
  `S-${Array.from({ length: 8 }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('')}`;

export interface Asked {
  readonly wish: Wish;
  readonly owner: string | null;
  readonly origin: 'slack' | 'command';
  /** The one that it was before; it need not be there any more. */
  readonly edits: string | null;
  /** Whether the one before may be changed by whoever asks. */
  readonly mayChange: (one: Subscription) => boolean;
  /** UTC instant. */
  readonly at: string;
}

export type Saved =
  | { readonly kind: 'saved'; readonly subscription: NewSubscription; readonly replaced: boolean }
  | { readonly kind: 'in-configuration' | 'too-many' | 'not-yours' };

/**
 * Writes a subscription that was checked. The same one, or the one that is changed, goes on under its id with what it was
 * told; one that is about something else is new, since earlier figures mean nothing to it.
 */
export const saveSubscription = (asked: Asked, store: Pick<Store, 'together'>): Promise<Saved> =>
  store.together(async (parts) => {
    const all = await parts.subscriptions.list();
    const edited = asked.edits === null ? undefined : all.find(({ id }) => id === asked.edits);
    if (edited !== undefined && (edited.origin === 'configuration' || !asked.mayChange(edited)))
      return { kind: 'not-yours' };
    const same = all.find((one) => one.id !== edited?.id && isSame(one, asked.wish));
    if (same?.origin === 'configuration') return { kind: 'in-configuration' };
    const own = all.filter(({ owner }) => owner !== null && owner === asked.owner);
    const isNew = edited === undefined && same === undefined;
    if (isNew && own.length >= MOST_OF_ONE) return { kind: 'too-many' };
    return { kind: 'saved', ...(await write(asked, edited, same, parts)), replaced: same !== undefined };
  });

async function write(
  { wish, owner, origin, at }: Asked,
  edited: Subscription | undefined,
  same: Subscription | undefined,
  parts: LedgerParts,
): Promise<{ readonly subscription: NewSubscription }> {
  const isAboutTheSame = edited !== undefined && edited.report === wish.report && isSameScope(edited.scope, wish.scope);
  const goesOn = same ?? (isAboutTheSame ? edited : undefined);
  if (edited !== undefined && edited.id !== goesOn?.id) await removeWith(parts, edited.id);
  const subscription = {
    ...wish,
    id: goesOn?.id ?? newSubscriptionId(),
    owner: edited === undefined ? owner : edited.owner,
    origin: goesOn?.origin ?? origin,
    createdAt: goesOn?.createdAt ?? at,
  };
  await parts.subscriptions.put(subscription);
  // Everything was checked just now: whatever it was paused for is over.
  await parts.subscriptions.resume(subscription.id);
  const moved = goesOn !== undefined && goesOn.destination.id !== wish.destination.id;
  if (moved) await parts.outbox.drop({ subscription: subscription.id }, 'subscription-changed');
  return { subscription };
}

/** Ends a subscription, with what waits to be sent of it; whether there was one. */
export async function removeWith(parts: LedgerParts, id: string): Promise<boolean> {
  await parts.outbox.drop({ subscription: id }, 'subscription-ended');
  await parts.published.forget(id);
  return parts.subscriptions.remove(id);
}
