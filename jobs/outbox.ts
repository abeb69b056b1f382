import { type Job, well } from './job.ts';

/** Sends what is on its way. */
export const outbox: Job = {
  name: 'outbox',
  atStart: true,
  run: async ({ deliveries, signal }) => {
    await deliveries?.run(signal);
    return well;
  },
};
