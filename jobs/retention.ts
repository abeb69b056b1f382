import type { Store } from '../src/store/store.ts';
import { defaultSchedules } from './default-schedules.ts';
import { type TimedJob, well } from './job.ts';
import { sync } from './sync.ts';

const dayMs = 86_400_000;

/** How many days what stands beside the records is kept. Engagement is the syncs': `retention.days`. */
export const keptDays = {
  requests: 7,
  // Longer than the pause between quarterly digests, so that each schedule is known by its last run.
  jobRuns: 400,
  audit: 400,
  outbox: 400,
  // As long as placeholders may have to take their places.
  posted: 400,
  // A figure that was told can be compared with what it is three years later.
  published: 1_100,
  rowWork: 400,
} as const satisfies Partial<Record<keyof Store, number>>;

/** There may be thousands a day. */
const keptSyncsDays = 7;

/** Forgets what nobody looks at any more. */
export const retention: TimedJob = {
  name: 'retention',
  cron: defaultSchedules.retention,
  makeUpWithinMs: 12 * 3_600_000,
  retries: { times: 2, pauseMs: 5 * 60_000 },
  run: async ({ store, now, signal }, { onProgress }) => {
    const names = partNames;
    for (const [done, name] of names.entries()) {
      signal.throwIfAborted();
      onProgress(done, names.length);
      await store[name].forgetBefore(new Date(now() - keptDays[name] * dayMs).toISOString());
    }
    await store.jobRuns.forgetBefore(new Date(now() - keptSyncsDays * dayMs).toISOString(), sync.name);
    return well;
  },
};

const isPart = (name: string): name is keyof typeof keptDays => Object.hasOwn(keptDays, name);
const partNames = Object.keys(keptDays).filter(isPart);
