import type { Recurrence } from '../src/schedule/index.ts';
import type { JobRun } from '../src/store/ledger/job-runs.ts';
import type { Store } from '../src/store/store.ts';

/**
 * Since when a schedule is as it is stands in the store as a run that never runs: so a new one, or one that was moved, makes
 * up nothing from before, and one that was there when the bot stopped does.
 */
const sightOf = (name: string): string => `schedule/${name}`;

const iso = (at: number): string => new Date(at).toISOString();

async function note(store: Store, name: string, at: number, params: Readonly<Record<string, string>>): Promise<void> {
  const sight = sightOf(name);
  await store.jobRuns.claim(sight, iso(at), iso(at), false);
  await store.jobRuns.end(sight, iso(at), { outcome: 'skipped', at: iso(at), code: 'schedule', params });
}

/** Up to when everything about a schedule is decided, and its last run. */
export async function firstSight(
  store: Store,
  name: string,
  { cron, zone }: Recurrence,
  now: number,
): Promise<{ readonly until: number; readonly last: JobRun | undefined }> {
  const last = await store.jobRuns.last(name);
  const sight = await store.jobRuns.last(sightOf(name));
  const lastDue = last === undefined ? Number.NEGATIVE_INFINITY : Date.parse(last.dueAt);
  if (sight !== undefined && sight.params.cron === cron && sight.params.zone === zone)
    return { until: Math.max(lastDue, Date.parse(sight.dueAt)), last };
  // Known for so long that its sight was forgotten.
  const since = sight === undefined && last !== undefined ? lastDue : now;
  await note(store, name, since, { cron, zone });
  return { until: since, last };
}

/** It is none any more. */
export const noteGone = (store: Store, name: string, now: number): Promise<void> => note(store, name, now, {});
