import { existsSync } from 'node:fs';
import type { Store } from '../../store/store.ts';
import type { Mirror } from '../mirror/index.ts';
import { keepFromOf } from '../retention.ts';
import { elsewhereOf } from './elsewhere.ts';
import { publishCrm, readCursor } from './publish.ts';
import { mirrorOf } from './session.ts';
import type { CrmSource } from './source.ts';

export interface DeriveAnew {
  readonly source: CrmSource;
  readonly store: Store;
  /** The mirror's file. */
  readonly file: string;
  readonly now: () => number;
  readonly retentionDays: number | null;
  /** Done with the mirror before. */
  readonly change?: (mirror: Mirror) => void;
}

/**
 * Publishes what a mirror holds as things stand now (names that were accepted, people who were purged), without asking the CRM. Only
 * where all that it holds was published before: a reading that was interrupted is for the next sync. Whether it did.
 */
export async function deriveAnew(work: DeriveAnew): Promise<boolean> {
  const { source, store, file, now, change } = work;
  if (!existsSync(file)) return false;
  const mirror = mirrorOf({ source, store, file, now });
  try {
    const cursor = readCursor(await store.cursor(source.name));
    const isSettled = cursor?.mirror === mirror.id && mirror.publishedRevision > 0 && mirror.dirtyCount() === 0;
    change?.(mirror);
    if (!isSettled) return false;
    const state = (await store.sourceStates()).find((one) => one.source === source.name);
    await publishCrm({
      source,
      store,
      mirror,
      facts: { at: cursor.readUntil, currency: cursor.currency },
      currency: cursor.programCurrency ?? undefined,
      elsewhere: await elsewhereOf(store, source.name),
      // Nothing was read: the data are as old as they were.
      seenAt: state?.dataAsOf ?? cursor.readUntil,
      acceptDeletions: false,
      keepFrom: keepFromOf(work.retentionDays, now()),
      rejected: () => mirror.rejectCounts(),
    });
    return true;
  } finally {
    mirror.close();
  }
}
