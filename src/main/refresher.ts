import { PulseError } from '../errors.ts';
import { idOfKey, type Key, keyOf, sourceOfKey } from '../records/records.ts';
import type { RefreshPartner } from '../slack/desk.ts';
import type { SourceSettings } from '../sources/settings.ts';
import type { Syncer } from '../sources/syncer.ts';
import type { Store } from '../store/store.ts';
import type { Analysts } from './analysts.ts';

/** Whoever pressed the button is waiting. */
const patienceMs = 15_000;
/** Somebody who presses again reads what is new already. */
const freshMs = 30_000;

export interface RefresherOptions {
  readonly store: Pick<Store, 'read'>;
  readonly sources: readonly SourceSettings[];
  readonly syncer: Pick<Syncer, 'refresh'>;
  readonly analysts: Analysts;
  readonly now: () => number;
}

/** Reads one partner anew from its CRM; undefined where no source is a CRM. Throws what `refresh` does, and `sync-running`. */
export function createRefresher({
  store,
  sources,
  syncer,
  analysts,
  now,
}: RefresherOptions): RefreshPartner | undefined {
  const crms = new Map(sources.filter(({ kind }) => kind !== 'files').map((settings) => [settings.name, settings]));
  if (crms.size === 0) return undefined;
  const readAt = new Map<Key, number>();
  const underWay = new Map<Key, Promise<unknown>>();

  const readAnew = async (key: Key, settings: SourceSettings): Promise<void> => {
    const last = readAt.get(key);
    if (last !== undefined && now() - last < freshMs) return;
    const busy = AbortSignal.timeout(patienceMs);
    const waits = new AbortController();
    busy.addEventListener('abort', () => waits.abort(new PulseError('sync-running')), { once: true });
    await syncer.refresh(settings, [idOfKey(key)], waits.signal);
    readAt.set(key, now());
  };

  return async (partner) => {
    for (const key of await keysOf(store, partner)) {
      const settings = crms.get(sourceOfKey(key));
      if (settings === undefined) continue;
      const turn = underWay.get(key) ?? readAnew(key, settings).finally(() => underWay.delete(key));
      underWay.set(key, turn);
      await turn;
    }
    await analysts.newest();
  };
}

/** The records that a partner's id in answers means: `id`, or `source/id` where several sources have it. */
async function keysOf(store: Pick<Store, 'read'>, partner: string): Promise<readonly Key[]> {
  return store.read(async (reader) => {
    const keys: Key[] = [];
    for await (const rows of reader.scan('partner', ['source', 'id', 'mergedInto'])) {
      for (const { source, id } of rows)
        if (id === partner || `${source}/${id}` === partner) keys.push(keyOf(source, id));
    }
    return keys;
  });
}
