import type { NewSubscription } from '../../store/ledger/subscriptions.ts';
import type { Store } from '../../store/store.ts';
import { isSameScope, type Wish } from './rules.ts';
import { removeWith } from './save.ts';

/** One of the configuration's list. */
export type ConfiguredSubscription = Wish & Pick<NewSubscription, 'id' | 'owner'>;

/**
 * Makes the ledger's subscriptions of the configuration those that stand in it now; what people set up stays as it is. One
 * that is about something else than before begins anew. How many there are, and how many went.
 */
export const applyConfigured = (
  store: Pick<Store, 'together'>,
  { subscriptions: configured }: { readonly subscriptions: readonly ConfiguredSubscription[] },
  now: number,
): Promise<{ readonly configured: number; readonly removed: number }> =>
  store.together(async (parts) => {
    const before = (await parts.subscriptions.list()).filter(({ origin }) => origin === 'configuration');
    for (const one of configured) {
      const old = before.find(({ id }) => id === one.id);
      const isAboutTheSame = old !== undefined && old.report === one.report && isSameScope(old.scope, one.scope);
      if (old !== undefined && !isAboutTheSame) await removeWith(parts, one.id);
      const createdAt = isAboutTheSame ? old.createdAt : new Date(now).toISOString();
      await parts.subscriptions.put({ ...one, origin: 'configuration', createdAt });
      if (isAboutTheSame && old.destination.id !== one.destination.id)
        await parts.outbox.drop({ subscription: one.id }, 'subscription-changed');
    }
    const gone = before.filter(({ id }) => !configured.some((one) => one.id === id));
    for (const { id } of gone) await removeWith(parts, id);
    return { configured: configured.length, removed: gone.length };
  });
