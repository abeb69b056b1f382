import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PulseError } from '../src/errors.ts';
import { defaultSchedules } from './default-schedules.ts';
import { type TimedJob, well } from './job.ts';

const ownName = /^partner-pulse-\d{4}-\d\d-\d\dT\d{6}Z\.db$/;
/** The copy of the ledger, and what a copy that was broken off left. */
const besideName = /^(partner-pulse-\d{4}-\d\d-\d\dT\d{6}Z\.db)\.(?:ledger(?:\.partial-\d+)?|partial-\d+)$/;

/** Copies the store into a folder, and keeps the newest copies. PostgreSQL is copied by its own tools, and says so. */
export const backup: TimedJob = {
  name: 'backup',
  cron: defaultSchedules.backup,
  makeUpWithinMs: 12 * 3_600_000,
  retries: { times: 2, pauseMs: 10 * 60_000 },
  lacks: ({ backup: place }) => (place === null ? 'folder' : null),
  run: async ({ store, backup: place, log }, { dueAt }) => {
    if (place === null) throw new PulseError('job-off', { job: 'backup', why: 'folder' });
    const file = join(place.folder, copyName(dueAt));
    // One that was made before its process died is as good as another.
    if (!existsSync(file)) {
      rmSync(`${file}.ledger`, { force: true });
      await store.backup(file);
    }
    const gone = removeOld(place.folder, place.keep);
    log.info({ file, removed: gone }, 'backup made');
    return well;
  },
};

/** `partner-pulse-2026-11-24T034000Z.db`: the order of the names is that of time. */
const copyName = (dueAt: number): string => {
  const [day, time = ''] = new Date(dueAt).toISOString().slice(0, 19).split('T');
  return `partner-pulse-${day}T${time.replaceAll(':', '')}Z.db`;
};

/** Removes all of our copies but the newest; how many they were. What others put there stays. */
function removeOld(folder: string, keep: number): number {
  const names = readdirSync(folder);
  const copies = names.filter((name) => ownName.test(name)).sort();
  const old = new Set(copies.slice(0, Math.max(0, copies.length - keep)));
  const kept = new Set(copies.slice(-keep));
  for (const name of names) {
    const of = besideName.exec(name)?.[1];
    const isLeft = of !== undefined && (!kept.has(of) || name.includes('.partial-'));
    if (old.has(name) || isLeft) rmSync(join(folder, name), { force: true });
  }
  return old.size;
}
