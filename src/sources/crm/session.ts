import type { Store } from '../../store/store.ts';
import { Budget } from '../http/budget.ts';
import { Mask } from '../http/mask.ts';
import type { HttpLog } from '../http/types.ts';
import type { Mirror } from '../mirror/index.ts';
import { openMirror } from '../mirror/index.ts';
import type { Outside, SyncLog } from '../sync-options.ts';
import { CountedCalls } from './counted-calls.ts';
import type { Connected, CrmSource, CrmSurroundings } from './source.ts';

/** What a reading of a CRM works with. */
export interface CrmSession extends Connected {
  readonly source: CrmSource;
  readonly mirror: Mirror;
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

/** The mirror of a CRM, as every reading of it opens it. Throws what `openMirror` does. */
export function mirrorOf(of: {
  readonly source: CrmSource;
  /** null: nobody is told apart yet. */
  readonly store: Pick<Store, 'personHash'> | null;
  readonly file: string;
  readonly now: () => number;
}): Mirror {
  const { source, store, file, now } = of;
  const personHash = (id: string): string => store?.personHash(id) ?? '';
  return openMirror(file, { source: source.name, mapping: source.mapping, personHash, now, matches: othersWays });
}

/** Opens mirror and connection of a CRM. Throws what opening the mirror does, `crm-address`, `crm-login-kind`. */
export async function openSession(options: SessionOptions): Promise<CrmSession> {
  const { source, store, outside, now, log } = options;
  const { name } = source;
  const mirror = mirrorOf({ source, store, file: outside.mirror, now });
  try {
    const day = new Date(now()).toISOString().slice(0, 10);
    const { adapter, budget } = await connected(options, mirror);
    const counted = new CountedCalls({ source: name, store, day, log });
    budget.begin(await counted.before(), (calls) => counted.spent(calls));
    return {
      source,
      mirror,
      adapter,
      budget,
      close: async () => {
        const { limit } = budget.state;
        if (limit !== null) mirror.memory.set(limitKey, String(limit));
        mirror.close();
        await counted.close();
      },
    };
  } catch (error) {
    mirror.close();
    throw error;
  }
}

async function connected({ source, outside, now, log }: SessionOptions, mirror: Mirror): Promise<Connected> {
  const kept = outside.connections?.get(source.name);
  if (kept !== undefined) return kept;
  const limit = Number(mirror.memory.get(limitKey) ?? Number.NaN);
  const { host, share } = source;
  const budget = new Budget({ host, share, ...(Number.isFinite(limit) ? { limit } : {}) });
  const adapter = await source.connect(surroundingsOf(outside, budget, now, log));
  outside.connections?.set(source.name, { adapter, budget });
  return { adapter, budget };
}

/** What a connection is given of the world. */
export const surroundingsOf = (outside: Outside, budget: Budget, now: () => number, log: SyncLog): CrmSurroundings => ({
  secrets: outside.secrets,
  clock: { now, sleep: outside.sleep },
  random: outside.random,
  log: quietHttp(log),
  mask: new Mask(),
  budget,
  ...(outside.dispatcher === undefined ? {} : { dispatcher: outside.dispatcher }),
});

/** Single calls are of interest only where they go wrong. */
const quietHttp = (log: SyncLog): HttpLog => ({
  debug: () => undefined,
  warn: (fields, message) => log.warn(fields, message),
});
