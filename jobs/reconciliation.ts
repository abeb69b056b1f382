import { defaultRejectsFile } from '../src/sources/rejects.ts';
import { defaultSchedules } from './default-schedules.ts';
import { type JobContext, runName, type TimedJob, well } from './job.ts';

const dayMs = 86_400_000;
/** More than there are nights between two checks that are the furthest apart. */
const lookBack = 100;

/**
 * Checks every record of each CRM by its id, at night and as often as its source says (`reconcileEveryDays`). Where no
 * night comes for days, the next sync does it.
 */
export const reconciliation: TimedJob = {
  name: 'reconciliation',
  cron: defaultSchedules.reconciliation,
  makeUpWithinMs: 6 * 3_600_000,
  retries: { times: 2, pauseMs: 10 * 60_000 },
  schedules: async ({ sources }, recurrence) =>
    recurrence === null
      ? []
      : sources.flatMap(({ kind, name }) =>
          kind === 'files' ? [] : [{ key: name, recurrence, makeUpWithinMs: reconciliation.makeUpWithinMs }],
        ),
  run: async (context, { key, dueAt, byHand, onProgress }) => {
    const settings = context.sources.find(({ name }) => name === key);
    if (settings === undefined || settings.kind === 'files') return { outcome: 'skipped', code: 'source-gone' };
    if (!byHand && !(await isDue(settings.name, settings.reconcileEveryDays, dueAt, context)))
      return { outcome: 'skipped', code: 'not-due' };
    await context.syncer.sync({
      settings,
      acceptDeletions: false,
      full: false,
      reconcile: true,
      rejectsFile: defaultRejectsFile(context.store.where, settings.name),
      onProgress,
      signal: context.signal,
    });
    context.board.failures.delete(settings.name);
    return well;
  },
};

/** Half a day earlier than asked: a night that begins minutes too soon is the right one. */
async function isDue(source: string, everyDays: number, dueAt: number, { store }: JobContext): Promise<boolean> {
  const runs = await store.jobRuns.list({ job: runName('reconciliation', source), last: lookBack });
  const last = runs.find(({ outcome }) => outcome === 'well');
  return last === undefined || dueAt - Date.parse(last.dueAt) >= (everyDays - 0.5) * dayMs;
}
