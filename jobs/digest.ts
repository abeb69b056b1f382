import { recurrenceOf } from '../src/schedule/index.ts';
import { runDigest } from '../src/slack/digests/due.ts';
import type { TimedJob } from './job.ts';

const hourMs = 3_600_000;
/** How long after its time a digest is still worth its channel's attention. */
const makeUpMs = { weekly: 24 * hourMs, monthly: 72 * hourMs, quarterly: 120 * hourMs } as const;

/** Each subscription's digest at its own time. Paused ones have their runs too, which say so. */
export const digest: TimedJob = {
  name: 'digest',
  cron: null,
  makeUpWithinMs: makeUpMs.weekly,
  retries: { times: 3, pauseMs: 5 * 60_000 },
  lacks: ({ digests }) => (digests === null ? 'bot' : null),
  schedules: async ({ store, program: { fiscalYearStart } }) =>
    (await store.subscriptions.list()).map(({ id, report, schedule }) => ({
      key: id,
      recurrence: recurrenceOf({ report, schedule, fiscalYearStart }),
      makeUpWithinMs: makeUpMs[report],
    })),
  run: async ({ digests }, { key, dueAt, late }) => {
    if (digests === null || key === null) return { outcome: 'skipped', code: 'no-bot' };
    const { outcome, code, params } = await runDigest(
      key,
      { at: new Date(dueAt).toISOString(), late, waited: null },
      digests,
    );
    return { outcome, params, ...(code === null ? {} : { code }) };
  },
};
