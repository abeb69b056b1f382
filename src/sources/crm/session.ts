import type { Store } from '../../store/store.ts';
import { Budget } from '../http/budget.ts';
import { Mask } from '../http/mask.ts';
import type { HttpLog } from '../http/types.ts';
import type { Mirror } from '../mirror/index.ts';
import { openMirror } from '../mirror/index.ts';
import type { Outside, SyncLog } from '../sync.ts';
import type { CrmConnection, CrmSource } from './source.ts';

/** What a reading of a CRM works with. */
export interface CrmSession extends CrmConnection {
  readonly source: CrmSource;
  readonly mirror: Mirror;
  readonly budget: Budget;
  /** Keeps what was spent; nothing may be asked after it. */
  close(): Promise<void>;
}

export interface SessionOptions {
  readonly source: CrmSource;
  /** null: nothing is synced yet, and nothing will be. */
  readonly store: Store | null;
  readonly outside: Outside;
  readonly now: () => number;
  readonly log: SyncLog;
}

const limitKey = 'daily-limit';

/** How sources without ids of this CRM may name its partners. */
const othersWays = (['name', 'alias', 'domain', 'email-domain'] as const).map(
  (by) => ({ record: 'partner', by }) as const,
);

/** Opens mirror and connection of a CRM. Throws what opening the mirror does, `crm-address`, `crm-login-kind`. */
export async function openSession({ source, store, outside, now, log }: SessionOptions): Promise<CrmSession> {
  const { name, mapping, host, share } = source;
  const personHash = (id: string): string => store?.personHash(id) ?? '';
  const mirror = openMirror(outside.mirror, { source: name, mapping, personHash, now, matches: othersWays });
  try {
    // Days are UTC's: the CRMs' own differ, and our share is far below what a shifted day could matter for.
    const day = new Date(now()).toISOString().slice(0, 10);
    const usedBefore = (await store?.calls.of(name, day)) ?? 0;
    const limit = Number(mirror.memory.get(limitKey) ?? Number.NaN);
    const budget = new Budget({ host, share, usedBefore, ...(Number.isFinite(limit) ? { limit } : {}) });
    const connection = await source.connect({
      secrets: outside.secrets,
      clock: { now, sleep: outside.sleep },
      random: outside.random,
      log: quietHttp(log),
      mask: new Mask(),
      budget,
      memory: mirror.memory,
      ...(outside.dispatcher === undefined ? {} : { dispatcher: outside.dispatcher }),
    });
    return {
      ...connection,
      source,
      mirror,
      budget,
      close: async () => {
        const { usedNow, limit: learned } = budget.state;
        if (learned !== null) mirror.memory.set(limitKey, String(learned));
        mirror.close();
        if (usedNow > 0) await store?.calls.add(name, day, usedNow);
      },
    };
  } catch (error) {
    mirror.close();
    throw error;
  }
}

/** Single calls are of interest only where they go wrong. */
const quietHttp = (log: SyncLog): HttpLog => ({
  debug: () => undefined,
  warn: (fields, message) => log.warn(fields, message),
});
