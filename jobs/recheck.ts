import { type Job, well } from './job.ts';

/** Looks whether what is paused can go on, and whether others read along where numbers stand: Slack does not tell of everything. */
export const recheck: Job = {
  name: 'recheck',
  atStart: true,
  run: async ({ deliveries }) => {
    await deliveries?.recheck();
    return well;
  },
};
