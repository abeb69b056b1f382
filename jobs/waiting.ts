import { resumeWaiting } from '../src/slack/digests/due.ts';
import { type Job, well } from './job.ts';

/** Goes on with digests that wait for quiet hours to end, or for data. */
export const waiting: Job = {
  name: 'waiting',
  atStart: true,
  run: async ({ digests, log }) => {
    if (digests === null) return well;
    const came = await resumeWaiting(digests);
    if (came > 0) log.info({ digests: came }, 'digests that waited have come');
    return well;
  },
};
