import type { Analyst, CreateAnalyst } from '../kpi/analyst.ts';
import { readerOf } from '../kpi/program/reader.ts';
import type { ProgramSettings } from '../records/settings.ts';
import type { Store } from '../store/store.ts';

/** Gives the analyst of the newest complete data. */
export interface Analysts {
  current(): Promise<Analyst>;
}

/**
 * One analyst per version of the data: kept until the store holds a newer one, made once however many ask at the same
 * time. It lives here because the KPI engine does not know stores, and the store does not know KPIs.
 */
export function createAnalysts(store: Store, createAnalyst: CreateAnalyst, settings: ProgramSettings): Analysts {
  let kept: { readonly version: number; readonly analyst: Promise<Analyst> } | null = null;
  return {
    current: async () => {
      const version = await store.dataVersion();
      if (kept?.version === version) return kept.analyst;
      const analyst = store.readRecords().then((records) => createAnalyst(readerOf(records), settings));
      kept = { version, analyst };
      analyst.catch(() => {
        if (kept?.version === version) kept = null;
      });
      return analyst;
    },
  };
}
