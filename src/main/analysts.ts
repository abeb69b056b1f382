import { setTimeout as delay } from 'node:timers/promises';
import type { RemoteAnalyst } from '../kpi/analyst.ts';
import type { RemoteReporter } from '../reports/report.ts';
import type { Store } from '../store/store.ts';
import type { AnalystThread } from './analyst-thread.ts';

/** Gives the analyst of the newest complete data. */
export interface Analysts {
  current(): Promise<RemoteAnalyst>;
  /** Resolves when the data that the store has now answer. */
  newest(): Promise<RemoteAnalyst>;
  /** An analyst and a reporter of the same data, those that the store has now: what is posted waits for them. */
  reporting(): Promise<Reporting>;
}

export interface Reporting {
  readonly analyst: RemoteAnalyst;
  readonly reporter: RemoteReporter;
}

interface Held extends Reporting {
  readonly version: number;
}

/** How long a question waits for newer data before it is answered from those at hand, which say how old they are. */
const PATIENCE_MS = 1_000;

/**
 * One analyst per version of the data, in its own thread: made once however many ask at the same time. It lives here
 * because the KPI engine does not know stores, and the store does not know KPIs. `failed` hears of a reload that failed
 * while older data answered.
 */
export function createAnalysts(
  store: Pick<Store, 'dataVersion'>,
  thread: AnalystThread,
  failed: (error: unknown) => void,
): Analysts {
  let held: Held | null = null;
  let loading: Promise<Held> | null = null;

  const load = (): Promise<Held> => {
    loading ??= thread
      .load()
      .then(({ loaded: { version }, analyst, reporter }) => {
        const fresh = { version, analyst, reporter };
        held = fresh;
        return fresh;
      })
      .finally(() => {
        loading = null;
      });
    return loading;
  };

  const newest = async (): Promise<Held> => {
    for (;;) {
      const version = await store.dataVersion();
      if (held !== null && held.version >= version && thread.running) return held;
      await load();
    }
  };

  return {
    newest: async () => (await newest()).analyst,
    reporting: newest,
    current: async () => {
      const version = await store.dataVersion();
      if (held === null || !thread.running) return (await load()).analyst;
      if (held.version === version) return held.analyst;
      const { analyst } = held;
      const newer = load().then((fresh) => fresh.analyst);
      // The very first data are worth waiting for.
      if (analyst.partnerCount === 0) return newer;
      const ready = newer.catch((error: unknown) => {
        failed(error);
        return analyst;
      });
      return Promise.race([ready, delay(PATIENCE_MS, analyst, { ref: false })]);
    },
  };
}
